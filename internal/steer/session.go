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
	// Sayings is a plan of lines, from a frame on. Those that no voice of the
	// session can say are left out.
	Sayings(at plan.Frame, lines []plan.Saying) *plan.Plan
}

// Of is a session as a Guide takes it.
func Of(s *session.Session) Session { return steered{s} }

type steered struct{ *session.Session }

func (s steered) Live(p *plan.Plan, t session.Trim) play.Stream { return s.Session.Live(p, t) }
