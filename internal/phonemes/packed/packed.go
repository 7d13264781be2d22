// Package packed is the form in which package phonemes carries what it knows of English: one file of a few
// sections, each searched where it lies, so that opening it reads next to nothing. The command
// internal/phonemes/pack writes the file and the program embeds it.
//
// Everything that is read is checked against the bounds of its section: a damaged file gives an error or finds
// no word, and never a panic.
package packed

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// magic begins the file and names the version of its form.
const magic = "unhunch-phonemes-1\n"

// Sections of the file, in their order.
const (
	sectionLexicon = iota
	sectionTags
	sectionLetters
	sections
)

// errDamaged is what a file gives whose lengths do not fit together.
var errDamaged = errors.New("damaged data")

// File is what a packed file holds.
type File struct {
	Lexicon *Lexicon
	Tags    *Tags
	Letters *Letters
}

// Write joins the sections to a file: the magic, the length of each section as four bytes, the sections.
func Write(lexicon, tags, letters []byte) []byte {
	out := []byte(magic)
	for _, s := range [sections][]byte{lexicon, tags, letters} {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(s)))
	}
	for _, s := range [sections][]byte{lexicon, tags, letters} {
		out = append(out, s...)
	}
	return out
}

// Open reads a file. The text is kept, not copied.
func Open(data string) (*File, error) {
	r := reader{rest: data}
	if r.text(len(magic)) != magic {
		return nil, errors.New("not a file of this version")
	}
	var lengths [sections]int
	for i := range lengths {
		lengths[i] = r.count()
	}
	var parts [sections]string
	for i, n := range lengths {
		parts[i] = r.text(n)
	}
	if r.bad || r.rest != "" {
		return nil, errDamaged
	}
	f := &File{}
	var err error
	if f.Lexicon, err = openLexicon(parts[sectionLexicon]); err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	if f.Tags, err = openTags(parts[sectionTags]); err != nil {
		return nil, fmt.Errorf("tags: %w", err)
	}
	if f.Letters, err = OpenLetters(parts[sectionLetters]); err != nil {
		return nil, fmt.Errorf("letters: %w", err)
	}
	return f, nil
}

// reader takes a text apart from its front. After the first thing that does not fit, bad is true and everything
// read is zero.
type reader struct {
	rest string
	bad  bool
}

// text is the next n bytes.
func (r *reader) text(n int) string {
	if r.bad || n < 0 || n > len(r.rest) {
		r.bad, r.rest = true, ""
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *reader) byte() byte {
	if s := r.text(1); s != "" {
		return s[0]
	}
	return 0
}

func (r *reader) uint16() int { return int(r.byte()) | int(r.byte())<<8 }

// count is how many of something follow, in four bytes. They take at least a byte each.
func (r *reader) count() int {
	low, high := r.uint16(), r.uint16()
	if n := uint64(high)<<16 | uint64(low); n <= uint64(len(r.rest)) {
		return int(n)
	}
	r.bad, r.rest = true, ""
	return 0
}
