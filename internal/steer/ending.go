package steer

import "time"

// confirmFor is how long a second press of Stop counts.
const confirmFor = 4 * time.Second

// Outcome is how a session ended.
type Outcome string

// The outcomes of a session that was not heard to its end.
const (
	Stopped Outcome = "stopped"
	Hurts   Outcome = "hurt"
)

// Outcome is how the listener ended the session, or "".
func (g *Guide) Outcome() Outcome {
	if o := g.outcome.Load(); o != nil {
		return *o
	}
	return ""
}

// End stops the session at once, without asking twice.
func (g *Guide) End() {
	o := Stopped
	g.outcome.Store(&o)
	g.player.Stop()
}

// stop ends the session when it is asked for twice, and asks about it.
func (g *Guide) stop() {
	if g.pressed.After(g.confirm) {
		g.confirm = g.now().Add(confirmFor)
		g.show("once more to stop")
		g.tell(g.phrases().Answers.Again)
		return
	}
	if !g.asksAfterwards() {
		g.End()
		return
	}
	o := Stopped
	g.outcome.Store(&o)
	g.questions = g.afterwards()
	g.endWith()
}
