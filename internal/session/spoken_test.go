package session_test

import (
	"strings"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/session"
)

// TestAnyWords: words of one's own are heard in the voice of the session, as long
// as the plan says, and without a tone.
func TestAnyWords(t *testing.T) {
	inFolder(t, map[string]string{"own.yaml": "title: Own words\ntips: false\nsession:\n  - say: Think of a purple zebra.\n"})
	for _, name := range []string{"june", "otto", "woman", "man"} {
		s := open(t, "./own.yaml", session.Choices{Voice: name})
		if missing := s.Plan.Missing(); len(missing) > 0 {
			t.Errorf("%s does not say %q", name, missing)
		}
		if want := map[string]string{"woman": "june", "man": "otto"}[name]; want != "" && s.Plan.Voice != want {
			t.Errorf("a %s is %s", name, s.Plan.Voice)
		}
		line := eventOf(t, s.Plan, "Think of a purple zebra.")
		if line.Kind != plan.KindLine || line.Voice != "" {
			t.Errorf("it is a %s by %q", line.Kind, line.Voice)
		}
		samples := s.Samples(s.Plan, session.Trim{})
		var most float32
		for _, v := range samples[2*line.At : 2*line.End()] {
			most = max(most, v, -v)
		}
		if most < 0.1 {
			t.Errorf("%s: the loudest sample of the line is %.3f", name, most)
		}
	}
}

func eventOf(t *testing.T, p *plan.Plan, text string) plan.Event {
	t.Helper()
	for _, e := range p.Events {
		if e.Text == text {
			return e
		}
	}
	t.Fatalf("nothing says %q", text)
	return plan.Event{}
}

// TestPronounce: a correction is heard wherever the word is, also where a
// built-in recording says it, and the one of the routine goes before that of its
// exercise, however either writes the word.
func TestPronounce(t *testing.T) {
	const routine = "title: Own\ntips: false\nsession:\n  - say: Sit down on your chair.\n  - say: Lift your psoas.\n  - exercise: bow\n"
	inFolder(t, map[string]string{
		"plain.yaml":         routine,
		"corrected.yaml":     routine + "pronounce:\n  Psoas: /sˈOzəzəzəzəzəzəz/\n  chair: /tˈɔltˈɔltˈɔl/\n",
		"exercises/bow.yaml": "title: Bow\nposture: standing\nreps: 1\nmoves: [{say: Now move your psoas., take: 2s}]\npronounce: {psoas: so}\n",
	})
	plain, corrected := open(t, "./plain.yaml", session.Choices{}), open(t, "./corrected.yaml", session.Choices{})
	for _, text := range []string{"Sit down on your chair.", "Lift your psoas.", "Now move your psoas."} {
		before, after := eventOf(t, plain.Plan, text).Frames, eventOf(t, corrected.Plan, text).Frames
		if after < before+plan.Rate/4 {
			t.Errorf("%q takes %d frames corrected, %d as it was", text, after, before)
		}
	}
}

// TestNothingIsSpokenOfWhatIsBuiltIn: a session out of the box begins at once,
// since all its lines are recorded.
func TestNothingIsSpokenOfWhatIsBuiltIn(t *testing.T) {
	routines, exercises, _ := session.Builtin().IDs()
	for _, name := range append(routines, exercises...) {
		alone := open(t, name, session.Choices{Fallback: "none"})
		if missing := alone.Plan.Missing(); len(missing) > 0 {
			t.Errorf("%s: no recording of %q", name, missing)
		}
		if helped := open(t, name, session.Choices{}); helped.Plan.Frames != alone.Plan.Frames {
			t.Errorf("%s is %d frames long with spoken lines, and %d without", name, helped.Plan.Frames, alone.Plan.Frames)
		}
	}
}

// TestUnspeakable: what the voice cannot say is a fault of its place, and all such
// faults are told at once.
func TestUnspeakable(t *testing.T) {
	inFolder(t, map[string]string{"own.yaml": "title: Own\nsession:\n  - say: Сядь прямо.\n  - say: Sit tall.\n  - say: 坐直。\n"})
	_, err := session.Open(t.Context(), "./own.yaml", session.Choices{})
	if err == nil {
		t.Fatal("words of another script are no fault")
	}
	for _, want := range []string{"own.yaml:3:10: ", "own.yaml:5:10: "} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not tell of %s", err, want)
		}
	}
}

// TestGuesses: who writes a name wants to know once that it is said by rule.
func TestGuesses(t *testing.T) {
	inFolder(t, map[string]string{"own.yaml": "title: Own\nsession:\n  - say: Bow to Zorblax.\n  - say: Zorblax bows to Xanthor.\n  - say: Sit tall.\npronounce: {xanthor: ZAN-thor}\n"})
	got := open(t, "./own.yaml", session.Choices{}).Guesses()
	if len(got) != 1 || got[0].Word != "Zorblax" || got[0].Phonemes == "" {
		t.Errorf("read by rule are %v", got)
	}
}
