package plan

import (
	"time"

	"unhunch/internal/routine"
)

// TimedPhase is one phase of a breath within a stretch of breathing.
type TimedPhase struct {
	routine.BreathPhase
	Start time.Duration // from the start of the first phase
	Cycle int           // from 1
}

// End is when the phase is over.
func (p TimedPhase) End() time.Duration { return p.Start + p.For }

// TimedPhases lays out whole cycles of a pattern: so many of them, or, if cycles
// is 0, until the first whole cycle at or after want. It is empty if the
// pattern has no length.
func TimedPhases(p *routine.Pattern, cycles int, want time.Duration) []TimedPhase {
	var out []TimedPhase
	var now, last time.Duration
	for cycle := 1; ; cycle++ {
		start := now
		for _, phase := range cycleAt(p, now, last) {
			out = append(out, TimedPhase{phase, now, cycle})
			now += phase.For
		}
		if last = now - start; last <= 0 {
			return nil
		}
		if cycle >= cycles && (cycles > 0 || now >= want) {
			return out
		}
	}
}

// The steps of a ramp.
const (
	breathGrain = 100 * time.Millisecond // phases last whole tenths of a second
	rampStep    = 300 * time.Millisecond // most that a breath differs from the one before
)

// cycleAt gives the phases of the cycle that begins at start, after one that
// lasted so long (0: it is the first).
func cycleAt(p *routine.Pattern, start, last time.Duration) []routine.BreathPhase {
	r := p.Ramp
	if r == nil {
		return p.Phases
	}
	if r.From <= 0 || r.To <= 0 {
		return nil
	}
	progress := 1.0
	if start < r.Over {
		progress = float64(start) / float64(r.Over)
	}
	rate := r.From + (r.To-r.From)*progress
	breath := time.Duration(float64(time.Minute) / rate).Round(breathGrain)
	if last > 0 {
		breath = min(max(breath, last-rampStep), last+rampStep)
	}
	share := r.OutShare[0] + (r.OutShare[1]-r.OutShare[0])*progress
	out := time.Duration(share * float64(breath)).Round(breathGrain)
	return []routine.BreathPhase{
		{Pos: p.Pos, Kind: routine.BreathIn, For: breath - out},
		{Pos: p.Pos, Kind: routine.BreathOut, For: out},
	}
}
