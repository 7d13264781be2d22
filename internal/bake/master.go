package bake

import (
	"errors"
	"math"

	"unhunch/internal/soundfile"
	"unhunch/internal/voice"
)

// What every recorded line is brought to, besides voice.Target.
const (
	ceiling = -2.0 // dBTP; encoding adds up to half a decibel

	keepBefore = 25 * soundfile.Rate / 1000
	keepAfter  = 60 * soundfile.Rate / 1000
	fadeIn     = 5 * soundfile.Rate / 1000
	fadeOut    = 30 * soundfile.Rate / 1000
	lookAhead  = 5 * soundfile.Rate / 1000 // of the limiter
)

var errSilent = errors.New("there is no sound in it")

// master makes a line of what an engine has said: one channel, trimmed, faded
// at both ends, at voice.Target, with peaks held under the ceiling by a limiter.
func master(samples []float32, channels int) ([]int16, error) {
	mono := toMono(samples, channels)
	raw := voice.MeasureSamples(mono, 1).Loudness
	if math.IsInf(raw, 0) {
		return nil, errSilent
	}
	scale(mono, amplitude(voice.Target-raw))
	first, end := voice.Sounding(mono, 1)
	mono = mono[max(0, first-keepBefore):min(len(mono), end+keepAfter)]
	fade(mono)
	mono = level(mono)
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

// fade lets both ends come and go along a raised cosine.
func fade(samples []float32) {
	in, out := min(fadeIn, len(samples)/2), min(fadeOut, len(samples)/2)
	for i := range in {
		samples[i] *= float32(0.5 - 0.5*math.Cos(math.Pi*float64(i)/float64(in)))
	}
	for i := range out {
		samples[len(samples)-1-i] *= float32(0.5 - 0.5*math.Cos(math.Pi*float64(i)/float64(out)))
	}
}

// level brings samples to voice.Target. The limiter takes away some of the loudness,
// and peaks between samples are seen only afterwards; so it is done by turns.
func level(samples []float32) []float32 {
	gain, top := 0.0, ceiling
	var out []float32
	for range 6 {
		out = append(out[:0], samples...)
		scale(out, amplitude(gain))
		limit(out, float32(amplitude(top)))
		f := voice.MeasureSamples(out, 1)
		if math.Abs(f.Loudness-voice.Target) < 0.02 && f.TruePeak <= ceiling {
			break
		}
		gain += voice.Target - f.Loudness
		if f.TruePeak > ceiling {
			top -= f.TruePeak - ceiling + 0.01
		}
	}
	return out
}

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
