package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"unhunch/internal/phonemes/packed"
)

// sounds are what each letter from a to z says in the words of assets.
const sounds = "æbkdɛfɡhɪʤklmnɑpkɹstʌvwzjz"

// assets writes a lexicon and a tagger like those of hibari-tts, but small.
func assets(t *testing.T) string {
	t.Helper()
	gold := map[string]any{"close": map[string]any{"DEFAULT": "klˈOs", "VERB": "klˈOz"}, "AM": map[string]any{"DEFAULT": "æm", "NOUN": nil}}
	for i, a := range []rune(sounds) {
		for j, b := range []rune(sounds) {
			gold[string([]byte{byte('a' + i), byte('a' + j)})] = string([]rune{a, b})
		}
	}
	dir := t.TempDir()
	for name, content := range map[string]any{
		"lexicon_us_gold.json.gz":   gold,
		"lexicon_us_silver.json.gz": map[string]any{"zebrine": "zˈibɹIn", "ab": "wrong"},
		"tagger.json.gz": map[string]any{"tags": []string{"NN", "VB"}, "tagdict": map[string]string{"the": "NN"}, "vocab": []string{"close"},
			"weights": map[string]any{"b": map[string]float64{"NN": 3, "VB": 0.5}, "w=close": map[string]float64{"VB": 7}}},
	} {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if err := json.NewEncoder(z).Encode(content); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// The file depends on the assets alone, so that anyone can make it again and compare; and all of them are in it.
func TestPack(t *testing.T) {
	from := assets(t)
	var files [2][]byte
	for i := range files {
		to := filepath.Join(t.TempDir(), "phonemes.bin")
		if err := run(from, to, false); err != nil {
			t.Fatal(err)
		}
		var err error
		if files[i], err = os.ReadFile(to); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("made twice, the file differs")
	}
	f, err := packed.Open(string(files[0]))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		word    string
		checked bool
		want    []packed.Reading
	}{
		{"close", true, []packed.Reading{{Tag: packed.Default, Sounds: "klˈOs"}, {Tag: packed.Verb, Sounds: "klˈOz"}}},
		{"AM", true, []packed.Reading{{Tag: packed.Default, Sounds: "æm"}, {Tag: packed.Noun}}},
		{"ab", true, []packed.Reading{{Tag: packed.Default, Sounds: "æb"}}},
		{"zebrine", false, []packed.Reading{{Tag: packed.Default, Sounds: "zˈibɹIn"}}},
		{"zz", true, []packed.Reading{{Tag: packed.Default, Sounds: "zz"}}},
		{"zzz", false, nil},
	} {
		e, ok := f.Lexicon.Find(test.word)
		if ok != (test.want != nil) || e.Checked != test.checked || len(e.Readings) != len(test.want) {
			t.Errorf("%s: got %v, %v", test.word, e, ok)
			continue
		}
		for i, r := range e.Readings {
			if r != test.want[i] {
				t.Errorf("%s: got %v, want %v", test.word, r, test.want[i])
			}
		}
	}
	if got := f.Letters.Sounds("mn"); got != "mn" {
		t.Errorf("the rules read mn as %s", got)
	}
	scores := make([]int32, len(f.Tags.Names))
	f.Tags.Add(scores, "w=close")
	f.Tags.Add(scores, "b")
	if tag, ok := f.Tags.Fixed("the"); !ok || f.Tags.Names[tag] != "NN" || scores[0] != 6 || scores[1] != 14 || !f.Tags.Known("close") || f.Tags.Known("the") {
		t.Errorf("the tagger has %v, %v for the, and scores %v", tag, ok, scores)
	}
}

func TestPackFaults(t *testing.T) {
	empty := t.TempDir()
	for _, from := range []string{"", empty} {
		if err := run(from, filepath.Join(empty, "x"), false); err == nil {
			t.Errorf("packed from %q", from)
		}
	}
}
