package voice

import (
	"errors"
	"math"

	"unhunch/internal/loudness"
	"unhunch/internal/soundfile"
)

// What every recorded line is brought to.
const (
	// Target is the loudness of a line in LUFS, as a file of one channel; the
	// same on two channels reads 3 LU more.
	Target = -19.0

	ceiling   = -2.0  // dBTP; encoding adds up to half a decibel
	threshold = -50.0 // dBFS, of a window; what is quieter at either end is trimmed
	window    = 5 * soundfile.Rate / 1000

	keepBefore = 25 * soundfile.Rate / 1000
	keepAfter  = 60 * soundfile.Rate / 1000
	fadeIn     = 5 * soundfile.Rate / 1000
	fadeOut    = 30 * soundfile.Rate / 1000
	lookAhead  = 5 * soundfile.Rate / 1000 // of the limiter

	// padding is the silence around a clip that is measured: it lets clips
	// shorter than the 400 ms of a loudness block be measured like others.
	padding = 4 * soundfile.Rate / 10
)

var errSilent = errors.New("there is no sound in it")

// Figures are what a clip measures.
type Figures struct {
	Loudness float64 // integrated, in LUFS, with 0.4 s of silence around it; as one channel
	TruePeak float64 // in dBTP
	Head     int     // frames before the first 5 ms above -50 dBFS
	Tail     int     // frames after the last of them
}

// Measure gives the figures of a clip. The loudness of silence is -Inf.
func Measure(c soundfile.Clip) Figures {
	samples := make([]float32, len(c.Samples))
	for i, v := range c.Samples {
		samples[i] = float32(v) / (1 << 15)
	}
	f := measure(samples, c.Channels)
	if c.Channels == 2 {
		f.Loudness -= 10 * math.Log10(2)
	}
	return f
}

func measure(samples []float32, channels int) Figures {
	if channels == 0 {
		return Figures{Loudness: math.Inf(-1), TruePeak: math.Inf(-1)}
	}
	m := loudness.NewMeter(soundfile.Rate, channels)
	silence := make([]float32, padding*channels)
	m.Write(silence)
	m.Write(samples)
	m.Write(silence)
	first, end := sounding(samples, channels)
	return Figures{m.Integrated(), m.TruePeak(), first / channels, (len(samples) - end) / channels}
}

// sounding gives where the sound begins and where it is over; both are the end
// where there is none. The power of a window decides, not a sample: the peaks
// of an engine's noise floor would keep a tenth of a second of it before a
// word, and the word would come late.
func sounding(samples []float32, channels int) (first, end int) {
	step := window * channels
	least := amplitude(threshold) * amplitude(threshold) * float64(step)
	loud := func(from int) bool {
		var power float64
		for _, v := range samples[from:min(from+step, len(samples))] {
			power += float64(v) * float64(v)
		}
		return power > least
	}
	for first < len(samples) && !loud(first) {
		first = min(first+step, len(samples))
	}
	for end = len(samples); end > first && !loud(max(first, end-step)); {
		end = max(first, end-step)
	}
	return first, end
}

func amplitude(db float64) float64 { return math.Pow(10, db/20) }

func abs(x float32) float32 {
	if x < 0 {
		return -x
	}
	return x
}

// master makes a line of what an engine has said: one channel, trimmed, faded
// at both ends, at Target, with peaks held under the ceiling by a limiter.
func master(samples []float32, channels int) ([]int16, error) {
	mono := toMono(samples, channels)
	raw := measure(mono, 1).Loudness
	if math.IsInf(raw, 0) {
		return nil, errSilent
	}
	scale(mono, amplitude(Target-raw))
	first, end := sounding(mono, 1)
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

// level brings samples to Target. The limiter takes away some of the loudness,
// and peaks between samples are seen only afterwards; so it is done by turns.
func level(samples []float32) []float32 {
	gain, top := 0.0, ceiling
	var out []float32
	for range 6 {
		out = append(out[:0], samples...)
		scale(out, amplitude(gain))
		limit(out, float32(amplitude(top)))
		f := measure(out, 1)
		if math.Abs(f.Loudness-Target) < 0.02 && f.TruePeak <= ceiling {
			break
		}
		gain += Target - f.Loudness
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
		if a := abs(v); a > top {
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
