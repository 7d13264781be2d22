// Package lettering draws words into pictures. It counts in whole numbers alone, so a
// picture has the same bytes on every machine.
package lettering

import (
	_ "embed"
	"encoding/binary"
)

// data is a font with the letters of Latin, Greek and Cyrillic.
//
//go:embed Go-Bold.ttf
var data []byte

// font is a TrueType font that is laid out as this one is.
type font struct {
	glyphs, places, widths, codes []byte
	unitsPerEm, wide              int // wide is how many glyphs have a width of their own
}

var bold = open(data)

// open finds the tables of a font.
func open(data []byte) font {
	tables := map[string][]byte{}
	for i := range u16(data, 4) {
		entry := data[12+16*i:]
		at, size := u32(entry, 8), u32(entry, 12)
		tables[string(entry[:4])] = data[at : at+size]
	}
	f := font{glyphs: tables["glyf"], places: tables["loca"], widths: tables["hmtx"],
		unitsPerEm: u16(tables["head"], 18), wide: u16(tables["hhea"], 34)}
	const windows, basicPlane = 3, 1
	codes := tables["cmap"]
	for i := range u16(codes, 2) {
		if entry := codes[4+8*i:]; u16(entry, 0) == windows && u16(entry, 2) == basicPlane {
			f.codes = codes[u32(entry, 4):]
		}
	}
	return f
}

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func i16(b []byte, at int) int { return int(int16(binary.BigEndian.Uint16(b[at:]))) }
func u32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

// glyph is the number of the glyph of a character; 0 if there is none.
func (f font) glyph(r rune) int {
	if r > 0xffff {
		return 0
	}
	c, segments := int(r), u16(f.codes, 6)/2
	ends, starts := f.codes[14:], f.codes[16+2*segments:]
	deltas, offsets := f.codes[16+4*segments:], f.codes[16+6*segments:]
	for i := range segments {
		if c > u16(ends, 2*i) {
			continue
		}
		start, delta, offset := u16(starts, 2*i), u16(deltas, 2*i), u16(offsets, 2*i)
		switch {
		case c < start:
			return 0
		case offset == 0:
			return (c + delta) & 0xffff
		}
		if g := u16(offsets, 2*i+offset+2*(c-start)); g != 0 {
			return (g + delta) & 0xffff
		}
		return 0
	}
	return 0
}

// width is how far a glyph moves on, in units of the font.
func (f font) width(glyph int) int { return u16(f.widths, 4*min(glyph, f.wide-1)) }

// point of an outline, in units of the font, y upward.
type point struct {
	x, y int
	on   bool // the line goes through it
}

// outline gives the closed lines of a glyph.
func (f font) outline(glyph int) [][]point {
	from, to := 2*u16(f.places, 2*glyph), 2*u16(f.places, 2*glyph+2)
	if from == to {
		return nil
	}
	g := f.glyphs[from:to]
	if n := i16(g, 0); n >= 0 {
		return simple(g[10:], n)
	}
	return f.compound(g[10:])
}

// The flags of a point of a simple glyph.
const (
	onLine = 1 << iota
	shortX
	shortY
	repeated
	sameX // or, of a short one, that it is positive
	sameY
)

// simple reads a glyph of n lines.
func simple(g []byte, n int) [][]point {
	var ends []int
	for i := range n {
		ends = append(ends, u16(g, 2*i)+1)
	}
	count := ends[n-1]
	g = g[2*n+2+u16(g, 2*n):] // past the instructions
	flags := make([]byte, 0, count)
	for len(flags) < count {
		flag, times := g[0], 1
		if g = g[1:]; flag&repeated != 0 {
			times += int(g[0])
			g = g[1:]
		}
		for range times {
			flags = append(flags, flag)
		}
	}
	points := make([]point, count)
	g = coordinates(g, flags, shortX, sameX, func(i, v int) { points[i].x = v })
	coordinates(g, flags, shortY, sameY, func(i, v int) { points[i].y = v })
	for i, flag := range flags {
		points[i].on = flag&onLine != 0
	}
	var lines [][]point
	from := 0
	for _, end := range ends {
		lines = append(lines, points[from:end])
		from = end
	}
	return lines
}

// coordinates reads one coordinate of all points, and gives what follows.
func coordinates(g, flags []byte, short, same byte, set func(i, v int)) []byte {
	v := 0
	for i, flag := range flags {
		switch {
		case flag&short != 0 && flag&same != 0:
			v += int(g[0])
			g = g[1:]
		case flag&short != 0:
			v -= int(g[0])
			g = g[1:]
		case flag&same == 0:
			v += i16(g, 0)
			g = g[2:]
		}
		set(i, v)
	}
	return g
}

// The flags of a part of a compound glyph.
const (
	wideNumbers = 1 << 0
	moreParts   = 1 << 5
)

// compound reads a glyph that is made of others, such as a letter with its accent.
func (f font) compound(g []byte) (lines [][]point) {
	for {
		flags, part := u16(g, 0), u16(g, 2)
		dx, dy, size := int(int8(g[4])), int(int8(g[5])), 6
		if flags&wideNumbers != 0 {
			dx, dy, size = i16(g, 4), i16(g, 6), 8
		}
		for _, line := range f.outline(part) {
			moved := make([]point, len(line))
			for i, p := range line {
				moved[i] = point{p.x + dx, p.y + dy, p.on}
			}
			lines = append(lines, moved)
		}
		if flags&moreParts == 0 {
			return lines
		}
		g = g[size:]
	}
}
