package render

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"unhunch/internal/plan"
)

const (
	// horizon is how far ahead sounds are made ready whatever memory it takes.
	horizon = 10 * plan.Rate
	// aheadBytes is the usual bound on the memory for sounds made ready ahead.
	aheadBytes = 16 << 20
)

// asset is a sound that is made ready in the background, once for all the
// places where it is heard.
type asset struct {
	key   key
	ready atomic.Pointer[ready] // nil while it is not

	// The rest belongs to the loader's lock.
	cost   int     // bytes; until it is ready, as the plan makes believe
	uses   []int32 // where it is heard: indexes of loader.uses
	making chan struct{}
}

// ready is what became of an asset.
type ready struct {
	sound sound
	trim  float64 // gain that belongs to the sound itself
	err   error
}

// use is a place where an asset is heard.
type use struct {
	at, end plan.Frame
	asset   *asset
}

// loader makes assets ready shortly before they are heard, in the order of
// their first use, and drops those that are not heard again for longest when
// memory is short. Assets between head and ahead in uses are ready or in the
// making, and stay so.
type loader struct {
	make   maker
	budget int
	pos    *atomic.Int64 // the frame that is heard next
	due    atomic.Int64  // the frame from which there may be more to do
	wake   chan struct{}
	closed chan struct{}

	mu     sync.Mutex
	assets map[key]*asset
	uses   []use
	reach  []plan.Frame // the latest end of the uses up to and including this one
	head   int          // the first use that may still be heard
	ahead  int
	kept   [2]int // the uses that Prepare asked for
	used   int    // bytes
}

func newLoader(m maker, budget int, pos *atomic.Int64) *loader {
	return &loader{
		make: m, budget: budget, pos: pos,
		wake: make(chan struct{}, 1), closed: make(chan struct{}),
		assets: map[key]*asset{},
	}
}

// asset gives the asset of a key, and takes note of where it is heard.
func (l *loader) asset(k key, heard span) *asset {
	a := l.assets[k]
	if a == nil {
		a = &asset{key: k, cost: k.cost(heard.to - heard.from)}
		l.assets[k] = a
	}
	l.uses = append(l.uses, use{heard.from, heard.to, a})
	return a
}

// start begins the work; no use may be added after it.
func (l *loader) start() {
	slices.SortStableFunc(l.uses, func(a, b use) int { return cmp.Compare(a.at, b.at) })
	l.reach = make([]plan.Frame, len(l.uses))
	var reach plan.Frame
	for i, u := range l.uses {
		u.asset.uses = append(u.asset.uses, int32(i))
		reach = max(reach, u.end)
		l.reach[i] = reach
	}
	if len(l.assets) == 0 {
		l.due.Store(math.MaxInt64)
		return
	}
	if l.total() <= l.budget {
		l.make.scratch = nil // nothing is ever dropped
	}
	// With one alone, words would wait for a bed.
	for range min(max(2, runtime.GOMAXPROCS(0)), len(l.assets)) {
		go l.work()
	}
}

// total is what all sounds take together, in bytes.
func (l *loader) total() (sum int) {
	for _, a := range l.assets {
		sum += a.cost
	}
	return sum
}

func (l *loader) stop() { close(l.closed) }

// moved tells the loader that the stream goes on from frame at.
func (l *loader) moved(at plan.Frame) {
	if int64(at) >= l.due.Load() {
		l.signal()
	}
}

// jumped tells the loader that the stream goes on elsewhere.
func (l *loader) jumped() { l.signal() }

// signal wakes a worker; it never blocks.
func (l *loader) signal() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *loader) work() {
	for {
		select {
		case <-l.closed:
			return
		default:
		}
		a := l.next()
		if a == nil {
			select {
			case <-l.wake:
			case <-l.closed:
				return
			}
			continue
		}
		l.signal() // there may be work for another one
		l.finish(a, l.make.ready(a.key))
	}
}

// next claims the asset that should be made ready next, or nil if all that
// memory allows is.
func (l *loader) next() *asset {
	l.mu.Lock()
	defer l.mu.Unlock()
	pos := l.follow()
	for ; l.ahead < len(l.uses); l.ahead++ {
		u := l.uses[l.ahead]
		if l.held(u.asset) {
			continue
		}
		if !l.makeRoom(u.asset.cost) && u.at >= pos+horizon {
			break
		}
		l.claim(u.asset)
		l.ahead++
		return u.asset
	}
	due := l.nextDue(pos)
	l.due.Store(due)
	if l.pos.Load() >= due { // moved meanwhile
		l.signal()
	}
	return nil
}

// follow sets head to where the stream is.
func (l *loader) follow() plan.Frame {
	pos := plan.Frame(l.pos.Load())
	head := l.first(pos)
	if head < l.head || head > l.ahead {
		l.ahead = head // after a jump
	}
	l.head = head
	return pos
}

// nextDue is the frame at which memory is freed or the horizon reaches another
// sound.
func (l *loader) nextDue(pos plan.Frame) int64 {
	if l.ahead == len(l.uses) {
		return math.MaxInt64
	}
	return int64(max(pos+1, min(l.reach[l.head], l.uses[l.ahead].at-horizon)))
}

// first is the first use that may still be heard at frame f.
func (l *loader) first(f plan.Frame) int {
	return sort.Search(len(l.reach), func(i int) bool { return l.reach[i] > f })
}

// held says whether an asset is ready or in the making.
func (l *loader) held(a *asset) bool { return a.making != nil || a.ready.Load() != nil }

// claim begins the making of an asset that is not held.
func (l *loader) claim(a *asset) {
	a.making = make(chan struct{})
	l.used += a.cost
}

// finish puts what a claimed asset became in place.
func (l *loader) finish(a *asset, r *ready) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.used -= a.cost
	if r.err == nil {
		a.cost = r.sound.bytes()
		l.used += a.cost
	}
	a.ready.Store(r)
	close(a.making)
	a.making = nil
}

// makeRoom drops sounds until need bytes fit in the budget, and says whether
// they do.
func (l *loader) makeRoom(need int) bool {
	for l.used+need > l.budget {
		a := l.leastNeeded()
		if a == nil {
			return false
		}
		l.used -= a.cost
		a.ready.Store(nil)
	}
	return true
}

// leastNeeded is the sound that is not heard again for longest, or nil if all
// are needed sooner than the one at ahead.
func (l *loader) leastNeeded() *asset {
	soon := max(l.ahead, l.startingAt(plan.Frame(l.pos.Load())+horizon))
	var least *asset
	farthest := soon - 1
	for _, a := range l.assets {
		if r := a.ready.Load(); r == nil || r.err != nil {
			continue
		}
		if n := a.nextUse(l.head, len(l.uses)); n > farthest && !a.usedIn(l.kept) {
			least, farthest = a, n
		}
	}
	return least
}

// startingAt is the first use that begins at or after frame f.
func (l *loader) startingAt(f plan.Frame) int {
	return sort.Search(len(l.uses), func(i int) bool { return l.uses[i].at >= f })
}

// nextUse is the first use of a from head on, or never.
func (a *asset) nextUse(head, never int) int {
	i, _ := slices.BinarySearch(a.uses, int32(head))
	if i == len(a.uses) {
		return never
	}
	return int(a.uses[i])
}

// usedIn says whether a use of a is among uses[r[0]:r[1]].
func (a *asset) usedIn(r [2]int) bool { return a.nextUse(r[0], r[1]) < r[1] }

// wait gives an asset when it is ready, and makes it so if nobody is at it.
func (l *loader) wait(a *asset) *ready {
	r, _ := l.ensure(context.Background(), a)
	return r
}

// ensure is wait with an end.
func (l *loader) ensure(ctx context.Context, a *asset) (*ready, error) {
	for {
		l.mu.Lock()
		if r := a.ready.Load(); r != nil {
			l.mu.Unlock()
			return r, nil
		}
		l.follow()
		mine := !l.held(a)
		if mine {
			l.makeRoom(a.cost)
			l.claim(a)
		}
		making := a.making
		l.mu.Unlock()
		if mine {
			r := l.make.ready(a.key)
			l.finish(a, r)
			return r, nil
		}
		select {
		case <-making:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// prepare makes ready what is heard within the horizon after frame at, but of a
// bed only what is heard at once: the rest has time.
func (l *loader) prepare(ctx context.Context, at plan.Frame) error {
	l.mu.Lock()
	l.kept = [2]int{l.first(at), l.startingAt(at + horizon)}
	var wanted []*asset
	for i := l.kept[0]; i < l.kept[1]; i++ {
		u := l.uses[i]
		if u.end > at && (u.at <= at || u.asset.key.kind != plan.KindBed) {
			wanted = append(wanted, u.asset)
		}
	}
	l.mu.Unlock()
	for _, a := range wanted {
		if err := ctx.Err(); err != nil {
			return err
		}
		r, err := l.ensure(ctx, a)
		if err != nil {
			return err
		}
		if r.err != nil {
			return r.err
		}
	}
	return nil
}
