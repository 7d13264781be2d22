package routine

import "time"

// extent is how much a part of a session asks for, taking every range at its
// greatest. It leaves out the time that words take. Numbers are floating so
// that they cannot overflow.
type extent struct {
	seconds float64
	parts   float64 // lines, moves and phases of breaths
}

func (e extent) plus(o extent) extent { return extent{e.seconds + o.seconds, e.parts + o.parts} }

func (e extent) times(n float64) extent { return extent{e.seconds * n, e.parts * n} }

func (e extent) tooMuch() bool {
	return e.seconds > MaxSession.Seconds() || e.parts > MaxParts
}

// bound makes a fault of the step with which a session gets longer than
// MaxSession or has more than MaxParts parts, and keeps the extent of the file.
// It looks at steps without faults only.
func (r *reader) bound(steps []Step) {
	if r.faulty {
		return
	}
	r.extent, _ = r.measure(steps)
}

func (r *reader) measure(steps []Step) (sum extent, ok bool) {
	for _, s := range steps {
		e, ok := r.measureStep(s)
		if !ok {
			return sum, false
		}
		if sum = sum.plus(e); sum.tooMuch() {
			what := "the session takes more than " + formatTime(MaxSession)
			if sum.parts > MaxParts {
				what = "the session has too many parts"
			}
			r.faultAt(s.Where(), "make it shorter, or repeat less", "%s", what)
			return sum, false
		}
	}
	return sum, true
}

func (r *reader) measureStep(s Step) (extent, bool) {
	switch s := s.(type) {
	case Do:
		if len(s.Exercise.Body) > 0 {
			return r.measure(s.Exercise.Body)
		}
		return s.Exercise.extent(), true
	case Repeat:
		e, ok := r.measure(s.Steps)
		return e.plus(extent{parts: 1}).times(float64(s.Times)), ok
	case Include:
		return r.load.extentOf(s.Routine).plus(extent{parts: 1}), true
	case Breathe:
		return s.extent(), true
	case Rest:
		return extent{s.For.Seconds(), 1}, true
	case Wait:
		return extent{s.For.Seconds(), 1}, true
	case Say, Play:
		return extent{parts: 1}, true
	}
	r.faultAt(s.Where(), "", "nobody knows how long a %T takes", s)
	return extent{}, false
}

// extentOf is the extent of a routine that this load has read.
func (ld *loader) extentOf(v *Routine) extent {
	for _, f := range ld.files {
		if f.value == v {
			return f.extent
		}
	}
	return extent{}
}

func (e *Exercise) extent() extent {
	var rep extent
	e.eachMove(func(m *Move) {
		length := m.Take + greatest(m.Hold) + greatest(m.Keep) + m.Pause
		rep = rep.plus(extent{length.Seconds(), 1})
	})
	rep.seconds += e.RestReps.Seconds()
	sides := 1.0
	if e.Sides != SidesNone {
		sides = 2
	}
	set := rep.times(sides * float64(max(e.Reps.Max, e.Reps.Default)))
	set.seconds += greatest(e.RestSets).Seconds() + e.Change.Seconds() + e.RestPhase.Seconds()*float64(len(e.Phases))
	lines := len(e.Setup) + len(e.Out) + len(e.Coach) + len(e.Tips) + len(e.Changing) + len(e.Choosing) + 2 // the title, and whom it does not suit
	return set.times(float64(max(e.Sets.Max, e.Sets.Default))).plus(extent{e.Ready.Seconds(), float64(lines)})
}

func (s Breathe) extent() extent {
	cycle := s.Pattern.Cycle().Seconds()
	seconds := s.Length().Seconds()
	if s.Cycles == 0 && greatest(s.For) > 0 {
		seconds = greatest(s.For).Seconds()
	}
	phases := max(2, len(s.Pattern.Phases))
	return extent{seconds, (1 + seconds/cycle) * float64(phases)}
}

// Length is how long the pattern is breathed, before its last breath is made whole.
func (s Breathe) Length() time.Duration {
	switch {
	case s.Cycles > 0:
		return time.Duration(s.Cycles) * s.Pattern.Cycle()
	case s.For.Default > 0:
		return s.For.Default
	case s.Pattern.UsualCycles > 0:
		return time.Duration(s.Pattern.UsualCycles) * s.Pattern.Cycle()
	}
	return s.Pattern.Usual
}
