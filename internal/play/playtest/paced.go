package playtest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"unhunch/internal/play"
)

const (
	pace        = 2 * time.Millisecond // between two looks at what is due
	mostBlock   = play.Rate / 100      // frames of a pull
	ahead       = play.Rate * 6 / 100  // frames that are pulled before they are heard
	timesFaster = 64                   // than time goes by
	timesSlower = 4
	busy        = 20 * time.Millisecond // after which a follower is waited for
	mostMissed  = 50 * time.Millisecond // beyond which the time that a busy machine missed is left out
)

// Paced opens devices whose sound goes by when it is told to, and is a clock that
// goes by with it. Those who follow a session by its ticks have seen all that
// was heard before more is: however busy a machine is, a session is found
// where a test left it.
type Paced struct {
	Followers int // tickers that there must be before anything is heard

	mu      sync.Mutex
	began   time.Time
	heard   int64         // frames, by all devices
	ticked  time.Duration // what tickers have been told of: it goes by while the sound stands, too
	tickers []*ticker
	speed   float64
	owed    int64 // frames that are to be heard fast; then the sound stands
	paid    chan struct{}
}

// ticker tells one follower of the time.
type ticker struct {
	every, next time.Duration
	ticks       chan time.Time
	stopped     chan struct{}
}

// NewPaced gives one whose sound stands, and whose clock shows the time.
func NewPaced(followers int) *Paced { return &Paced{Followers: followers, began: time.Now()} }

// Now is the time when what is heard is heard.
func (p *Paced) Now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.began.Add(duration(p.heard))
}

func duration(frames int64) time.Duration { return time.Duration(frames) * time.Second / play.Rate }

// Ticks is a play.Ticker.
func (p *Paced) Ticks(every time.Duration) (<-chan time.Time, func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &ticker{every: every, next: p.ticked + every, ticks: make(chan time.Time), stopped: make(chan struct{})}
	p.tickers = append(p.tickers, t)
	return t.ticks, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if i := slices.Index(p.tickers, t); i >= 0 {
			p.tickers = slices.Delete(p.tickers, i, i+1)
			close(t.stopped)
		}
	}
}

// Open implements play.Backend.
func (p *Paced) Open(_ context.Context, pull play.Pull) (play.Device, error) {
	d := &pacedDevice{end: make(chan struct{}), ended: make(chan struct{})}
	d.pull, d.lost, d.heard = pull, make(chan struct{}), -ahead
	go d.run(p)
	return d, nil
}

// Obey takes orders until there are no more of them, one a line: "pass N" lets N
// frames be heard fast and then writes a NUL; "fast" and "slow" let the sound go
// on, until the next order.
func (p *Paced) Obey(orders io.Reader, done io.Writer) {
	lines := bufio.NewScanner(orders)
	for lines.Scan() {
		var frames int64
		switch order := lines.Text(); {
		case order == "fast":
			p.set(timesFaster, 0)
		case order == "slow":
			p.set(1.0/timesSlower, 0)
		default:
			if _, err := fmt.Sscanf(order, "pass %d", &frames); err == nil {
				<-p.set(0, frames)
				done.Write([]byte{0})
			}
		}
	}
}

func (p *Paced) set(speed float64, owed int64) (paid <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.speed, p.owed, p.paid = speed, owed, make(chan struct{})
	return p.paid
}

// due gives how many frames are to be heard in a time.
func (p *Paced) due(passed time.Duration) (frames int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	frames = int64(passed.Seconds() * play.Rate)
	switch {
	case len(p.tickers) < p.Followers:
		return 0
	case p.owed > 0:
		return min(timesFaster*frames, p.owed)
	}
	return int64(p.speed * float64(frames))
}

// pass takes note of frames that were heard. It tells whether they were the last
// that had to be.
func (p *Paced) pass(frames int64) (last bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard += frames
	last = p.owed > 0 && p.owed <= frames
	p.owed = max(0, p.owed-frames)
	return last
}

// ring gives the followers that are to be told of a time, or all.
func (p *Paced) ring(passed time.Duration, all bool) (due []*ticker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ticked += passed
	for _, t := range p.tickers {
		if all || t.next <= p.ticked {
			t.next = p.ticked + t.every
			due = append(due, t)
		}
	}
	return due
}

type pacedDevice struct {
	device
	end, ended chan struct{}
	once       sync.Once
}

func (d *pacedDevice) run(p *Paced) {
	defer close(d.ended)
	d.take(ahead)
	beat := time.NewTicker(pace)
	defer beat.Stop()
	last := time.Now()
	for {
		select {
		case <-d.end:
			return
		case now := <-beat.C:
			passed := min(now.Sub(last), mostMissed)
			if frames := p.due(passed); frames > 0 {
				d.play(p, frames)
			} else {
				d.stand(p, passed)
			}
			last = now
		}
	}
}

// play lets frames be heard.
func (d *pacedDevice) play(p *Paced, frames int64) {
	for ; frames > 0; frames -= mostBlock {
		n := min(frames, mostBlock)
		d.take(int(n))
		last := p.pass(n)
		d.tell(p, p.ring(duration(n), false))
		if last {
			d.tell(p, p.ring(0, true))
			d.tell(p, p.ring(0, true)) // whoever takes a second one is done with the first
			close(p.paid)
		}
	}
}

// stand pulls just enough to be alive.
func (d *pacedDevice) stand(p *Paced, passed time.Duration) {
	d.take(1)
	d.tell(p, p.ring(passed, false))
}

// tell gives followers a tick, and waits until each has taken it.
func (d *pacedDevice) tell(p *Paced, due []*ticker) {
	now := p.Now()
	for _, t := range due {
		for told := false; !told; {
			told = true
			select {
			case t.ticks <- now:
			case <-t.stopped:
			case <-d.end:
			case <-time.After(busy):
				d.take(1) // a device that does not pull is taken for lost
				told = false
			}
		}
	}
}

// Heard implements play.Device.
func (d *pacedDevice) Heard() int64 { return max(0, d.device.Heard()) }

// Close implements play.Device.
func (d *pacedDevice) Close() error {
	d.once.Do(func() { close(d.end) })
	<-d.ended
	return d.device.Close()
}
