package plan

import "unhunch/internal/routine"

// character is what a session is like, by what it is made of: it decides how the
// session opens and closes.
type character struct {
	moving int  // exercises that are moved, as often as they come
	still  int  // those at rest, and breathing
	seated bool // all of it can be done in the chair where one sits
}

// characterOf looks at the steps of a session that are not left out.
func (b *builder) characterOf(r *routine.Routine) character {
	c := character{seated: true}
	b.survey(&c, r.Steps, 1)
	n := b.needsOf(r)
	c.seated = c.seated && len(n.places)+len(n.things) == 0
	return c
}

func (b *builder) survey(c *character, steps []routine.Step, times int) {
	for _, s := range steps {
		if b.skips(s) {
			continue
		}
		switch s := s.(type) {
		case routine.Repeat:
			b.survey(c, s.Steps, times*s.Times)
		case routine.Include:
			b.survey(c, s.Routine.Steps, times)
		case routine.Breathe:
			c.still += times
		case routine.Do:
			c.seated = c.seated && (s.Exercise.Posture == routine.Seated || s.Exercise.Posture == routine.AnyAtRest)
			if len(s.Exercise.Phases) > 0 {
				c.moving += times
				continue
			}
			c.still += times
		}
	}
}

// resting says that a session is for relaxation: at least half of it is done at rest.
func (c character) resting() bool { return c.still > 0 && c.still >= c.moving }

// atDesk says that a session is a break of several exercises in one's chair.
func (c character) atDesk() bool { return c.seated && c.moving > 1 && !c.resting() }
