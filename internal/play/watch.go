package play

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	tick     = 100 * time.Millisecond
	quietFor = 4  // ticks without a pull, beyond its buffer, after which a device that has played counts as lost
	startFor = 30 // the same for a device that was just opened, which may have to wake up
)

// errReleased is the reason of a device that was closed for a long pause.
var errReleased = errors.New("released")

// watch looks after the open device. It gives nil when there is nothing left to
// play, and otherwise the reason why the device has to be opened again.
func (p *Player) watch(ctx context.Context) error {
	d := p.device.Load()
	pulse := newPulse(d, p.feed.handed.Load())
	ticks, stop := p.options.Ticks.Every(tick)
	defer stop()
	done := ctx.Done()
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
		case <-ticks:
		}
		p.closeRetired()
		gaps := pulse.newGaps()
		if _, moving := p.feed.times.at(d.base + d.Heard()); moving {
			p.gaps.Add(int64(gaps))
		}
		switch {
		case pulse.still(p.feed.handed.Load()):
			return fmt.Errorf("%w: it stopped asking for sound", ErrLost)
		case p.over(d), p.feed.broken.Load() != nil:
			return nil
		case p.options.Keepalive == KeepOff && p.restful(d):
			return errReleased
		}
	}
}

// pulse tells by its pulls whether a device is alive.
type pulse struct {
	device  Device
	first   int64 // frames handed over before the device was opened
	handed  int64 // ... and at the last tick
	quiet   int   // ticks without a pull
	allowed int   // so many of them
	gaps    int   // that were counted
}

func newPulse(d Device, handed int64) *pulse {
	return &pulse{device: d, first: handed, handed: handed, allowed: startFor}
}

// still is asked every tick, with the frames handed over by then, and says when
// the device has stopped pulling.
func (p *pulse) still(handed int64) bool {
	if handed == p.handed {
		p.quiet++
		return p.quiet >= p.allowed
	}
	p.handed, p.quiet = handed, 0
	if p.device.Heard() > 0 && handed-p.first > Rate/2 {
		p.allowed = quietFor + int(p.device.Info().Buffer/tick)
	}
	return false
}

// newGaps is how often the buffer ran dry since the last tick.
func (p *pulse) newGaps() int {
	before := p.gaps
	p.gaps = p.device.Info().Gaps
	return p.gaps - before
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
