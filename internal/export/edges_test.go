package export

import (
	"bytes"
	"io"
	"math"
	"strings"
	"testing"

	"unhunch/internal/ogg"
	"unhunch/internal/plan"
	"unhunch/internal/printed"
)

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

// The table of contents of an MP3 counts in one byte, too.
func TestMoreChaptersThanATagCounts(t *testing.T) {
	for chapters, listed := range map[int]int{255: 255, 256: 255, 300: 255} {
		tag := id3(&metadata{chapters: make([]printed.Chapter, chapters)}, nil)
		at := bytes.Index(tag, []byte("CTOC"))
		if got := int(tag[at+10+5]); got != listed || bytes.Count(tag, []byte("CHAP")) != listed {
			t.Errorf("of %d chapters %d are listed, and %d written", chapters, got, bytes.Count(tag, []byte("CHAP")))
		}
	}
}

// Some players show chapters of an MP3 only where its table of contents says that
// it is the top one and in order.
func TestContentsOfMP3(t *testing.T) {
	p, _ := session(12)
	tag := id3(&metadata{chapters: printed.Chapters(p)}, nil)
	at := bytes.Index(tag, []byte("CTOC"))
	if at < 0 || !bytes.HasPrefix(tag[at+10:], []byte("toc\x00\x03\x03ch1\x00ch2\x00ch3\x00")) {
		t.Errorf("the table of contents is %q", tag[max(0, at):])
	}
}

// An Opus file ends where the session does, and not with its last packet: a player
// would be silent for longer, and count the length wrong.
func TestOpusEndsWithTheSession(t *testing.T) {
	p, s := session(3)
	p.Frames -= 1000
	s.length -= 1000
	path, _ := write(t, "a.opus", p, s, Options{Loudness: Loudness{AsIs: true}})
	data := readFile(t, path)
	pages := ogg.NewReader(io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))), 0)
	var last ogg.Page
	for {
		page, _, err := pages.Next()
		if err != nil {
			break
		}
		last = page
	}
	if want := int64(p.Frames) + opusPreskip; last.Position != want || !last.Has(ogg.Last) {
		t.Errorf("the last page ends at %d, want %d", last.Position, want)
	}
}
