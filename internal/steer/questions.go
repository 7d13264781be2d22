package steer

import (
	"strconv"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/play"
)

const (
	askFor     = 8 * time.Second        // how long after a question a key is waited for
	leastAsked = time.Minute            // a session of which less was heard is not asked about
	soonOver   = 2 * plan.Rate          // so long before the end the first question is made ready
	thought    = 400 * time.Millisecond // a key that comes sooner after a question is still one for what was before
	worrying   = 4                      // a pain from which on advice is given
)

// question is one that a digit answers. Any other key passes over it. Where nobody
// presses a key, none is asked after it.
type question struct {
	spoken, shown string
	keep          func(level int)
	asked         time.Time
}

// afterwards are the questions about a session that is over.
func (g *Guide) afterwards() []question {
	answers := g.phrases().Answers
	pain := func(level int) {
		g.keepPain(level)
		if level >= worrying {
			g.closing = []string{g.phrases().Closing.Advice}
		}
	}
	return []question{
		{spoken: answers.AnyPain, shown: "does anything hurt, 0 (not at all) to 9? any other key skips this", keep: pain},
		{spoken: answers.HowHard, shown: "how hard was it, 0 (very easy) to 9? any other key skips this", keep: func(level int) { g.effort.Store(&level) }},
	}
}

// Effort is how hard the session was, 0 to 9, or nil where it was not told.
func (g *Guide) Effort() *int { return g.effort.Load() }

// asksAfterwards tells whether the session is to be asked about when it is over.
func (g *Guide) asksAfterwards() bool {
	return g.asks && !g.keyless && plan.Frame(g.heard.Load()).Duration() >= leastAsked
}

// askAtEnd asks about a session that was heard to its end. The player waits there only
// for what it is to say already, so that the first question is made ready before.
func (g *Guide) askAtEnd(s play.State) {
	end := g.plan().Frames
	switch {
	case g.ending || !g.asksAfterwards():
	case plan.Frame(s.Target) < end-soonOver:
		g.ready = false
	case g.ready && s.Ended && s.Talking:
		g.questions, g.ending = g.afterwards(), true
		g.take()
	case !g.ready || !s.Talking:
		said := g.lastWords(nil, &g.afterwards()[0])
		if g.ready = said != nil; !g.ready {
			g.asks = false // no voice of the session can
			return
		}
		said.At = int64(end)
		g.player.Say(said)
	}
}

// take makes the next question the one that a key answers; nil where there is none.
func (g *Guide) take() *question {
	g.asking.Store(nil)
	if len(g.questions) == 0 {
		return nil
	}
	q := g.questions[0]
	g.questions, q.asked = g.questions[1:], g.now()
	g.show("%s", q.shown)
	g.asking.Store(&q)
	return &q
}

// endWith ends the session: with some lines, the next question, and what is said last.
func (g *Guide) endWith(lines ...string) {
	g.ending = true
	said := g.lastWords(lines, g.take())
	if said == nil {
		g.player.Stop()
		return
	}
	g.player.Hush()
	g.player.Say(said)
}

// lastWords are lines, a question with the time for its answer, and what is said last;
// nil where there is nothing to say.
func (g *Guide) lastWords(lines []string, q *question) *play.Aside {
	var sayings []plan.Saying
	for _, text := range lines {
		sayings = append(sayings, plan.Saying{Text: text, After: lineGap})
	}
	wait := plan.Frame(askFor.Seconds() * plan.Rate)
	if q != nil {
		sayings = append(sayings, plan.Saying{Text: q.spoken, After: wait})
	}
	for _, text := range g.closing {
		sayings = append(sayings, plan.Saying{Text: text, After: lineGap})
	}
	p := g.session.Sayings(0, sayings)
	if len(p.Events) == 0 {
		return nil
	}
	if q != nil && len(g.closing) == 0 {
		p.Frames += wait
	}
	said := g.render(p)
	if said != nil {
		said.Hold, said.Last = true, true
	}
	return said
}

// answer takes a key for the answer to a question.
func (g *Guide) answer(key string, pressed time.Time) {
	q := g.asking.Load()
	if q == nil || pressed.Sub(q.asked) < thought {
		return
	}
	var lines []string
	if level, err := strconv.Atoi(key); err == nil && level >= 0 && level <= 9 {
		q.keep(level)
		g.show("noted: %d", level)
		if len(g.questions) == 0 {
			lines = append(lines, g.phrases().Answers.Noted)
		}
	} else if a, _ := g.keys.For(key); a == Stop {
		g.questions = nil
	}
	g.endWith(lines...)
}

// answered takes a request for the answer to a question, if there is one.
func (g *Guide) answered(r request) bool {
	if r.answer != "" {
		g.answer(r.answer, r.asked)
		return true
	}
	return g.ending // only an answer counts
}
