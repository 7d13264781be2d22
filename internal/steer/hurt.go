package steer

import (
	"strconv"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// Pain is what hurt when the listener stopped for it.
type Pain struct {
	Exercise, Title string // "" where there was none
	Side            routine.Side
	Rep             int
	Level           int // 0 to 9; -1 where it was not told
}

// askFor is how long after the question a key is waited for.
const askFor = 8 * time.Second

// Pain is what hurt, or nil.
func (g *Guide) Pain() *Pain { return g.pain.Load() }

// hurt stops calmly, asks how bad it is, and ends with advice. A key that comes
// meanwhile is the answer.
func (g *Guide) hurt() {
	o := Hurts
	g.outcome.Store(&o)
	s := g.plan().StatusAt(g.at())
	g.pain.Store(&Pain{s.Chapter.Exercise, s.Chapter.Title, s.Side, s.Rep, -1})
	g.show("stopping: let go slowly")
	var lines []plan.Saying
	for _, text := range g.phrases().Answers.Hurt {
		lines = append(lines, plan.Saying{Text: text, After: lineGap})
	}
	if !g.keyless && s.Chapter.Exercise != "" {
		g.asking.Store(true)
		g.show("how bad is it, 0 to 9? any other key ends")
		lines = append(lines, plan.Saying{Text: g.phrases().Answers.HowBad, After: plan.Frame(askFor.Seconds() * plan.Rate)})
	}
	g.endWith(append(lines, plan.Saying{Text: g.phrases().Closing.Advice}))
}

// answer takes a key for how bad it is.
func (g *Guide) answer(key string) {
	g.asking.Store(false)
	var lines []plan.Saying
	if level, err := strconv.Atoi(key); err == nil && level >= 0 && level <= 9 {
		pain := *g.pain.Load()
		pain.Level = level
		g.pain.Store(&pain)
		g.show("noted: %d", level)
		lines = append(lines, plan.Saying{Text: g.phrases().Answers.Noted, After: lineGap})
	}
	g.endWith(append(lines, plan.Saying{Text: g.phrases().Closing.Advice}))
}

// endWith ends the session with some words.
func (g *Guide) endWith(lines []plan.Saying) {
	said := g.render(g.session.Sayings(0, lines))
	if said == nil {
		g.player.Stop()
		return
	}
	g.player.Hush()
	said.Hold, said.Last = true, true
	g.player.Say(said)
}

// Press does what a key asks for, by its name. While the listener is asked
// something, it is the answer.
func (g *Guide) Press(key string) {
	a, known := g.keys.For(key)
	switch {
	case g.asking.Load():
		g.ask(request{answer: key})
	case known:
		g.Do(a)
	default:
		g.Unknown(key)
	}
}

// answered takes a request for the answer to a question, if there is one.
func (g *Guide) answered(r request) bool {
	switch {
	case r.answer != "" && g.asking.Load():
		g.answer(r.answer)
		return true
	case r.answer != "":
		return true // the second key in a row
	case g.pain.Load() != nil:
		return true // the session is ending: only an answer counts
	}
	return false
}
