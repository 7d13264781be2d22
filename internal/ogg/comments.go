package ogg

import "encoding/binary"

// Comments are tags, each a name and a value, as Vorbis and Opus have them after
// the mark of their header.
func Comments(vendor string, tags [][2]string) []byte {
	text := func(b []byte, s string) []byte {
		return append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
	}
	b := text(nil, vendor)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(tags)))
	for _, t := range tags {
		b = text(b, t[0]+"="+t[1])
	}
	return b
}

// CommentsAreWhole tells whether comments have as many tags as they say, as far
// as a reader must know that it will not run out of memory.
func CommentsAreWhole(p []byte) bool {
	if len(p) < 8 {
		return false
	}
	vendor := uint64(binary.LittleEndian.Uint32(p))
	if vendor > uint64(len(p)-8) {
		return false
	}
	p = p[4+vendor:]
	return uint64(binary.LittleEndian.Uint32(p)) <= uint64(len(p)/4)
}
