package export

import (
	"fmt"
	"strings"
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
		tags = append(tags, [2]string{name, timestamp(c.at, ".")}, [2]string{name + "NAME", c.title})
	}
	for i := range tags {
		tags[i][1] = strings.ToValidUTF8(tags[i][1], "")
	}
	return tags
}
