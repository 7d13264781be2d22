// Package playtest is a device for tests: it pulls when it is told to.
package playtest

import (
	"context"
	"sync"
	"testing"
	"time"

	"unhunch/internal/play"
)

// Backend opens devices that pull only when Pull is called. The zero value is
// ready to use.
type Backend struct {
	mu      sync.Mutex
	device  *device
	refuse  error
	opened  int
	samples []float32
}

// Open implements play.Backend.
func (b *Backend) Open(_ context.Context, pull play.Pull) (play.Device, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuse != nil {
		return nil, b.refuse
	}
	b.opened++
	b.device = &device{pull: pull, lost: make(chan struct{})}
	return b.device, nil
}

// Refuse makes every Open fail with err, or succeed again if it is nil.
func (b *Backend) Refuse(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refuse = err
}

// Opened counts the devices that were opened.
func (b *Backend) Opened() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.opened
}

// Pull lets the open device pull and hear n frames, and gives them: left and
// right in turn. It gives nil where no device is open.
func (b *Backend) Pull(n int) []float32 {
	b.mu.Lock()
	d := b.device
	b.mu.Unlock()
	if d == nil {
		return nil
	}
	block := d.take(n)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.samples = append(b.samples, block...)
	return block
}

// Lose makes the open device fail with err. Of what it pulled, the last
// unheard frames were never heard.
func (b *Backend) Lose(err error, unheard int64) {
	b.mu.Lock()
	d := b.device
	b.device = nil
	b.mu.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard -= unheard
	d.err = err
	close(d.lost)
}

// Heard is all that was pulled from all devices.
func (b *Backend) Heard() []float32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]float32(nil), b.samples...)
}

// WaitOpen waits until n devices have been opened in all.
func (b *Backend) WaitOpen(t testing.TB, n int) {
	t.Helper()
	Eventually(t, "the device is opened", func() bool { return b.Opened() >= n })
}

// Patience is how long tests wait for what is to come: a busy machine may take
// its time.
const Patience = 2 * time.Minute

// Eventually waits until something is so, and fails the test if it never is.
func Eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(Patience); !so(); {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}

type device struct {
	pull play.Pull
	lost chan struct{}

	mu     sync.Mutex
	closed bool
	heard  int64
	err    error
}

func (d *device) take(n int) []float32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || d.err != nil {
		return nil
	}
	block := make([]float32, 2*n)
	d.pull(block)
	d.heard += int64(n)
	return block
}

func (d *device) Heard() int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.heard
}

func (d *device) Lost() <-chan struct{} { return d.lost }

func (d *device) Err() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.err
}

func (d *device) Info() play.Info {
	return play.Info{Backend: "test", Rate: play.Rate}
}

func (d *device) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	return nil
}

// Puller gives the Pull of the open device, for tests that call it themselves.
func (b *Backend) Puller() play.Pull {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.device.pull
}
