package export

import (
	"fmt"
	"html"
	"strings"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// The measures of the picture, in pixels. The page is as wide as an A4 sheet is
// to its usual height of one or two pages.
const (
	pageWidth  = 1080
	pageMargin = 24
	gutter     = 44 // left of the rows, for the time
	laneName   = 14
	laneWords  = 24
	laneWork   = 18
	laneTones  = 12
	laneBreath = 26
	laneTicks  = 14
	laneGap    = 3
	rowGap     = 12
	headHeight = 74
	footHeight = 64
	rowWidth   = pageWidth - 2*pageMargin - gutter
	mostRows   = 26
)

// picture draws a plan as rows of time, one below the other, as music is
// written.
type picture struct {
	b       strings.Builder
	plan    *plan.Plan
	row     plan.Frame // length of a row
	rows    int
	breath  bool // there is a lane for breath
	chapter []chapter
	words   []caption
}

// SVG prints the session as a picture: rows of time with the exercises' names,
// the words, the work with its sides and sets, the tones and the breath. It can
// be read on light and dark screens, and printed.
func SVG(p *plan.Plan) []byte {
	d := &picture{plan: p, chapter: chapters(p), words: spoken(p)}
	d.row = rowLength(p.Frames)
	d.rows = max(1, int((p.Frames+d.row-1)/d.row))
	for _, e := range p.Events {
		d.breath = d.breath || e.Kind == plan.KindBreath
	}
	d.open()
	for i := range d.rows {
		d.drawRow(i)
	}
	d.legend()
	d.b.WriteString("</svg>\n")
	return []byte(d.b.String())
}

// rowLength is the shortest length of a row with which the session fits.
func rowLength(frames plan.Frame) plan.Frame {
	for _, seconds := range []plan.Frame{15, 30, 60, 120, 300, 600, 1200, 1800, 3600} {
		if frames <= mostRows*seconds*plan.Rate {
			return seconds * plan.Rate
		}
	}
	return (frames/mostRows/plan.Rate + 1) * plan.Rate
}

// spoken lists the words for the time that they take, without the time that a
// caption lingers.
func spoken(p *plan.Plan) []caption {
	var all []caption
	for _, e := range p.Events {
		if e.Kind == plan.KindLine || e.Tone == plan.ToneMissing {
			all = append(all, caption{e.At, e.End(), oneLine(e.Text)})
		}
	}
	return all
}

func (d *picture) rowHeight() int {
	h := laneName + laneWords + laneWork + laneTones + laneTicks + 4*laneGap + rowGap
	if d.breath {
		h += laneBreath + laneGap
	}
	return h
}

const pictureStyle = `
:root { color-scheme: light dark; --ink: #1d2327; --soft: #5d6870; --line: #c6cdd2; --paper: #ffffff;
  --word: #dfe5ea; --left: #2a6fb0; --right: #b3541e; --both: #3b7a57; --on: #ffffff; --breath: #7a5aa6; --tone: #1d2327; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecef; --soft: #a2adb5; --line: #414b52; --paper: #15191c;
  --word: #333c43; --left: #6fb1ea; --right: #eb9a63; --both: #76c49a; --on: #10151a; --breath: #b79be0; --tone: #e8ecef; } }
@media print { :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --word: #e4e8eb; --left: #2a6fb0;
  --right: #b3541e; --both: #3b7a57; --on: #fff; --breath: #6a4a96; --tone: #000; } }
text { font: 10px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink); }
.title { font-size: 24px; font-weight: 600; } .about { font-size: 13px; fill: var(--soft); }
.total { font-size: 20px; font-weight: 600; text-anchor: end; } .name { font-size: 11px; font-weight: 600; }
.small { font-size: 9px; fill: var(--soft); } .mid { text-anchor: middle; } .end { text-anchor: end; }
.clock { font-size: 11px; fill: var(--soft); text-anchor: end; }
.paper { fill: var(--paper); } .grid { stroke: var(--line); stroke-width: 1; } .start { stroke: var(--ink); stroke-width: 1.5; }
.word { fill: var(--word); } .left { fill: var(--left); } .right { fill: var(--right); } .both { fill: var(--both); }
.move { opacity: .45; } .rest { fill: none; stroke: var(--line); } .setup { fill: none; stroke: var(--line); stroke-dasharray: 2 2; }
.on { fill: var(--on); font-size: 10px; font-weight: 600; text-anchor: middle; }
.tone { stroke: var(--tone); stroke-width: 1.4; } .mark { fill: var(--tone); }
.breath { fill: var(--breath); opacity: .55; } .base { stroke: var(--breath); stroke-width: 1; }
`

func (d *picture) open() {
	height := 2*pageMargin + headHeight + d.rows*d.rowHeight() + footHeight
	fmt.Fprintf(&d.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`+"\n",
		pageWidth, height, pageWidth, height)
	fmt.Fprintf(&d.b, "<title>%s</title>\n<desc>%s</desc>\n<style>%s</style>\n", esc(d.plan.Title),
		esc("A session of "+shortTime(d.plan.Frames)+" with its words, work, tones and breath."), pictureStyle)
	fmt.Fprintf(&d.b, `<rect class="paper" width="%d" height="%d"/>`+"\n", pageWidth, height)
	d.text(pageMargin, pageMargin+24, "title", d.plan.Title)
	d.text(pageWidth-pageMargin, pageMargin+24, "total", shortTime(d.plan.Frames))
	d.text(pageMargin, pageMargin+46, "about", fit(oneLine(d.plan.About), pageWidth-2*pageMargin, 6.3))
}

// drawRow draws the row i of the session.
func (d *picture) drawRow(i int) {
	from := plan.Frame(i) * d.row
	to := min(from+d.row, d.plan.Frames)
	r := &pictureRow{d: d, from: from, to: to, y: pageMargin + headHeight + i*d.rowHeight()}
	fmt.Fprintf(&d.b, "<g>\n")
	d.text(pageMargin+gutter-8, r.y+laneName+16, "clock", shortTime(from))
	r.names()
	r.y += laneName + laneGap
	r.words()
	r.y += laneWords + laneGap
	r.work()
	r.y += laneWork + laneGap
	r.tones()
	r.y += laneTones + laneGap
	if d.breath {
		r.breath()
		r.y += laneBreath + laneGap
	}
	r.ticks()
	d.b.WriteString("</g>\n")
}

// text writes a text; what is not of ours is escaped.
func (d *picture) text(x, y int, class, s string) {
	fmt.Fprintf(&d.b, `<text x="%d" y="%d" class="%s">%s</text>`+"\n", x, y, class, esc(s))
}

func esc(s string) string { return html.EscapeString(oneLine(s)) }

// fit shortens a text to what goes into a width, given the width of a letter.
func fit(s string, width, letter float64) string {
	r := []rune(s)
	n := int(width / letter)
	if len(r) <= n {
		return s
	}
	if n < 4 {
		return ""
	}
	return strings.TrimRight(string(r[:n-1]), " ,.") + "…"
}

// legend explains the signs below the rows.
func (d *picture) legend() {
	y := pageMargin + headHeight + d.rows*d.rowHeight() + 18
	x := pageMargin + gutter
	item := func(shape, label string, width int) {
		d.b.WriteString(shape)
		d.text(x+20, y+9, "small", label)
		x += width
	}
	box := func(class string) string {
		return fmt.Sprintf(`<rect x="%d" y="%d" width="14" height="10" rx="2" class="%s"/>`, x, y, class)
	}
	item(box("word"), "words", 70)
	item(box("left"), "left side", 80)
	item(box("right"), "right side", 85)
	item(box("both"), "both sides", 85)
	item(box("both move"), "paler: moving", 100)
	item(box("rest"), "rest", 60)
	item(box("setup"), "getting ready", 95)
	item(fmt.Sprintf(`<path d="M%d %dv10" class="tone"/>`, x+7, y), "tone", 60)
	item(fmt.Sprintf(`<path d="M%d %dl5 5l-5 5z" class="mark"/>`, x+4, y), "start", 65)
	item(fmt.Sprintf(`<rect x="%d" y="%d" width="8" height="8" class="mark"/>`, x+3, y+1), "release, done", 100)
	if d.breath {
		item(fmt.Sprintf(`<path d="M%d %dl7 -9l7 9z" class="breath"/>`, x, y+10), "breath", 60)
	}
	d.text(pageMargin+gutter, y+32, "small", fit(plan.NoticeText(), rowWidth, 4.6))
}

// sideClass is the colour of a side.
func sideClass(s routine.Side) string {
	switch s {
	case routine.Left:
		return "left"
	case routine.Right:
		return "right"
	}
	return "both"
}
