package audio_test

import (
	"math"
	"testing"

	"unhunch/audio"
	"unhunch/internal/bake"
	"unhunch/internal/master"
	"unhunch/internal/session"
	"unhunch/internal/speech"
	"unhunch/internal/voice"
)

// TestUpToDate: each recording is what its voice would say today. Otherwise a line
// would sound other than the words around it that are spoken live.
func TestUpToDate(t *testing.T) {
	texts, err := session.Texts()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range session.Voices() {
		outdated, err := bake.Outdated(name, texts)
		if err != nil {
			t.Fatal(err)
		}
		if len(outdated) > 0 {
			t.Errorf("unhunch voice bake audio/%s --prune has to record %d lines, such as %q", name, len(outdated), outdated[0])
		}
	}
}

// TestRecordedAsSpoken: a recording is, but for what its coder takes away, sample
// for sample what the engine says on this machine.
func TestRecordedAsSpoken(t *testing.T) {
	texts, err := session.Texts()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range session.Voices() {
		pack, err := voice.Open(audio.Packs, name)
		if err != nil {
			t.Fatal(err)
		}
		live, err := session.Speaker(name, speech.Options{Script: func() []voice.ScriptLine { return texts }})
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range texts {
			if _, respelled := pack.Head().Made.Respell[l.Text]; i%(80*audio.Sample) != 0 || respelled {
				continue
			}
			recorded, err := pack.Clip(l.Text)
			if err != nil {
				t.Fatal(err)
			}
			said, err := live.Clip(l.Text)
			if err != nil {
				t.Fatal(err)
			}
			words, before := master.Trim(said.Samples)
			if r := resemblance(words, recorded.Samples); r < 0.9 {
				t.Errorf("%s: %q is recorded in another way than it is said: they correlate by %.2f", name, l.Text, r)
			}
			if stress := pack.Stress(l.Text); stress != live.Stress(l.Text)-int64(before) {
				t.Errorf("%s: the stress of %q is noted at %d, and is at %d", name, l.Text, stress, live.Stress(l.Text)-int64(before))
			}
		}
	}
}

// resemblance is the correlation of two sounds of the same length, or 0.
func resemblance(a, b []int16) float64 {
	if len(a) != len(b) {
		return 0
	}
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb)
}
