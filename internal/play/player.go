// Package play puts a session on a device: start, pause, jump and state.
//
// One output stream stays open for the whole session. The device pulls; what
// it pulls is made by the pulling side alone, which takes no lock, opens
// nothing and allocates nothing. All that people do reaches it through atomic
// values, and it is looked at the same way.
package play

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"sync/atomic"
	"time"

	"github.com/gopxl/beep/v2"
)

const (
	tick      = 50 * time.Millisecond
	quietFor  = 8  // ticks without a pull, beyond its buffer, after which a device that has played counts as lost
	startFor  = 60 // the same for a device that was just opened, which may have to wake up
	retryWait = 250 * time.Millisecond
)

// Options are the choices for a Player. The zero value plays from the start.
type Options struct {
	At        int64         // the frame to begin at
	Paused    bool          // begin with a pause
	Volume    float64       // in dB
	Keepalive Keepalive     // "" is KeepSilence
	Lead      time.Duration // quiet before the first frame
	// Patience is how long a device that went away is waited for; 0: one minute.
	Patience time.Duration
	// QuietStart says that the stream begins with as much quiet as it needs to
	// get ready by itself: frame 0 is not prepared.
	QuietStart bool
}

// State is a moment of a Player, as it is heard.
type State struct {
	Frame   int64   // of the session, at Rate
	Target  int64   // where a jump goes that is not heard yet; otherwise Frame
	Next    int64   // what the device is given next
	Moving  bool    // the session goes on at this moment
	Paused  bool    // a pause was asked for
	Waiting bool    // the session has come to the frame of HoldAt
	Talking bool    // something is said beside the session, or waits to be
	Ended   bool    // the last frame of the session was heard
	Volume  float64 // in dB
	Lost    error   // why there is no sound at this moment, or nil
}

// Stream is the sound of a session.
type Stream interface {
	beep.StreamSeekCloser
	// Prepare makes ready what is heard soon after a frame, so that the stream
	// can go on there at once. It may take its time, and may be called at the
	// same time as any other method.
	Prepare(ctx context.Context, frame int) error
	// Late is how many sounds were left out because they were not ready.
	Late() int
}

// Player plays one session.
type Player struct {
	backend Backend
	options Options
	feed    *feed
	plays   atomic.Pointer[Stream] // the one that is heard, or that a jump under way leads to
	late    atomic.Int64           // of the streams that were closed
	device  atomic.Pointer[opened]
	lost    atomic.Pointer[error]
	gaps    atomic.Int64
	heard   atomic.Int64 // the frame of the session that was heard when no device is open
	wake    chan struct{}
	ready   chan struct{}   // closed when a device was opened for the first time
	ctx     context.Context // of Run
	cancel  context.CancelFunc
}

// opened is a device and the number of frames that were handed over before it.
type opened struct {
	Device
	base int64
}

// New prepares to play a session on a device of the backend. Nothing is
// opened before Run. The Player closes all streams that it is given, the last
// one at the end of Run.
func New(b Backend, s Stream, o Options) *Player {
	if o.Keepalive == "" {
		o.Keepalive = KeepSilence
	}
	if o.Patience == 0 {
		o.Patience = time.Minute
	}
	p := &Player{backend: b, options: o, wake: make(chan struct{}, 1), ready: make(chan struct{})}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.feed = newFeed(s, o)
	p.plays.Store(&s)
	p.heard.Store(o.At)
	return p
}

// frames is the number of frames in a time.
func frames(d time.Duration) int64 {
	return int64(math.Round(d.Seconds() * Rate))
}

// Run plays until the session has been heard to its end, is stopped, or ctx is
// done, in which case it fades out and gives the error of ctx. It also gives the
// error of a stream that ended because of one. A device that
// goes away is opened again, and the session goes on from the same frame;
// where that fails for as long as Options.Patience, the error wraps ErrLost.
func (p *Player) Run(ctx context.Context) error {
	defer p.close()
	level := p.feed.level
	if err := p.open(ctx, p.options.At, level); err != nil {
		return err
	}
	close(p.ready)
	for {
		reason := p.watch(ctx)
		p.detach()
		switch {
		case reason == nil:
			return cmp.Or(p.feed.failure(), ctx.Err())
		case errors.Is(reason, errReleased):
			select {
			case <-p.wake:
			case <-ctx.Done():
				return ctx.Err()
			}
		default:
			p.lost.Store(&reason)
		}
		if over, err := p.reopen(ctx); over || err != nil {
			return err
		}
		p.lost.Store(nil)
	}
}

// errReleased is the reason of a device that was closed for a long pause.
var errReleased = errors.New("released")

// Ready is closed when the device was opened for the first time.
func (p *Player) Ready() <-chan struct{} { return p.ready }

// open opens a device that goes on from a frame of the session.
func (p *Player) open(ctx context.Context, at int64, level float64) error {
	if err := p.prepare(ctx, at); err != nil {
		return err
	}
	if err := p.feed.restart(at, level, frames(p.options.Lead)); err != nil {
		return err
	}
	base := p.feed.handed.Load()
	device, err := p.backend.Open(ctx, p.feed.fill)
	if err != nil {
		return err
	}
	p.device.Store(&opened{device, base})
	return nil
}

// detach closes the device and keeps the frame that was heard last.
func (p *Player) detach() {
	d := p.device.Load()
	at, _ := p.feed.times.at(d.base + d.Heard())
	p.heard.Store(at)
	p.device.Store(nil)
	d.Close()
}

// reopen opens a device once more and goes on from the frame heard last. It
// says that all is over where the session was stopped in the meantime.
func (p *Player) reopen(ctx context.Context) (over bool, err error) {
	deadline := time.Now().Add(p.options.Patience)
	for !p.feed.stop.Load() && ctx.Err() == nil {
		if err = p.open(ctx, p.heard.Load(), 0); err == nil {
			return false, nil
		}
		if time.Now().After(deadline) {
			return true, fmt.Errorf("%w: %w", ErrLost, err)
		}
		failed := err
		p.lost.Store(&failed)
		select {
		case <-time.After(retryWait):
		case <-p.wake:
		case <-ctx.Done():
		}
	}
	return true, ctx.Err()
}

// watch looks after an open device. It gives nil when there is nothing left to
// play, and otherwise the reason why the device has to be opened again.
func (p *Player) watch(ctx context.Context) error {
	d := p.device.Load()
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	done := ctx.Done()
	handed, still, allowed := p.feed.handed.Load(), 0, startFor
	first, gaps := handed, 0
	for {
		select {
		case <-done:
			p.feed.stop.Store(true)
			p.feed.hush.Store(true)
			done = nil
			continue
		case <-d.Lost():
			return cmp.Or(d.Err(), ErrLost)
		case <-p.wake:
			continue
		case <-ticker.C:
		}
		p.closeRetired()
		now := p.feed.handed.Load()
		if n := d.Info().Gaps; n != gaps {
			if _, moving := p.feed.times.at(d.base + d.Heard()); moving {
				p.gaps.Add(int64(n - gaps))
			}
			gaps = n
		}
		if now != handed {
			handed, still = now, 0
			if d.Heard() > 0 && now-first > Rate/2 {
				allowed = quietFor + int(d.Info().Buffer/tick)
			}
		} else if still++; still >= allowed {
			return fmt.Errorf("%w: it stopped asking for sound", ErrLost)
		}
		if p.over(d) || p.feed.broken.Load() != nil {
			return nil
		}
		if p.options.Keepalive == KeepOff && p.restful(d) {
			return errReleased
		}
	}
}

// over tells whether all that there was to hear has been heard.
func (p *Player) over(d *opened) bool {
	end := p.feed.stopped.Load()
	if end < 0 && p.feed.ended.Load() >= 0 && !p.talking() && p.feed.jump.Load() == nil {
		end = p.feed.ended.Load()
	}
	const most = 3 * Rate // where a device can't tell what was heard
	return end >= 0 && (d.base+d.Heard() >= end || p.feed.handed.Load() >= end+most)
}

// restful tells whether a pause has been quiet for a second.
func (p *Player) restful(d *opened) bool {
	_, moving := p.feed.times.at(d.base + d.Heard() - Rate)
	return !p.feed.playing.Load() && p.feed.idle.Load() && !moving && !p.talking()
}

// closeRetired closes the stream that a jump left behind.
func (p *Player) closeRetired() {
	if c := p.feed.retired.Swap(nil); c != nil {
		p.closeStream(c.stream)
	}
}

// close closes all streams. Nothing pulls any more.
func (p *Player) close() {
	p.cancel()
	p.closeRetired()
	p.closeStream(p.feed.stream)
	p.closeStream(p.feed.old)
	if c := p.feed.jump.Swap(nil); c != nil {
		p.closeStream(c.stream)
	}
}

// closeStream closes a stream, or nil, and keeps what is to be told of it.
func (p *Player) closeStream(s Stream) {
	if s != nil {
		p.late.Add(int64(s.Late()))
		s.Close()
	}
}

// prepare makes the stream that plays ready to go on at a frame.
func (p *Player) prepare(ctx context.Context, at int64) error {
	if at == 0 && p.options.QuietStart {
		return nil
	}
	return (*p.plays.Load()).Prepare(ctx, int(at))
}

// nudge tells the loop of Run that something was asked for.
func (p *Player) nudge() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Pause fades the session out and holds it.
func (p *Player) Pause() { p.feed.playing.Store(false) }

// Resume goes on after a pause.
func (p *Player) Resume() {
	p.feed.playing.Store(true)
	p.nudge()
}

// Jump goes on from another frame. It waits until the stream is ready for it,
// while the session is still heard.
func (p *Player) Jump(frame int64) error {
	if err := p.prepare(p.ctx, frame); err != nil {
		return err
	}
	for {
		pending, c := p.feed.jump.Load(), newChange(nil, frame)
		if pending != nil {
			c.stream = pending.stream
		}
		if p.feed.jump.CompareAndSwap(pending, c) {
			break
		}
	}
	p.nudge()
	return nil
}

// Swap goes on with another stream, from a frame of its own. The stream must
// be ready there.
func (p *Player) Swap(s Stream, frame int64) {
	p.plays.Store(&s)
	if pending := p.feed.jump.Swap(newChange(s, frame)); pending != nil {
		p.closeStream(pending.stream)
	}
	p.nudge()
}

// Replace lets another stream take over at whatever frame the session is, in a
// short cross-fade. The two must sound the same there, or nearly so, and the
// new one must be ready.
func (p *Player) Replace(s Stream) {
	p.plays.Store(&s)
	for {
		pending, c := p.feed.jump.Load(), newChange(s, stay)
		if pending != nil {
			c.at = pending.at
		}
		if !p.feed.jump.CompareAndSwap(pending, c) {
			continue
		}
		if pending != nil {
			p.closeStream(pending.stream)
		}
		break
	}
	p.nudge()
}

// HoldAt makes the session wait when it comes to a frame; 0: nowhere.
func (p *Player) HoldAt(frame int64) {
	p.feed.holdAt.Store(frame)
	p.nudge()
}

// Say lets a sound be heard beside the session. It replaces the one before,
// whose line is heard to its end.
func (p *Player) Say(s *Sound) {
	p.feed.say.Store(s)
	p.nudge()
}

// Hush ends what is said beside the session.
func (p *Player) Hush() {
	p.feed.say.Store(nil)
	p.feed.hush.Store(true)
}

// Blip answers a key: a short sound at once, over all others. Up to four are
// heard at the same time.
func (p *Player) Blip(s *Sound) {
	for i := range p.feed.blips {
		if p.feed.blips[i].CompareAndSwap(nil, s) {
			break
		}
	}
	p.nudge()
}

// SetVolume sets how loud everything is, in dB; 0 leaves it as it is.
func (p *Player) SetVolume(db float64) { p.feed.setGain(db) }

// Stop fades out and ends Run.
func (p *Player) Stop() {
	p.feed.hush.Store(true)
	p.feed.stop.Store(true)
	p.nudge()
}

func (p *Player) talking() bool {
	return p.feed.talking.Load() || p.feed.say.Load() != nil
}

// State is what is heard at this moment.
func (p *Player) State() State {
	s := State{
		Frame:   p.heard.Load(),
		Paused:  !p.feed.playing.Load(),
		Talking: p.talking(),
		Volume:  20 * math.Log10(math.Float64frombits(p.feed.volume.Load())),
	}
	leapt := false
	if d := p.device.Load(); d != nil {
		out := d.base + d.Heard()
		s.Frame, s.Moving = p.feed.times.at(out)
		end := p.feed.ended.Load()
		s.Ended = end >= 0 && out >= end
		leapt = p.feed.leapt.Load() > out
	} else if end := p.feed.ended.Load(); end >= 0 {
		s.Ended = true
	}
	s.Target = s.Frame
	s.Next, _ = p.feed.times.at(p.feed.handed.Load())
	if leapt {
		s.Target = p.feed.leaptTo.Load()
	}
	if c := p.feed.jump.Load(); c != nil && c.at != stay {
		s.Target, s.Next = c.at, c.at
	}
	if at := p.feed.holdAt.Load(); at > 0 {
		s.Waiting = s.Frame >= at
	}
	if lost := p.lost.Load(); lost != nil {
		s.Lost = *lost
	}
	return s
}

// Gaps is how often the sound of the session broke off so far, because the
// device did not get it in time. It is 0 where devices do not tell.
func (p *Player) Gaps() int { return int(p.gaps.Load()) }

// Late is how many sounds were left out because they were not ready when they
// should have been heard. After Run it counts all streams.
func (p *Player) Late() int { return int(p.late.Load()) }

// Device describes the open device. It is the zero Info where none is open.
func (p *Player) Device() Info {
	if d := p.device.Load(); d != nil {
		return d.Info()
	}
	return Info{}
}
