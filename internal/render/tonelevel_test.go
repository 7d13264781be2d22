package render

import (
	"math"
	"testing"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
)

// lineLoudest is the loudest 100 ms of a line at voice.Target, in LUFS on one channel: the
// median of those of both voices.
const lineLoudest = -13.0

// toneLoudest is the loudest 100 ms of a sound, in LUFS on one channel.
func toneLoudest(s []float32) float64 {
	const window, step = plan.Rate / 10, plan.Rate / 100
	most := math.Inf(-1)
	for from := 0; from == 0 || from+window <= len(s); from += step {
		block := make([]float32, 4*window) // of which a meter takes the mean
		copy(block[3*window:], s[from:min(from+window, len(s))])
		m := loudness.NewMeter(plan.Rate, 1)
		m.Write(block)
		most = max(most, m.Integrated()+10*math.Log10(4))
	}
	return most
}

// tonePhone is a sound without what lies under 500 Hz: a high pass of the fourth order.
func tonePhone(s []float32) []float32 {
	out := append([]float32(nil), s...)
	for _, q := range []float64{0.5412, 1.3066} {
		w := 2 * math.Pi * 500 / plan.Rate
		alpha, cos := math.Sin(w)/(2*q), math.Cos(w)
		b0, a0 := (1+cos)/2, 1+alpha
		var x1, x2, y1, y2 float64
		for i, v := range out {
			x := float64(v)
			y := (b0*(x-2*x1+x2) + 2*cos*y1 - (1-alpha)*y2) / a0
			x1, x2, y1, y2 = x, x1, y, y1
			out[i] = float32(y)
		}
	}
	return out
}

// envelope is the level of a sound in each 2 ms.
func envelope(s []float32) (out []float64) {
	const window = plan.Rate / 500
	for from := 0; from+window <= len(s); from += window {
		var sum float64
		for _, v := range s[from : from+window] {
			sum += float64(v) * float64(v)
		}
		out = append(out, math.Sqrt(sum/window))
	}
	return out
}

// TestToneLevels: tones are under the voice, and stay so on a phone, which has no
// bass; they rise softly and die away.
func TestToneLevels(t *testing.T) {
	for _, test := range []struct {
		tone plan.Tone
		dB   float64 // under the voice
		last float64 // seconds until it has lost 20 dB
	}{
		{plan.ToneStart, 6, 1},
		{plan.ToneCount, 8, 0.12},
		{plan.ToneGo, 6, 0.48},
		{plan.ToneHold, 6, 0.42},
		{plan.ToneRelease, 6, 0.42},
		{plan.ToneHalf, 6, 0.4},
		{plan.ToneMove, 9, 0.1},
		{plan.ToneBack, 9, 0.1},
		{plan.ToneSet, 8, 0.5},
		{plan.ToneDone, 7, 0.6},
		{plan.ToneEnd, 6, 2},
		{plan.ToneMissing, 12, 0.25},
	} {
		s := makeTone(test.tone)
		level := toneLoudest(s)
		phone := level - toneLoudest(tonePhone(s))
		env := envelope(s)
		var peak float64
		for _, v := range env[:min(len(env), 60)] {
			peak = max(peak, v)
		}
		from, to := -1, -1
		for i, v := range env {
			if from < 0 && v > 0.1*peak {
				from = i
			}
			if to < 0 && v > 0.9*peak {
				to = i
			}
		}
		var top float64
		for _, v := range env {
			top = max(top, v)
		}
		last := len(env) - 1
		for last > 0 && env[last] < top/10 {
			last--
		}
		rise, length := 2*(to-from), float64(last+1)/500
		t.Logf("%-8s %5.1f dB against the voice, phone %4.1f dB less, rises in %2d ms, lasts %.2f s, peak %.1f dBFS", test.tone, level-lineLoudest, phone, rise, length, 20*math.Log10(top*math.Sqrt2))
		if got := lineLoudest - level; math.Abs(got-test.dB) > 0.5 {
			t.Errorf("%s is %.1f dB under the voice, want %g", test.tone, got, test.dB)
		}
		if phone > 3 {
			t.Errorf("%s loses %.1f dB on a phone", test.tone, phone)
		}
		if rise < 4 || rise > 20 {
			t.Errorf("%s rises in %d ms", test.tone, rise)
		}
		if length > test.last {
			t.Errorf("%s lasts %.2f s, want at most %g", test.tone, length, test.last)
		}
	}
}
