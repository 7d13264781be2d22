package plan_test

import (
	"slices"
	"testing"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

var roles = []plan.Role{plan.RoleNotice, plan.RoleName, plan.RolePlace, plan.RolePrepare, plan.RoleMove, plan.RoleSide, plan.RoleFeel, plan.RoleWhy,
	plan.RoleEasier, plan.RoleCare, plan.RoleDose, plan.RoleCount, plan.RoleCheer, plan.RoleBreathe, plan.RoleRest, plan.RoleTip, plan.RoleNext,
	plan.RoleClose, plan.RoleStatus, plan.RoleSay}

// TestAnyTip: a number that is that of no tip is none to stumble over.
func TestAnyTip(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		for _, tip := range []int{-7, -1, 0, 1, 1000} {
			compile(t, r, plan.Options{Voice: calmVoice, Tip: tip})
		}
	}
}

// TestEveryLineHasARole: a program that shows the words of a session by what they
// are for finds each of them.
func TestEveryLineHasARole(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		for _, e := range compile(t, r, plan.Options{Voice: calmVoice}).Events {
			if e.Kind == plan.KindLine != slices.Contains(roles, e.Role) {
				t.Errorf("%s: the %s %q has the role %q", r.ID, e.Kind, e.Text, e.Role)
			}
		}
	}
}

// TestAdvice: an exercise is told in the order in which it can be understood: what
// it is, what one does, where it is felt and how it is easier, what to avoid, how
// much of it; and why while it is done. An encouraging word comes when the work is
// nearly over. Who knows the exercise hears less.
func TestAdvice(t *testing.T) {
	say := func(text string) []routine.Line { return []routine.Line{{Text: text}} }
	count := func(n int) routine.Count { return routine.Count{Min: n, Max: n, Default: n} }
	hold := 8 * time.Second
	e := &routine.Exercise{ID: "press", Title: "Press", Posture: routine.Seated, Sides: routine.SidesNone, Sets: count(1), Reps: count(9),
		Phases: []routine.Phase{{Moves: []routine.Move{{Say: routine.Line{Text: "Press."}, Take: 2 * time.Second, Hold: routine.Span{Min: hold, Max: hold, Default: hold}}}}},
		Feel:   say("You feel it in your arms."), Easier: say("Half is enough."), Why: say("This makes your arms strong."),
		Care: routine.Line{Text: "Never press so that it hurts."}, Cheer: say("Well held."), Coach: say("Keep your shoulders low."), Breathing: routine.Line{Text: "Breathe on."},
	}
	stand := &routine.Exercise{ID: "stand", Title: "Stand", Posture: routine.Standing, Body: []routine.Step{routine.Rest{For: time.Second}}}
	r := &routine.Routine{ID: "press", Title: "Press", Steps: []routine.Step{routine.Do{Exercise: stand}, routine.Do{Exercise: e}}}
	for _, test := range []struct {
		explain plan.Explain
		want    []plan.Role
	}{
		{plan.ExplainFull, []plan.Role{plan.RolePlace, plan.RolePlace, plan.RoleMove, plan.RoleFeel, plan.RoleEasier, plan.RoleCare, plan.RoleDose, plan.RoleDose, plan.RolePrepare,
			plan.RoleWhy, plan.RoleBreathe, plan.RoleTip, plan.RoleCheer}},
		{plan.ExplainSome, []plan.Role{plan.RolePlace, plan.RolePlace, plan.RoleMove, plan.RoleDose, plan.RoleDose, plan.RoleEasier, plan.RoleBreathe, plan.RoleCheer}},
		{plan.ExplainFew, []plan.Role{plan.RolePlace, plan.RolePlace, plan.RoleMove, plan.RoleDose, plan.RoleDose, plan.RoleBreathe, plan.RoleCheer}},
	} {
		var order []plan.Role
		for _, v := range compile(t, r, plan.Options{Voice: calmVoice, Explain: test.explain}).Events {
			later := v.Rep > 0 && v.Role == plan.RoleMove
			if v.Kind == plan.KindLine && v.Exercise == "press" && v.Role != plan.RoleName && v.Role != plan.RoleCount && !later {
				order = append(order, v.Role)
			}
			if v.Role == plan.RoleCheer && v.Rep < 7 {
				t.Errorf("the cheer comes in repetition %d of nine", v.Rep)
			}
		}
		if !slices.Equal(order, test.want) {
			t.Errorf("explaining %q, it is told in the order\n%v, want\n%v", test.explain, order, test.want)
		}
	}
}
