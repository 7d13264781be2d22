package export

import (
	"math"
	"strings"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/printed"
)

// The list of chapters counts in one byte: one chapter too many, and a player
// shows none.
func TestMoreChaptersThanABoxCounts(t *testing.T) {
	for _, c := range []struct{ chapters, listed int }{{1, 1}, {255, 255}, {256, 255}, {300, 255}} {
		m := &mp4{job: &job{meta: &metadata{chapters: make([]printed.Chapter, c.chapters)}}}
		body := m.nero()[8+4+4:] // after the box's size, name, version and flags, and a reserved field
		if int(body[0]) != c.listed || len(body)-1 != c.listed*9 {
			t.Errorf("of %d chapters %d are counted and %d written, want %d", c.chapters, body[0], (len(body)-1)/9, c.listed)
		}
	}
}

// A title is cut only where it has to be.
func TestTitlesAtTheirLimit(t *testing.T) {
	for _, c := range []struct {
		title string
		want  string
	}{
		{strings.Repeat("a", chapterTitle), strings.Repeat("a", chapterTitle)},
		{strings.Repeat("a", chapterTitle+1), strings.Repeat("a", chapterTitle-3) + "…"},
		{strings.Repeat("é", chapterTitle/2), strings.Repeat("é", chapterTitle/2)},
		{strings.Repeat("é", chapterTitle), strings.Repeat("é", (chapterTitle-3)/2) + "…"},
	} {
		if got := shortened(c.title, chapterTitle); got != c.want {
			t.Errorf("a title of %d bytes becomes %q, want %q", len(c.title), got, c.want)
		}
	}
}

// Where peaks are held down a great deal, one correction of the gain is not
// enough: the session would be a good deal quieter than was asked for.
func TestLoudnessUnderManyPeaks(t *testing.T) {
	p, s := session(10)
	quiet := beeps(0.01)
	s.sound = func(frame int) (float64, float64) {
		l, r := quiet(frame)
		if frame%(plan.Rate/2) < 40 {
			return l + 0.6, r + 0.6
		}
		return l, r
	}
	_, r := write(t, "a.wav", p, s, Options{Loudness: Loudness{Target: -14}})
	if !r.Limited {
		t.Fatal("no peak was held down")
	}
	if math.Abs(r.Integrated - -14) > 0.3 {
		t.Errorf("the file measures %.2f LUFS, want -14", r.Integrated)
	}
}

// Someone who asks for nothing gets a file that is small enough for a phone, and
// good enough that no sibilant is louder after encoding.
func TestUsualBitrates(t *testing.T) {
	want := map[string][2]int{"m4b": {64000, 96000}, "m4a": {64000, 96000}, "opus": {32000, 64000}, "mp3": {80000, 128000}, "flac": {}, "wav": {}}
	for _, f := range Formats() {
		if f.rate != want[f.Name] {
			t.Errorf("%s has %v bits a second in mono and stereo, want %v", f.Name, f.rate, want[f.Name])
		}
	}
}
