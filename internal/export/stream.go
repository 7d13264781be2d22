package export

import (
	"context"
	"fmt"
	"sync"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/plan"
)

// blockFrames is how many frames go through the export at a time. Few enough
// to stay in a core's cache, many enough to hide the handing over.
const blockFrames = 4096

// pump reads length frames from the start of s, on a goroutine of its own, and
// hands them to use in blocks, in order. It returns when the stream is no
// longer being read.
func pump(ctx context.Context, s beep.StreamSeeker, length plan.Frame, use func([][2]float64) error) error {
	if s.Position() != 0 {
		if err := s.Seek(0); err != nil {
			return fmt.Errorf("going back to the start of the sound: %w", err)
		}
	}
	ctx, stop := context.WithCancel(ctx)
	const ahead = 4
	free, full := make(chan [][2]float64, ahead), make(chan [][2]float64, ahead)
	for range ahead {
		free <- make([][2]float64, blockFrames)
	}
	var readErr error
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(full)
		readErr = read(ctx, s, length, free, full)
	})
	var useErr error
	for block := range full {
		if useErr == nil {
			if useErr = use(block); useErr != nil {
				stop()
			}
		}
		free <- block[:blockFrames]
	}
	stop()
	wg.Wait()
	if useErr != nil {
		return useErr
	}
	return readErr
}

// read fills free blocks from the stream until length frames were read.
func read(ctx context.Context, s beep.Streamer, length plan.Frame, free <-chan [][2]float64, full chan<- [][2]float64) error {
	for at := plan.Frame(0); at < length; {
		if err := ctx.Err(); err != nil {
			return err
		}
		block := <-free
		want := int(min(blockFrames, length-at))
		got := 0
		for got < want {
			n, ok := s.Stream(block[got:want])
			if !ok {
				if err := s.Err(); err != nil {
					return err
				}
				return fmt.Errorf("the sound ends after %d of %d frames", at+plan.Frame(got), length)
			}
			got += n
		}
		at += plan.Frame(want)
		full <- block[:want]
	}
	return s.Err()
}

// fold turns stereo frames into interleaved samples of one or two channels,
// with a gain. One channel is the mean of the two, so that a word in the
// middle keeps its sample values.
func fold(dst []float32, src [][2]float64, channels int, gain float64) []float32 {
	if channels == 1 {
		dst = dst[:len(src)]
		half := gain / 2
		for i, f := range src {
			dst[i] = float32((f[0] + f[1]) * half)
		}
		return dst
	}
	dst = dst[:2*len(src)]
	for i, f := range src {
		dst[2*i] = float32(f[0] * gain)
		dst[2*i+1] = float32(f[1] * gain)
	}
	return dst
}
