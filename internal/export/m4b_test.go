//go:build !nolgpl

package export

import (
	"bytes"
	"testing"

	"unhunch/internal/printed"
)

// A phone files an m4b with the books and keeps its place in it, and an m4a with the
// music. It goes by these two words.
func TestBookOrMusic(t *testing.T) {
	for name, want := range map[string]struct {
		brand string
		book  bool
	}{"a.m4b": {"ftypM4B ", true}, "a.m4a": {"ftypM4A ", false}} {
		p, s := session(3)
		path, _ := write(t, name, p, s, Options{Loudness: Loudness{AsIs: true}})
		data := readFile(t, path)
		book := bytes.Contains(data, []byte("stik\x00\x00\x00\x11data\x00\x00\x00\x15\x00\x00\x00\x00\x02"))
		if !bytes.HasPrefix(data[4:], []byte(want.brand)) || book != want.book {
			t.Errorf("%s begins with %q and says that it is a book: %v", name, data[4:12], book)
		}
	}
}

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
