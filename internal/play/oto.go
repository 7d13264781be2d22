//go:build !linux || !noalsa

package play

import (
	"context"
	"errors"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ebitengine/oto/v3"
)

// otoBuffer is what oto needs to play without gaps.
const otoBuffer = 100 * time.Millisecond

// otoBackend plays through the system's own interface: ALSA on Linux, Core
// Audio on macOS, WASAPI on Windows. A process can have one context, which
// stays open.
type otoBackend struct {
	name string

	mu      sync.Mutex
	context *oto.Context
	err     error
}

// otoDevice is a player of the one context.
type otoDevice struct {
	pull   Pull
	ctx    *oto.Context
	player *oto.Player
	name   string
	block  []float32
	handed atomic.Int64
	lost   chan struct{}
	closed chan struct{}
	done   sync.WaitGroup
	err    error // valid once lost is closed
}

// Open implements Backend.
func (b *otoBackend) Open(ctx context.Context, pull Pull) (Device, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.context == nil && b.err == nil {
		b.context, b.err = openContext(ctx)
	}
	if b.err == nil {
		b.err = b.context.Err()
	}
	if b.err != nil {
		return nil, noDevice("%v", b.err)
	}
	d := &otoDevice{
		pull: pull, ctx: b.context, name: b.name, block: make([]float32, 2*4096),
		lost: make(chan struct{}), closed: make(chan struct{}),
	}
	d.player = b.context.NewPlayer(d)
	d.player.SetBufferSize(int(frames(otoBuffer)) * 2 * 4)
	d.player.Play()
	d.done.Add(1)
	go d.follow()
	return d, nil
}

// openContext waits until the driver has really started: without a device oto
// gives no error at first.
func openContext(ctx context.Context) (*oto.Context, error) {
	defer silenceLibraries()()
	c, ready, err := oto.NewContext(&oto.NewContextOptions{
		SampleRate: Rate, ChannelCount: 2, Format: oto.FormatFloat32LE,
		BufferSize: otoBuffer, ApplicationName: "unhunch",
	})
	if err != nil {
		return nil, err
	}
	select {
	case <-ready:
		return c, c.Err()
	case <-time.After(1500 * time.Millisecond):
		return nil, errors.New("the sound system does not answer")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Read gives the next bytes to oto.
func (d *otoDevice) Read(p []byte) (int, error) {
	n := min(len(p)/8, len(d.block)/2)
	part := d.block[:2*n]
	d.pull(part)
	for i, v := range part {
		bits := math.Float32bits(v)
		p[4*i], p[4*i+1], p[4*i+2], p[4*i+3] = byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24)
	}
	d.handed.Add(int64(n))
	return 8 * n, nil
}

// follow notices when the driver fails.
func (d *otoDevice) follow() {
	defer d.done.Done()
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-d.closed:
			return
		case <-ticker.C:
		}
		if d.err = errors.Join(d.ctx.Err(), d.player.Err()); d.err != nil {
			close(d.lost)
			return
		}
	}
}

// Heard implements Device. What the driver itself holds is not known, and
// taken to be one buffer.
func (d *otoDevice) Heard() int64 {
	return max(0, d.handed.Load()-int64(d.player.BufferedSize()/8)-frames(otoBuffer))
}

// Lost implements Device.
func (d *otoDevice) Lost() <-chan struct{} { return d.lost }

// Err implements Device.
func (d *otoDevice) Err() error {
	select {
	case <-d.lost:
		return d.err
	default:
		return nil
	}
}

// Info implements Device.
func (d *otoDevice) Info() Info {
	return Info{Backend: d.name, Rate: Rate, Buffer: 2 * otoBuffer, Latency: 2 * otoBuffer}
}

// Close implements Device.
func (d *otoDevice) Close() error {
	close(d.closed)
	d.player.PauseAndStopReading()
	d.done.Wait()
	return nil
}
