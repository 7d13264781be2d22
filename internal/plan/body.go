package plan

import "unhunch/internal/routine"

// How long it takes to get from one posture to another, and how much of it is
// silence after the last word (a default of ours: no guide says).
const (
	settleSame  = 5 * second
	settleUp    = 10 * second        // sit and stand, or from one place on the floor to another
	settleFloor = 20 * second        // to and from the floor
	settleLeast = 4 * second         // after the last word of the set-up
	settleStill = 1500 * millisecond // the same, of one who stays in the posture
	stageTime   = 3 * second         // after each stage of getting up or down
)

// body is where the listener is: where the last movement or the last word has
// left one.
type body struct {
	routine.Place                   // its posture is "" before the first one
	side          routine.Side      // that is toward the backrest, of one who sits sideways
	at            routine.Equipment // the wall or doorway that is near
	resting       bool              // the eyes may be closed
	rested        bool              // and were allowed to before
	watchful      bool              // the eyes are to be kept open
	left          ending
}

// ending is the exercise that has left one where one is, as long as nothing has
// led out of there.
type ending struct {
	*routine.Exercise
	side  routine.Side // that was worked last
	where where
}

// move takes the body where a line leads that is said for a side.
func (b *body) move(to routine.Place, side routine.Side) {
	if to.Posture != "" && to.Posture != b.Posture {
		b.Place = routine.In(to.Posture)
	}
	b.Place = b.With(to)
	if to.Turned == routine.Sideways {
		b.side = side
	}
}

// turns says that one turns, or comes to another support, to get to a place.
func (b body) turns(to routine.Place, side routine.Side) bool {
	return to.Turned != "" && (to.Turned != b.Turned || to.Turned == routine.Sideways && side != b.side)
}

// holds says that one is at a place already.
func (b body) holds(to routine.Place, side routine.Side) bool {
	return b.With(to) == b.Place && !b.turns(to, side)
}

// climbs says that one gets up or down to get into a posture: with open eyes.
func (b body) climbs(to routine.Posture) bool {
	switch from := b.Posture; {
	case from == "" || from == to:
		return false
	case to == routine.AnyAtRest:
		return from == routine.Standing
	default:
		return from == routine.AnyAtRest || from == routine.Standing || to == routine.Standing || onFloor(from) != onFloor(to)
	}
}

// watches says that one gets into a posture with open eyes.
func (b body) watches(to routine.Posture) bool {
	lying := to == routine.AnyAtRest || to == routine.Supine || to == routine.Prone
	kneeling := b.Posture == routine.Kneeling || b.Posture == routine.AllFours
	return b.climbs(to) || kneeling && lying
}

// unsteady says that one stands without support.
func (b body) unsteady() bool {
	return b.Posture == routine.Standing && b.Turned == routine.Forward && b.at == ""
}

func onFloor(p routine.Posture) bool {
	return p == routine.Kneeling || p == routine.AllFours || p == routine.Prone || p == routine.Supine
}

// settling is the time to get into a posture; goes says that this is at another
// place.
func (b body) settling(to routine.Posture, goes bool) instant {
	switch {
	case b.Posture == "" || to == routine.AnyAtRest || b.Posture == to:
		if goes {
			return settleUp
		}
		return settleSame
	case b.climbs(to) && (b.Posture == routine.AnyAtRest || onFloor(b.Posture) || onFloor(to)):
		return settleFloor
	}
	return settleUp
}

// placeOf is the wall or doorway at which an exercise is done, if any.
func placeOf(e *routine.Exercise) routine.Equipment {
	for _, q := range e.Equipment {
		if q.IsPlace() {
			return q
		}
	}
	return ""
}
