package printed

import (
	"fmt"
	"time"
)

// Practice is what a picture of the practice log shows.
type Practice struct {
	Weeks           []PracticeWeek // one after the other, without a gap
	Pains           []PainDay      // in these weeks
	Parts           []PartCount    // in these weeks
	Run, LongestRun int            // days in a row: now, and the most
}

// PracticeWeek is a week from Monday on.
type PracticeWeek struct {
	Monday  time.Time
	Minutes float64
}

// PainDay is the worst pain of a day, from 0 to 9.
type PainDay struct {
	Day   time.Time
	Level int
}

// PartCount is how often exercises were done for a part of the body.
type PartCount struct {
	Part  string
	Times int
}

// The measures of the picture of the practice, in pixels.
const (
	logWidth  = 960
	logMargin = 32
	logLeft   = 120 // of the charts: the names of the rows are left of it
	logPlot   = logWidth - logMargin - logLeft
	logHead   = 116
	logBars   = 150 // height of the bars of the weeks
	logDots   = 135 // height of the chart of pain
	logRow    = 24  // height of a part of the body
	logBelow  = 66  // below a chart, down to the title of the next
	mostPain  = 9
)

const practiceStyle = `
text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1d2327; }
.title { font-size: 24px; font-weight: 600; } .name { font-size: 15px; font-weight: 600; }
.about { fill: #4c565e; } .mid { text-anchor: middle; } .end { text-anchor: end; }
.paper { fill: #ffffff; } .grid { stroke: #c6cdd2; } .bar { fill: #3b7a57; } .dot { fill: #1d2327; }
@media screen and (prefers-color-scheme: dark) {
text { fill: #e8ecef; } .about { fill: #a2adb5; } .paper { fill: #15191c; }
.grid { stroke: #414b52; } .bar { fill: #76c49a; } .dot { fill: #e8ecef; } }
`

// practicePicture draws a practice from the top down.
type practicePicture struct {
	drawing
	Practice
	y int // where the next chart begins
}

// PracticeSVG draws the minutes of each week as bars, the pain of the days as points
// below them, and how often which part of the body was exercised.
func PracticeSVG(p Practice) []byte {
	d := &practicePicture{Practice: p, y: logHead}
	d.begin(logWidth, d.height(), "Practice", d.about(), practiceStyle)
	d.text(logMargin, 48, "title", "Practice")
	d.text(logMargin, 74, "about", d.about())
	if len(p.Weeks) > 0 {
		d.minutes()
		d.pain()
		d.parts()
	}
	return d.end()
}

func (d *practicePicture) height() int {
	h := logHead
	if len(d.Weeks) > 0 {
		h += logBars + logBelow
	}
	if len(d.Pains) > 0 {
		h += logDots + logBelow
	}
	if len(d.Parts) > 0 {
		h += len(d.Parts)*logRow + logBelow
	}
	return h - 20
}

// about says the most important in a line.
func (d *practicePicture) about() string {
	if len(d.Weeks) == 0 {
		return "No sessions yet."
	}
	sum := 0.0
	for _, w := range d.Weeks {
		sum += w.Minutes
	}
	last := d.Weeks[len(d.Weeks)-1].Monday.AddDate(0, 0, 6)
	return fmt.Sprintf("%s to %s · %.0f minutes · days in a row: %d, longest %d",
		d.Weeks[0].Monday.Format("January 2, 2006"), last.Format("January 2, 2006"), sum, d.Run, d.LongestRun)
}

// week is how wide a week is: a few of them leave room for more.
func (d *practicePicture) week() float64 { return float64(logPlot) / float64(max(len(d.Weeks), 6)) }

// chart begins a chart with its name, and gives where it ends.
func (d *practicePicture) chart(name string, height int) (top, bottom int) {
	d.text(logMargin, d.y+4, "name", name)
	top = d.y + 30
	d.y += height + logBelow
	return top, top + height - 10
}

func (d *practicePicture) minutes() {
	top, bottom := d.chart("Minutes a week", logBars)
	most := 10.0 // a bar that fills the chart means something
	for _, w := range d.Weeks {
		most = max(most, w.Minutes)
	}
	d.line(bottom)
	for i, w := range d.Weeks {
		x := logLeft + d.week()*float64(i)
		h := w.Minutes / most * float64(bottom-top)
		fmt.Fprintf(&d.b, `<rect class="bar" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`+"\n", x+d.week()*0.15, float64(bottom)-h, d.week()*0.7, h)
		mid := int(x + d.week()/2)
		d.text(mid, bottom-int(h)-6, "mid", fmt.Sprintf("%.0f", w.Minutes))
		d.text(mid, bottom+18, "mid about", w.Monday.Format("Jan 2"))
	}
}

func (d *practicePicture) line(y int) {
	fmt.Fprintf(&d.b, `<path class="grid" d="M%d %dH%d"/>`+"\n", logLeft, y, logWidth-logMargin)
}

func (d *practicePicture) pain() {
	if len(d.Pains) == 0 {
		return
	}
	top, bottom := d.chart("Pain, the worst of each day", logDots)
	at := func(level int) int { return bottom - level*(bottom-top)/mostPain }
	for _, mark := range []struct {
		level int
		name  string
	}{{0, "0, none"}, {3, "3"}, {6, "6"}, {mostPain, "9, worst"}} {
		d.line(at(mark.level))
		d.text(logLeft-10, at(mark.level)+5, "end about", mark.name)
	}
	for i, w := range d.Weeks {
		fmt.Fprintf(&d.b, `<path class="grid" d="M%.1f %dv6"/>`+"\n", logLeft+d.week()*float64(i), bottom)
		d.text(int(logLeft+d.week()*(float64(i)+0.5)), bottom+18, "mid about", w.Monday.Format("Jan 2"))
	}
	const week = 7 * 24 * time.Hour
	for _, p := range d.Pains {
		days := p.Day.Sub(d.Weeks[0].Monday).Round(24 * time.Hour) // of 23 hours and of 25, too
		x := logLeft + d.week()*(float64(days+12*time.Hour)/float64(week))
		fmt.Fprintf(&d.b, `<circle class="dot" cx="%.1f" cy="%d" r="4"><title>%s: %d</title></circle>`+"\n", x, at(p.Level), p.Day.Format("January 2"), p.Level)
	}
}

func (d *practicePicture) parts() {
	if len(d.Parts) == 0 {
		return
	}
	top, _ := d.chart("Exercises done, by part of the body", len(d.Parts)*logRow)
	most := 10
	for _, p := range d.Parts {
		most = max(most, p.Times)
	}
	for i, p := range d.Parts {
		y := top + i*logRow
		w := float64(p.Times) / float64(most) * (logPlot - 60)
		d.text(logLeft-10, y+13, "end", p.Part)
		fmt.Fprintf(&d.b, `<rect class="bar" x="%d" y="%d" width="%.1f" height="%d"/>`+"\n", logLeft, y, w, logRow-6)
		d.text(logLeft+int(w)+8, y+13, "", fmt.Sprint(p.Times))
	}
}
