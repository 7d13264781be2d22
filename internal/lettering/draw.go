package lettering

import "strings"

// one is a pixel: outlines are drawn in parts of it.
const one = 256

// Has says whether there is a letter for every character of a text.
func Has(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return bold.glyph(r) == 0 }) < 0
}

// Width is how wide a text is, in pixels, where an em is so many pixels.
func Width(text string, em int) int {
	units := 0
	for _, r := range text {
		units += bold.width(bold.glyph(r))
	}
	return (units*em + bold.unitsPerEm - 1) / bold.unitsPerEm
}

// Draw covers the pixels of a line of text: cover is told how much of a pixel it covers,
// from 1 to 255, for each that it covers at all.
func Draw(text string, x, baseline, em int, cover func(x, y int, share uint8)) {
	const above, below = 5, 2 // quarters of an em that letters reach
	s := newStrip(Width(text, em)+em, em*(above+below)/4)
	left, top := em/2, em*above/4
	at := 0 // in units
	for _, r := range text {
		glyph := bold.glyph(r)
		place := func(p point) (int, int) {
			return left*one + (at+p.x)*em*one/bold.unitsPerEm, top*one - p.y*em*one/bold.unitsPerEm
		}
		for _, line := range bold.outline(glyph) {
			s.outline(line, place)
		}
		at += bold.width(glyph)
	}
	s.each(func(px, py int, share uint8) { cover(x+px-left, baseline+py-top, share) })
}

// strip adds up how much of each pixel of a line of text is covered. Each piece of an
// outline changes, by its height, what is right of it, and part of the pixel that it
// goes through.
type strip struct {
	width, height int
	change        []int // from pixel to pixel, in parts of 2·one·one
}

func newStrip(width, height int) *strip {
	return &strip{width, height, make([]int, (width+2)*height)}
}

// outline adds a closed line, of which the points that it does not go through bend it.
func (s *strip) outline(line []point, place func(point) (int, int)) {
	between := func(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2, true} }
	n := len(line)
	first := line[0]
	if !first.on {
		if first = between(line[n-1], line[0]); line[n-1].on {
			first = line[n-1]
		}
	}
	x, y := place(first)
	bend, bent := point{}, false
	to := func(p point) {
		px, py := place(p)
		if bent {
			bx, by := place(bend)
			s.curve(x, y, bx, by, px, py)
		} else {
			s.line(x, y, px, py)
		}
		x, y, bent = px, py, false
	}
	for i := range n {
		p := line[i]
		if !p.on {
			if bent {
				to(between(bend, p))
			}
			bend, bent = p, true
			continue
		}
		to(p)
	}
	to(first)
}

// curve adds a piece that is bent toward a point.
func (s *strip) curve(x0, y0, x1, y1, x2, y2 int) {
	const pieces = 12
	x, y := x0, y0
	for k := 1; k <= pieces; k++ {
		a, b, c := (pieces-k)*(pieces-k), 2*k*(pieces-k), k*k
		nextX, nextY := (a*x0+b*x1+c*x2)/(pieces*pieces), (a*y0+b*y1+c*y2)/(pieces*pieces)
		s.line(x, y, nextX, nextY)
		x, y = nextX, nextY
	}
}

// line adds a straight piece, row by row and pixel by pixel.
func (s *strip) line(x0, y0, x1, y1 int) {
	sign := 1
	if y0 > y1 {
		x0, y0, x1, y1, sign = x1, y1, x0, y0, -1
	}
	x, y := x0, y0
	for y < y1 {
		nextY := min((y/one+1)*one, y1)
		nextX := x0 + (x1-x0)*(nextY-y0)/(y1-y0)
		s.across(x, nextX, y/one, (nextY-y)*sign)
		x, y = nextX, nextY
	}
}

// across adds a piece within a row that changes what is right of it by so much.
func (s *strip) across(x0, x1, row, height int) {
	if x0 > x1 {
		x0, x1 = x1, x0
	}
	row *= s.width + 2
	for x, done := x0, 0; ; {
		next := min((x/one+1)*one, x1)
		all := height
		if x1 > x0 {
			all = height * (next - x0) / (x1 - x0)
		}
		part, pixel := all-done, row+x/one
		inside := x%one + next - x/one*one // twice the middle of the piece
		s.change[pixel] += part * (2*one - inside)
		s.change[pixel+1] += part * inside
		if done, x = all, next; x >= x1 {
			return
		}
	}
}

// each tells the pixels that are covered.
func (s *strip) each(cover func(x, y int, share uint8)) {
	for y := range s.height {
		sum := 0
		for x := range s.width {
			sum += s.change[y*(s.width+2)+x]
			if share := min(max(sum, -sum)/(2*one), 255); share > 0 {
				cover(x, y, uint8(share))
			}
		}
	}
}
