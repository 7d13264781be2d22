package printed

import (
	"fmt"
	"math"
	"strings"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// pictureRow is a stretch of the session in a picture.
type pictureRow struct {
	d        *picture
	from, to plan.Frame
	y        int // its top

	works    bool // there is a lane for work and one for tones
	breathes bool // there is a lane for breath
}

func (r *pictureRow) height() int {
	h := laneName + laneWords + 2*laneGap + laneTicks + rowGap
	if r.works {
		h += laneWork + laneTones + 2*laneGap
	}
	if r.breathes {
		h += laneBreath + laneGap
	}
	return h
}

// draw draws the lanes of the row, from the top.
func (r *pictureRow) draw() {
	r.printf("<g>")
	r.d.text(pageMargin+gutter-8, r.y+laneName+16, "clock", shortTime(r.from))
	y := r.y
	r.names(y)
	y += laneName + laneGap
	r.spoken(y)
	y += laneWords + laneGap
	if r.works {
		r.work(y)
		y += laneWork + laneGap
		r.tones(y)
		y += laneTones + laneGap
	}
	if r.breathes {
		r.breath(y)
		y += laneBreath + laneGap
	}
	r.ticks(y)
	r.printf("</g>")
}

// x is the place of a frame, which may lie outside of the row.
func (r *pictureRow) x(f plan.Frame) float64 {
	return pageMargin + gutter + float64(f-r.from)/float64(r.d.row)*rowWidth
}

// span gives the part of a stretch of time that lies in the row.
func (r *pictureRow) span(at, end plan.Frame) (x, width float64, ok bool) {
	if end <= r.from || at >= r.to {
		return 0, 0, false
	}
	x = r.x(max(at, r.from))
	return x, r.x(min(end, r.to)) - x, true
}

func (r *pictureRow) printf(format string, args ...any) {
	fmt.Fprintf(&r.d.b, format+"\n", args...)
}

// names writes the name of each exercise where it begins, and at the start of
// every row that it goes on in.
func (r *pictureRow) names(y int) {
	for _, c := range r.d.chapter {
		x, width, ok := r.span(c.At, c.End)
		if !ok {
			continue
		}
		if c.At >= r.from {
			r.printf(`<path d="M%.1f %dV%d" class="start"/>`, x, y+2, y+laneName+laneWords+laneWork+3*laneGap)
		}
		if name := fit(OneLine(c.Title), width-6, 7); name != "" {
			r.printf(`<text x="%.1f" y="%d" class="name">%s</text>`, x+4, y+11, esc(name))
		}
	}
}

// spoken draws what is said, and writes as much of it as there is room for
// before the next words, on up to three lines. What goes on in the next row is
// written where there is more room.
func (r *pictureRow) spoken(y int) {
	const letter = 5.4
	for i, w := range r.d.words {
		x, width, ok := r.span(w.at, w.end)
		if !ok {
			continue
		}
		r.printf(`<g><title>%s  %s</title><rect x="%.1f" y="%d" width="%.1f" height="%d" rx="2" class="word"/>`,
			shortTime(w.at), esc(w.text), x, y, math.Max(width, 1), laneWords)
		next := w.end + r.to - r.from
		if i+1 < len(r.d.words) {
			next = r.d.words[i+1].at
		}
		before, after := r.from-w.at, next-r.to
		here := min(next, r.to) - max(w.at, r.from)
		if w.end <= r.to {
			after = 0
		}
		if here > before && here >= after {
			for k, line := range wrap(w.text, r.x(min(next, r.to))-x-5, letter, 3) {
				r.printf(`<text x="%.1f" y="%d">%s</text>`, x+3, y+10+11*k, esc(line))
			}
		}
		r.printf(`</g>`)
	}
}

// wrap breaks a text between words into lines that fit a width. What does not
// go into so many lines is cut off. Where there is no room for the beginning of
// each line, nothing is written: the words that are left would mislead.
func wrap(s string, width, letter float64, lines int) []string {
	var out []string
	words := strings.Fields(s)
	for len(words) > 0 {
		line := words[0]
		n := 1
		for n < len(words) && (len(out) == lines-1 || fit(line+" "+words[n], width, letter) == line+" "+words[n]) {
			line += " " + words[n]
			n++
		}
		short := fit(line, width, letter)
		if short == "" {
			return nil
		}
		out = append(out, short)
		words = words[n:]
	}
	return out
}

// work draws holds and movements with their side, set and repetition, rests
// and the times to get ready.
func (r *pictureRow) work(y int) {
	for _, e := range r.d.plan.Events {
		x, width, ok := r.span(e.At, e.End())
		if !ok {
			continue
		}
		class := sideClass(e.Side)
		switch e.Kind {
		case plan.KindHold:
		case plan.KindMove:
			class += " move"
		case plan.KindRest, plan.KindSetup:
			class = string(e.Kind)
		default:
			continue
		}
		r.printf(`<g><title>%s  %s</title><rect x="%.2f" y="%d" width="%.2f" height="%d" rx="2" class="%s"/>`,
			shortTime(e.At), esc(describe(e)), x, y, math.Max(width-0.6, 0.4), laneWork, class)
		if label := fit(workLabel(e), width-2, 6); e.Kind == plan.KindHold && label != "" {
			r.printf(`<text x="%.1f" y="%d" class="on">%s</text>`, x+width/2, y+13, esc(label))
		}
		r.printf(`</g>`)
	}
}

// workLabel says how long a hold is, and on which side: "L 20 s".
func workLabel(e plan.Event) string {
	label := fmt.Sprintf("%.0f s", seconds(e.Frames))
	switch e.Side {
	case routine.Left:
		return "L " + label
	case routine.Right:
		return "R " + label
	}
	return label
}

// tones draws a sign where each tone starts.
func (r *pictureRow) tones(y int) {
	for _, e := range r.d.plan.Events {
		if e.Kind != plan.KindTone || e.At < r.from || e.At >= r.to {
			continue
		}
		x := r.x(e.At)
		switch e.Tone {
		case plan.ToneStart, plan.ToneGo, plan.ToneHold:
			r.printf(`<path d="M%.1f %dl5 5l-5 5z" class="mark"/>`, x, y+1)
		case plan.ToneRelease, plan.ToneSet, plan.ToneDone, plan.ToneEnd:
			r.printf(`<rect x="%.1f" y="%d" width="7" height="7" class="mark"/>`, x-3.5, y+2)
		default:
			r.printf(`<path d="M%.1f %dv8" class="tone"/>`, x, y+2)
		}
	}
}

// breath draws how full the lungs are.
func (r *pictureRow) breath(y int) {
	bottom := float64(y + laneBreath)
	height := func(fullness float64) float64 { return bottom - fullness*(laneBreath-2) }
	for _, e := range r.d.plan.Events {
		if e.Kind != plan.KindBreath {
			continue
		}
		x, width, ok := r.span(e.At, e.End())
		if !ok {
			continue
		}
		from, to := fullness(e.Breath())
		done := func(f plan.Frame) float64 {
			return from + (to-from)*float64(f-e.At)/float64(max(1, e.Frames))
		}
		a, b := done(max(e.At, r.from)), done(min(e.End(), r.to))
		r.printf(`<path d="M%.1f %.1fV%.1fL%.1f %.1fV%.1fz" class="breath"><title>%s  %s</title></path>`,
			x, bottom, height(a), x+width, height(b), bottom, shortTime(e.At), esc(describe(e)))
	}
}

// fullness is how full the lungs are at the start and at the end of a phase. A
// top-up goes on above what one breath takes in.
func fullness(k routine.BreathKind) (from, to float64) {
	switch k {
	case routine.BreathIn:
		return 0, 0.85
	case routine.BreathTopUp:
		return 0.85, 1
	case routine.BreathHold:
		return 0.85, 0.85
	case routine.BreathOut:
		return 0.85, 0
	}
	return 0, 0
}

// ticks draws the axis of time.
func (r *pictureRow) ticks(y int) {
	r.printf(`<path d="M%.1f %dH%.1f" class="grid"/>`, r.x(r.from), y, r.x(r.to))
	step := r.d.row / 12
	for i := plan.Frame(0); i <= 12 && r.from+i*step <= r.to; i++ {
		at := r.from + i*step
		long := 3
		if i%2 == 0 {
			long = 5
			r.printf(`<text x="%.1f" y="%d" class="small mid">%s</text>`, r.x(at), y+13, shortTime(at))
		}
		r.printf(`<path d="M%.1f %dv%d" class="grid"/>`, r.x(at), y, long)
	}
}
