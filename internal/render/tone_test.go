package render

import (
	"math"
	"slices"
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
		plan.ToneCount:   {{0, 0.15, g5}},
		plan.ToneGo:      {{0, 0.5, c6}},
		plan.ToneHold:    {{0, 0.12, d5}, {0.2, 0.4, a5}},
		plan.ToneHalf:    {{0, 0.14, e5}, {0.16, 0.3, e5}},
		plan.ToneRelease: {{0, 0.12, a5}, {0.24, 0.4, d5}},
		plan.ToneMove:    {{0, 0.12, e5}},
		plan.ToneBack:    {{0, 0.12, c5}},
		plan.ToneSet:     {{0, 0.5, e5}},
		plan.ToneDone:    {{0, 0.4, g5}},
		plan.ToneEnd:     {{0, 0.4, a5}, {0.6, 0.88, e5}, {1.4, 2, c5}},
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
		if db := 20 * math.Log10(peak); db < -20.1 || db > -10.9 {
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

// outline is how much of each note from C5 to C6 there is in each 50 ms of a tone: what
// a listener tells tones by.
func outline(s []float32) (out [][13]float64) {
	const window = plan.Rate / 20
	for from := 0; from < len(s); from += window {
		var notes [13]float64
		part := s[from:min(from+2*window, len(s))]
		for k := range notes {
			hz := c5 * math.Pow(2, float64(k)/12)
			var re, im float64
			for i, v := range part {
				w := 1 - math.Cos(2*math.Pi*float64(i)/float64(2*window))
				sin, cos := math.Sincos(2 * math.Pi * hz * float64(i) / plan.Rate)
				re += w * float64(v) * cos
				im += w * float64(v) * sin
			}
			notes[k] = math.Sqrt(re*re + im*im)
		}
		out = append(out, notes)
	}
	return out
}

// toneAlike is how alike two outlines are, from 0 to 1, at the pitch at which they are most
// so: no further up or down than by so many semitones.
func toneAlike(a, b [][13]float64, reach int) (most float64) {
	power := func(x [][13]float64) (sum float64) {
		for _, notes := range x {
			for _, v := range notes {
				sum += v * v
			}
		}
		return sum
	}
	for shift := -reach; shift <= reach; shift++ {
		var both float64
		for t := range min(len(a), len(b)) {
			for k := range 13 {
				if m := k + shift; m >= 0 && m < 13 {
					both += a[t][k] * b[t][m]
				}
			}
		}
		most = max(most, both/math.Sqrt(power(a)*power(b)))
	}
	return most
}

// No tone is taken for another one. Those that ask for something or say that it is
// done are told apart without knowing pitches by themselves.
func TestTonesDiffer(t *testing.T) {
	figured := []plan.Tone{plan.ToneStart, plan.ToneGo, plan.ToneHold, plan.ToneRelease, plan.ToneDone, plan.ToneEnd}
	outlines := map[plan.Tone][][13]float64{}
	for tone := range plan.Tones {
		outlines[tone] = outline(makeTone(tone))
	}
	for a := range plan.Tones {
		for b := range plan.Tones {
			reach := 0
			if slices.Contains(figured, a) && slices.Contains(figured, b) {
				reach = 12
			}
			missing := a == plan.ToneMissing || b == plan.ToneMissing // which a caption explains
			if like := toneAlike(outlines[a], outlines[b], reach); a < b && !missing && like > 0.8 {
				t.Errorf("%s and %s are alike by %.2f", a, b, like)
			}
		}
	}
}
