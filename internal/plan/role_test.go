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

// TestAdvice: where it is felt and how it is easier is told before what it is for,
// and an encouraging word comes when the work is nearly done.
func TestAdvice(t *testing.T) {
	say := func(text string) []routine.Line { return []routine.Line{{Text: text}} }
	count := func(n int) routine.Count { return routine.Count{Min: n, Max: n, Default: n} }
	hold := 8 * time.Second
	e := &routine.Exercise{ID: "press", Title: "Press", Posture: routine.Seated, Sides: routine.SidesNone, Sets: count(1), Reps: count(9),
		Phases: []routine.Phase{{Moves: []routine.Move{{Say: routine.Line{Text: "Press."}, Take: 2 * time.Second, Hold: routine.Span{Min: hold, Max: hold, Default: hold}}}}},
		Feel:   say("You feel it in your arms."), Easier: say("Half is enough."), Why: say("This makes your arms strong."),
		Cheer: say("Well held."), Coach: say("Keep your shoulders low."), Breathing: routine.Line{Text: "Breathe on."},
	}
	at := map[plan.Role]plan.Event{}
	var order []plan.Role
	for _, v := range compile(t, &routine.Routine{ID: "press", Title: "Press", Steps: []routine.Step{routine.Do{Exercise: e}}}, plan.Options{Voice: calmVoice}).Events {
		if v.Kind == plan.KindLine && v.Rep > 0 && v.Role != plan.RoleCount && v.Role != plan.RoleMove {
			at[v.Role] = v
			order = append(order, v.Role)
		}
	}
	want := []plan.Role{plan.RoleFeel, plan.RoleEasier, plan.RoleBreathe, plan.RoleWhy, plan.RoleTip, plan.RoleCheer}
	if !slices.Equal(order, want) {
		t.Errorf("the advice comes in the order %v, want %v", order, want)
	}
	if rep := at[plan.RoleCheer].Rep; rep < 7 {
		t.Errorf("the cheer comes in repetition %d of nine", rep)
	}
}
