package export

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/plan"
)

const (
	// blockFrames is how many frames a step takes at a time: so many that waking
	// who waits for the step takes no time beside the work. With blocks of an
	// eighth, a quick export took a third longer.
	blockFrames = 1 << 17
	// sliceFrames is how many are read at a time: so few that they are still in
	// the nearest cache when they are folded.
	sliceFrames = 512
)

// block is a piece of the session on its way through the export.
type block struct {
	samples []float32 // interleaved, one or two channels
	last    bool      // no more come after it
}

// step works on blocks, one at a time and in order. It may change the samples,
// and hold some back until the last block.
type step func(b *block) error

// relay has n blocks go through all the steps, and returns when no step is
// running any more. A block stays with one goroutine and so, for the most part,
// near one core; it is the turn at each step that is passed on. That is faster
// than to pass on the samples, which another core would have to fetch.
func relay(ctx context.Context, n int, steps []step) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	workers := max(1, min(n, runtime.GOMAXPROCS(0)+1)) // one may be about to run
	turns := make([][]chan struct{}, len(steps))
	for i := range turns {
		turns[i] = make([]chan struct{}, workers)
		for w := range turns[i] {
			turns[i][w] = make(chan struct{}, 1)
		}
		turns[i][0] <- struct{}{}
	}
	// pass takes a block through all the steps, each when it is its turn.
	pass := func(b *block, worker int) error {
		for i, do := range steps {
			select {
			case <-turns[i][worker]:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
			if err := do(b); err != nil {
				return err
			}
			turns[i][(worker+1)%workers] <- struct{}{}
		}
		return nil
	}
	var work sync.WaitGroup
	for w := range workers {
		work.Go(func() {
			var b block
			for k := w; k < n; k += workers {
				b.last = k == n-1
				if err := pass(&b, w); err != nil {
					stop(err)
					return
				}
			}
		})
	}
	work.Wait()
	return context.Cause(ctx)
}

// reader reads length frames from the start of s, as samples of one or two
// channels with a gain, in so many blocks.
func reader(s beep.StreamSeeker, length plan.Frame, channels int, gain float64) (read step, blocks int, err error) {
	if s.Position() != 0 {
		if err := s.Seek(0); err != nil {
			return nil, 0, fmt.Errorf("going back to the start of the sound: %w", err)
		}
	}
	at := plan.Frame(0)
	read = func(b *block) error {
		n := int(min(blockFrames, length-at))
		b.samples = slices.Grow(b.samples[:0], n*channels)[:n*channels]
		got, err := fill(s, b.samples, channels, gain)
		if err != nil {
			return err
		}
		if got < n {
			return fmt.Errorf("the sound ends after %d of %d frames", at+plan.Frame(got), length)
		}
		if at += plan.Frame(n); at == length {
			return s.Err()
		}
		return nil
	}
	return read, int((length + blockFrames - 1) / blockFrames), nil
}

// fill reads a block from a stream, and gives the number of frames that there were.
func fill(s beep.Streamer, samples []float32, channels int, gain float64) (int, error) {
	var buf [sliceFrames][2]float64
	frames := len(samples) / channels
	for got := 0; got < frames; {
		n, ok := s.Stream(buf[:min(sliceFrames, frames-got)])
		if !ok {
			return got, s.Err()
		}
		fold(samples[got*channels:], buf[:n], channels, gain)
		got += n
	}
	return frames, nil
}

// fold turns stereo frames into interleaved samples of one or two channels,
// with a gain. One channel is the mean of the two, so that a word in the
// middle keeps its sample values.
func fold(dst []float32, src [][2]float64, channels int, gain float64) {
	dst = dst[:channels*len(src)]
	if channels == 1 {
		half := gain / 2
		for i := range dst {
			dst[i] = float32((src[i][0] + src[i][1]) * half)
		}
		return
	}
	for i := range src {
		pair := dst[2*i : 2*i+2 : 2*i+2]
		pair[0], pair[1] = float32(src[i][0]*gain), float32(src[i][1]*gain)
	}
}
