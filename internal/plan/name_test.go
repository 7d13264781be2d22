package plan_test

import (
	"encoding/json"
	"testing"

	"unhunch/internal/plan"
)

// TestSpansHaveNames: who reads the plan in another program, or a listener who
// speaks of "the second hold on the left", means one hold.
func TestSpansHaveNames(t *testing.T) {
	type name struct {
		Kind, Exercise, Phase, Side string
		Round, Set, Rep, Move       int
	}
	all := append(builtinRoutines(t), manySets(t)...)
	for _, file := range listed(t) {
		all = append(all, ownRoutine(t, file))
	}
	for _, r := range all {
		p := compile(t, r, plan.Options{Voice: calmVoice})
		seen := map[name]*plan.Event{}
		for i := range p.Events {
			e := &p.Events[i]
			if e.Kind != plan.KindHold && e.Kind != plan.KindMove {
				continue
			}
			data, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			var n name
			if err := json.Unmarshal(data, &n); err != nil {
				t.Fatal(err)
			}
			if first := seen[n]; first != nil {
				t.Errorf("%s: both spans at %s and %s are %+v", r.ID, at(first), at(e), n)
			}
			seen[n] = e
			if n.Exercise == "" || n.Round == 0 || n.Set == 0 || n.Rep == 0 || n.Move == 0 {
				t.Errorf("%s: the span at %s has no full name: %+v", r.ID, at(e), n)
			}
		}
	}
}

func TestPhasesAreNamed(t *testing.T) {
	for id, want := range map[string]string{"shoulder-rolls": "backward forward", "tyi-prone": "T Y I"} {
		r, err := library().Load(id)
		if err != nil {
			t.Fatal(err)
		}
		got, last := "", ""
		for _, e := range compile(t, r, plan.Options{Voice: calmVoice}).Events {
			if e.Kind == plan.KindMove && e.Phase != last {
				got, last = got+" "+e.Phase, e.Phase
			}
		}
		if got != " "+want {
			t.Errorf("%s has the phases%s, want %s", id, got, want)
		}
	}
}
