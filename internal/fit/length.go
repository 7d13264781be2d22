package fit

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"time"

	"unhunch/internal/fault"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// fitter makes one routine shorter or longer.
type fitter struct {
	Maker
	routine  *routine.Routine
	lightest []string            // the ids of what may be left out, the first to go first
	more     []*routine.Exercise // what may be added, the first to come first
	told     changes             // before
	asked    time.Duration
	share    float64 // of what it is that breathing may become
	err      error
}

// inTime makes a session as long as a wish asks, and takes note of how.
func (m Maker) inTime(r *routine.Routine, w Wish, told *changes) (Fitted, error) {
	x := &fitter{Maker: m, routine: r, lightest: lightest(r), told: *told, asked: w.For, share: mostShare}
	if !slices.ContainsFunc(exercises(r.Steps), func(e *routine.Exercise) bool { return len(e.Phases) > 0 }) {
		x.share = mostAlone
	}
	x.more = x.fitting(w)
	usual := shape{explain: x.Explain, brief: x.Brief}
	var s shape
	if x.over(usual) {
		s = x.shorter(usual)
	} else {
		s = x.longer(usual)
	}
	got := x.length(s)
	if x.err != nil {
		return Fitted{}, x.err
	}
	if x.off(s) > Tolerance {
		return Fitted{}, fault.WithHint(fmt.Errorf("%s cannot be made to last %s", r.ID, plan.Clock(w.For)),
			"the nearest is --for %s; unhunch list shows other routines", got.Round(time.Second))
	}
	out, after := x.shaped(s)
	*told = after
	return Fitted{Routine: out, Explain: s.explain}, nil
}

// fine is how many parts the way from the usual amount of work to the least or most
// is divided into.
const fine = 480

// ladder are the shapes from one on, in the order in which a person would make a
// session shorter, or longer.
func (x *fitter) ladder(from shape, shorter bool) []shape {
	out := []shape{from}
	add := func(change func(*shape)) {
		s := out[len(out)-1]
		change(&s)
		out = append(out, s)
	}
	toward := 1.0
	if shorter {
		toward = -1
		for _, e := range plan.Explains[max(1, slices.Index(plan.Explains, from.explain)+1):] {
			add(func(s *shape) { s.explain = e })
		}
	}
	add(func(s *shape) { s.rests = toward })
	if shorter {
		add(func(s *shape) { s.brief = true })
	}
	for i := 1; i <= fine; i++ {
		add(func(s *shape) { s.work = toward * float64(i) / fine })
	}
	return out
}

// shorter leaves out the lightest exercises until the session can be short enough,
// and does as much of the others as there is time for.
func (x *fitter) shorter(s shape) shape {
	least := func(n int) bool {
		s.left = x.lightest[:n]
		ladder := x.ladder(s, true)
		return !x.over(ladder[len(ladder)-1])
	}
	n := sort.Search(len(x.lightest), least)
	best := x.nearest(len(x.lightest), n, func(which []int) shape {
		s.left = taken(x.lightest, which)
		ladder := x.ladder(s, true)
		i := sort.Search(len(ladder)-1, func(i int) bool { return !x.over(ladder[i]) })
		if i == 0 {
			return x.fuller(ladder[0])
		}
		return ladder[i]
	})
	if n > 0 && x.off(best) > Tolerance { // then it may be nearer with one more
		s.left = x.lightest[:n-1]
		ladder := x.ladder(s, true)
		if last := ladder[len(ladder)-1]; x.off(last) < x.off(best) {
			return last
		}
	}
	return best
}

// off is by how much a session of a shape is not as long as asked.
func (x *fitter) off(s shape) time.Duration { return (x.length(s) - x.asked).Abs() }

// nearest takes the first n of several exercises, or, where the session then gets
// not as long as asked, another one in place of the last of these.
func (x *fitter) nearest(of, n int, with func(which []int) shape) shape {
	var best shape
	off := time.Duration(math.MaxInt64)
	for last := max(0, n-1); last < max(of, 1); last++ {
		var which []int
		for i := range n {
			which = append(which, i)
		}
		if n > 0 {
			which[n-1] = last
		}
		s := x.rested(with(which))
		if d := x.off(s); d < off {
			best, off = s, d
		}
		if off <= Tolerance || n == 0 {
			break
		}
	}
	return best
}

func taken[T any](list []T, which []int) []T {
	var out []T
	for _, i := range which {
		out = append(out, list[i])
	}
	return out
}

// fuller does as much more of a shape as there is time for.
func (x *fitter) fuller(s shape) shape {
	ladder := x.ladder(s, false)
	i := sort.Search(len(ladder), func(i int) bool { return x.over(ladder[i]) })
	return ladder[max(0, i-1)]
}

// longer does more, and adds exercises as long as there is time for them.
func (x *fitter) longer(s shape) shape {
	most := func(n int) shape {
		s.added = x.more[:n]
		ladder := x.ladder(s, false)
		return ladder[len(ladder)-1]
	}
	n := sort.Search(len(x.more), func(n int) bool { return x.over(most(n)) })
	return x.nearest(len(x.more), n, func(which []int) shape {
		s.added = taken(x.more, which)
		if x.over(s) && len(which) > 0 { // there is no time for the last one, not even at its usual dose
			s.added = s.added[:len(which)-1]
		}
		return x.fuller(s)
	})
}

// rested fills what is missing with rests.
func (x *fitter) rested(s shape) shape {
	for range 3 { // the words of a rest may take longer than it
		missing := x.asked - x.length(s)
		if missing < Tolerance/2 && missing > -Tolerance/2 {
			break
		}
		s.pause = max(0, s.pause+missing)
	}
	return s
}

// over says whether a session of a shape takes too long.
func (x *fitter) over(s shape) bool { return x.length(s) > x.asked+Tolerance/2 }

// length is how long a session of a shape takes, with the words that tell of it.
func (x *fitter) length(s shape) time.Duration {
	r, told := x.shaped(s)
	d, err := x.Length(told.before(r, x.Phrases), s.explain)
	if x.err == nil {
		x.err = err
	}
	return d
}

// lightest are the exercises of a routine that may be left out, the lightest
// first and of several the last. The heaviest always stays.
func lightest(r *routine.Routine) []string {
	all := exercises(r.Steps)
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b *routine.Exercise) int { return weight(a) - weight(b) })
	var ids []string
	for _, e := range all {
		if !slices.Contains(ids, e.ID) {
			ids = append(ids, e.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return ids[:len(ids)-1]
}

// fitting are the exercises that go with those of the session: of the same
// postures and purposes, with nothing else to fetch, the heaviest first, and none that
// hurt. A session of one exercise stays one.
func (x *fitter) fitting(w Wish) []*routine.Exercise {
	present := exercises(x.routine.Steps)
	if len(present) < 2 {
		return nil
	}
	var out []*routine.Exercise
	for _, e := range x.Pool {
		is := func(o *routine.Exercise) bool { return o.ID == e.ID }
		likeIt := func(o *routine.Exercise) bool { return o.Purpose == e.Purpose && o.Posture == e.Posture }
		allowed, _ := w.allow(e)
		if allowed == nil || w.Hurts[e.ID] >= Eased || len(e.Phases) == 0 || slices.ContainsFunc(present, is) || !slices.ContainsFunc(present, likeIt) {
			continue
		}
		fetched := func(q routine.Equipment) bool {
			return !slices.ContainsFunc(present, func(o *routine.Exercise) bool { return slices.Contains(o.Needs(o.Posture), q) })
		}
		if slices.ContainsFunc(allowed.Needs(allowed.Posture), fetched) {
			continue
		}
		out = append(out, allowed)
	}
	slices.SortStableFunc(out, func(a, b *routine.Exercise) int { return weight(b) - weight(a) })
	return out
}
