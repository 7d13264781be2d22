package phonemes

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

func reader(t testing.TB) *Reader {
	t.Helper()
	r, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A text that cannot be read is refused with its place: passing over it in silence would leave a gap in a session
// that nobody notices before it is heard.
func TestReadFaults(t *testing.T) {
	for _, test := range []struct {
		text   string
		offset int
		want   string
	}{
		{"", 0, `no word in ""`},
		{"  \n ", 0, `no word in "  \n "`},
		{"?!… —", 0, `no word in "?!… —"`},
		{"🎉 🧘", 0, `no word in "🎉 🧘"`},
		{"Lie down. 横になる", 10, `cannot read "横になる": only Latin letters can be read`},
		{"Ложись", 0, `cannot read "Ложись": only Latin letters can be read`},
		{"Breathe\x07 in", 7, "control character U+0007"},
		{"Breathe\x00", 7, "control character U+0000"},
		{"caf\xe9", 3, "damaged text: not UTF-8"},
		{"Hold for ٣ breaths", 9, "cannot read the number '٣'"},
		{"Hold " + strings.Repeat("m", 61), 5, "a word of 61 characters: 60 are the most"},
		{"1" + strings.Repeat("0", 60), 0, "a word of 61 characters: 60 are the most"},
		{strings.Repeat("-", 70), 0, `no word in "` + strings.Repeat("-", 40) + `…"`},
		{strings.Repeat("so ", 3334), 0, "a text of 10002 characters: 10000 are the most"},
	} {
		_, err := reader(t).Read(test.text, nil)
		var fault *Fault
		if !errors.As(err, &fault) {
			t.Errorf("%.40q: %v is no fault", test.text, err)
		} else if fault.Message != test.want || fault.Offset != test.offset {
			t.Errorf("%.40q: got %d %q, want %d %q", test.text, fault.Offset, fault.Message, test.offset, test.want)
		}
	}
}

// Sentences keep their places in the text, and say what stands at their end: pauses between them are made of it.
func TestReadSentences(t *testing.T) {
	text := "  Sit tall… Then (slowly) turn:\n\nlook back!  Well done 🎉"
	out, err := reader(t).Read(text, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []Sentence{
		{Text: "Sit tall…", Phonemes: "sˈɪt tˈɔl…", Pause: Ellipsis},
		{Text: "Then (slowly) turn:", Phonemes: "ðˈɛn (slˈOli) tˈɜɹn:", Pause: Colon},
		{Text: "look back!", Phonemes: "lˈʊk bˈæk!", Pause: Exclamation},
		{Text: "Well done", Phonemes: "wˈɛl dˈʌn"},
	}
	if len(out.Sentences) != len(want) {
		t.Fatalf("got %+v", out.Sentences)
	}
	for i, s := range out.Sentences {
		if text[s.Start:s.End] != s.Text {
			t.Errorf("%q is not at %d to %d", s.Text, s.Start, s.End)
		}
		s.Start, s.End = 0, 0
		if s != want[i] {
			t.Errorf("got %+v, want %+v", s, want[i])
		}
	}
}

// What the voice can take at once is limited: a sentence beyond that is split at its commas, or else between words.
func TestReadLongSentence(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("and lift your left arm, ", 60),
		strings.Repeat("and lift your left arm ", 60),
		strings.Repeat("left-right-", 60) + "left",
		strings.Repeat("wx", 30) + " " + strings.Repeat("m", 60) + strings.Repeat(" "+strings.Repeat("w", 60), 20),
	} {
		out, err := reader(t).Read(text, nil)
		if err != nil {
			t.Fatal(err)
		}
		words := 0
		for i, s := range out.Sentences {
			if n := len([]rune(s.Phonemes)); n > MaxPhonemes {
				t.Errorf("%.30q: a sentence of %d phonemes", text, n)
			}
			if i+1 < len(out.Sentences) && strings.Contains(text, ",") && s.Pause != Comma {
				t.Errorf("%.30q: split after %q", text, s.Text)
			}
			words += len(strings.FieldsFunc(s.Text, func(r rune) bool { return r == ' ' || r == '-' }))
		}
		if want := len(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' })); words != want {
			t.Errorf("%.30q: %d words of %d", text, words, want)
		}
	}
}

// Several lines are read at once, and each as if it were read alone.
func TestReadAtOnce(t *testing.T) {
	all := lines(t, "testdata/teacher.tsv")
	r, err := open(embedded)
	if err != nil {
		t.Fatal(err)
	}
	var done sync.WaitGroup
	for from := range 4 {
		done.Go(func() {
			for i := range all {
				l := all[(i*7+from*40)%len(all)]
				out, err := r.Read(l.text, nil)
				if want := strings.ReplaceAll(l.phonemes, " | ", " "); err != nil || out.Phonemes() != want {
					t.Errorf("%s: got %s, %v", l.text, out.Phonemes(), err)
				}
			}
		})
	}
	done.Wait()
}

// The words that no list has are named, so that their reading can be checked and corrected.
func TestReadGuesses(t *testing.T) {
	out, err := reader(t).Read("Ask Zorblatt about the frumious muscles, not her scapulae.", nil)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, g := range out.Guesses {
		words = append(words, g.Word)
		if !strings.Contains(out.Phonemes(), g.Phonemes) {
			t.Errorf("%s is said to be read %s, but the sentence is %s", g.Word, g.Phonemes, out.Phonemes())
		}
	}
	if got := strings.Join(words, " "); got != "Zorblatt frumious" {
		t.Errorf("read by rule: %q", got)
	}
}

// The longest texts that are allowed are read without hanging, whatever they are made of.
func TestReadLongest(t *testing.T) {
	most := MaxText
	if testing.Short() {
		most /= 10
	}
	for _, unit := range []string{"a-", "1/", "1-", "1x", "1 ", "5\"", "5'", "\"", "(", ".", "!", "a.", "a. ", "é", "No. ", "x.y@", "a'", "A1", "T4-",
		"=>", "- ", "-", "— ", "½", "$1", "a\n\n", "bc ", "Qz "} {
		text := strings.Repeat(unit, most/len([]rune(unit)))
		out, err := reader(t).Read(text, nil)
		if fault := new(Fault); err != nil && !errors.As(err, &fault) || err == nil && len(out.Sentences) == 0 {
			t.Errorf("%q over and over: %d sentences, %v", unit, len(out.Sentences), err)
		}
	}
}
