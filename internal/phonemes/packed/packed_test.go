package packed

import (
	"fmt"
	"testing"
)

// small is a packed file of a few words.
func small(t testing.TB) string {
	t.Helper()
	words := map[string]Entry{"Polish": {Readings: []Reading{{Default, "pˈOlɪʃ"}}, Checked: true},
		"polish": {Readings: []Reading{{Default, "pˈɑlɪʃ"}, {Noun, ""}}, Checked: true}, "zither": {Readings: []Reading{{Default, "zˈɪðəɹ"}}}}
	for i := range blockWords * 3 / 2 { // of several blocks
		words[fmt.Sprintf("x%cw%d", 'a'+i%7, i)] = Entry{Readings: []Reading{{Default, fmt.Sprint("ˈɪ", string(rune('a'+i%26)))}}, Checked: true}
	}
	lexicon, err := PackLexicon(words)
	if err != nil {
		t.Fatal(err)
	}
	tags, err := PackTags(Model{Tags: []string{"NN", "VB"}, Fixed: map[string]string{"the": "NN"}, Vocab: []string{"polish"},
		Weights: map[string]map[string]float64{"b": {"NN": 300, "VB": -300}}})
	if err != nil {
		t.Fatal(err)
	}
	var choices [26]string
	for i := range choices {
		choices[i] = "\x00\x01"
	}
	letters := PackLetters([]string{"", "ˈA"}, choices, map[uint32]map[uint8]float64{7: {1: 5}})
	return string(Write(lexicon, tags, letters))
}

func TestFind(t *testing.T) {
	f, err := Open(small(t))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{"Polish": "[{1 pˈOlɪʃ}] true", "polish": "[{1 pˈɑlɪʃ} {2 }] true", "zither": "[{1 zˈɪðəɹ}] false",
		"xaw0": "[{1 ˈɪa}] true", "xcw1500": "[{1 ˈɪs}] true", "POLISH": "", "": "", "a": "", "zzz": "", "xaw": ""} {
		got := ""
		if e, ok := f.Lexicon.Find(word); ok {
			got = fmt.Sprint(e.Readings, " ", e.Checked)
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", word, got, want)
		}
	}
}

// A weight beyond what a byte holds stays at its end, and does not turn into its opposite.
func TestWeightsStay(t *testing.T) {
	f, err := Open(small(t))
	if err != nil {
		t.Fatal(err)
	}
	scores := make([]int32, 2)
	f.Tags.Add(scores, "b")
	if scores[0] != 127 || scores[1] != -128 {
		t.Errorf("300 and -300 have become %v steps", scores)
	}
}

// Damaged data is refused or finds nothing. It must not crash the program, nor make it take more than it is long.
func TestDamaged(t *testing.T) {
	data := small(t)
	for n := range len(data) {
		if _, err := Open(data[:n]); err == nil {
			t.Fatalf("cut at %d it is opened", n)
		}
	}
	if _, err := Open(data + "x"); err == nil {
		t.Error("with more behind it it is opened")
	}
	for i := range len(data) {
		b := []byte(data)
		b[i] ^= 1 << (i % 8)
		use(string(b))
	}
}

// use opens a file, damaged or not, and asks all of it something.
func use(data string) {
	f, err := Open(data)
	if err != nil {
		return
	}
	for _, w := range []string{"polish", "Polish", "xaw0", "xcw1500", "zither", "\xff"} {
		f.Lexicon.Find(w)
		f.Tags.Fixed(w)
		f.Tags.Known(w)
		f.Letters.Sounds(w)
	}
	f.Tags.Fixed("the")
	f.Tags.Add(make([]int32, len(f.Tags.Names)), "b")
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(small(f)))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) { use(string(data)) })
}
