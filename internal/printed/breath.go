package printed

import (
	"fmt"
	"math"
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
	breathSheet  = 362 // height of the whole
	breathPlot   = breathWidth - 2*breathMargin
)

// breathStyle has plain colours only, which every viewer knows, and others for
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

// BreathSVG draws two cycles of a pattern: how full the lungs are over time,
// with the name and the seconds of each phase. Of a ramp it draws the first
// cycle and one at the final rate.
func BreathSVG(p *routine.Pattern) []byte {
	breaths := twoCycles(p)
	if len(breaths) == 0 {
		return nil
	}
	d := &breathPicture{levels: lungs(breaths), breaths: breaths, total: breaths[len(breaths)-1].End(), cycle: "breath"}
	if p.Breaths() > 1 {
		d.cycle = "round"
	}
	d.open(p)
	d.curve()
	for i, b := range d.breaths {
		d.label(b, i == 0 || d.breaths[i-1].Cycle != b.Cycle)
	}
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

// lungs gives how full the lungs are at the start and end of each phase, from
// 0 to 1. A breath in that is topped up leaves a quarter of the way to that.
func lungs(breaths []plan.TimedPhase) [][2]float64 {
	out := make([][2]float64, len(breaths))
	const topped = 0.75
	now := 0.0
	if k := breaths[0].Kind; k == routine.BreathOut || k == routine.BreathHold || k == routine.BreathTopUp {
		now = 1
	}
	for i, b := range breaths {
		out[i][0] = now
		switch b.Kind {
		case routine.BreathIn:
			now = 1
			if i+1 < len(breaths) && breaths[i+1].Kind == routine.BreathTopUp {
				now = topped
			}
		case routine.BreathTopUp:
			now = 1
		case routine.BreathOut:
			now = 0
		}
		out[i][1] = now
	}
	return out
}

type breathPicture struct {
	sheet
	breaths []plan.TimedPhase
	levels  [][2]float64 // of the lungs, at the start and end of each phase
	cycle   string       // what one is called
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

// curve draws the breath and the area under it.
func (d *breathPicture) curve() {
	const steps = 24
	var path strings.Builder
	for i, b := range d.breaths {
		from, to := d.levels[i][0], d.levels[i][1]
		for s := range steps + 1 {
			u := float64(s) / steps
			level := from + (to-from)*(1-math.Cos(math.Pi*u))/2
			at := d.x(b.Start) + u*(d.x(b.End())-d.x(b.Start))
			fmt.Fprintf(&path, "L%.1f %.1f", at, breathTop+breathHeight*(1-level))
		}
	}
	curve := "M" + path.String()[1:]
	bottom := breathTop + breathHeight
	fmt.Fprintf(&d.b, `<path class="area" d="%sV%dH%dZ"/>`+"\n", curve, bottom, breathMargin)
	fmt.Fprintf(&d.b, `<path class="curve" d="%s"/>`+"\n", curve)
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
