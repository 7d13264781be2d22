package steer

import (
	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/session"
)

// Session is what a Guide needs of the session that plays, see session.Session.
type Session interface {
	// Changed is the layout with what was asked for on the way.
	Changed(changes []plan.Change) (*plan.Plan, error)
	// Live is the sound of a layout for a device.
	Live(p *plan.Plan, t session.Trim) play.Stream
	// Samples is the sound of an answer as a whole: left and right in turn.
	Samples(p *plan.Plan, t session.Trim) []float32
	// Length is how long the voice takes for a text, if it has it.
	Length(text string) (frames int64, ok bool)
}

// Of is a session as a Guide takes it.
func Of(s *session.Session) Session { return steered{s} }

type steered struct{ *session.Session }

func (s steered) Live(p *plan.Plan, t session.Trim) play.Stream { return s.Session.Live(p, t) }
