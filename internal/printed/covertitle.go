package printed

import (
	"slices"
	"strings"

	"unhunch/internal/lettering"
	"unhunch/internal/pdf"
)

// coverTitle is the title of a cover, in lines of letters of a size in pixels.
type coverTitle struct {
	lines []string
	em    int
}

// Where a title stands on a cover, in pixels.
const (
	titleWidth = CoverSize * 88 / 100
	titleTop   = CoverSize * 68 / 100
	titleRoom  = CoverSize * 28 / 100
)

// titleOf makes a title as large as it can be, with as few lines as there is room for. A
// word that is wider than that is broken, and what is far too long ends early.
func titleOf(title string) coverTitle {
	title = OneLine(title)
	words := strings.Fields(title)
	if len(words) == 0 || !lettering.Has(title) {
		return coverTitle{}
	}
	const largest, least, step = 190, 76, 6
	t := coverTitle{em: largest}
	for ; ; t.em -= step {
		wide := func(text string) int { return lettering.Width(text, t.em) }
		t.lines = pdf.Break(title, titleWidth, wide)
		whole := !slices.ContainsFunc(words, func(word string) bool { return wide(word) > titleWidth })
		if whole && len(t.lines) <= t.mostLines() || t.em-step < least {
			break
		}
	}
	if most := t.mostLines(); len(t.lines) > most {
		t.lines = t.lines[:most]
		t.lines[most-1] = shortened(t.lines[most-1]+" …", t.em)
	}
	return t
}

// leading is from one line to the next.
func (t coverTitle) leading() int { return t.em * 116 / 100 }

func (t coverTitle) mostLines() int { return titleRoom / t.leading() }

// shortened is a line that has no room as a whole, up to where it has.
func shortened(line string, em int) string {
	r := []rune(line)
	for n := len(r); n > 1 && lettering.Width(line, em) > titleWidth; n-- {
		line = strings.TrimRight(string(r[:n-1]), " .,…") + "…"
	}
	return line
}

// title writes the title in the middle of its room.
func (c *coverPicture) title(t coverTitle) {
	top := titleTop + (titleRoom-len(t.lines)*t.leading())/2
	for i, line := range t.lines {
		x, baseline := (CoverSize-lettering.Width(line, t.em))/2, top+i*t.leading()+t.em*90/100
		lettering.Draw(line, x, baseline, t.em, func(x, y int, share uint8) { c.paint(x, y, white, float64(share)/255) })
	}
}
