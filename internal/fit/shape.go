package fit

import (
	"math"
	"slices"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// shape is how a session is made shorter or longer.
type shape struct {
	explain plan.Explain
	rests   float64  // -1: as short as they may be; 0: as they are; 1: as long
	work    float64  // repetitions, sets and breathing, the same way
	brief   bool     // optional steps are left out
	left    []string // the ids of exercises that are left out
	added   []*routine.Exercise
	pause   time.Duration // rested between exercises, or within what has rests of its own
}

// The least and the most that a rest or breathing of a session becomes, as a share
// of what it is.
const (
	leastShare = 0.5
	mostShare  = 2.0
	mostAlone  = 8.0 // of breathing, in a session without exercises
	leastRest  = 5 * time.Second
	leastWork  = time.Minute // of breathing
)

// shaped is a session in a shape, and what is changed by it.
func (x *fitter) shaped(s shape) (*routine.Routine, changes) {
	out := *x.routine
	out.Steps = mapped(out.Steps, func(step routine.Step) routine.Step {
		if s.brief && step.IsOptional() {
			return nil
		}
		switch step := step.(type) {
		case routine.Do:
			if slices.Contains(s.left, step.Exercise.ID) {
				return nil
			}
			step.Exercise = x.dosed(step.Exercise, s)
			return step
		case routine.Breathe:
			step.For, step.Cycles = x.breathed(step, s.work)
			return step
		case routine.Rest:
			step.For = stretched(step.For, s.rests)
			return step
		}
		return step
	})
	for _, e := range s.added {
		out.Steps = inserted(out.Steps, routine.Do{Base: routine.Base{Pos: e.Pos}, Exercise: x.dosed(e, s)})
	}
	if s.pause > 0 {
		out.Steps = paused(out.Steps, s.pause)
	}
	told := x.told
	told.shaped(&out, s, x)
	return &out, told
}

// dosed gives an exercise with its ranges at one number each.
func (x *fitter) dosed(e *routine.Exercise, s shape) *routine.Exercise {
	e = e.AtDose(x.Dose)
	e.Sets = count(e.Sets, s.work)
	e.Reps = count(e.Reps, s.work)
	e.RestSets = span(e.RestSets, s.rests)
	for i := range e.Phases {
		for j := range e.Phases[i].Moves {
			m := &e.Phases[i].Moves[j]
			m.Hold, m.Keep = span(m.Hold, s.work), span(m.Keep, s.work)
		}
	}
	e.Body = mapped(e.Body, func(step routine.Step) routine.Step {
		switch step := step.(type) {
		case routine.Rest:
			step.For = stretched(step.For, s.work)
			return step
		case routine.Breathe:
			step.For, step.Cycles = x.breathed(step, s.work)
			return step
		}
		return step
	})
	return e
}

// count is one number of a range.
func count(c routine.Count, at float64) routine.Count {
	n := int(math.Round(between(float64(c.Min), float64(c.Default), float64(c.Max), at)))
	return routine.Count{Min: n, Max: n, Default: n}
}

// span is one time of a range, in whole seconds where the range is.
func span(s routine.Span, at float64) routine.Span {
	d := time.Duration(between(float64(s.Min), float64(s.Default), float64(s.Max), at))
	if at != 0 {
		unit := time.Second
		if d >= 10*time.Second {
			unit = 5 * time.Second
		}
		d = max(min(s.Min, s.Default), d.Truncate(unit))
	}
	return routine.Span{Min: d, Max: d, Default: d}
}

// between is what lies between the least and the usual for at from -1 to 0, and
// between the usual and the most from 0 to 1. A range without an end has no more.
func between(least, usual, most, at float64) float64 {
	if at < 0 {
		return usual + at*(usual-least)
	}
	return usual + at*(max(most, usual)-usual)
}

// stretched is the length of a rest of the routine's own.
func stretched(d time.Duration, at float64) time.Duration {
	least := min(d, max(leastRest, time.Duration(leastShare*float64(d))))
	return time.Duration(between(float64(least), float64(d), mostShare*float64(d), at)).Truncate(100 * time.Millisecond)
}

// breathed is how long a pattern is breathed: cycles only where it is counted in
// them.
func (x *fitter) breathed(b routine.Breathe, at float64) (routine.Span, int) {
	usual := b.Length()
	least := min(usual, max(leastWork, time.Duration(leastShare*float64(usual))))
	if b.For.Min > 0 && b.For.Min < least {
		least = b.For.Min
	}
	d := time.Duration(between(float64(least), float64(usual), x.share*float64(usual), at)).Truncate(time.Second)
	if at == 0 {
		return b.For, b.Cycles
	}
	if b.Cycles > 0 || b.For.Default == 0 && b.Pattern.UsualCycles > 0 {
		cycles := max(1, int(d/b.Pattern.Cycle()))
		if most := b.Pattern.WarnCycles; most > 0 {
			cycles = min(cycles, max(most, b.Cycles))
		}
		return routine.Span{}, cycles
	}
	return routine.Span{Min: d, Max: d, Default: d}, 0
}

// inserted puts an exercise after the last one of its posture, or after all.
func inserted(steps []routine.Step, do routine.Do) []routine.Step {
	at := -1
	for i, s := range steps {
		if d, ok := s.(routine.Do); ok && (at < 0 || d.Exercise.Posture == do.Exercise.Posture || !samePosture(steps[at], do)) && len(d.Exercise.Phases) > 0 {
			at = i
		}
	}
	return slices.Insert(slices.Clone(steps), at+1, routine.Step(do))
}

func samePosture(s routine.Step, do routine.Do) bool {
	d, ok := s.(routine.Do)
	return ok && d.Exercise.Posture == do.Exercise.Posture
}

// mostPause is the longest rest that is put between two exercises.
const mostPause = 30 * time.Second

// paused puts rests between exercises, about ten seconds each and evenly spread.
// They are as long as asked, or as long as there is room for them.
func paused(steps []routine.Step, all time.Duration) []routine.Step {
	gaps := gapsOf(steps)
	if len(gaps) == 0 {
		return steps
	}
	n := min(len(gaps), max(1, int((all+5*time.Second)/(10*time.Second))))
	each := min(mostPause, (all / time.Duration(n)).Round(time.Second))
	out := slices.Clone(steps)
	for i := n - 1; i >= 0; i-- {
		at := gaps[(2*i+1)*len(gaps)/(2*n)]
		out = slices.Insert(out, at, routine.Step(routine.Rest{Base: routine.Base{Pos: steps[at].Where()}, For: each}))
	}
	return out
}

// gapsOf are the places between two exercises of a session, where one may rest.
func gapsOf(steps []routine.Step) []int {
	var out []int
	for i := 1; i < len(steps); i++ {
		if works(steps[i-1:i]) && works(steps[i:i+1]) {
			out = append(out, i)
		}
	}
	return out
}
