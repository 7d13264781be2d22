package render

import (
	"math"
	"testing"

	"unhunch/internal/plan"
)

// measured is the strongest frequency between 400 and 1200 Hz in a stretch of
// a tone, in seconds, to about 5 Hz.
func measured(s []float32, from, to float64) float64 {
	part := s[int(from*plan.Rate):int(to*plan.Rate)]
	var best, at float64
	for hz := 400.0; hz <= 1200; hz += 5 {
		var re, im float64
		for i, v := range part {
			w := 1 - math.Cos(2*math.Pi*float64(i)/float64(len(part)))
			sin, cos := math.Sincos(2 * math.Pi * hz * float64(i) / plan.Rate)
			re += w * float64(v) * cos
			im += w * float64(v) * sin
		}
		if p := re*re + im*im; p > best {
			best, at = p, hz
		}
	}
	return at
}

// Each tone has the pitches and rhythm that listeners learn.
func TestTonePitches(t *testing.T) {
	takesLong(t)
	type at struct{ from, to, hz float64 }
	tests := map[plan.Tone][]at{
		plan.ToneStart:   {{0, 0.5, c5}, {1, 1.5, c5}},
		plan.ToneCount:   {{0, 0.1, 660}},
		plan.ToneGo:      {{0, 0.4, 880}},
		plan.ToneHold:    {{0, 0.13, 587}, {0.16, 0.3, 880}},
		plan.ToneHalf:    {{0, 0.08, g5}, {0.15, 0.23, g5}},
		plan.ToneRelease: {{0, 0.13, 880}, {0.16, 0.3, 587}},
		plan.ToneFree:    {{0, 0.2, 880}, {0.3, 0.6, 587}},
		plan.ToneMove:    {{0, 0.1, f5}},
		plan.ToneBack:    {{0, 0.1, c5}},
		plan.ToneSet:     {{0, 0.18, e5}, {0.2, 0.4, e5}},
		plan.ToneDone:    {{0, 0.15, d5}, {0.26, 0.32, fis5}, {0.45, 0.8, a5}},
		plan.ToneEnd:     {{0, 0.4, a5}, {0.6, 0.84, e5}, {1.2, 1.7, c5}},
		plan.ToneMissing: {{0, 0.25, 520}},
	}
	for tone := range plan.Tones {
		if len(tests[tone]) == 0 {
			t.Errorf("%s: no test", tone)
		}
	}
	for tone, pitches := range tests {
		s := makeTone(tone)
		for _, p := range pitches {
			// A stretch of 80 ms tells frequencies 25 Hz apart.
			if hz := measured(s, p.from, p.to); math.Abs(hz-p.hz) > 15 {
				t.Errorf("%s: %.0f Hz between %v and %v s, want %.0f", tone, hz, p.from, p.to, p.hz)
			}
		}
	}
}

// Every tone is as long as the plan believes, begins and ends without a click,
// begins at once, and is as loud as designed: beside speech, not above it.
func TestToneEdges(t *testing.T) {
	for tone, length := range plan.Tones {
		s := makeTone(tone)
		if plan.Frame(len(s)) != length {
			t.Errorf("%s: %d frames, want %d", tone, len(s), length)
		}
		var peak, step float64
		var before float64
		for _, v := range append(s, 0) {
			peak = max(peak, math.Abs(float64(v)))
			step = max(step, math.Abs(float64(v)-before))
			before = float64(v)
		}
		if db := 20 * math.Log10(peak); db < -20.1 || db > -12 {
			t.Errorf("%s: peak at %.1f dBFS", tone, db)
		}
		// The steepest a sound below 4 kHz gets at this peak.
		if limit := peak * 2 * math.Pi * 4000 / plan.Rate; step > limit {
			t.Errorf("%s: a step of %.4f, more than %.4f", tone, step, limit)
		}
		if s[0] != 0 || math.Abs(float64(s[len(s)-1])) > peak/1000 {
			t.Errorf("%s: begins with %v and ends with %v", tone, s[0], s[len(s)-1])
		}
		var early float64
		for _, v := range s[:plan.Rate*15/1000] {
			early = max(early, math.Abs(float64(v)))
		}
		if early < peak/3 {
			t.Errorf("%s: still at %.2f of its peak after 15 ms: its start marks a moment", tone, early/peak)
		}
	}
	if len(makeTone("trumpet")) != 0 {
		t.Error("an unknown tone sounds")
	}
}

// After a tone there is silence, and the tone begins on its frame.
func TestTonePlace(t *testing.T) {
	for tone, length := range plan.Tones {
		const at = 5003
		s := wholeSound(t, planOf(at+length+1000, cue(at, tone)), Options{})
		if mean(ear(s, 0, at, 0)) != 0 || mean(ear(s, at+length, at+length+1000, 0)) != 0 {
			t.Errorf("%s: heard outside its event", tone)
		}
		if s[at+1][0] <= 0 || s[at+1][0] != s[at+1][1] {
			t.Errorf("%s: begins with %v", tone, s[at+1])
		}
	}
}

// The tones that answer each other differ by more than pitch: in length, or in
// how their power is spread over time.
func TestTonesDiffer(t *testing.T) {
	shape := func(tone plan.Tone) (out [60]float64) {
		for i, v := range makeTone(tone) {
			out[min(i*30/plan.Rate, len(out)-1)] += float64(v) * float64(v)
		}
		return out
	}
	for _, pair := range [][2]plan.Tone{
		{plan.ToneCount, plan.ToneGo}, {plan.ToneRelease, plan.ToneFree}, {plan.ToneHalf, plan.ToneRelease},
		{plan.ToneSet, plan.ToneDone}, {plan.ToneStart, plan.ToneEnd}, {plan.ToneGo, plan.ToneSet},
	} {
		a, b := shape(pair[0]), shape(pair[1])
		var ab, aa, bb float64
		for i := range a {
			ab += a[i] * b[i]
			aa += a[i] * a[i]
			bb += b[i] * b[i]
		}
		if like := ab / math.Sqrt(aa*bb); like > 0.9 && plan.Tones[pair[0]] == plan.Tones[pair[1]] {
			t.Errorf("%s and %s are alike by %.2f", pair[0], pair[1], like)
		}
	}
}
