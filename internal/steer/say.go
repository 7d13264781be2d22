package steer

import (
	"context"

	"unhunch/internal/plan"
	"unhunch/internal/play"
)

const (
	lineGap   = plan.Rate * 12 / 100 // between the lines of an answer
	soon      = 5 * plan.Rate        // an answer waits this long for a silence
	countGap  = plan.Rate            // of a count-in
	resumeGap = plan.Rate / 2
)

// tell says lines where nothing else is said: in the next silence that is long
// enough, or, if there is none soon, between two words, while the session
// waits.
func (g *Guide) tell(lines []string) {
	sound := g.build(lines...)
	if sound == nil {
		return
	}
	state := g.player.State()
	if state.Paused || g.wait() != nil {
		g.player.Say(sound)
		return
	}
	p, from := g.plan(), plan.Frame(state.Target)+handover
	length := plan.Frame(len(sound.Samples) / 2)
	if at := silence(p, from, length); at-from <= soon {
		sound.At = int64(at)
	} else {
		sound.At, sound.Hold = int64(afterWord(p, from)), true
	}
	g.player.Say(sound)
}

// say says lines at once; hold lets the session wait meanwhile.
func (g *Guide) say(hold bool, lines ...string) {
	if sound := g.build(lines...); sound != nil {
		sound.Hold = hold
		g.player.Say(sound)
	}
}

// instruction is what the listener was last told to do.
func (g *Guide) instruction() []string { return g.plan().InstructionAt(g.at()) }

// resume goes on after a pause: a breath or a line that was cut begins again,
// and the instruction is said once more; in the middle of a hold or movement it
// is also counted in.
func (g *Guide) resume(ctx context.Context) {
	g.show("going on")
	g.player.Hush()
	p, at := g.plan(), g.at()
	s := p.StatusAt(at)
	var sound *play.Aside
	if word := wordAt(p, at); s.Breath != nil {
		g.jump(ctx, p.BreathAt(at))
		sound = g.build(g.instruction()...)
	} else if word != nil {
		g.jump(ctx, word.At)
	} else if s.Work != nil {
		sound = g.reminder(s.Work.Kind)
	}
	if sound != nil {
		sound.Hold = true
		sound.Breaks = nil // heard to its end, so that a count-in is whole
		g.player.Say(sound)
	}
	g.player.Resume()
}

// reminder is what is said before the work goes on after a pause, or nil.
func (g *Guide) reminder(work plan.Kind) *play.Aside {
	switch work {
	case plan.KindSetup:
		return g.build(g.instruction()...)
	case plan.KindHold, plan.KindMove:
		sound := g.render(g.countIn(g.instruction()))
		if sound != nil {
			sound.Tail = int(plan.Tones[plan.ToneGo])
		}
		return sound
	}
	return nil
}

// build makes one sound of lines in the session's voice. Lines that have no
// recording are left out; without any it gives nil.
func (g *Guide) build(lines ...string) *play.Aside {
	p := g.lay(0, lines)
	if len(p.Events) == 0 {
		return nil
	}
	return g.render(p)
}

// lay makes a small plan that says lines.
func (g *Guide) lay(at plan.Frame, lines []string) *plan.Plan {
	p := &plan.Plan{Version: 1, Voice: g.plan().Voice, Rate: plan.Rate, Frames: at}
	for _, text := range lines {
		length, ok := g.session.Length(text)
		if !ok {
			continue
		}
		e := plan.Event{At: at, Frames: plan.Frame(length), Bus: plan.BusVoice, Kind: plan.KindLine, Text: text}
		p.Events = append(p.Events, e)
		p.Frames, at = e.End(), e.End()+lineGap
	}
	return p
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

// render gives the samples of a small plan.
func (g *Guide) render(p *plan.Plan) *play.Aside {
	samples := g.session.Samples(p, g.trim)
	if len(samples) == 0 {
		return nil
	}
	sound := &play.Aside{Samples: samples}
	for _, e := range p.Events {
		if e.Bus == plan.BusVoice {
			sound.Breaks = append(sound.Breaks, int(e.End()))
		}
	}
	return sound
}

// busy tells whether nothing may be said over an event: words, and the tones
// that mark a moment.
func busy(e plan.Event) bool {
	switch {
	case e.Bus == plan.BusVoice:
		return true
	case e.Kind != plan.KindTone:
		return false
	}
	return e.Tone != plan.ToneMove && e.Tone != plan.ToneBack && e.Tone != plan.ToneHalf
}

// silence is the first frame from which nothing is said for some length.
func silence(p *plan.Plan, from, length plan.Frame) plan.Frame {
	at := from
	for _, e := range p.Events {
		if !busy(e) || e.End()+lineGap <= at {
			continue
		}
		if e.At >= at+length+lineGap {
			break
		}
		at = e.End() + lineGap
	}
	return at
}

// wordAt is the line that is being said at a frame, or nil.
func wordAt(p *plan.Plan, at plan.Frame) *plan.Event {
	for i := range p.Events {
		if e := &p.Events[i]; e.Bus == plan.BusVoice && e.At <= at && at < e.End() {
			return e
		}
	}
	return nil
}

// afterWord is the first frame at which no word is being said.
func afterWord(p *plan.Plan, from plan.Frame) plan.Frame {
	at := from
	for _, e := range p.Events {
		if e.Bus == plan.BusVoice && e.At <= at && at < e.End() {
			at = e.End()
		}
	}
	return at
}
