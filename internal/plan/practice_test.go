package plan_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// printedPlan is a plan as other programs read it.
func printedPlan(t *testing.T, r *routine.Routine, o plan.Options) string {
	t.Helper()
	o.Voice = calmVoice
	data, err := json.Marshal(compile(t, r, o))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func everyExercise(times int) plan.Practice {
	done := map[string]int{}
	_, exercises, _ := library().IDs()
	for _, id := range exercises {
		done[id] = times
	}
	return plan.Practice{Exercises: done}
}

// TestExplainedThreeTimes: everything is explained the first three times, and then
// what the listener knows is left out, unless he wants to hear it or never did.
func TestExplainedThreeTimes(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		full, some := printedPlan(t, r, plan.Options{Explain: plan.ExplainFull}), printedPlan(t, r, plan.Options{Explain: plan.ExplainSome})
		for _, test := range []struct {
			o    plan.Options
			want string
		}{
			{plan.Options{}, full},
			{plan.Options{Practice: everyExercise(2)}, full},
			{plan.Options{Practice: everyExercise(3)}, some},
			{plan.Options{Practice: everyExercise(300)}, some},
			{plan.Options{Practice: everyExercise(3), Explain: plan.ExplainFull}, full},
			{plan.Options{Explain: plan.ExplainSome}, some},
		} {
			if got := printedPlan(t, r, test.o); got != test.want {
				t.Errorf("%s: after %d times and with --explain %q it is another session", r.ID, test.o.Practice.Exercises["neck-tilts"], test.o.Explain)
			}
		}
	}
}

// TestOnlyTheKnownIsLeftOut: to know one exercise is not to know the next. Whom it does
// not suit is told nonetheless: much can have happened since it was learned.
func TestOnlyTheKnownIsLeftOut(t *testing.T) {
	r := session(t, "neck-tilts", "neck-turns")
	p := compile(t, r, plan.Options{Voice: calmVoice, Practice: plan.Practice{Exercises: map[string]int{"neck-tilts": 3}}})
	cares := map[string][]string{}
	for _, e := range p.Events {
		if e.Role == plan.RoleCare {
			cares[e.Exercise] = append(cares[e.Exercise], e.Text)
		}
	}
	if unsuited := r.Steps[0].(routine.Do).Exercise.LeaveOut.Text; !slices.Equal(cares["neck-tilts"], []string{unsuited}) || len(cares["neck-turns"]) == 0 {
		t.Errorf("what to avoid is said: %q", cares)
	}
}

// session is a session of exercises.
func session(t *testing.T, ids ...string) *routine.Routine {
	t.Helper()
	r := &routine.Routine{ID: "own", Title: "Own", Tips: true}
	for _, id := range ids {
		e, err := library().Exercise(id)
		if err != nil {
			t.Fatal(err)
		}
		r.Steps = append(r.Steps, routine.Do{Exercise: e})
	}
	return r
}

// isCue says whether a line is a remark on how an exercise is done.
func isCue(e plan.Event) bool {
	return slices.Contains([]plan.Role{plan.RoleFeel, plan.RoleWhy, plan.RoleEasier, plan.RoleTip}, e.Role) && e.Exercise != ""
}

// TestOneChangingCue: one who knows an exercise hears one remark on it, and another
// one on another day.
func TestOneChangingCue(t *testing.T) {
	_, exercises, _ := library().IDs()
	for _, id := range exercises {
		r := session(t, id)
		if r.Steps[0].(routine.Do).Exercise.Body != nil {
			continue // its words are its steps
		}
		said := map[string]bool{}
		for day := range int64(20) {
			n := 0
			for _, e := range compile(t, r, plan.Options{Voice: calmVoice, Explain: plan.ExplainSome, Seed: 20261101 + day}).Events {
				if isCue(e) {
					n++
					said[e.Text] = true
				}
			}
			if n > 1 {
				t.Errorf("%s: %d remarks are made", id, n)
			}
		}
		if len(said) < 3 {
			t.Errorf("%s: in 20 days these remarks are heard: %q", id, slices.Sorted(maps.Keys(said)))
		}
	}
}

// TestSeed: a session can be heard again, and another day is another one. What is
// done is the same on each.
func TestSeed(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		for _, explain := range []plan.Explain{plan.ExplainFull, plan.ExplainSome} {
			today, again := printedPlan(t, r, plan.Options{Seed: 20261128, Explain: explain}), printedPlan(t, r, plan.Options{Seed: 20261128, Explain: explain})
			if today != again {
				t.Errorf("%s: the same seed gives another session", r.ID)
			}
		}
		first := compile(t, r, plan.Options{Voice: calmVoice})
		for _, seed := range []int64{-1, 1, 20261128} {
			if other := compile(t, r, plan.Options{Voice: calmVoice, Seed: seed}); holds(other) != holds(first) {
				t.Errorf("%s: with the seed %d the holds are others", r.ID, seed)
			}
		}
	}
	all := func(plan.Event) bool { return true }
	for _, id := range []string{"daily", "desk-break", "guide-a", "guide-b", "stretch", "strength"} {
		r, err := library().Load(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, explain := range []plan.Explain{plan.ExplainFull, plan.ExplainSome} {
			days := map[string]bool{}
			for day := range int64(30) {
				days[lines(compile(t, r, plan.Options{Voice: calmVoice, Seed: 20261101 + day, Explain: explain}), all)] = true
			}
			if len(days) < 18 { // a short session has few words to choose among
				t.Errorf("%s, explaining %s: %d different sessions in 30 days", id, explain, len(days))
			}
		}
	}
}

func lines(p *plan.Plan, of func(plan.Event) bool) string {
	var said []string
	for _, e := range p.Events {
		if e.Kind == plan.KindLine && of(e) {
			said = append(said, e.Text)
		}
	}
	return fmt.Sprintf("%q", said)
}

// TestOneExerciseMore: an exercise that is put into a session leaves what is said of
// the others as it was. The first one is told more briefly than the others.
func TestOneExerciseMore(t *testing.T) {
	few, more := session(t, "march-in-place", "neck-tilts", "cat-cow"), session(t, "march-in-place", "shoulder-rolls", "neck-tilts", "neck-turns", "cat-cow")
	for seed := range int64(10) {
		o := plan.Options{Voice: calmVoice, Seed: seed}
		for _, id := range []string{"neck-tilts", "cat-cow"} {
			remarks := func(e plan.Event) bool { return isCue(e) && e.Exercise == id }
			if a, b := lines(compile(t, few, o), remarks), lines(compile(t, more, o), remarks); a != b {
				t.Errorf("%s: with one more exercise it is %s, not %s", id, b, a)
			}
		}
	}
}

// TestTip: the tip that the listener asks for, and otherwise that of the seed;
// nothing else depends on it.
func TestTip(t *testing.T) {
	r := session(t, "neck-tilts")
	tip := func(o plan.Options) (said string) {
		o.Voice = calmVoice
		for _, e := range compile(t, r, o).Events {
			if e.Role == plan.RoleTip && e.Exercise == "" {
				said = e.Text
			}
		}
		return said
	}
	tips := compile(t, r, plan.Options{Voice: calmVoice}).Phrases().Closing.Tips
	drawn := map[string]bool{}
	for seed := range int64(40) {
		drawn[tip(plan.Options{Seed: seed})] = true
		if got := tip(plan.Options{Seed: seed, Tip: 1}); got != tips[0] {
			t.Errorf("tip 1 is %q, not the first", got)
		}
	}
	if len(drawn) < len(tips)-1 {
		t.Errorf("%d of %d tips are drawn by 40 seeds", len(drawn), len(tips))
	}
	remarks := func(e plan.Event) bool { return e.Exercise != "" }
	a, b := plan.Options{Voice: calmVoice, Explain: plan.ExplainSome, Tip: 1}, plan.Options{Voice: calmVoice, Explain: plan.ExplainSome, Tip: 2}
	if lines(compile(t, r, a), remarks) != lines(compile(t, r, b), remarks) {
		t.Error("the tip at the end changes what is said of an exercise")
	}
}

// TestPracticed: what was heard for less than half was not done.
func TestPracticed(t *testing.T) {
	calm, err := library().Pattern("calm")
	if err != nil {
		t.Fatal(err)
	}
	r := session(t, "neck-tilts", "neck-turns", "neck-tilts")
	r.Steps = append(r.Steps, routine.Breathe{Pattern: calm, Cycles: 6})
	p := compile(t, r, plan.Options{Voice: calmVoice})
	var whole []plan.Frame
	for _, passage := range p.Passages() {
		whole = append(whole, passage.Frames)
	}
	if len(whole) != 4 {
		t.Fatalf("passages: %+v", p.Passages())
	}
	for _, test := range []struct {
		heard               []plan.Frame
		exercises, patterns map[string]int
	}{
		{nil, map[string]int{}, map[string]int{}},
		{make([]plan.Frame, 4), map[string]int{}, map[string]int{}},
		{whole, map[string]int{"neck-tilts": 2, "neck-turns": 1}, map[string]int{"calm": 1}},
		{[]plan.Frame{whole[0]/2 + 1, whole[1]/2 - 1, 0, whole[3]/2 + 1}, map[string]int{"neck-tilts": 1}, map[string]int{"calm": 1}},
	} {
		if got := p.Practiced(test.heard); !maps.Equal(got.Exercises, test.exercises) || !maps.Equal(got.Patterns, test.patterns) {
			t.Errorf("of %v, with %v heard, this was done: %+v", whole, test.heard, got)
		}
	}
	changed := compile(t, r, plan.Options{Voice: calmVoice, Minutes: p.Minutes, Changes: []plan.Change{
		{At: p.Passages()[0].At + plan.Rate}, {At: p.Passages()[3].At + plan.Rate}}})
	for i, passage := range changed.Passages() {
		if was := p.Passages()[i]; passage.Exercise != was.Exercise || passage.Pattern != was.Pattern {
			t.Errorf("passage %d is another one when something is left: %+v, not %+v", i, passage, was)
		}
	}
}
