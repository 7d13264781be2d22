package voice

import (
	"math"

	"unhunch/internal/loudness"
	"unhunch/internal/soundfile"
)

// Target is the loudness of a line in LUFS, as a file of one channel; the same on
// two channels reads 3 LU more.
const Target = -19.0

const (
	threshold = -50.0                     // dBFS, of a window; what is quieter at either end is silence
	window    = 5 * soundfile.Rate / 1000 // frames

	// padding is the silence around a clip that is measured: it lets clips
	// shorter than the 400 ms of a loudness block be measured like others.
	padding = 4 * soundfile.Rate / 10
)

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
	f := MeasureSamples(samples, c.Channels)
	if c.Channels == 2 {
		f.Loudness -= 10 * math.Log10(2)
	}
	return f
}

// MeasureSamples is Measure for interleaved samples, full scale being 1. Two
// channels are not measured as one.
func MeasureSamples(samples []float32, channels int) Figures {
	if channels == 0 {
		return Figures{Loudness: math.Inf(-1), TruePeak: math.Inf(-1)}
	}
	m := loudness.NewMeter(soundfile.Rate, channels)
	silence := make([]float32, padding*channels)
	m.Write(silence)
	m.Write(samples)
	m.Write(silence)
	first, end := Sounding(samples, channels)
	return Figures{m.Integrated(), m.TruePeak(), first / channels, (len(samples) - end) / channels}
}

// Sounding gives where the sound begins and where it is over; both are the end
// where there is none. The power of a window decides, not a sample: the peaks
// of an engine's noise floor would keep a tenth of a second of it before a
// word, and the word would come late.
func Sounding(samples []float32, channels int) (first, end int) {
	step := window * channels
	least := math.Pow(10, threshold/20) * math.Pow(10, threshold/20) * float64(step)
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
