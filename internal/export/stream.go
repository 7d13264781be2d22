package export

import (
	"context"
	"fmt"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/plan"
)

const (
	// blockFrames is how many frames are handed on at a time: so many that the
	// handing over takes no time beside the work.
	blockFrames = 16384
	// sliceFrames is how many are read at a time: so few that they are still in
	// the nearest cache when they are folded.
	sliceFrames = 512
)

// stage works on blocks on its way through the export, on a goroutine of its own.
type stage struct {
	// each takes a block, which it may change, and gives what goes on of it.
	each func(block []float32) []float32
	// last gives what was held back; nil if nothing is.
	last func() []float32
}

// run gives what comes out of the stage.
func (st stage) run(in <-chan []float32) <-chan []float32 {
	out := make(chan []float32, cap(in))
	go func() {
		defer close(out)
		for block := range in {
			out <- st.each(block)
		}
		if st.last != nil {
			out <- st.last()
		}
	}()
	return out
}

// pump reads length frames from the start of s, on a goroutine of its own, and
// hands them through the stages to use in blocks, in order, as interleaved
// samples of one or two channels with a gain. It returns when the stream is no
// longer being read.
func pump(ctx context.Context, s beep.StreamSeeker, length plan.Frame, channels int, gain float64, stages []stage, use func([]float32) error) error {
	if s.Position() != 0 {
		if err := s.Seek(0); err != nil {
			return fmt.Errorf("going back to the start of the sound: %w", err)
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ahead := 4 + 2*len(stages)
	free, full := make(chan []float32, ahead), make(chan []float32, ahead)
	for range ahead {
		free <- make([]float32, blockFrames*channels)
	}
	var readErr error
	go func() {
		defer close(full)
		readErr = blocks(ctx, s, length, channels, gain, free, full)
	}()
	ready := (<-chan []float32)(full)
	for _, st := range stages {
		ready = st.run(ready)
	}
	var useErr error
	for block := range ready { // to the end, so that no goroutine is left behind
		if useErr == nil {
			if useErr = use(block); useErr != nil {
				stop()
			}
		}
		select {
		case free <- block[:cap(block)]:
		default: // it was a stage's own
		}
	}
	if useErr != nil {
		return useErr
	}
	return readErr
}

// blocks reads length frames of s into buffers that are free, and hands these on.
func blocks(ctx context.Context, s beep.Streamer, length plan.Frame, channels int, gain float64, free <-chan []float32, full chan<- []float32) error {
	for at := plan.Frame(0); at < length; at += blockFrames {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := int(min(blockFrames, length-at))
		block := (<-free)[:n*channels]
		if got, err := read(s, block, channels, gain); err != nil {
			return err
		} else if got < n {
			return fmt.Errorf("the sound ends after %d of %d frames", at+plan.Frame(got), length)
		}
		full <- block
	}
	return s.Err()
}

// read fills a block from a stream, and gives the number of frames that there were.
func read(s beep.Streamer, block []float32, channels int, gain float64) (int, error) {
	var buf [sliceFrames][2]float64
	frames := len(block) / channels
	for got := 0; got < frames; {
		n, ok := s.Stream(buf[:min(sliceFrames, frames-got)])
		if !ok {
			return got, s.Err()
		}
		fold(block[got*channels:], buf[:n], channels, gain)
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
	for i, f := range src {
		pair := dst[2*i : 2*i+2 : 2*i+2]
		pair[0], pair[1] = float32(f[0]*gain), float32(f[1]*gain)
	}
}
