// Package fit makes a session of a routine that suits a listener: the time that
// there is, the parts of the body to work, the postures and things that are to be
// had.
//
// It is pure: the same routine, wish and lengths give the same session. What it
// changes it tells, in a sentence to be spoken and in lines to be read. A hold is
// never made shorter than its guide allows, and the two sides stay equal.
package fit

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"unhunch/internal/fault"
	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// Wish is what a listener asks of a session. The zero Wish leaves it as it is.
type Wish struct {
	For       time.Duration       // how long it should take; 0: as long as it does
	Without   []string            // ids of exercises to leave out
	Only      []routine.Part      // the parts of the body to work; nil: all
	Postures  []routine.Posture   // nil: any
	Equipment []routine.Equipment // what is at hand; nil: all, empty: nothing
	Hurts     map[string]int      // how bad exercises hurt the last time, by their ids: 0 to 9
}

// From Eased on, an exercise that hurt is done in its easier form; from Spared on it
// is left out.
const (
	Eased  = 4
	Spared = 6
)

// NoFloor are the postures of one who does not want to get down on the floor.
var NoFloor = []routine.Posture{routine.Standing, routine.Seated}

// Tolerance is how near to the asked length a session is made, where that can be
// done.
const Tolerance = 10 * time.Second

// Maker is what sessions are made with.
type Maker struct {
	Pool    []*routine.Exercise // what may take the place of an exercise, or be added
	Dose    routine.Dose        // the listener's
	Explain plan.Explain        // the most that is to be explained
	Brief   bool                // optional steps are left out in any case
	Phrases *phrases.Book

	// Length tells how long a session takes.
	Length func(*routine.Routine, plan.Explain) (time.Duration, error)
}

// Fitted is a session that suits a wish.
type Fitted struct {
	Routine *routine.Routine
	Explain plan.Explain
	Changes []string // what was changed, each in a line for a reader; nil if nothing was
}

// Fit makes a session of a routine that suits a wish. What cannot be done is an
// error, which names what can.
func (m Maker) Fit(r *routine.Routine, w Wish) (Fitted, error) {
	if w.None() {
		return Fitted{Routine: r, Explain: m.Explain}, nil
	}
	if err := m.known(w.Without); err != nil {
		return Fitted{}, err
	}
	chosen, told, err := m.choose(r, w)
	if err != nil {
		return Fitted{}, err
	}
	f := Fitted{Routine: chosen, Explain: m.Explain}
	if w.For > 0 {
		if f, err = m.inTime(chosen, w, &told); err != nil {
			return Fitted{}, err
		}
	}
	f.Routine, f.Changes = told.before(f.Routine, m.Phrases), told.read
	return f, nil
}

// None says that nothing is asked for.
func (w Wish) None() bool {
	return w.For == 0 && len(w.Without) == 0 && w.Only == nil && w.Postures == nil && w.Equipment == nil && len(w.Hurts) == 0
}

// known refuses names of no exercise.
func (m Maker) known(ids []string) error {
	for _, id := range ids {
		if !slices.ContainsFunc(m.Pool, func(e *routine.Exercise) bool { return e.ID == id }) {
			var all []string
			for _, e := range m.Pool {
				all = append(all, e.ID)
			}
			return fault.WithHint(fmt.Errorf("there is no exercise %s to leave out", fault.Quote(id)), "%s",
				cmp.Or(fault.Suggest(id, all), "unhunch list shows the exercises"))
		}
	}
	return nil
}

// mapped gives steps with each exercise replaced by what do makes of it; nil
// leaves it out. Repeats and includes that have lost all of their work go, too.
func mapped(steps []routine.Step, do func(routine.Step) routine.Step) []routine.Step {
	var out []routine.Step
	for _, s := range steps {
		switch s := s.(type) {
		case routine.Repeat:
			if inner := mapped(s.Steps, do); works(inner) || !works(s.Steps) {
				s.Steps = inner
				out = append(out, s)
			}
		case routine.Include:
			if inner := mapped(s.Routine.Steps, do); works(inner) || !works(s.Routine.Steps) {
				part := *s.Routine
				part.Steps = inner
				s.Routine = &part
				out = append(out, s)
			}
		default:
			if s := do(s); s != nil {
				out = append(out, s)
			}
		}
	}
	return out
}

// works says whether steps have work: an exercise, or breathing.
func works(steps []routine.Step) bool {
	found := false
	routine.Walk(steps, func(s routine.Step) bool {
		switch s.(type) {
		case routine.Do, routine.Breathe:
			found = true
		}
		return !found
	})
	return found
}

// exercises are those of steps, in their order, each as often as it comes.
func exercises(steps []routine.Step) []*routine.Exercise {
	var out []*routine.Exercise
	routine.Walk(steps, func(s routine.Step) bool {
		if s, ok := s.(routine.Do); ok {
			out = append(out, s.Exercise)
			return false
		}
		return true
	})
	return out
}
