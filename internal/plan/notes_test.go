package plan_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"unhunch/internal/fault"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// reach is an exercise whose middle repetitions have no room for words.
func reach() *routine.Exercise {
	at := func(line int, text, short string) routine.Line {
		return routine.Line{Pos: fault.Pos{File: "reach.yaml", Line: line, Col: 1}, Text: text, Short: short}
	}
	return &routine.Exercise{
		ID: "reach", Title: "Reach", Posture: routine.Standing, Sides: routine.SidesAlternate, First: routine.Right, Order: routine.OrderBlocks,
		Sets: routine.Count{Min: 1, Max: 1, Default: 1}, Reps: routine.Count{Min: 4, Max: 4, Default: 4},
		LeaveOut: at(1, "Leave this out if your {side} arm hurts.", ""),
		Care:     at(2, "Mind your {other} arm.", ""),
		Coach:    []routine.Line{at(3, "Keep your {other} shoulder low.", "")},
		Phases: []routine.Phase{{Moves: []routine.Move{
			{Say: at(4, "Reach up with your {side} arm.", "Now {side}."), Take: 2 * time.Second, Hold: routine.Span{Min: 6 * time.Second, Max: 6 * time.Second, Default: 6 * time.Second}},
			{Say: at(5, "Let the arm sink down again, slowly.", "Sink."), Take: 2 * time.Second},
		}}},
	}
}

func heardOf(p *plan.Plan) []string {
	var texts []string
	for _, e := range p.Events {
		if e.Kind == plan.KindLine {
			texts = append(texts, e.Text)
		}
	}
	return texts
}

// TestNotesTellWhatIsHeard: who reads that another wording was said looks for it
// in vain, if it was left out, too.
func TestNotesTellWhatIsHeard(t *testing.T) {
	for _, r := range append(builtinRoutines(t), &routine.Routine{ID: "reach", Title: "Reach", Steps: []routine.Step{routine.Do{Exercise: reach()}}}) {
		for every := range 5 {
			gaps := speaker{name: "gaps", word: 600 * time.Millisecond, lacks: func(s string) bool { return len(s)%5 == every }}
			for _, o := range []plan.Options{{Voice: gaps}, {Voice: gaps, Fallback: calmVoice}} {
				p := compile(t, r, o)
				texts := heardOf(p)
				for _, n := range p.Notes {
					said, ok := noted(n)
					if ok && !slices.Contains(texts, said) {
						t.Errorf("%s: nobody hears what is noted: %s", r.ID, n)
					}
				}
			}
		}
	}
}

// noted is the line that was said, according to a note.
func noted(n string) (said string, ok bool) {
	_, said, ok = strings.Cut(n, ", said instead: ")
	return said, ok
}

// TestMissing: a text that is a tone, or silence, in the session can be
// recorded only by who is told of it.
func TestMissing(t *testing.T) {
	mute := map[string]bool{
		"Exercise one of two.": true, "Exercise one.": true, // a small word of the program's
		"Mind your left arm.": true, "Keep your left shoulder low.": true, "Keep your right shoulder low.": true,
	}
	voice := speaker{name: "gaps", word: 350 * time.Millisecond, lacks: func(s string) bool { return mute[s] }}
	do := routine.Do{Exercise: reach()}
	p := compile(t, &routine.Routine{ID: "twice", Title: "Twice", Steps: []routine.Step{do, do}}, plan.Options{Voice: voice})
	want := []string{"Exercise one of two.", "Mind your left arm.", "Keep your left shoulder low."}
	if got := p.Missing(); !slices.Equal(got, want) {
		t.Errorf("no recording of %q, want %q", got, want)
	}
	for i, became := range []string{"left out", "a tone instead", "left out"} {
		if note := "no recording, " + became + ": " + want[i]; !slices.Contains(p.Notes, note) {
			t.Errorf("nothing notes %q", note)
		}
	}
}

// TestMissingSideIsATone: a side that no voice names must not change unheard.
func TestMissingSideIsATone(t *testing.T) {
	r, err := library().Load("overhead-arm-reach")
	if err != nil {
		t.Fatal(err)
	}
	lacks := func(s string) bool { return strings.HasSuffix(s, "left side.") || s == "Left side." }
	p := compile(t, r, plan.Options{Voice: speaker{name: "gaps", word: 350 * time.Millisecond, lacks: lacks}})
	for _, e := range p.Events {
		if e.Tone == plan.ToneMissing && e.Text == "Now the left side." {
			return
		}
	}
	t.Errorf("the change of sides is silent; missing: %q", p.Missing())
}

// TestTipsWaitForLongHolds: in a short one, there is time for the advice that
// matters, and no more.
func TestTipsWaitForLongHolds(t *testing.T) {
	const tip = "Feel the ground."
	for hold, want := range map[time.Duration]bool{8 * time.Second: false, 25 * time.Second: true} {
		e := reach()
		e.Tips = []routine.Line{{Text: tip}}
		e.Phases[0].Moves[0].Hold = routine.Span{Min: hold, Max: hold, Default: hold}
		p := compile(t, &routine.Routine{ID: "reach", Title: "Reach", Steps: []routine.Step{routine.Do{Exercise: e}}}, plan.Options{Voice: calmVoice})
		if got := slices.Contains(heardOf(p), tip); got != want {
			t.Errorf("in holds of %v the tip is said: %v, want %v", hold, got, want)
		}
		if note := "no silence long enough, left out: " + tip + " (tip)"; slices.Contains(p.Notes, note) == want {
			t.Errorf("in holds of %v, the notes are %q", hold, p.Notes)
		}
	}
}

// TestRestsWithinAnExerciseAreSilent: they belong to what is listened to.
func TestRestsWithinAnExerciseAreSilent(t *testing.T) {
	rest := routine.Rest{For: 20 * time.Second}
	e := &routine.Exercise{ID: "listen", Title: "Listen", Posture: routine.Seated, Body: []routine.Step{rest}}
	p := compile(t, &routine.Routine{ID: "x", Title: "X", Steps: []routine.Step{routine.Do{Exercise: e}, rest}}, plan.Options{Voice: calmVoice})
	if n := strings.Count(strings.Join(heardOf(p), " "), "Rest for"); n != 1 {
		t.Errorf("of a rest within an exercise and one outside of it, %d are announced", n)
	}
}

// TestAdviceNamesItsSide: advice with a place for the side is heard with the side
// that is worked, and not with braces.
func TestAdviceNamesItsSide(t *testing.T) {
	texts := heardOf(compile(t, &routine.Routine{ID: "reach", Title: "Reach", Steps: []routine.Step{routine.Do{Exercise: reach()}}}, plan.Options{Voice: calmVoice}))
	for _, want := range []string{"Leave this out if your right arm hurts.", "Mind your left arm.", "Keep your left shoulder low."} {
		if !slices.Contains(texts, want) {
			t.Errorf("%q is not said in\n%s", want, strings.Join(texts, "\n"))
		}
	}
}

// TestOwnBreathWords: where no voice says the words of a pattern, the breath is
// told in the usual ones, and the pattern's words are named.
func TestOwnBreathWords(t *testing.T) {
	p := &routine.Pattern{ID: "own", Title: "Own", Phases: []routine.BreathPhase{
		{Kind: routine.BreathIn, For: 4 * time.Second, Say: routine.Line{Text: "Inhale slowly now."}},
		{Kind: routine.BreathOut, For: 6 * time.Second, Say: routine.Line{Text: "Exhale slowly now.", Short: "Exhale."}},
	}}
	lacks := func(s string) bool { return s == "Inhale slowly now." || s == "Exhale slowly now." }
	r := &routine.Routine{ID: "own", Title: "Own", Steps: []routine.Step{routine.Breathe{Pattern: p, Cycles: 2}}}
	got := compile(t, r, plan.Options{Voice: speaker{name: "gaps", word: 350 * time.Millisecond, lacks: lacks}})
	texts := heardOf(got)
	if !slices.Contains(texts, "Breathe in.") || !slices.Contains(texts, "Exhale.") || slices.Contains(texts, "Breathe out.") {
		t.Errorf("the breath is told as %q", texts)
	}
	if want := []string{"Inhale slowly now."}; !slices.Equal(got.Missing(), want) {
		t.Errorf("no recording of %q, want %q", got.Missing(), want)
	}
}
