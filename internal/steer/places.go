package steer

import (
	"context"
	"slices"

	"unhunch/internal/plan"
)

// backWithin is how near to the start of an exercise going back means the one
// before it.
const backWithin = 4 * plan.Rate

// next goes to the next exercise.
func (g *Guide) next(ctx context.Context) {
	c, ok := following(g.plan(), g.at())
	if !ok {
		g.notHere()
		return
	}
	g.goTo(ctx, c.At)
	g.show("%s", c.Title)
}

// following is the exercise, or other part of the session, that begins next
// after a frame.
func following(p *plan.Plan, at plan.Frame) (plan.Chapter, bool) {
	for _, c := range p.Chapters {
		if c.At > at && c.Level == 0 {
			return c, true
		}
	}
	return plan.Chapter{}, false
}

// back goes to the start of the exercise, and from there to the one before.
func (g *Guide) back(ctx context.Context) {
	c := behind(g.plan(), g.at())
	g.goTo(ctx, c.At)
	if c.Title != "" {
		g.show("%s", c.Title)
	}
}

// behind is the exercise that is heard at a frame, or, at its start, the one
// before. The first one begins with the opening.
func behind(p *plan.Plan, at plan.Frame) plan.Chapter {
	i := p.ChapterAt(at)
	if i < 0 {
		return plan.Chapter{}
	}
	if at-p.Chapters[i].At < backWithin {
		if before := p.ChapterAt(p.Chapters[i].At - 1); before >= 0 {
			i = before
		}
	}
	return p.Chapters[i]
}

// goTo goes to a frame. What was left after it is there again, since it will be
// heard anew; and with it goes what was asked for later.
func (g *Guide) goTo(ctx context.Context, to plan.Frame) {
	changes := g.layout.Load().changes
	i := slices.IndexFunc(changes, func(c plan.Change) bool { return c.More == 0 && c.At > to })
	if i < 0 {
		g.jump(ctx, to)
		return
	}
	changes = changes[:i:i]
	p, err := g.session.Changed(changes)
	if err == nil {
		_, err = g.takeOver(ctx, newLayout(p, changes), to, g.cutTo(to))
	}
	g.complain(err)
}

// jump goes to a frame of the same layout. In a pause it stays paused there.
func (g *Guide) jump(ctx context.Context, to plan.Frame) {
	to = max(0, min(to, g.plan().Frames))
	g.player.Hush()
	if err := g.player.Jump(int64(to)); err != nil {
		if ctx.Err() == nil {
			g.complain(err)
		}
		return
	}
	g.placeHold(to)
}
