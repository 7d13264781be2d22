package render

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/soundfile"
)

// The duck is down on the first frame of a word, stays down over short gaps,
// and is up long enough before and after.
func TestDuck(t *testing.T) {
	const ms = plan.Rate / 1000
	words := []span{{1000 * ms, 1500 * ms}, {2349 * ms, 2400 * ms}, {3250 * ms, 3300 * ms}}
	d := newDuck(words, breathRamps)
	tests := []struct {
		at   plan.Frame
		want float64
		what string
	}{
		{0, 1, "far before"},
		{850 * ms, 1, "before the ramp"},
		{925 * ms, 0.625, "half way down"},
		{1000 * ms, 0.25, "the first frame of the word"},
		{1500 * ms, 0.25, "the end of the word"},
		{1900 * ms, 0.25, "in a gap of 849 ms"},
		{2349 * ms, 0.25, "the second word"},
		{2600 * ms, 0.25, "the hold"},
		{2850 * ms, 0.625, "half way up"},
		{3100 * ms, 1, "up in a gap of 850 ms"},
		{3250 * ms, 0.25, "the third word"},
		{4000 * ms, 1, "after all"},
		{9000 * ms, 1, "far after"},
	}
	one := make([]float64, 1)
	for _, tt := range tests {
		g, flat := d.gains(one, tt.at, 0.25)
		if !flat {
			g = one[0]
		}
		if math.Abs(g-tt.want) > 1e-9 {
			t.Errorf("%s: gain %v, want %v", tt.what, g, tt.want)
		}
	}
	before := 1.0
	for f := range plan.Frame(4000 * ms) {
		g, flat := d.gains(one, f, 0.25)
		if !flat {
			g = one[0]
		}
		if math.Abs(g-before) > 0.001 {
			t.Fatalf("the gain jumps from %v to %v at frame %d", before, g, f)
		}
		before = g
	}
}

// A short sound within a longer one, such as a count over music of the user's,
// must not let the duck up before the longer one ends.
func TestDuckUnderOneSoundWithinAnother(t *testing.T) {
	const s = plan.Rate
	d := newDuck([]span{{s, 10 * s}, {2 * s, 3 * s}}, bedRamps)
	if gain, _ := d.gains(make([]float64, 1), 8*s, 0.25); gain != 0.25 {
		t.Errorf("the gain under the longer sound is %v, want 0.25", gain)
	}
}

// Background stays 20 dB below the words (WCAG 1.4.7), whatever its level, and
// is as loud as asked for between them.
func TestBedUnderWords(t *testing.T) {
	takesLong(t)
	const words = voiceLUFS - 3.0103 - 20 // of one ear alone
	const from, to = 14 * plan.Rate, 30 * plan.Rate
	loud, _ := (&studio{}).clip("loud", 1)
	for _, name := range append(slices.Clone(routine.Beds), "file") {
		for _, level := range []Level{{}, {DB: 16}} {
			var events []plan.Event
			events = append(events, bed(0, 36*plan.Rate, name))
			for at := plan.Frame(from); at < to; at += plan.Rate * 3 / 2 { // gaps of half a second
				events = append(events, line(at, plan.Rate, "Words."))
			}
			s := New(planOf(36*plan.Rate, events...), silentVoice{}, Options{Bed: level, BedFiles: fileBed(bedFile(t, loud))})
			samples := rest(t, s, 4096)
			s.Close()
			what := fmt.Sprintf("%s at %v dB", name, level.DB)
			loudest := math.Inf(-1)
			for at := plan.Frame(from); at < to-plan.Rate; at += plan.Rate / 2 {
				for side := range 2 {
					db := loudnessIn(samples[at:at+plan.Rate/2], side)
					loudest = max(loudest, db)
				}
			}
			if loudest > words {
				t.Errorf("%s: %.1f LUFS under words, more than %.1f", what, loudest, words)
			}
			if usual := loudnessIn(samples[3*plan.Rate:13*plan.Rate], 0); math.Abs(usual-(voiceLUFS-3.0103+BedDB+level.DB)) > 2.5 {
				t.Errorf("%s: %.1f dB between words, want %.1f", what, usual, voiceLUFS-3.0103+BedDB+level.DB)
			}
		}
	}
}

// loudnessIn is the loudness of one ear, in LUFS.
func loudnessIn(samples [][2]float64, side int) float64 {
	m := loudness.NewMeter(plan.Rate, 1)
	mono := make([]float32, len(samples))
	for i, v := range samples {
		mono[i] = float32(v[side])
	}
	m.Write(mono)
	return m.Integrated()
}

// A bed begins and ends softly.
func TestBedFades(t *testing.T) {
	takesLong(t)
	for _, name := range routine.Beds {
		const length = 70 * plan.Rate
		s := wholeSound(t, planOf(length, bed(0, length, name)), Options{})
		level := func(at float64) float64 {
			return decibels(ear(s, plan.Frame(at*plan.Rate), plan.Frame((at+0.2)*plan.Rate), 0))
		}
		if usual := level(5); level(0) > usual-15 || level(69.8) > usual-20 || level(67) > usual-1 {
			t.Errorf("%s: %.1f dB at first, %.1f, %.1f then, %.1f at last", name, level(0), usual, level(67), level(69.8))
		}
	}
}

// A user's bed that is shorter than the crossfade, or silent, is no trouble.
func TestOddBeds(t *testing.T) {
	for _, frames := range []int{1, 2, 3, 1000} {
		for _, channels := range []int{1, 2} {
			c := soundfile.Clip{Samples: make([]int16, frames*channels), Channels: channels}
			s := wholeSound(t, planOf(plan.Rate, bed(0, plan.Rate, "file")), Options{BedFiles: fileBed(bedFile(t, c))})
			if mean(ear(s, 0, plan.Rate, 0)) != 0 {
				t.Errorf("silence of %d frames is heard", frames)
			}
		}
	}
}
