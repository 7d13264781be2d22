package soundfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"unhunch/internal/ogg"
)

// The sample rates that are read, in frames per second.
const (
	minRate = 4000
	maxRate = 384000
)

var errLong = errors.New("goes on for too long") // beyond what is allowed

// Decode reads a WAV, FLAC, Ogg Vorbis or MP3 file, whatever its name says, and
// gives it at Rate. The silence that MP3 encoders put before and after is taken
// off where the file says how long it is. Files of more than two channels, or of
// more frames than most, which bounds the memory that a file can ask for, are
// refused. Errors begin with the name.
func Decode(name string, data []byte, most int) (Clip, error) {
	var clip Clip
	channels, err := decode(data, most, func(block []float32) {
		clip.Samples = appendInt16(clip.Samples, block)
	})
	if err != nil {
		return Clip{}, fmt.Errorf("%s: %w", name, err)
	}
	clip.Channels = channels
	return clip, nil
}

// Samples is Decode for what will be worked on: interleaved samples, full scale
// being 1, of which nothing is rounded or clipped.
func Samples(name string, data []byte, most int) (samples []float32, channels int, err error) {
	channels, err = decode(data, most, func(block []float32) { samples = append(samples, block...) })
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", name, err)
	}
	return samples, channels, nil
}

// opened is a file whose format is known.
type opened struct {
	rate, channels int
	source
}

// source is the sound in a file, at its own rate. Its methods may be called
// from several goroutines at once, once frames has returned.
type source interface {
	// frames is the length of the sound. It may look through the whole file,
	// but decodes next to nothing. It must come before from is asked for
	// anything but the beginning.
	frames() (int64, error)
	// from decodes from a frame on. The samples are those that one who decodes
	// the whole file comes to.
	from(frame int64) (blocks, error)
}

// blocks gives interleaved samples piece by piece, full scale being 1, and
// io.EOF after the last. A block is good until the next one is asked for.
type blocks interface {
	next() ([]float32, error)
}

// without leaves out the first samples of what it reads.
type without struct {
	skip int64 // samples still to be left out
	blocks
}

func (w *without) next() ([]float32, error) {
	for {
		block, err := w.blocks.next()
		n := min(w.skip, int64(len(block)))
		w.skip -= n
		if err != nil || n < int64(len(block)) {
			return block[n:], err
		}
	}
}

// corrupt turns a panic into an error: a decoder that panics is one that met a
// corrupt file.
func corrupt(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("is corrupt (%v)", r)
	}
}

// decode hands over the whole of a file at Rate, block by block.
func decode(data []byte, most int, put func([]float32)) (channels int, err error) {
	defer corrupt(&err)
	s, err := openSound(io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))))
	if err != nil {
		return 0, err
	}
	body, err := s.from(0)
	if err != nil {
		return 0, err
	}
	if s.rate != Rate {
		body = &resampled{in: body, by: newResampler(s.rate, s.channels)}
	}
	for frames := 0; ; {
		block, err := body.next()
		if err == io.EOF {
			return s.channels, nil
		}
		if err != nil {
			return 0, err
		}
		if frames += len(block) / s.channels; frames > most {
			return 0, fmt.Errorf("%w: more than %d seconds", errLong, most/Rate)
		}
		put(block)
	}
}

// openSound opens a file of one or two channels.
func openSound(r *io.SectionReader) (opened, error) {
	s, err := openFormat(r)
	switch {
	case err != nil:
		return opened{}, err
	case s.channels != 1 && s.channels != 2:
		return opened{}, fmt.Errorf("has %d channels, where one or two can be played", s.channels)
	case s.rate < minRate || s.rate > maxRate:
		return opened{}, fmt.Errorf("has a sample rate of %d Hz, where %d to %d can be played", s.rate, minRate, maxRate)
	}
	return s, nil
}

// openFormat tells the format from how the file begins.
func openFormat(r *io.SectionReader) (opened, error) {
	start, err := ogg.ReadAt(r, 0, 4)
	if err != nil {
		return opened{}, err
	}
	switch string(start) {
	case "":
		return opened{}, errors.New("is empty")
	case "RIFF":
		return openWAV(r)
	case "fLaC":
		return openFLAC(r)
	case "OggS":
		return openVorbis(r)
	}
	return openMP3(r)
}

// headParts counts what stands before the sound of a file, such as tags: each part
// may be next to nothing, and there could be millions.
type headParts struct{ n int }

func (p *headParts) count() error {
	const most = 1000
	if p.n++; p.n > most {
		return errors.New("is corrupt: its header does not end")
	}
	return nil
}

// readFrom reads on from a place.
func readFrom(r *io.SectionReader, at int64) *bufio.Reader {
	return bufio.NewReaderSize(io.NewSectionReader(r, at, r.Size()-at), 1<<15)
}

// appendInt16 appends samples as whole numbers.
func appendInt16(dst []int16, samples []float32) []int16 {
	start := len(dst)
	dst = slices.Grow(dst, len(samples))[:start+len(samples)]
	for i, v := range samples {
		dst[start+i] = Int16(v)
	}
	return dst
}

// Int16 rounds a sample, full scale being 1, and clips it at full scale.
func Int16(v float32) int16 {
	x := math.RoundToEven(float64(v) * 32768)
	switch {
	case x >= math.MaxInt16:
		return math.MaxInt16
	case x <= math.MinInt16:
		return math.MinInt16
	case x != x:
		return 0
	}
	return int16(x)
}
