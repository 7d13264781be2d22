//go:build !nolgpl

package export

import (
	"bytes"
	"testing"
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
