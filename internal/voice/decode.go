package voice

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
)

// The longest sounds that are decoded, in frames at Rate. They bound the memory
// that a file can ask for.
const (
	maxFile = 60 * 60 * Rate // a file of the user's own, such as music
	maxLine = 60 * Rate      // a line of a pack
)

// The sample rates that are read, in frames per second.
const (
	minRate = 4000
	maxRate = 384000
)

// errLong is what a file gets that goes on beyond what it is allowed.
var errLong = errors.New("goes on for too long")

// Decode reads a WAV, FLAC, Ogg Vorbis or MP3 file, whatever its name says, and
// gives it at Rate. The silence that MP3 encoders put before and after is taken
// off where the file says how long it is. Files of more than two channels or
// more than an hour are refused. Errors begin with the name.
func Decode(name string, data []byte) (Clip, error) {
	return decodeClip(name, data, maxFile)
}

func decodeClip(name string, data []byte, most int) (Clip, error) {
	var clip Clip
	channels, err := decode(data, most, func(block []float32) {
		for _, v := range block {
			clip.Samples = append(clip.Samples, toInt16(v))
		}
	})
	if err != nil {
		return Clip{}, fmt.Errorf("%s: %w", name, err)
	}
	clip.Channels = channels
	return clip, nil
}

// decodeFloat is decodeClip for what will be worked on: nothing is rounded.
func decodeFloat(name string, data []byte, most int) (samples []float32, channels int, err error) {
	channels, err = decode(data, most, func(block []float32) { samples = append(samples, block...) })
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", name, err)
	}
	return samples, channels, nil
}

// sound is a file being decoded.
type sound struct {
	rate, channels int
	body           blocks
}

// blocks gives interleaved samples piece by piece, full scale being 1, and
// io.EOF after the last. A block is good until the next one is asked for.
type blocks interface {
	next() ([]float32, error)
}

// decode hands over the whole of a file at Rate, block by block. A decoder
// that panics is one that met a corrupt file.
func decode(data []byte, most int, put func([]float32)) (channels int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("is corrupt (%v)", r)
		}
	}()
	s, err := openSound(data)
	if err != nil {
		return 0, err
	}
	if s.channels != 1 && s.channels != 2 {
		return 0, fmt.Errorf("has %d channels, where one or two can be played", s.channels)
	}
	if s.rate < minRate || s.rate > maxRate {
		return 0, fmt.Errorf("has a sample rate of %d Hz, where %d to %d can be played", s.rate, minRate, maxRate)
	}
	if s.rate != Rate {
		s.body = &resampled{in: s.body, by: newResampler(s.rate, s.channels)}
	}
	for frames := 0; ; {
		block, err := s.body.next()
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

// openSound tells the format from how the data begins.
func openSound(data []byte) (sound, error) {
	switch {
	case len(data) == 0:
		return sound{}, errors.New("is empty")
	case bytes.HasPrefix(data, []byte("RIFF")):
		return openWAV(data)
	case bytes.HasPrefix(data, []byte("fLaC")):
		return openFLAC(data)
	case bytes.HasPrefix(data, []byte("OggS")):
		return openVorbis(data)
	}
	return openMP3(data)
}

// toInt16 rounds a sample, and clips it at full scale.
func toInt16(v float32) int16 {
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
