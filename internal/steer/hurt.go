package steer

import (
	"unhunch/internal/routine"
)

// Pain is what hurt: where the listener stopped for it, or after the session.
type Pain struct {
	Exercise, Title string // "" where there was none
	Side            routine.Side
	Rep             int
	Level           int // 0 to 9; -1 where it was not told
}

// Pain is what hurt, or nil.
func (g *Guide) Pain() *Pain { return g.pain.Load() }

// hurt stops calmly, asks how bad it is, and ends with advice.
func (g *Guide) hurt() {
	o := Hurts
	g.outcome.Store(&o)
	s := g.plan().StatusAt(g.at())
	g.pain.Store(&Pain{s.Chapter.Exercise, s.Chapter.Title, s.Side, s.Rep, -1})
	g.show("stopping: let go slowly")
	if !g.keyless && s.Chapter.Exercise != "" {
		g.questions = []question{{
			spoken: g.phrases().Answers.HowBad,
			shown:  "how bad is it, 0 to 9? any other key ends",
			keep:   g.keepPain,
		}}
	}
	g.closing = []string{g.phrases().Closing.Advice}
	g.endWith(g.phrases().Answers.Hurt...)
}

// keepPain takes note of how bad it is.
func (g *Guide) keepPain(level int) {
	pain := Pain{}
	if before := g.pain.Load(); before != nil {
		pain = *before
	}
	pain.Level = level
	g.pain.Store(&pain)
}

// Press does what a key asks for, by its name. While the listener is asked
// something, it is the answer.
func (g *Guide) Press(key string) {
	a, known := g.keys.For(key)
	switch {
	case g.asking.Load() != nil:
		g.ask(request{answer: key})
	case known:
		g.Do(a)
	default:
		g.Unknown(key)
	}
}
