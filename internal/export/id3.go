package export

import (
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf8"

	"unhunch/internal/printed"
)

// id3Chapters is the most chapters that a table of contents can name.
const id3Chapters = 255

// id3 is an ID3v2.4 tag: what the file is, its cover, and its chapters. Sides,
// sets and phases are left out: ID3 could nest them, but players show all in
// one list, and skipping would no longer go from exercise to exercise.
func id3(m *metadata, cover []byte) []byte {
	lang := languageCode(m.language)
	var frames []byte
	add := func(f []byte) { frames = append(frames, f...) }
	add(textFrame("TIT2", m.title))
	add(textFrame("TPE1", m.artist))
	add(textFrame("TALB", m.album))
	add(textFrame("TCON", m.genre))
	add(textFrame("TLAN", lang))
	add(id3Frame("COMM", append(append([]byte{3}, lang...), "\x00"+m.comment...)))
	picture := append([]byte{3}, printed.CoverType+"\x00"...)
	picture = append(picture, coverFront, 0)
	add(id3Frame("APIC", append(picture, cover...)))

	top := m.chapters
	if len(top) > id3Chapters {
		top = top[:id3Chapters]
	}
	var ids []string
	for i, c := range top {
		id := fmt.Sprintf("ch%d", i+1)
		ids = append(ids, id)
		add(chapterFrame(id, c))
	}
	// Both flags, at the top and ordered, since some read them the wrong way
	// round.
	add(contents("toc", 3, ids))
	head := append([]byte("ID3\x04\x00\x00"), synchsafe(len(frames))...)
	return append(head, frames...)
}

// chapterFrame is a chapter: its times in milliseconds and its title. Places in
// the file are left out.
func chapterFrame(id string, c printed.Chapter) []byte {
	body := append([]byte(id), 0)
	be := binary.BigEndian
	body = be.AppendUint32(body, uint32(printed.Milliseconds(c.At)))
	body = be.AppendUint32(body, uint32(printed.Milliseconds(c.End)))
	body = be.AppendUint32(body, math.MaxUint32)
	body = be.AppendUint32(body, math.MaxUint32)
	return id3Frame("CHAP", append(body, textFrame("TIT2", shortened(c.Title, chapterTitle))...))
}

// chapterTitle is the most bytes of a chapter's title. With more, the size of its
// frame is another number in seven bits a byte than in eight, and those who read
// it as the latter lose the chapter.
const chapterTitle = 126

// shortened is a text of at most so many bytes, with an ellipsis if it was longer.
func shortened(text string, most int) string {
	const more = "…"
	if len(text) <= most {
		return text
	}
	end := most - len(more)
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + more
}

// contents is a table of contents.
func contents(id string, flags byte, ids []string) []byte {
	body := append([]byte(id), 0, flags, byte(len(ids)))
	for _, i := range ids {
		body = append(append(body, i...), 0)
	}
	return id3Frame("CTOC", body)
}

// textFrame is a text in UTF-8.
func textFrame(name, text string) []byte {
	return id3Frame(name, append([]byte{3}, text...))
}

func id3Frame(name string, body []byte) []byte {
	f := append([]byte(name), synchsafe(len(body))...)
	return append(append(f, 0, 0), body...)
}

// synchsafe writes a size in four bytes of seven bits.
func synchsafe(n int) []byte {
	return []byte{byte(n >> 21 & 0x7f), byte(n >> 14 & 0x7f), byte(n >> 7 & 0x7f), byte(n & 0x7f)}
}
