package printed

import (
	"fmt"
	"math"

	"unhunch/internal/pdf"
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

	names, words           []label
	nameTracks, wordTracks int
}

// The sizes of what is written in a row, in pixels.
const (
	nameSize = 11
	wordSize = 10
)

// label gives the names and the words of the row their places.
func (r *pictureRow) label() {
	left, right := float64(pageMargin+gutter), float64(pageWidth-pageMargin)
	for _, c := range r.d.chapter {
		if x, _, ok := r.span(c.At, c.End); ok {
			r.names = append(r.names, label{at: x + 4, lines: linesOf(OneLine(c.Title), right-left-4, pdf.Bold, nameSize)})
		}
	}
	for _, w := range r.d.words {
		if w.at >= r.from && w.at < r.to {
			r.words = append(r.words, label{at: r.x(w.at), lines: linesOf(w.text, right-left, pdf.Regular, wordSize)})
		}
	}
	r.nameTracks = placeLabels(r.names, left, right, pdf.Bold, nameSize)
	r.wordTracks = placeLabels(r.words, left, right, pdf.Regular, wordSize)
}

// lanes is how high the names and the words are.
func (r *pictureRow) lanes() (names, words int) {
	return lineName*max(1, r.nameTracks) + laneGap, laneVoice + lineWords*r.wordTracks + laneGap
}

func (r *pictureRow) height() int {
	names, words := r.lanes()
	h := names + words + laneTicks + rowGap
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
	names, words := r.lanes()
	r.printf("<g>")
	r.d.text(pageMargin+gutter-8, r.y+lineName+laneGap+laneVoice, "clock", shortTime(r.from))
	y := r.y
	r.named(y, names+words)
	y += names
	r.spoken(y)
	y += words
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

// named writes the name of each exercise where it begins, and at the start of every row
// that it goes on in. A line shows where it begins.
func (r *pictureRow) named(y, height int) {
	for _, c := range r.d.chapter {
		if c.At >= r.from && c.At < r.to {
			r.printf(`<path d="M%.1f %dV%d" class="start"/>`, r.x(c.At), y+2, y+height)
		}
	}
	for _, l := range r.names {
		for k, line := range l.lines {
			r.printf(`<text x="%.1f" y="%d" class="name said">%s</text>`, l.x, y+11+lineName*(l.track+k), esc(line))
		}
	}
}

// spoken draws when something is said, and writes it below.
func (r *pictureRow) spoken(y int) {
	for _, w := range r.d.words {
		if x, width, ok := r.span(w.at, w.end); ok {
			r.printf(`<rect x="%.1f" y="%d" width="%.1f" height="%d" rx="2" class="word"><title>%s  %s</title></rect>`,
				x, y, math.Max(width-0.6, 1), laneVoice, shortTime(w.at), esc(w.text))
		}
	}
	for _, l := range r.words {
		if l.track > 0 {
			r.printf(`<path d="M%.1f %dV%d" class="grid"/>`, l.at+0.5, y+laneVoice, y+laneVoice+lineWords*l.track+3)
		}
	}
	for _, l := range r.words {
		for k, line := range l.lines {
			r.printf(`<text x="%.1f" y="%d" class="said">%s</text>`, l.x, y+laneVoice+10+lineWords*(l.track+k), esc(line))
		}
	}
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
		if label := workLabel(e); e.Kind == plan.KindHold && textWidth(label, pdf.Bold, wordSize) <= width {
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
