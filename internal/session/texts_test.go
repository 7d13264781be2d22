package session_test

import (
	"slices"
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
	for _, o := range []plan.Options{{}, {Dose: routine.DoseLow}, {Dose: routine.DoseHigh, First: routine.Left}, {Words: routine.WordsAlways, Countdown: "voice"}, {Tip: 3}} {
		for _, e := range open(t, "./evening.yaml", session.Choices{Layout: o}).Plan.Events {
			if e.Kind == plan.KindLine && !slices.ContainsFunc(texts, func(l voice.ScriptLine) bool { return l.Text == e.Text }) {
				t.Errorf("with %+v, %q is said and not in the script", o, e.Text)
			}
		}
	}
}
