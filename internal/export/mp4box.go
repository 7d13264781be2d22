//go:build !nolgpl

package export

import (
	"encoding/binary"
	"math"
	"unicode/utf8"

	"unhunch/internal/plan"
	"unhunch/internal/printed"
)

// box frames what is in it with a size and a name.
func box(name string, parts ...[]byte) []byte {
	size := 8
	for _, p := range parts {
		size += len(p)
	}
	b := make([]byte, 0, size)
	b = binary.BigEndian.AppendUint32(b, uint32(size))
	b = append(b, name...)
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// fullBox is a box with a version and flags.
func fullBox(name string, version byte, flags uint32, parts ...[]byte) []byte {
	head := be32(uint32(version)<<24 | flags)
	return box(name, append([][]byte{head}, parts...)...)
}

// version is that of a box with a length: 1 where it needs 64 bits.
func version(length uint64) byte {
	if length > math.MaxUint32 {
		return 1
	}
	return 0
}

// times are the dates, which are left open so that files do not change, then
// the unit of time and the length.
func times(length uint64, rate uint32) []byte {
	if version(length) == 0 {
		return be32(0, 0, rate, uint32(length))
	}
	b := make([]byte, 16)
	b = append(b, be32(rate)...)
	return binary.BigEndian.AppendUint64(b, length)
}

// matrix leaves a picture as it is.
var matrix = be32(1<<16, 0, 0, 0, 1<<16, 0, 0, 0, 1<<30)

func trackHeader(id, flags uint32, length uint64, volume uint16) []byte {
	body := be32(0, 0, id, 0, uint32(length))
	if version(length) == 1 {
		body = append(make([]byte, 16), be32(id, 0)...)
		body = binary.BigEndian.AppendUint64(body, length)
	}
	body = append(body, make([]byte, 12)...)
	body = binary.BigEndian.AppendUint16(body, volume)
	body = append(body, 0, 0)
	body = append(body, matrix...)
	return fullBox("tkhd", version(length), flags, body, be32(0, 0))
}

// mediaHeader has the language as three letters of five bits.
func mediaHeader(length uint64, language string) []byte {
	var packed uint16
	for _, c := range languageCode(language) {
		packed = packed<<5 | uint16(c-0x60)
	}
	body := times(length, plan.Rate)
	body = binary.BigEndian.AppendUint16(body, packed)
	return fullBox("mdhd", version(length), 0, body, []byte{0, 0})
}

func handler(kind, name string) []byte {
	return fullBox("hdlr", 0, 0, be32(0), []byte(kind), make([]byte, 12), []byte(name+"\x00"))
}

// dataInfo says that the data is in this very file.
func dataInfo() []byte {
	return box("dinf", fullBox("dref", 0, 0, be32(1), fullBox("url ", 0, 1)))
}

// nero is the chapter list of Nero, in units of 100 ns, of at most 255.
func (m *mp4) nero() []byte {
	all := m.job.meta.chapters
	if len(all) > 255 {
		all = all[:255]
	}
	body := append(be32(0), byte(len(all)))
	for _, c := range all {
		const per3 = 3 * 10_000_000 / plan.Rate // three frames are 625 units
		body = binary.BigEndian.AppendUint64(body, (uint64(c.At)*per3+1)/3)
		title := cutText(c.Title, 255)
		body = append(append(body, byte(len(title))), title...)
	}
	return fullBox("chpl", 1, 0, body)
}

// The kinds of data in a tag.
const (
	tagText = 1
	tagPNG  = 14
	tagInt  = 21
)

// tags is the list that iTunes defined.
func (m *mp4) tags() []byte {
	meta := m.job.meta
	tag := func(name string, kind uint32, value []byte) []byte {
		return box(name, box("data", be32(kind, 0), value))
	}
	text := func(name, value string) []byte { return tag(name, tagText, []byte(value)) }
	list := [][]byte{
		text("\xa9nam", meta.title), text("\xa9ART", meta.artist), text("aART", meta.artist),
		text("\xa9alb", meta.album), text("\xa9gen", meta.genre), text("\xa9cmt", meta.comment),
		text("\xa9too", program),
	}
	if kind := m.job.format.media; kind != 0 {
		list = append(list, tag("stik", tagInt, []byte{kind}))
	}
	list = append(list, tag("covr", tagPNG, printed.Cover(m.job.plan)))
	hdlr := fullBox("hdlr", 0, 0, be32(0), []byte("mdirappl"), make([]byte, 9))
	return fullBox("meta", 0, 0, hdlr, box("ilst", list...))
}

// cutText shortens a text to a number of bytes, between letters.
func cutText(s string, most int) string {
	for len(s) > most {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}
