package plan_test

import (
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// TestEveryExerciseIsCoached: whoever does an exercise for the first time hears
// where it is felt, how it is easier and what it is for.
func TestEveryExerciseIsCoached(t *testing.T) {
	_, exercises, _ := library().IDs()
	for _, id := range exercises {
		e, err := library().Exercise(id)
		if err != nil {
			t.Fatal(err)
		}
		if e.Body != nil {
			continue // it says so among its steps
		}
		heard := map[plan.Role]bool{}
		r := &routine.Routine{ID: id, Title: e.Title, Steps: []routine.Step{routine.Do{Exercise: e}}}
		for _, v := range compile(t, r, plan.Options{Voice: calmVoice}).Events {
			heard[v.Role] = true
		}
		for _, role := range []plan.Role{plan.RoleFeel, plan.RoleEasier, plan.RoleWhy} {
			if !heard[role] {
				t.Errorf("%s: nothing is said of the role %s", id, role)
			}
		}
	}
}
