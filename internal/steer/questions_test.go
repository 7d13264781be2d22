package steer_test

import (
	"strings"
	"testing"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/steer"
)

// TestAskedAfterwards: the answers count, and what is asked and said comes in turn.
func TestAskedAfterwards(t *testing.T) {
	a, advice := phrases.English.Answers, phrases.English.Closing.Advice
	for _, test := range []struct {
		name         string
		keys         []string
		said         []string
		pain, effort int // -1: not told
	}{
		{"both", []string{"3", "0"}, []string{a.AnyPain, a.HowHard, a.Noted}, 3, 0},
		{"a strong pain", []string{"4", "9"}, []string{a.AnyPain, a.HowHard, advice, a.Noted, advice}, 4, 9},
		{"a strong pain, and then silence", []string{"6"}, []string{a.AnyPain, a.HowHard, advice}, 6, -1},
		{"the first one is skipped", []string{"n", "5"}, []string{a.AnyPain, a.HowHard, a.Noted}, -1, 5},
		{"the second one is skipped", []string{"1", "z"}, []string{a.AnyPain, a.HowHard}, 1, -1},
		{"stop", []string{"x"}, []string{a.AnyPain}, -1, -1},
		{"silence", nil, []string{a.AnyPain}, -1, -1},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := beginWith(t, theSession.Plan.Frames-3*second, steer.Options{Asks: true})
			x.HearMore(60 * second)
			x.until("the first question", func(v steer.View) bool { return strings.HasPrefix(v.Message, "does anything hurt") })
			for _, key := range test.keys {
				x.pull(2 * second) // it is said in one
				x.now = x.now.Add(2 * time.Second)
				x.Press(key)
				x.Press(key) // which counts once
				x.Turn(t.Context())
			}
			quiet := 0
			x.until("the session ends", func(steer.View) bool { quiet++; return len(x.done) > 0 })
			if got, want := x.said(), strings.Join(test.said, " "); got != want {
				t.Errorf("said: %s\nwant: %s", got, want)
			}
			if last := test.said[len(test.said)-1]; (last == a.Noted || last == advice) && quiet*480 < second {
				t.Errorf("%q is not heard to its end", last)
			}
			pain, effort := -1, -1
			if p := x.Pain(); p != nil {
				pain = p.Level
			}
			if e := x.Effort(); e != nil {
				effort = *e
			}
			if v := x.View(); pain != test.pain || effort != test.effort || !v.State.Ended || x.Outcome() != "" {
				t.Errorf("pain %d, effort %d, %+v, %q", pain, effort, v.State, x.Outcome())
			}
		})
	}
}

// TestNotAskedAfterwards: of a session that was hardly begun nobody asks, nor where
// nobody could or wants to answer.
func TestNotAskedAfterwards(t *testing.T) {
	for name, test := range map[string]struct {
		o     steer.Options
		heard plan.Frame
	}{
		"not wanted":   {steer.Options{}, 60 * second},
		"no keys":      {steer.Options{Asks: true, Keyless: true}, 60 * second},
		"hardly begun": {steer.Options{Asks: true}, 50 * second},
	} {
		x := beginWith(t, theSession.Plan.Frames-3*second, test.o)
		x.HearMore(test.heard)
		x.until("the session ends", func(steer.View) bool { return len(x.done) > 0 })
		if x.said() != "" {
			t.Errorf("%s: %s", name, x.said())
		}
	}
}

// TestAskedWhenStopped: who stops is asked, too, and who does not answer has stopped.
func TestAskedWhenStopped(t *testing.T) {
	x := beginWith(t, part(t, "Reach").At, steer.Options{Asks: true})
	x.HearMore(60 * second)
	x.press(steer.Stop)
	x.press(steer.Stop)
	x.until("the session ends", func(steer.View) bool { return len(x.done) > 0 })
	if a := phrases.English.Answers; x.said() != a.Again+" "+a.AnyPain || x.Outcome() != steer.Stopped || x.View().State.Ended {
		t.Errorf("said: %s\nthe outcome is %q", x.said(), x.Outcome())
	}
}

// TestAskedAfterAnAnswer: what a key is answered at the very end does not take the
// place of the question.
func TestAskedAfterAnAnswer(t *testing.T) {
	for _, left := range []plan.Frame{second, second / 4, second / 20} {
		x := beginWith(t, theSession.Plan.Frames-2*second, steer.Options{Asks: true})
		x.HearMore(60 * second)
		x.pull(2*second - int(left))
		x.press(steer.Bed)
		x.until("the first question", func(v steer.View) bool { return strings.HasPrefix(v.Message, "does anything hurt") })
		begun := len(x.backend.Heard())
		x.until("the session ends", func(steer.View) bool { return len(x.done) > 0 })
		if after := len(x.backend.Heard()) - begun; after < 2*8*second {
			t.Errorf("%v before the end: the question and the time for it take %v", left.Duration(), plan.Frame(after/2).Duration())
		}
	}
}

// TestAskedAfterGoingBack: who goes back at the end is asked at the end.
func TestAskedAfterGoingBack(t *testing.T) {
	x := beginWith(t, theSession.Plan.Frames-3*second, steer.Options{Asks: true})
	x.HearMore(60 * second)
	x.pull(2 * second)
	x.Jump(theSession.Plan.Frames - 4*second)
	x.Turn(t.Context())
	x.pull(second)
	x.press(steer.Where)
	x.until("the first question", func(v steer.View) bool { return v.Message != "" && v.State.Ended })
	x.now = x.now.Add(time.Second)
	x.Press("2")
	x.Turn(t.Context())
	if p := x.Pain(); p == nil || p.Level != 2 {
		t.Errorf("pain %+v, said: %s", p, x.said())
	}
}
