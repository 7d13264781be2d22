package steer

import (
	"context"
	"slices"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/play"
)

const (
	moreTime  = 15 * time.Second
	handover  = plan.Rate / 5      // what may have been handed over ahead of what is heard
	leastLead = plan.Rate * 3 / 10 // a change is this much ahead of what is handed over, ...
	mostLead  = 8 * leastLead      // ... or more, where the machine is slow to make it ready
)

// more makes the hold, rest or breathing that is heard longer.
func (g *Guide) more(ctx context.Context) {
	breaths := breathsOf(g.plan())
	switch {
	case !g.change(ctx, moreTime):
		g.notHere()
	case breathsOf(g.plan()) > breaths:
		g.show("a little longer")
		g.tell(g.phrases().Answers.Longer)
	default:
		g.show("15 seconds more")
		g.tell(g.phrases().Answers.More)
	}
}

// breathsOf is how many phases of breaths there are.
func breathsOf(p *plan.Plan) (n int) {
	for _, e := range p.Events {
		if e.Kind == plan.KindBreath {
			n++
		}
	}
	return n
}

// skip leaves the side, set or other part that is heard. From the opening, and
// where breathing ends already, it goes to the next exercise.
func (g *Guide) skip(ctx context.Context) {
	s := g.plan().StatusAt(plan.Frame(g.player.State().Next) + leastLead)
	switch {
	case g.change(ctx, 0):
		if s.Breath != nil {
			g.show("the last breath")
		} else {
			g.show("skipped")
		}
	case s.Breath != nil || s.Chapter.At == 0:
		g.next(ctx)
	default:
		g.notHere()
	}
}

// change lays the session out again with one more change of what is heard at
// this moment, and lets the new sound take over. It says whether the session
// is another one then.
//
// The change is a little ahead of what the device has been given already. What
// is cut by it fades out; otherwise the two sound the same until they part, and
// the new sound must take over before that.
func (g *Guide) change(ctx context.Context, more time.Duration) bool {
	for lead := plan.Frame(leastLead); ; lead *= 2 {
		c := plan.Change{At: plan.Frame(g.player.State().Next) + lead, More: more}
		l, part, err := g.changed(c)
		if l == nil {
			g.complain(err)
			return false
		}
		ready, begin := g.at(), g.joinBefore(part, lead < mostLead)
		if more == 0 && part <= c.At {
			ready, begin = c.At, g.cutTo(c.At)
		}
		begun, err := g.takeOver(ctx, l, ready, begin)
		if begun || err != nil {
			g.complain(err)
			return begun
		}
	}
}

// changed is the layout with one more change, and the first frame at which it
// parts from the one before. It is nil where nothing would be another one.
func (g *Guide) changed(c plan.Change) (l *layout, part plan.Frame, err error) {
	old := g.layout.Load()
	changes := append(slices.Clone(old.changes), c)
	p, err := g.session.Changed(changes)
	if err != nil {
		return nil, 0, err
	}
	part, differ := old.Parting(p)
	if !differ {
		return nil, 0, nil
	}
	return newLayout(p, changes), part, nil
}

// cutTo begins a stream at a frame, where the one that plays is left.
func (g *Guide) cutTo(at plan.Frame) func(play.Stream) bool {
	return func(s play.Stream) bool {
		g.player.Hush()
		g.player.Swap(s, int64(at))
		return true
	}
}

// join begins a stream where the session is.
func (g *Guide) join(s play.Stream) bool {
	g.player.Replace(s)
	return true
}

// joinBefore begins a stream where the session is, which must be before a frame.
// If it is too late for that, the stream is not begun where one may try again.
func (g *Guide) joinBefore(part plan.Frame, again bool) func(play.Stream) bool {
	return func(s play.Stream) bool {
		late := plan.Frame(g.player.State().Next)+handover/2 >= part
		return !(late && again) && g.join(s)
	}
}

// takeOver makes the sound of a layout ready from a frame on, and lets begin
// put it in place of the one that plays, unless that says that it is too late.
func (g *Guide) takeOver(ctx context.Context, l *layout, ready plan.Frame, begin func(play.Stream) bool) (begun bool, err error) {
	stream := g.session.Live(l.Plan, g.trim)
	if err := stream.Prepare(ctx, int(ready)); err != nil {
		stream.Close()
		return false, err
	}
	before := g.layout.Swap(l)
	if !begin(stream) {
		g.layout.Store(before)
		stream.Close()
		return false, nil
	}
	g.placeHold(ready)
	return true, nil
}
