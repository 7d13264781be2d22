package steer

import (
	"context"

	"unhunch/internal/plan"
)

// holdBack is how long before its end an open wait is held.
const holdBack = plan.Rate / 2

// layout is a plan, what was asked for in it, and where it waits for the
// listener.
type layout struct {
	*plan.Plan
	changes []plan.Change
	waits   []plan.Event
}

func newLayout(p *plan.Plan, changes []plan.Change) *layout {
	l := &layout{Plan: p, changes: changes}
	for _, e := range p.Events {
		if e.Open {
			l.waits = append(l.waits, e)
		}
	}
	return l
}

// placeHold lets the player wait where the plan waits for the listener, after
// a frame.
func (g *Guide) placeHold(after plan.Frame) {
	for _, e := range g.layout.Load().waits {
		if !g.keyless && e.End()-holdBack > after {
			g.player.HoldAt(int64(max(e.At, e.End()-holdBack)))
			return
		}
	}
	g.player.HoldAt(0)
}

// wait is where the session waits for the listener at this moment, or nil.
func (g *Guide) wait() *plan.Event {
	l := g.layout.Load()
	if len(l.waits) == 0 || g.keyless {
		return nil
	}
	state := g.player.State()
	for i, e := range l.waits {
		if at := plan.Frame(state.Target); e.At <= at && at < e.End() && !state.Paused {
			return &l.waits[i]
		}
	}
	return nil
}

// endsWait tells whether an action goes on after a wait.
func endsWait(a Action) bool {
	return a == PlayPause || a == Play || a == Next || a == Skip
}

// endWait goes on after a wait. One that is too short to be made shorter is
// passed over.
func (g *Guide) endWait(ctx context.Context, w *plan.Event) {
	if !g.change(ctx, 0) {
		g.jump(ctx, w.End())
	}
}
