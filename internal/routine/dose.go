package routine

import (
	"slices"
	"time"
)

// At gives the number for a dose. A count without an upper end has its default
// as its middle and its end.
func (c Count) At(d Dose) int {
	return atDose(d, c.Min, c.Max, c.Default, (c.Min+c.Max)/2)
}

// At gives the time for a dose. A span without an upper end has its default as
// its middle and its end.
func (s Span) At(d Dose) time.Duration {
	return atDose(d, s.Min, s.Max, s.Default, midpoint(s.Min, s.Max))
}

func atDose[T int | time.Duration](d Dose, low, high, usual, middle T) T {
	switch {
	case d == DoseLow:
		return low
	case d == DoseMiddle && high > 0:
		return middle
	case d == DoseHigh && high > 0:
		return high
	}
	return usual
}

// midpoint is the middle of two times, rounded down to a multiple of five
// seconds from ten seconds up, to a whole second below: 15 to 30 s gives 20 s,
// 3 to 5 s gives 4 s. It never leaves the range.
func midpoint(low, high time.Duration) time.Duration {
	m := (low + high) / 2
	unit := time.Second
	if m >= 10*time.Second {
		unit = 5 * time.Second
	}
	return max(low, m.Truncate(unit))
}

// fixed makes the default of every range of the exercise the number that the
// dose asks for.
func (e *Exercise) fixed(d Dose) {
	e.Sets.Default = e.Sets.At(d)
	e.Reps.Default = e.Reps.At(d)
	e.RestSets.Default = e.RestSets.At(d)
	e.eachMove(func(m *Move) {
		m.Hold.Default = m.Hold.At(d)
		m.Keep.Default = m.Keep.At(d)
	})
}

// eachMove calls do for every move of the exercise, to look at or to change.
func (e *Exercise) eachMove(do func(*Move)) {
	for i := range e.Phases {
		for j := range e.Phases[i].Moves {
			do(&e.Phases[i].Moves[j])
		}
	}
}

// copied gives an exercise of which everything that a step may change can be
// changed without touching e.
func (e *Exercise) copied() *Exercise {
	c := *e
	c.Phases = make([]Phase, len(e.Phases))
	for i, p := range e.Phases {
		c.Phases[i] = p
		c.Phases[i].Moves = append([]Move(nil), p.Moves...)
	}
	return &c
}

// AtDose gives the exercise with every range at the number that a dose asks
// for, in its Default.
func (e *Exercise) AtDose(d Dose) *Exercise {
	c := e.copied()
	c.fixed(d)
	return c
}

// greatest is the longest that a span may be.
func greatest(s Span) time.Duration { return max(s.Max, s.Default) }

// Easy gives the exercise as it is for one whom it hurt: at the least of its dose, and
// with what makes it easier told before it begins.
func (e *Exercise) Easy() *Exercise {
	c := e.AtDose(DoseLow)
	c.eachMove(func(m *Move) { m.Hold.Max, m.Keep.Max = m.Hold.Default, m.Keep.Default })
	c.Sets.Max, c.Reps.Max = c.Sets.Default, c.Reps.Default
	c.Setup, c.Easier = slices.Concat(c.Setup, c.Easier), nil
	return c
}

// InPosture gives the exercise in a posture that it is offered in; e itself if that
// is its own.
func (e *Exercise) InPosture(p Posture) *Exercise {
	if p == e.Posture {
		return e
	}
	c := e.copied()
	c.Posture, c.Position = p, Line{} // the words lead into the other posture
	return c
}

// Needs are the things that the exercise takes in a posture: one sits on a chair.
func (e *Exercise) Needs(p Posture) []Equipment {
	if p == Seated && !slices.Contains(e.Equipment, Chair) {
		return append([]Equipment{Chair}, e.Equipment...)
	}
	return e.Equipment
}
