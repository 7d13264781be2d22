package steer

import (
	"context"

	"unhunch/internal/plan"
)

// HearMore counts frames as heard.
func (g *Guide) HearMore(frames plan.Frame) { g.heard.Add(int64(frames)) }

// Turn does at once what Run does in a while: what was asked for, and one look at
// what is heard.
func (g *Guide) Turn(ctx context.Context) {
	for {
		select {
		case r := <-g.asked:
			g.do(ctx, r)
			continue
		default:
		}
		g.follow()
		return
	}
}

// Begin does what Run does first.
func (g *Guide) Begin() { g.placeHold(g.at()) }
