package printed

import (
	"fmt"
	"strings"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// PhasesText tells the phases of a pattern and their seconds, or how a ramp goes.
func PhasesText(p *routine.Pattern) string {
	if r := p.Ramp; r != nil {
		return fmt.Sprintf("%g to %g a minute over %s", r.From, r.To, plan.Clock(r.Over))
	}
	var parts []string
	for _, ph := range p.Phases {
		parts = append(parts, fmt.Sprintf("%s %g", ph.Kind, ph.For.Seconds()))
	}
	return strings.Join(parts, ", ")
}

// RateText tells how often one breathes.
func RateText(p *routine.Pattern) string {
	if p.Ramp != nil {
		return fmt.Sprintf("ends at %g breaths a minute", p.Ramp.To)
	}
	return fmt.Sprintf("%.3g breaths a minute", p.BreathsPerMinute())
}

// UsualText tells how long the pattern is usually done.
func UsualText(p *routine.Pattern) string {
	if p.UsualCycles > 0 {
		return fmt.Sprintf("%d cycles", p.UsualCycles)
	}
	return plan.Clock(p.Usual)
}
