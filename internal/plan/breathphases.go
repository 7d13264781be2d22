package plan

import (
	"time"

	"unhunch/internal/routine"
)

// TimedPhase is one phase of a breath within a stretch of breathing.
type TimedPhase struct {
	routine.BreathPhase
	Lungs Lungs
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
			out = append(out, TimedPhase{BreathPhase: phase, Start: now, Cycle: cycle})
			now += phase.For
		}
		if last = now - start; last <= 0 {
			return nil
		}
		if cycle >= cycles && (cycles > 0 || now >= want) {
			fill(out)
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

// fill sets how full the lungs are. They fill to the top and empty to the bottom, in
// as many parts as there are, each in proportion to its length.
func fill(phases []TimedPhase) {
	for len(phases) > 0 {
		n, direction := oneWay(phases)
		fillOneWay(phases[:n], direction)
		phases = phases[n:]
	}
}

// oneWay is the number of phases at the start that move the lungs in one direction,
// and which; holds within and after them are among these.
func oneWay(phases []TimedPhase) (n int, direction routine.Direction) {
	for i, p := range phases {
		d := p.Kind.Direction()
		if d != routine.Still && direction != routine.Still && d != direction {
			return i, direction
		}
		if d != routine.Still {
			direction = d
		}
	}
	return len(phases), direction
}

func fillOneWay(phases []TimedPhase, direction routine.Direction) {
	var total, done time.Duration
	for _, p := range phases {
		if p.Kind.Direction() != routine.Still {
			total += p.For
		}
	}
	full := 0.0
	if direction == routine.Emptying {
		full = 1
	}
	for i := range phases {
		p := &phases[i]
		p.Lungs[0] = full
		if p.Kind.Direction() != routine.Still {
			done += p.For
			full = float64(done) / float64(total)
			if direction == routine.Emptying {
				full = 1 - full
			}
		}
		p.Lungs[1] = full
	}
}
