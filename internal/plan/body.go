package plan

import "unhunch/internal/routine"

// How long it takes to get from one posture to another, and how much of it is
// silence after the last word (a default of ours: no guide says).
const (
	settleSame  = 5 * second
	settleUp    = 10 * second // sit and stand, or from one place on the floor to another
	settleFloor = 20 * second // to and from the floor
	settleLeast = 4 * second  // after the last word of the set-up
)

// body is where the listener is.
type body struct {
	posture routine.Posture   // "" before the first one
	at      routine.Equipment // the wall or doorway one stands at
}

func onFloor(p routine.Posture) bool {
	return p == routine.Kneeling || p == routine.AllFours || p == routine.Prone || p == routine.Supine
}

func lying(p routine.Posture) bool { return p == routine.Prone || p == routine.Supine }

func upright(p routine.Posture) bool { return p == routine.Standing || p == routine.Seated }

// settling is the time to get into position for e; goes says that this is at
// another place.
func (b body) settling(e *routine.Exercise, goes bool) instant {
	switch {
	case e.Ready > 0:
		return fromDuration(e.Ready)
	case b.posture == "" || e.Posture == routine.AnyAtRest || b.posture == e.Posture:
		if goes {
			return settleUp
		}
		return settleSame
	case b.posture == routine.AnyAtRest || onFloor(b.posture) != onFloor(e.Posture):
		return settleFloor
	}
	return settleUp
}

// getsUp says that one gets up from lying for e: too quickly, that makes dizzy,
// and straight from the back it strains the neck.
func (b body) getsUp(e *routine.Exercise) bool { return lying(b.posture) && upright(e.Posture) }

// placeOf is the wall or doorway at which an exercise is done, if any.
func placeOf(e *routine.Exercise) routine.Equipment {
	for _, q := range e.Equipment {
		if q.IsPlace() {
			return q
		}
	}
	return ""
}
