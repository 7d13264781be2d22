package voice

import (
	"math"

	"unhunch/internal/soundfile"
)

// How Beat hears. The band is that of what vowels have above the pitch of the voice;
// consonants without a voice lie above it, and most of what hums below. Of 120
// numbers by two voices, it is within 33 ms of where their engine has the vowel begin,
// and 3 ms early on average: it hears the end of an r or an n with the vowel.
const (
	beatLow    = 500.0 // Hz
	beatHigh   = 3500.0
	beatSmooth = 0.008 // seconds
	beatPeak   = 4     // a vowel peaks no further than by this factor under the loudest
	beatDip    = 2     // and is over when it has fallen by this one
	beatRise   = 3     // it begins where its power comes to this part of its peak
)

// Beat is the frame of a clip at which its first vowel begins, but for one that is
// hardly to be heard: the moment that one would tap to. It is 0 for silence.
func Beat(c soundfile.Clip) int64 {
	power := vowelPower(c)
	var top float64
	for _, p := range power {
		top = math.Max(top, p)
	}
	peak, at := 0.0, 0
	for i, p := range power {
		if p > peak {
			peak, at = p, i
		}
		if p < peak/beatDip {
			if peak >= top/beatPeak {
				break
			}
			peak = p
		}
	}
	for at > 0 && power[at] > peak/beatRise {
		at--
	}
	return int64(at)
}

// vowelPower is how much there is of a vowel at each frame, smoothed to both sides
// alike, so that nothing comes late.
func vowelPower(c soundfile.Clip) []float64 {
	const (
		// of what is left, in a frame; no function that processors differ in
		high   = 2 * math.Pi * beatHigh / (soundfile.Rate + 2*math.Pi*beatHigh)
		low    = 2 * math.Pi * beatLow / (soundfile.Rate + 2*math.Pi*beatLow)
		smooth = 1 / (1 + beatSmooth*soundfile.Rate)
	)
	power := make([]float64, c.Frames())
	var a, b, d, e, p float64
	for i := range power {
		var x float64
		for k := range c.Channels {
			x += float64(c.Samples[i*c.Channels+k])
		}
		// Each product is rounded by itself, on every processor.
		a += float64((x - a) * high)
		b += float64((a - b) * high)
		d += float64((b - d) * low)
		e += float64((b - d - e) * low)
		v := b - d - e
		p += float64((float64(v*v) - p) * smooth)
		power[i] = p
	}
	p = 0
	for i := len(power) - 1; i >= 0; i-- {
		p += float64((power[i] - p) * smooth)
		power[i] = p
	}
	return power
}
