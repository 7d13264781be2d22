package fit

import (
	"cmp"
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
			if w.Hurts[after.ID] >= Eased {
				after = after.Easy()
				told.eased(after)
			}
			s.Exercise = after
			return s
		case routine.Breathe:
			if !w.Wants([]routine.Part{routine.Breath}) {
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

// Suits says whether an exercise may be done, perhaps in another of its postures.
func (w Wish) Suits(e *routine.Exercise) bool {
	allowed, _ := w.allow(e)
	return allowed != nil
}

// allow gives an exercise as a wish allows it, perhaps in another posture; nil
// and the reason if it does not.
func (w Wish) allow(e *routine.Exercise) (*routine.Exercise, string) {
	if slices.Contains(w.Without, e.ID) {
		return nil, "as you asked"
	}
	if w.Hurts[e.ID] >= Spared {
		return nil, hurtBefore
	}
	if !w.Wants(e.Parts) {
		return nil, "it is not for the " + fault.Listed(w.Only)
	}
	reason := ""
	for _, p := range append([]routine.Posture{e.Posture}, e.Also...) {
		switch {
		case w.Allows([]routine.Posture{p}, e.Needs(p)):
			return e.InPosture(p), ""
		case !w.allowsPosture(p):
			reason = cmp.Or(reason, "it is done "+postureText(p))
		default:
			reason = cmp.Or(reason, "it needs a "+fault.Listed(e.Needs(p)))
		}
	}
	return nil, reason
}

// hurtBefore is why an exercise is left out that hurt.
const hurtBefore = "it hurt the last time"

func (w Wish) allowsPosture(p routine.Posture) bool {
	if w.Postures == nil || slices.Contains(w.Postures, p) {
		return true
	}
	return p == routine.AnyAtRest && slices.ContainsFunc(w.Postures, func(q routine.Posture) bool {
		return q == routine.Seated || q == routine.Supine
	})
}

// Allows says whether one may take all of the postures, with all of the things.
func (w Wish) Allows(postures []routine.Posture, things []routine.Equipment) bool {
	for _, p := range postures {
		if !w.allowsPosture(p) {
			return false
		}
	}
	for _, q := range things {
		if w.Equipment != nil && !slices.Contains(w.Equipment, q) {
			return false
		}
	}
	return true
}

// Wants says whether any of the parts of the body is to be worked.
func (w Wish) Wants(parts []routine.Part) bool {
	return w.Only == nil || slices.ContainsFunc(parts, func(p routine.Part) bool { return slices.Contains(w.Only, p) })
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

func weight(e *routine.Exercise) int { return cmp.Or(e.Weight, routine.UsualWeight) }
