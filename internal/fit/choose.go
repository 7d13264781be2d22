package fit

import (
	"fmt"
	"slices"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
)

// choose gives the routine without the exercises that a wish forbids, each with
// one of the same purpose in its place where there is one.
func (m Maker) choose(r *routine.Routine, w Wish) (*routine.Routine, changes, error) {
	var told changes
	present := map[string]bool{}
	for _, e := range exercises(r.Steps) {
		present[e.ID] = true
	}
	instead := map[string]*routine.Exercise{}
	out := *r
	out.Steps = mapped(r.Steps, func(s routine.Step) routine.Step {
		switch s := s.(type) {
		case routine.Do:
			before := s.Exercise
			after, why := w.allow(before)
			if after == nil {
				other, seen := instead[before.ID]
				if !seen {
					if other = m.likely(before, w, present); other != nil {
						present[other.ID] = true
					}
					instead[before.ID] = other
					told.replaced(before, other, why)
				}
				if other == nil {
					return nil
				}
				after = other.AtDose(routine.DoseDefault)
			} else if after.Posture != before.Posture {
				told.moved(after)
			}
			s.Exercise = after
			return s
		case routine.Breathe:
			if w.Only != nil && !slices.Contains(w.Only, routine.Breath) {
				told.left("Breathing", "it is for the breath")
				return nil
			}
		}
		return s
	})
	if !works(out.Steps) {
		return nil, told, fault.WithHint(fmt.Errorf("nothing of %s suits that", r.ID), "allow more postures or things, or see unhunch list")
	}
	return &out, told, nil
}

// allow gives an exercise as a wish allows it, perhaps in another posture; nil
// and the reason if it does not.
func (w Wish) allow(e *routine.Exercise) (*routine.Exercise, string) {
	if slices.Contains(w.Without, e.ID) {
		return nil, "as you asked"
	}
	if w.Only != nil && !slices.ContainsFunc(e.Parts, func(p routine.Part) bool { return slices.Contains(w.Only, p) }) {
		return nil, "it is not for the " + fault.Listed(w.Only)
	}
	reason := ""
	for _, p := range append([]routine.Posture{e.Posture}, e.Also...) {
		why := ""
		if !w.allowsPosture(p) {
			why = "it is done " + postureText(p)
		} else if thing := w.lacks(e, p); thing != "" {
			why = "it needs a " + string(thing)
		}
		if why == "" {
			return e.InPosture(p), ""
		}
		if reason == "" {
			reason = why
		}
	}
	return nil, reason
}

func (w Wish) allowsPosture(p routine.Posture) bool {
	if w.Postures == nil || slices.Contains(w.Postures, p) {
		return true
	}
	return p == routine.AnyAtRest && slices.ContainsFunc(w.Postures, func(q routine.Posture) bool {
		return q == routine.Seated || q == routine.Supine
	})
}

// lacks names a thing that an exercise needs in a posture, and that is not at
// hand; "" if there is none.
func (w Wish) lacks(e *routine.Exercise, p routine.Posture) routine.Equipment {
	if w.Equipment == nil {
		return ""
	}
	for _, thing := range e.Needs(p) {
		if !slices.Contains(w.Equipment, thing) {
			return thing
		}
	}
	return ""
}

// postureText says how an exercise is done.
func postureText(p routine.Posture) string {
	switch p {
	case routine.Prone:
		return "lying face down"
	case routine.Supine:
		return "lying on the back"
	case routine.AllFours:
		return "on hands and knees"
	}
	return string(p)
}

// likely finds what does most like an exercise: for the same purpose and the
// chief part of the body, allowed, and not in the session already. The heaviest
// is taken, of several the first by its name.
func (m Maker) likely(e *routine.Exercise, w Wish, present map[string]bool) *routine.Exercise {
	var best *routine.Exercise
	for _, other := range m.Pool {
		if present[other.ID] || other.Purpose != e.Purpose || len(e.Parts) == 0 || !slices.Contains(other.Parts, e.Parts[0]) {
			continue
		}
		allowed, _ := w.allow(other)
		if allowed != nil && (best == nil || weight(allowed) > weight(best) || weight(allowed) == weight(best) && allowed.ID < best.ID) {
			best = allowed
		}
	}
	return best
}

func weight(e *routine.Exercise) int {
	if e.Weight == 0 {
		return routine.UsualWeight
	}
	return e.Weight
}
