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
)

// retryWait is the time between two tries to open a device that went away.
const retryWait = 250 * time.Millisecond

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
	Ticks      Ticker // by which the device is watched
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
	if err := p.open(ctx, p.options.At, p.feed.faded.in); err != nil {
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

// Ready is closed when the device was opened for the first time.
func (p *Player) Ready() <-chan struct{} { return p.ready }

// open opens a device that goes on from a frame of the session, so far faded in.
func (p *Player) open(ctx context.Context, at int64, in float64) error {
	if err := p.prepare(ctx, at); err != nil {
		return err
	}
	if err := p.feed.restart(at, in, frames(p.options.Lead)); err != nil {
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
