package printed

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// The measures of the picture of a breathing pattern, in pixels.
const (
	breathWidth  = 960
	breathMargin = 32
	breathTop    = 112 // of the curve, where the lungs are full
	breathHeight = 150 // of the curve
	breathSheet  = 376 // height of the whole
	breathPlot   = breathWidth - 2*breathMargin
)

// breathStyle has plain colors only, which every viewer knows, and others for
// dark screens.
const breathStyle = `
text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1d2327; }
.title { font-size: 24px; font-weight: 600; } .about, .soft { fill: #5d6870; } .mid { text-anchor: middle; }
.paper { fill: #ffffff; } .grid { stroke: #c6cdd2; } .turn { stroke: #c6cdd2; stroke-dasharray: 3 4; }
.area { fill: #7a5aa6; opacity: .18; } .curve { fill: none; stroke: #7a5aa6; stroke-width: 3; stroke-linejoin: round; }
@media screen and (prefers-color-scheme: dark) {
text { fill: #e8ecef; } .about, .soft { fill: #a2adb5; } .paper { fill: #15191c; }
.grid, .turn { stroke: #414b52; } .area { fill: #b79be0; } .curve { stroke: #b79be0; } }
`

// BreathSound is what a breath sounds like, at every Step from its start on.
type BreathSound struct {
	Step  time.Duration
	Loud  []float64 // LUFS
	Hertz []float64 // the middle of the spectrum
}

// BreathSVG draws two cycles of a pattern as they are heard: how loud and how high the
// sound is over time, with the name and the seconds of each phase. Of a ramp it draws
// the first cycle and one at the final rate. The sound of the phases comes from hear.
func BreathSVG(p *routine.Pattern, hear func([]plan.TimedPhase) BreathSound) []byte {
	breaths := twoCycles(p)
	if len(breaths) == 0 {
		return nil
	}
	d := &breathPicture{breaths: breaths, total: breaths[len(breaths)-1].End(), cycle: "breath"}
	if p.Breaths() > 1 {
		d.cycle = "round"
	}
	d.open(p)
	d.curves(hear(breaths))
	for i, b := range d.breaths {
		d.label(b, i == 0 || d.breaths[i-1].Cycle != b.Cycle)
	}
	d.text(breathMargin, breathSheet-14, "soft", "Filled: how loud it sounds. Line: how high.")
	return d.end()
}

// twoCycles are the phases that are drawn, one after the other.
func twoCycles(p *routine.Pattern) []plan.TimedPhase {
	if p.Ramp == nil {
		return plan.TimedPhases(p, 2, 0)
	}
	all := plan.TimedPhases(p, 0, 2*p.Ramp.Over)
	if len(all) < 4 {
		return all
	}
	two := append(all[:2:2], all[len(all)-2:]...)
	for i := 2; i < len(two); i++ {
		two[i].Start = two[i-1].End()
	}
	return two
}

type breathPicture struct {
	drawing
	breaths []plan.TimedPhase
	cycle   string // what one is called
	total   time.Duration
}

func (d *breathPicture) open(p *routine.Pattern) {
	d.begin(breathWidth, breathSheet, p.Title, PhasesText(p), breathStyle)
	d.text(breathMargin, 44, "title", p.Title)
	d.text(breathMargin, 68, "about", PhasesText(p)+" · "+RateText(p)+" · usually "+UsualText(p))
	for _, y := range []int{breathTop, breathTop + breathHeight} {
		fmt.Fprintf(&d.b, `<path class="grid" d="M%d %dH%d"/>`+"\n", breathMargin, y, breathWidth-breathMargin)
	}
}

func (d *breathPicture) x(t time.Duration) float64 {
	return breathMargin + breathPlot*float64(t)/float64(d.total)
}

// quietest is the level at the bottom of the picture, against the loudest one, in dB.
const quietest = -30.0

// curves draws how loud the sound is, as an area, and how high, as a line.
func (d *breathPicture) curves(s BreathSound) {
	if len(s.Loud) == 0 || len(s.Hertz) != len(s.Loud) {
		return
	}
	loudest := slices.Max(s.Loud)
	area := d.path(s, func(i int) float64 { return 1 - (s.Loud[i]-loudest)/quietest })
	bottom := breathTop + breathHeight
	fmt.Fprintf(&d.b, `<path class="area" d="%sV%dH%dZ"/>`+"\n", area, bottom, breathMargin)
	low, high := slices.Min(s.Hertz), slices.Max(s.Hertz)
	line := d.path(s, func(i int) float64 {
		if low <= 0 || high <= low {
			return 0
		}
		return math.Log(s.Hertz[i]/low) / math.Log(high/low)
	})
	fmt.Fprintf(&d.b, `<path class="curve" d="%s"/>`+"\n", line)
}

// path joins the heights, from 0 to 1, at every step.
func (d *breathPicture) path(s BreathSound, height func(i int) float64) string {
	var path strings.Builder
	for i := range s.Loud {
		at := d.x(time.Duration(i)*s.Step + s.Step/2)
		fmt.Fprintf(&path, "L%.1f %.1f", at, breathTop+breathHeight*(1-min(max(height(i), 0), 1)))
	}
	return "M" + path.String()[1:]
}

// label names a phase below the curve, with its seconds, and marks its start.
func (d *breathPicture) label(b plan.TimedPhase, cycle bool) {
	bottom := breathTop + breathHeight
	from, to := d.x(b.Start), d.x(b.End())
	fmt.Fprintf(&d.b, `<path class="turn" d="M%.1f %dV%d"/>`+"\n", from, breathTop-8, bottom+62)
	y := bottom + 24
	for _, line := range []string{phaseName(b.Kind, to-from), string(b.Nostril), fmt.Sprintf("%g s", b.For.Seconds())} {
		if line != "" {
			d.text(int((from+to)/2), y, "mid", line)
			y += 18
		}
	}
	if cycle {
		d.text(int(from)+4, breathTop-10, "soft", fmt.Sprintf("%s %d", d.cycle, b.Cycle))
	}
}

// phaseName is what a phase is called below the curve, in so many pixels.
func phaseName(k routine.BreathKind, width float64) string {
	const roomy = 84
	switch {
	case k == routine.BreathIn && width > roomy:
		return "breathe in"
	case k == routine.BreathOut && width > roomy:
		return "breathe out"
	case k == routine.BreathEmpty && width > roomy:
		return "rest, empty"
	}
	return string(k)
}
