package render

import (
	"errors"
	"slices"
	"testing"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/plan"
)

// readAll gives what a sound is from where it stands.
func readAll(s beep.Streamer, block int) (all [][2]float64) {
	buf := make([][2]float64, block)
	for {
		n, ok := s.Stream(buf)
		if !ok {
			return all
		}
		all = append(all, buf[:n]...)
	}
}

// The words are each line once, whatever sounds beside it, as loud as in the
// session; and what was decoded for them is not decoded again.
func TestWords(t *testing.T) {
	const second = plan.Rate
	left := line(4*second, second, "Left.")
	left.Pan = -0.4
	file := line(6*second, second, "")
	file.File = "gong.wav"
	p := planOf(9*second, bed(0, 9*second, "rain"), line(second, second, "Sit."), cue(2*second, plan.ToneGo),
		line(3*second, second, "Sit."), left, phase(5*second, second, "in"), file)
	from := &studio{}
	for _, o := range []Options{{}, {Voice: Level{DB: -6}}, {Ahead: 1, Scratch: &paper{}}} {
		*from = studio{}
		s := New(p, from, o)
		words := s.Words()
		if words.Len() != 2*second+3*wordGap {
			t.Fatalf("%d frames of words", words.Len())
		}
		got := readAll(words, 1000)
		var want [][2]float64
		gap := make([][2]float64, wordGap)
		for _, text := range []string{"Sit.", "Left."} {
			clip, _ := (&studio{}).Line("june", text)
			want = append(want, gap...)
			for _, v := range clip.Samples {
				x := float64(v) * (o.Voice.gain() / 32768)
				want = append(want, [2]float64{x, x})
			}
		}
		if want = append(want, gap...); !slices.Equal(got, want) {
			t.Errorf("%+v: the words are not the lines", o)
		}
		if err := words.Seek(wordGap + 5); err != nil || !slices.Equal(readAll(words, 77), want[wordGap+5:]) {
			t.Errorf("%+v: not the same from another frame on (%v)", o, err)
		}
		readAll(s, 512)
		if n := from.times("june: Sit."); n != 1 {
			t.Errorf("%+v: a line was decoded %d times", o, n)
		}
		s.Close()
	}
	from.broken = "june: Left."
	s := New(p, from, Options{})
	defer s.Close()
	words := s.Words()
	if n := len(readAll(words, 512)); n > second+2*wordGap || !errors.Is(words.Err(), errBroken) {
		t.Errorf("%d frames, and then %v", n, words.Err())
	}
	if words.Seek(-1) == nil || words.Seek(words.Len()+1) == nil {
		t.Error("seeks out of bounds")
	}
	none := New(planOf(second, cue(0, plan.ToneGo)), from, Options{})
	defer none.Close()
	if n := none.Words().Len(); n != 0 {
		t.Errorf("%d frames of no words", n)
	}
}
