package printed

import (
	"fmt"

	"unhunch/internal/pdf"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// The measures of the picture, in pixels. The page is as wide as an A4 sheet is
// to its usual height of one or two pages.
const (
	pageWidth  = 1080
	pageMargin = 24
	gutter     = 44 // left of the rows, for the time
	lineName   = 14 // of the names, on each track
	lineWords  = 12 // of the words, on each track
	laneVoice  = 7
	laneWork   = 18
	laneTones  = 12
	laneBreath = 26
	laneTicks  = 14
	laneGap    = 3
	rowGap     = 12
	headHeight = 34 // without what it is about
	lineAbout  = 18
	footHeight = 44 // without the notice
	lineNotice = 13
	rowWidth   = pageWidth - 2*pageMargin - gutter
)

// picture draws a plan as rows of time, one below the other, as music is
// written.
type picture struct {
	drawing
	plan    *plan.Plan
	row     plan.Frame // length of a row
	rows    []*pictureRow
	breath  bool // somebody breathes
	chapter []Chapter
	words   []caption
	about   []string // what it is about, in lines
	notice  []string
}

// SVG prints the session as a picture: rows of time with the exercises' names,
// the words, the work with its sides and sets, the tones and the breath. It can
// be read on light and dark screens, and printed.
func SVG(p *plan.Plan) []byte {
	d := &picture{plan: p, chapter: Chapters(p), words: spoken(p)}
	d.about = linesOf(OneLine(p.About), pageWidth-2*pageMargin, pdf.Regular, 13)
	d.notice = linesOf(p.Phrases().Notice(), rowWidth, pdf.Regular, 9)
	d.row = rowLength(p.Frames)
	d.layOut()
	d.open()
	for _, r := range d.rows {
		r.draw()
	}
	d.legend()
	d.b.WriteString("</svg>\n")
	return []byte(d.b.String())
}

// layOut makes the rows, with the lanes that each of them needs.
func (d *picture) layOut() {
	y := pageMargin + headHeight + lineAbout*len(d.about) + rowGap
	for from := plan.Frame(0); from < d.plan.Frames || from == 0; from += d.row {
		r := &pictureRow{d: d, from: from, to: min(from+d.row, d.plan.Frames), y: y}
		for _, e := range d.plan.Events {
			if e.At >= r.to || e.End() <= r.from {
				continue
			}
			switch e.Kind {
			case plan.KindBreath:
				r.breathes, d.breath = true, true
			case plan.KindHold, plan.KindMove, plan.KindRest, plan.KindSetup, plan.KindTone:
				r.works = true
			}
		}
		r.label()
		d.rows = append(d.rows, r)
		y += r.height()
	}
}

// rowLength is the length of a row: shorter ones have room for more words, and
// longer ones keep a long session on a few pages.
func rowLength(frames plan.Frame) plan.Frame {
	const minute = 60 * plan.Rate
	for _, step := range []struct{ session, row plan.Frame }{
		{5 * minute, minute / 2}, {30 * minute, minute}, {60 * minute, 2 * minute}, {150 * minute, 5 * minute},
	} {
		if frames <= step.session {
			return step.row
		}
	}
	const mostRows = 30
	return (frames/mostRows/(10*minute) + 1) * 10 * minute
}

// spoken lists the words for the time that they take, without the time that a
// caption lingers.
func spoken(p *plan.Plan) []caption {
	var all []caption
	for _, e := range p.Events {
		if e.Kind == plan.KindLine || e.Tone == plan.ToneMissing {
			all = append(all, caption{e.At, e.End(), OneLine(e.Text)})
		}
	}
	return all
}

// bottom is where the rows end.
func (d *picture) bottom() int {
	last := d.rows[len(d.rows)-1]
	return last.y + last.height()
}

// pictureStyle uses no variables, which most programs other than browsers do
// not know. A printed page is light whatever the screen is.
const pictureStyle = `
text { font: 10px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1d2327; }
.title { font-size: 24px; font-weight: 600; } .about { font-size: 13px; fill: #56616a; }
.total { font-size: 20px; font-weight: 600; text-anchor: end; } .name { font-size: 11px; font-weight: 600; }
.said { paint-order: stroke; stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; } .small { font-size: 9px; fill: #56616a; } .mid { text-anchor: middle; }
.clock { font-size: 11px; fill: #56616a; text-anchor: end; }
.on { fill: #ffffff; font-weight: 600; text-anchor: middle; }
.paper { fill: #ffffff; } .word { fill: #aeb9c2; }
.grid { stroke: #c6cdd2; } .start { stroke: #1d2327; stroke-width: 1.5; }
.left { fill: #2a6fb0; } .right { fill: #b3541e; } .both { fill: #3b7a57; } .move { opacity: .45; }
.rest { fill: none; stroke: #c6cdd2; } .setup { fill: none; stroke: #c6cdd2; stroke-dasharray: 2 2; }
.tone { stroke: #1d2327; stroke-width: 1.4; } .mark { fill: #1d2327; }
.breath { fill: #7a5aa6; opacity: .55; }
@media screen and (prefers-color-scheme: dark) {
text { fill: #e8ecef; } .about, .small, .clock { fill: #a2adb5; } .on { fill: #10151a; }
.said { stroke: #15191c; } .paper { fill: #15191c; } .word { fill: #56626c; }
.grid { stroke: #4a555d; } .start { stroke: #e8ecef; }
.left { fill: #6fb1ea; } .right { fill: #eb9a63; } .both { fill: #76c49a; }
.rest, .setup { stroke: #4a555d; } .tone { stroke: #e8ecef; } .mark { fill: #e8ecef; }
.breath { fill: #b79be0; }
}
`

func (d *picture) open() {
	height := d.bottom() + footHeight + lineNotice*len(d.notice) + pageMargin
	d.begin(pageWidth, height, d.plan.Title, "A session of "+shortTime(d.plan.Frames)+" with its words, work, tones and breath.", pictureStyle)
	d.text(pageMargin, pageMargin+24, "title", d.plan.Title)
	d.text(pageWidth-pageMargin, pageMargin+24, "total", shortTime(d.plan.Frames))
	for i, line := range d.about {
		d.text(pageMargin, pageMargin+46+lineAbout*i, "about", line)
	}
}

// legend explains the signs below the rows.
func (d *picture) legend() {
	y := d.bottom() + 18
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
	for i, line := range d.notice {
		d.text(pageMargin+gutter, y+32+lineNotice*i, "small", line)
	}
}

// sideClass is the color of a side.
func sideClass(s routine.Side) string {
	switch s {
	case routine.Left:
		return "left"
	case routine.Right:
		return "right"
	}
	return "both"
}
