// Package master brings the words of an engine to what all lines are: one
// channel, without silence around them, equally loud.
package master

import (
	"errors"
	"math"

	"unhunch/internal/soundfile"
	"unhunch/internal/voice"
)

// Ceiling is what a line peaks at most, in dBTP; encoding adds up to half a
// decibel.
const Ceiling = -2.0

const (
	keepBefore = 25 * soundfile.Rate / 1000
	keepAfter  = 60 * soundfile.Rate / 1000
	fadeIn     = 5 * soundfile.Rate / 1000
	fadeOut    = 30 * soundfile.Rate / 1000
	lookAhead  = 5 * soundfile.Rate / 1000 // of the limiter
)

// ErrSilent is that there is nothing to be brought to a level.
var ErrSilent = errors.New("there is no sound in it")

// Trimmed makes a line of interleaved samples at soundfile.Rate that begins and
// ends with its words, see Line.
func Trimmed(samples []float32, channels int) ([]int16, error) {
	mono := toMono(samples, channels)
	raw := voice.MeasureSamples(mono, 1).Loudness
	if math.IsInf(raw, 0) {
		return nil, ErrSilent
	}
	scale(mono, amplitude(voice.Target-raw))
	from, to := edges(mono)
	mono = mono[from:to]
	Fade(mono)
	return Line(mono)
}

// Trim gives what of a line is not silence, with a little of it at both ends, and
// how many frames it has cut off before that. The line is changed.
func Trim(line []int16) (trimmed []int16, before int) {
	samples := make([]float32, len(line))
	for i, v := range line {
		samples[i] = float32(v) / (1 << 15)
	}
	from, to := edges(samples)
	Fade(samples[from:to])
	for i, v := range samples[from:to] {
		line[from+i] = soundfile.Int16(v)
	}
	return line[from:to], from
}

// edges are where the words begin and end, with a little of the silence around
// them.
func edges(mono []float32) (from, to int) {
	first, end := voice.Sounding(mono, 1)
	return max(0, first-keepBefore), min(len(mono), end+keepAfter)
}

// Line makes a line of samples of one channel at soundfile.Rate, as long as they
// are: at voice.Target, with peaks held under the Ceiling by a limiter. The
// samples are changed.
func Line(mono []float32) ([]int16, error) {
	mono, err := level(mono)
	if err != nil {
		return nil, err
	}
	out := make([]int16, len(mono))
	for i, v := range mono {
		out[i] = soundfile.Int16(v)
	}
	return out, nil
}

func toMono(samples []float32, channels int) []float32 {
	mono := make([]float32, len(samples)/channels)
	for i := range mono {
		for c := range channels {
			mono[i] += samples[i*channels+c] / float32(channels)
		}
	}
	return mono
}

func amplitude(db float64) float64 { return math.Pow(10, db/20) }

func scale(samples []float32, by float64) {
	for i := range samples {
		samples[i] *= float32(by)
	}
}

// Fade lets both ends come and go along a raised cosine.
func Fade(samples []float32) {
	in, out := min(fadeIn, len(samples)/2), min(fadeOut, len(samples)/2)
	for i := range in {
		samples[i] *= float32(0.5 - 0.5*math.Cos(math.Pi*float64(i)/float64(in)))
	}
	for i := range out {
		samples[len(samples)-1-i] *= float32(0.5 - 0.5*math.Cos(math.Pi*float64(i)/float64(out)))
	}
}

// level brings samples to voice.Target. The limiter takes away some of the
// loudness, and peaks between samples are seen only afterwards; so it is done by
// turns, of which most lines need one.
func level(samples []float32) ([]float32, error) {
	f := voice.MeasureSamples(samples, 1)
	if math.IsInf(f.Loudness, 0) {
		return nil, ErrSilent
	}
	gain, top := stepped(voice.Target-f.Loudness), Ceiling
	if f.TruePeak+gain <= Ceiling {
		scale(samples, amplitude(gain))
		return samples, nil
	}
	var out []float32
	for range 6 {
		out = append(out[:0], samples...)
		scale(out, amplitude(gain))
		limit(out, float32(amplitude(top)))
		f = voice.MeasureSamples(out, 1)
		if math.Abs(f.Loudness-voice.Target) < 2*step && f.TruePeak <= Ceiling {
			break
		}
		gain += stepped(voice.Target - f.Loudness)
		if f.TruePeak > Ceiling {
			top -= stepped(f.TruePeak-Ceiling) + step
		}
	}
	return out, nil
}

// step is what gains are a multiple of, in dB. Where a processor rounds the
// measurement in another way, the samples are still the same.
const step = 1.0 / 64

func stepped(db float64) float64 { return math.Round(db/step) * step }

// limit turns the sound down around samples above top: smoothly, over the 5 ms
// before and after, so that the wave keeps its shape.
func limit(samples []float32, top float32) {
	needed := make([]float32, len(samples)) // how much less, at least, is needed around a peak
	for i, v := range samples {
		if a := max(v, -v); a > top {
			for j := max(0, i-lookAhead); j < min(len(needed), i+lookAhead+1); j++ {
				needed[j] = max(needed[j], 1-top/a)
			}
		}
	}
	var window [2*lookAhead + 1]float32
	var sum float32
	for i := range window {
		window[i] = float32(0.5 - 0.5*math.Cos(math.Pi*float64(i+1)/(lookAhead+1)))
		sum += window[i]
	}
	less := make([]float32, len(samples))
	for i, n := range needed {
		if n == 0 {
			continue
		}
		for w, weight := range window {
			if j := i + w - lookAhead; j >= 0 && j < len(less) {
				less[j] += n * weight / sum
			}
		}
	}
	for i := range samples {
		samples[i] *= 1 - less[i]
	}
}
