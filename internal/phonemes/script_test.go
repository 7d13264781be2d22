package phonemes

import (
	"os"
	"strings"
	"testing"
)

// better are the lines of testdata/script.tsv that are read otherwise than the reference reads them, and why.
var better = map[string]struct{ phonemes, why string }{
	"T, Y and I.": {"tˈi, wˈI ænd ˈI.", stop}, "The letter T.": {"ðə lˈɛTəɹ tˈi.", stop}, "The letter Y.": {"ðə lˈɛTəɹ wˈI.", stop},
	"The letter I.": {"ðə lˈɛTəɹ ˈI.", stop},
	"First, the letter T. Stretch your arms out to the sides.": {
		"fˈɜɹst, ðə lˈɛTəɹ tˈi. | stɹˈɛʧ jʊɹ ˈɑɹmz ˈWt tə ðə sˈIdz.", stop},
	"Now the letter Y. Reach your arms forward and out.": {
		"nˈW ðə lˈɛTəɹ wˈI. | ɹˈiʧ jʊɹ ˈɑɹmz fˈɔɹwəɹd ænd ˈWt.", stop},
	"Now the letter I. Reach your arms straight past your ears.": {
		"nˈW ðə lˈɛTəɹ ˈI. | ɹˈiʧ jʊɹ ˈɑɹmz stɹˈAt pˈæst jʊɹ ˈɪɹz.", stop},
	"Let your hands rest, and your eyes close.": {
		"lˈɛt jʊɹ hˈændz ɹˈɛst, ænd jʊɹ ˈIz klˈOz.", "the eyes close, they are not close by"},
	"Overhead arm reach.": {
		"ˈOvəɹhˌɛd ˈɑɹm ɹˈiʧ.", "before a noun the first syllable has the stress"},
}

const stop = "a full stop after a letter ends a sentence like any other"

func TestScript(t *testing.T) {
	r, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/script.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		text, want, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if b, ok := better[text]; ok {
			if b.phonemes == want {
				t.Errorf("%s: the reference reads it so too: %s", text, b.why)
			}
			want = b.phonemes
		}
		out, err := r.Read(text, nil)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var parts []string
		for _, s := range out.Sentences {
			parts = append(parts, s.Phonemes)
		}
		if got := strings.Join(parts, " | "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}
