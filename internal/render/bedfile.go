package render

import (
	"math"
	"slices"
	"sync"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
	"unhunch/internal/soundfile"
)

// BedFile is an audio file of the user's that plays as a bed, in a loop.
// However long it is, only the pieces that are heard next are decoded. Several
// streams may share one.
type BedFile struct {
	file *soundfile.File
	seam int   // frames of the crossfade where the loop begins again; 0: it goes round by itself
	loop int64 // frames
	trim func() float64
}

// NewBedFile makes a bed of a file.
func NewBedFile(f *soundfile.File) *BedFile {
	b := &BedFile{file: f}
	if !joins(f) {
		b.seam = int(min(seamLength, f.Frames()/2))
	}
	b.loop = f.Frames() - int64(b.seam)
	b.trim = sync.OnceValue(b.measure)
	return b
}

// part decodes the part of the loop that is so many pieces from its start.
func (b *BedFile) part(n int) (loop, error) {
	from := int64(n) * pieceLength
	c, err := b.file.Read(from, int(min(pieceLength, b.loop-from)))
	if err != nil || n > 0 || b.seam == 0 {
		return loop{recording(c)}, err
	}
	end, err := b.file.Read(b.loop, b.seam)
	if err != nil {
		return loop{}, err
	}
	crossfade(c, end)
	return loop{recording(c)}, nil
}

// How loud a file is, is measured on samples of it, which are spread over it:
// all of a long one would delay the start.
const (
	sampleLength = 5 * plan.Rate
	sampleCount  = 6
)

// measure is the gain that brings the file to the usual level of a bed.
func (b *BedFile) measure() float64 {
	m := loudness.NewMeter(plan.Rate, b.file.Channels())
	step := max(sampleLength, (b.file.Frames()-sampleLength)/(sampleCount-1))
	for at := int64(0); at < b.file.Frames(); at += step {
		c, err := b.file.Read(at, int(min(sampleLength, b.file.Frames()-at)))
		if err != nil {
			continue // one finds out where it is heard
		}
		for part := range slices.Chunk(c.Samples, 1<<12) {
			m.Write(floats(part))
		}
	}
	lufs := m.Integrated()
	if b.file.Channels() == 1 { // heard on both
		lufs += 10 * math.Log10(2)
	}
	const audible = -60 // below that, there is only noise to make louder
	if lufs < audible {
		lufs = voiceLUFS
	}
	return bedGain(lufs)
}

func floats(samples []int16) []float32 {
	out := make([]float32, len(samples))
	for i, v := range samples {
		out[i] = float32(v) / 32768
	}
	return out
}
