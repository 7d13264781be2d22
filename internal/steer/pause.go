package steer

import (
	"context"

	"unhunch/internal/plan"
	"unhunch/internal/play"
)

const (
	countGap  = plan.Rate // of a count-in
	resumeGap = plan.Rate / 2
)

func (g *Guide) pauseOrResume(ctx context.Context) { g.setPaused(ctx, !g.player.State().Paused) }

func (g *Guide) setPaused(ctx context.Context, paused bool) {
	switch was := g.player.State().Paused; {
	case paused == was:
	case paused:
		g.pause()
	default:
		g.resume(ctx)
	}
}

func (g *Guide) pause() {
	g.player.Hush()
	g.player.Pause()
	g.say(false, g.phrases().Answers.Paused)
	g.show("paused")
}

// resume goes on after a pause: a breath or a line that was cut begins again,
// and the instruction is said once more; in the middle of a hold or movement it
// is also counted in.
func (g *Guide) resume(ctx context.Context) {
	g.show("going on")
	g.player.Hush()
	p, at := g.plan(), g.at()
	s := p.StatusAt(at)
	var said *play.Aside
	if word := wordAt(p, at); s.Breath != nil {
		g.jump(ctx, p.BreathAt(at))
		said = g.build(g.instruction()...)
	} else if word != nil {
		g.jump(ctx, word.At)
	} else if s.Work != nil {
		said = g.reminder(s.Work.Kind)
	}
	if said != nil {
		said.Hold = true
		said.Breaks = nil // heard to its end, so that a count-in is whole
		g.speak(said)
	}
	g.player.Resume()
}

// reminder is what is said before the work goes on after a pause, or nil.
func (g *Guide) reminder(work plan.Kind) *play.Aside {
	switch work {
	case plan.KindSetup:
		return g.build(g.instruction()...)
	case plan.KindHold, plan.KindMove:
		said := g.render(g.countIn(g.instruction()))
		if said != nil {
			said.Tail = int(plan.Tones[plan.ToneGo])
		}
		return said
	}
	return nil
}

// countIn makes a small plan that says lines, and then three, two, one, go.
// The work goes on with the start of the go.
func (g *Guide) countIn(lines []string) *plan.Plan {
	p := g.lay(resumeGap, lines)
	at := p.Frames + resumeGap
	for range 3 {
		p.Events = append(p.Events, plan.Event{At: at, Frames: plan.Tones[plan.ToneCount], Bus: plan.BusCue, Kind: plan.KindTone, Tone: plan.ToneCount})
		at += countGap
	}
	p.Events = append(p.Events, plan.Event{At: at, Frames: plan.Tones[plan.ToneGo], Bus: plan.BusCue, Kind: plan.KindTone, Tone: plan.ToneGo})
	p.Frames = at + plan.Tones[plan.ToneGo]
	return p
}
