package export

import (
	"encoding/binary"
	"fmt"
	"strings"

	"unhunch/internal/printed"
)

// vorbis lists the tags of FLAC and Opus files, chapters among them.
func (m *metadata) vorbis() [][2]string {
	tags := [][2]string{
		{"TITLE", m.title}, {"ARTIST", m.artist}, {"ALBUM", m.album}, {"GENRE", m.genre},
		{"LANGUAGE", m.language}, {"COMMENT", m.comment},
	}
	for i, c := range m.chapters {
		if i > 999 {
			break // the names have three digits
		}
		name := fmt.Sprintf("CHAPTER%03d", i)
		tags = append(tags, [2]string{name, printed.Timestamp(c.At, ".")}, [2]string{name + "NAME", c.Title})
	}
	for i := range tags {
		tags[i][1] = strings.ToValidUTF8(tags[i][1], "")
	}
	return tags
}

// be32 writes numbers in 32 bits each.
func be32(v ...uint32) []byte {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.BigEndian.AppendUint32(b, x)
	}
	return b
}

// pictureBlock is a cover as FLAC has it.
func pictureBlock(data []byte) []byte {
	b := be32(coverFront, uint32(len(printed.CoverType)))
	b = append(b, printed.CoverType...)
	b = append(b, be32(0, printed.CoverSize, printed.CoverSize, 24, 0, uint32(len(data)))...)
	return append(b, data...)
}
