package printed

import (
	"fmt"
	"strings"

	"unhunch/internal/pdf"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// Paper is what a sheet is printed on.
type Paper struct {
	Name          string
	width, height int
}

// Papers are those that there are. The first one is the usual one.
var Papers = []Paper{{"a4", 59528, 84189}, {"letter", 61200, 79200}}

// The measures of a sheet, in hundredths of a point.
const (
	sheetMargin  = 54 * pdf.Point
	sheetBottom  = 62 * pdf.Point // below the last line
	sheetLabels  = 100 * pdf.Point
	sheetItems   = 18 * pdf.Point // for the numbers of a list
	titleSize    = 24 * pdf.Point
	headSize     = 14 * pdf.Point
	bodySize     = 11 * pdf.Point
	smallSize    = 9 * pdf.Point
	bodyLeading  = 15 * pdf.Point
	rowSpace     = 2 * pdf.Point
	blockSpace   = 12 * pdf.Point
	leastLines   = 3 // of an exercise at the bottom of a page, and its heading
	noticeInside = 9 * pdf.Point
)

const (
	black pdf.Gray = 0
	dark  pdf.Gray = 35
	light pdf.Gray = 65
)

// textAt is a piece of a line.
type textAt struct {
	x    int
	font pdf.Font
	size int
	gray pdf.Gray
	text string
}

// sheetLine is a line of a sheet: what stands on it, and how high it is.
type sheetLine struct {
	height int
	texts  []textAt
	rule   bool // a line in place of text
}

// Sheet prints a session as a PDF, to be followed without a sound: each exercise with
// what to do, how much, where it is felt, how it is easier and what to avoid. What the
// fonts have no character for is told.
func Sheet(r *routine.Routine, p *plan.Plan, paper Paper, o SheetOptions) (data []byte, missing []rune) {
	s := &sheetPages{Paper: paper, plan: p, doc: pdf.New(OneLine(p.Title), p.Language, paper.width, paper.height)}
	s.page()
	s.opening(r)
	blocks := sheetBlocks(r, p, o)
	for i, b := range blocks {
		after := 0
		if b.leads && i+1 < len(blocks) {
			after = blockSpace + s.needs(blocks[i+1])
		}
		s.place(b, after)
	}
	for page := range s.doc.Pages() {
		s.foot(page)
	}
	return s.doc.Bytes(), s.doc.Missing()
}

// sheetPages puts blocks on pages.
type sheetPages struct {
	Paper
	plan *plan.Plan
	doc  *pdf.Document
	y    int // of the next line, from the top
}

func (s *sheetPages) page() {
	s.doc.Page()
	s.y = sheetMargin
}

// column is how wide the text is.
func (s *sheetPages) column() int { return s.width - 2*sheetMargin }

// room is what is left of the page.
func (s *sheetPages) room() int { return s.height - sheetBottom - s.y }

// opening is the title, how long it takes, and the notice in a frame.
func (s *sheetPages) opening(r *routine.Routine) {
	book := s.plan.Phrases()
	for _, line := range pdf.Wrap(pdf.Bold, titleSize, OneLine(s.plan.Title), s.column()) {
		s.put(sheetLine{titleSize * 5 / 4, []textAt{{sheetMargin, pdf.Bold, titleSize, black, line}}, false})
	}
	about := strings.TrimSpace(OneLine(s.plan.About) + " " + book.Minutes(s.plan.Frames.Duration()))
	for _, line := range pdf.Wrap(pdf.Regular, bodySize, about, s.column()) {
		s.put(sheetLine{bodyLeading, []textAt{{sheetMargin, pdf.Regular, bodySize, dark, line}}, false})
	}
	s.y += blockSpace
	if !plan.OnlyBreath(r) {
		s.notice(book.Notice())
	}
}

func (s *sheetPages) notice(text string) {
	lines := pdf.Wrap(pdf.Bold, bodySize, text, s.column()-2*noticeInside)
	top := s.y
	s.y += noticeInside
	for _, line := range lines {
		s.put(sheetLine{bodyLeading, []textAt{{sheetMargin + noticeInside, pdf.Bold, bodySize, black, line}}, false})
	}
	s.y += noticeInside - bodyLeading + bodySize
	page, left, right := s.doc.Pages()-1, sheetMargin, s.width-sheetMargin
	for _, edge := range [][4]int{{left, top, right, top}, {right, top, right, s.y}, {right, s.y, left, s.y}, {left, s.y, left, top}} {
		s.doc.Line(page, edge[0], edge[1], edge[2], edge[3], pdf.Point, black)
	}
	s.y += blockSpace
}

// put writes a line at the place that is next.
func (s *sheetPages) put(l sheetLine) {
	page := s.doc.Pages() - 1
	if l.rule {
		s.doc.Line(page, sheetMargin, s.y+l.height/2, s.width-sheetMargin, s.y+l.height/2, pdf.Point/2, light)
	}
	largest := 0
	for _, t := range l.texts {
		largest = max(largest, t.size)
	}
	for _, t := range l.texts {
		if t.text != "" {
			s.doc.Text(page, t.x, s.y+largest*95/100, t.font, t.size, t.gray, t.text)
		}
	}
	s.y += l.height
}

// needs is how much room a block takes on the page that it begins on: all of it, or the
// beginning of what is longer than a page.
func (s *sheetPages) needs(b block) int {
	head, lines := s.heading(b, OneLine(b.title)), s.lines(b)
	if all := heightOf(head) + heightOf(lines); all <= s.height-sheetMargin-sheetBottom {
		return all
	}
	return heightOf(head) + heightOf(lines[:min(leastLines, len(lines))])
}

// place puts a block on this page or, where that has no room for it and for so much after
// it, on the next one. What is longer than a page goes on with its heading.
func (s *sheetPages) place(b block, after int) {
	head, lines := s.heading(b, OneLine(b.title)), s.lines(b)
	if s.y > sheetMargin && s.needs(b)+after > s.room() {
		s.page()
	}
	for _, l := range head {
		s.put(l)
	}
	for i, l := range lines {
		if l.height > s.room() || i == len(lines)-2 && l.height+lines[i+1].height > s.room() {
			s.page()
			for _, l := range s.heading(b, s.plan.Phrases().Continued(OneLine(b.title))) {
				s.put(l)
			}
		}
		s.put(l)
	}
	s.y += blockSpace
}

func heightOf(lines []sheetLine) (sum int) {
	for _, l := range lines {
		sum += l.height
	}
	return sum
}

// heading are the lines of the number and the title of a block; none where it has none.
func (s *sheetPages) heading(b block, title string) (lines []sheetLine) {
	if title == "" || b.title == "" {
		return nil
	}
	x := sheetMargin
	if b.number != "" {
		x += 30 * pdf.Point
	}
	markWidth := pdf.Width(pdf.Regular, smallSize, b.mark)
	for i, line := range pdf.Wrap(pdf.Bold, headSize, title, s.width-sheetMargin-x-markWidth-sheetItems) {
		l := sheetLine{20 * pdf.Point, []textAt{{x, pdf.Bold, headSize, black, line}}, false}
		if i == 0 {
			l.texts = append(l.texts, textAt{sheetMargin, pdf.Bold, headSize, black, b.number},
				textAt{s.width - sheetMargin - markWidth, pdf.Regular, smallSize, dark, b.mark})
		}
		lines = append(lines, l)
	}
	return append([]sheetLine{{height: 6 * pdf.Point, rule: true}}, lines...)
}

// lines are those of the rows of a block.
func (s *sheetPages) lines(b block) (lines []sheetLine) {
	for _, r := range b.rows {
		x, font := sheetMargin, pdf.Regular
		if r.strong {
			font = pdf.Bold
		}
		if b.title != "" {
			x += sheetLabels
		}
		if b.title != "" && r.strong && r.label == "" {
			x = sheetMargin
		}
		var texts []textAt
		if r.label != "" {
			texts = append(texts, textAt{sheetMargin, pdf.Bold, smallSize, dark, r.label})
		}
		if r.item > 0 {
			texts = append(texts, textAt{x, font, bodySize, black, fmt.Sprintf("%d.", r.item)})
			x += sheetItems
		}
		for _, line := range pdf.Wrap(font, bodySize, r.text, s.width-sheetMargin-x) {
			lines = append(lines, sheetLine{bodyLeading, append(texts, textAt{x, font, bodySize, black, line}), false})
			texts = nil
		}
		if len(lines) > 0 {
			lines[len(lines)-1].height = bodyLeading + rowSpace
		}
	}
	if b.rule {
		lines = append(lines, sheetLine{height: bodyLeading, rule: true})
	}
	return lines
}

// foot writes the title and the number of a page below it.
func (s *sheetPages) foot(page int) {
	number := fmt.Sprintf("%d / %d", page+1, s.doc.Pages())
	y := s.height - 36*pdf.Point
	title := pdf.Wrap(pdf.Regular, smallSize, OneLine(s.plan.Title), s.column()-60*pdf.Point)
	if len(title) > 0 {
		s.doc.Text(page, sheetMargin, y, pdf.Regular, smallSize, dark, title[0])
	}
	s.doc.Text(page, s.width-sheetMargin-pdf.Width(pdf.Regular, smallSize, number), y, pdf.Regular, smallSize, dark, number)
}
