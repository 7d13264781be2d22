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
// hands them to use in blocks, in order, as interleaved samples of one or two
// channels with a gain. It returns when the stream is no longer being read.
func pump(ctx context.Context, s beep.StreamSeeker, length plan.Frame, channels int, gain float64, use func([]float32) error) error {
	if s.Position() != 0 {
		if err := s.Seek(0); err != nil {
			return fmt.Errorf("going back to the start of the sound: %w", err)
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	const ahead = 4
	free, full := make(chan []float32, ahead), make(chan []float32, ahead)
	for range ahead {
		free <- make([]float32, blockFrames*channels)
	}
	var readErr error
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(full)
		readErr = read(ctx, s, length, func(frames [][2]float64) {
			full <- fold(<-free, frames, channels, gain)
		})
	})
	var useErr error
	for block := range full {
		if useErr == nil {
			if useErr = use(block); useErr != nil {
				stop()
			}
		}
		free <- block[:blockFrames*channels]
	}
	wg.Wait()
	if useErr != nil {
		return useErr
	}
	return readErr
}

// read reads length frames of a stream in blocks.
func read(ctx context.Context, s beep.Streamer, length plan.Frame, use func([][2]float64)) error {
	var buf [blockFrames][2]float64
	for at := plan.Frame(0); at < length; {
		if err := ctx.Err(); err != nil {
			return err
		}
		block := buf[:min(blockFrames, length-at)]
		for got := 0; got < len(block); {
			n, ok := s.Stream(block[got:])
			if !ok {
				if err := s.Err(); err != nil {
					return err
				}
				return fmt.Errorf("the sound ends after %d of %d frames", at+plan.Frame(got), length)
			}
			got += n
		}
		at += plan.Frame(len(block))
		use(block)
	}
	return s.Err()
}

// fold turns stereo frames into interleaved samples of one or two channels,
// with a gain. One channel is the mean of the two, so that a word in the
// middle keeps its sample values.
func fold(dst []float32, src [][2]float64, channels int, gain float64) []float32 {
	dst = dst[:channels*len(src)]
	if channels == 1 {
		half := gain / 2
		for i := range dst {
			dst[i] = float32((src[i][0] + src[i][1]) * half)
		}
		return dst
	}
	for i, f := range src {
		pair := dst[2*i : 2*i+2 : 2*i+2]
		pair[0], pair[1] = float32(f[0]*gain), float32(f[1]*gain)
	}
	return dst
}
