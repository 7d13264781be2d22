package phonemes

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a routine says, reading it ends in sentences that the voice can say or in a fault at a place of the text.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"Hold 3x10 s, 5'10\" at 7:30 a.m. (90/90)…", "C7-T1, L4/5 \"B12\" 1/2 2½ -5°C $3.50 w/o", "TheraBand's O'Brien's 'tis e.g.", "0---", "a-b-c--d — \u00ad\u200b é️ 🎉", "https://a.b/c?d=e x@y.zz #1 ~2 =>"} {
		f.Add(text, "a b", "SCAP-you-lee")
	}
	for _, l := range lines(f, "testdata/teacher.tsv") {
		f.Add(l.text, "core", "kor")
	}
	f.Fuzz(func(t *testing.T, text, word, correction string) {
		r := reader(t)
		corrections := map[string]string{}
		if sounds, err := r.ParseCorrection(correction); err == nil && word != "" {
			corrections[word] = sounds
		}
		out, err := r.Read(text, corrections)
		if err != nil {
			var fault *Fault
			if !errors.As(err, &fault) || fault.Offset < 0 || fault.Offset > len(text) || fault.Message == "" {
				t.Fatalf("%#v is no fault of this text", err)
			}
			return
		}
		if len(out.Sentences) == 0 {
			t.Fatal("neither a sentence nor a fault")
		}
		end := 0
		for _, s := range out.Sentences {
			n := utf8.RuneCountInString(s.Phonemes)
			if badSound(s.Phonemes) >= 0 || n > MaxPhonemes || silent(s.Phonemes) {
				t.Errorf("%q cannot be said", s.Phonemes)
			}
			if s.Start < end || s.End <= s.Start || text[s.Start:s.End] != s.Text || s.Phonemes != strings.TrimSpace(s.Phonemes) {
				t.Errorf("%+v is at a wrong place", s)
			}
			end = s.Start
		}
		for _, g := range out.Guesses {
			if !strings.HasPrefix(text[g.Start:], g.Word) || g.Word == "" {
				t.Errorf("%+v is not in the text", g)
			}
		}
		if again, _ := r.Read(text, corrections); !reflect.DeepEqual(again, out) {
			t.Error("read again it is read otherwise")
		}
	})
}

// A correction is accepted only if the voice can say it.
func FuzzParseCorrection(f *testing.F) {
	for _, text := range []string{"SCAP-you-lee", "/skˈæpjəli/", "range of motion", "o'brien", "x-y-z", "/ /", "--"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := reader(t)
		sounds, err := r.ParseCorrection(text)
		if (sounds == "") == (err == nil) {
			t.Fatalf("got %q, %v", sounds, err)
		}
		if err == nil {
			if _, err := r.Read("word", map[string]string{"word": sounds}); err != nil {
				t.Errorf("%q cannot be said: %v", sounds, err)
			}
		}
	})
}
