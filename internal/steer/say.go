package steer

import (
	"unhunch/internal/plan"
	"unhunch/internal/play"
)

const (
	lineGap = plan.Rate * 12 / 100 // between the lines of an answer
	soon    = 5 * plan.Rate        // an answer waits this long for a silence
)

// tell says lines where nothing else is said: in the next silence that is long
// enough, or, if there is none soon, between two words, while the session
// waits.
func (g *Guide) tell(lines ...string) {
	said := g.build(lines...)
	if said == nil {
		return
	}
	state := g.player.State()
	if state.Paused || g.wait() != nil {
		g.speak(said)
		return
	}
	p, from := g.plan(), plan.Frame(state.Target)+handover
	length := plan.Frame(len(said.Samples) / 2)
	if at := silence(p, from, length); at-from <= soon {
		said.At = int64(at)
	} else {
		said.At, said.Hold = int64(afterWord(p, from)), true
	}
	g.speak(said)
}

// say says lines at once; hold lets the session wait meanwhile.
func (g *Guide) say(hold bool, lines ...string) {
	if said := g.build(lines...); said != nil {
		said.Hold = hold
		g.speak(said)
	}
}

// speak lets an answer be heard, in place of the one before.
func (g *Guide) speak(said *play.Aside) {
	g.ready = false
	g.player.Say(said)
}

// instruction is what the listener was last told to do.
func (g *Guide) instruction() []string { return g.plan().InstructionAt(g.at()) }

// build makes one answer of lines in the session's voice. Lines that have no
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
	sayings := make([]plan.Saying, len(lines))
	for i, text := range lines {
		sayings[i] = plan.Saying{Text: text, After: lineGap}
	}
	return g.session.Sayings(at, sayings)
}

// render gives the samples of a small plan.
func (g *Guide) render(p *plan.Plan) *play.Aside {
	samples := g.session.Samples(p, g.trim)
	if len(samples) == 0 {
		return nil
	}
	said := &play.Aside{Samples: samples}
	for _, e := range p.Events {
		if e.Bus == plan.BusVoice {
			said.Breaks = append(said.Breaks, int(e.End()))
		}
	}
	return said
}

// help says the keys, and shows them until another key is pressed.
func (g *Guide) help() {
	g.helping.Store(true)
	if !g.keys.usual() {
		g.tell(g.phrases().Answers.OwnKeys)
		return
	}
	g.say(true, g.phrases().Answers.Keys...)
}

// leaveHelp ends the help of the keys, if it is on, and tells whether that is all the
// key was for: one that only leaves it, or that pauses and goes on.
func (g *Guide) leaveHelp(a Action) (done bool) {
	if !g.helping.Swap(false) {
		return false
	}
	g.player.Hush()
	return a == Help || a == PlayPause
}

func (g *Guide) notHere() {
	g.show("that does not work here")
	g.tell(g.phrases().Answers.NotHere)
}
