package session_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/session"
	"unhunch/internal/voice"
)

// TestTextsOfARoutine: who records all that voice script prints for a routine hears
// nobody else in it, whatever dose and side he chooses.
func TestTextsOfARoutine(t *testing.T) {
	inFolder(t, map[string]string{"evening.yaml": `title: Evening
session:
  - say: Look at the horizon.
  - exercise: neck-tilts
  - rest: 37s
  - exercise: shoulder-blade-squeeze-long
  - include: desk-break
  - {breathe: box, for: 1m}
  - say: Blink.
`})
	texts, err := session.Texts("evening.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, count := range []voice.ScriptLine{{Text: "Two.", Count: true}, {Text: "Breathe in.", Calm: true}, {Text: "Look at the horizon."}} {
		if !slices.Contains(texts, count) {
			t.Errorf("%+v is not in the script", count)
		}
	}
	for _, o := range []plan.Options{{}, {Dose: routine.DoseLow}, {Dose: routine.DoseHigh, First: routine.Left}, {Words: routine.WordsAlways, Countdown: "voice"}, {Tip: 3}, {Seed: 20261128}, {Seed: 20261129, Explain: plan.ExplainSome}} {
		for _, e := range open(t, "./evening.yaml", session.Choices{Layout: o}).Plan.Events {
			if e.Kind == plan.KindLine && !slices.ContainsFunc(texts, func(l voice.ScriptLine) bool { return l.Text == e.Text }) {
				t.Errorf("with %+v, %q is said and not in the script", o, e.Text)
			}
		}
	}
}

// TestTextsOfAnyPace: a slow voice is given shorter wordings, and a quick one has
// room for more. Both are in the script.
func TestTextsOfAnyPace(t *testing.T) {
	const routine = "title: Evening\nsession:\n  - {say: Let us begin with some breaths that are easy., short: Breathe.}\n  - {exercise: neck-tilts, reps: 4}\n  - {exercise: shoulder-rolls, reps: 3}\n  - {rest: 5s}\n  - {breathe: box, for: 1m}\n"
	inFolder(t, map[string]string{"evening.yaml": routine})
	texts, err := session.Texts("evening.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, pace := range []int{plan.Rate / 8, plan.Rate} {
		pack := []byte("name: mine\nlanguage: en\nlines:\n")
		for i, l := range texts {
			pack = fmt.Appendf(pack, "  %q: {file: %d.wav, frames: %d}\n", l.Text, i, pace*len(strings.Fields(l.Text)))
		}
		if err := os.MkdirAll("mine", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("mine/pack.yaml", pack, 0o666); err != nil {
			t.Fatal(err)
		}
		s := open(t, "./evening.yaml", session.Choices{Voice: "./mine", Fallback: "none"})
		if missing := s.Plan.Missing(); len(missing) > 0 {
			t.Errorf("at %d frames a word, these are said and not in the script: %q", pace, missing)
		}
	}
}
