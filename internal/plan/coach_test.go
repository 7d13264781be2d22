package plan_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// moving are the exercises that are made of movements: those made of steps say
// among them what there is to say.
func moving(t *testing.T) []*routine.Exercise {
	t.Helper()
	_, ids, _ := library().IDs()
	var out []*routine.Exercise
	for _, id := range ids {
		e, err := library().Exercise(id)
		if err != nil {
			t.Fatal(err)
		}
		if e.Body == nil {
			out = append(out, e)
		}
	}
	return out
}

// alone is a session of one exercise.
func alone(e *routine.Exercise) *routine.Routine {
	return &routine.Routine{ID: e.ID, Title: e.Title, Steps: []routine.Step{routine.Do{Exercise: e}}}
}

// linesOf are the lines of a plan.
func linesOf(p *plan.Plan) []plan.Event {
	return slices.DeleteFunc(slices.Clone(p.Events), func(e plan.Event) bool { return e.Kind != plan.KindLine })
}

// TestEveryExerciseIsCoached: whoever does an exercise for the first time hears
// where it is felt, how it is easier, what to avoid and what it is for, and a kind
// word on the way, in whatever session it is.
func TestEveryExerciseIsCoached(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		heard, moved := map[string]map[plan.Role]bool{}, map[string]bool{}
		for _, v := range compile(t, r, plan.Options{Voice: calmVoice}).Events {
			if heard[v.Exercise] == nil {
				heard[v.Exercise] = map[plan.Role]bool{}
			}
			heard[v.Exercise][v.Role] = true
			if v.Kind == plan.KindMove {
				moved[v.Exercise] = true
			}
		}
		for id := range moved {
			for _, role := range []plan.Role{plan.RoleFeel, plan.RoleEasier, plan.RoleCare, plan.RoleWhy, plan.RoleCheer} {
				if !heard[id][role] {
					t.Errorf("%s: in %s, nothing is said of the role %s", r.ID, id, role)
				}
			}
		}
	}
}

// TestCheers: nobody works for longer than three minutes without a kind word.
func TestCheers(t *testing.T) {
	const most = 3 * time.Minute
	for _, r := range builtinRoutines(t) {
		var worked time.Duration
		for _, e := range compile(t, r, plan.Options{Voice: calmVoice}).Events {
			switch {
			case e.Role == plan.RoleCheer:
				worked = 0
			case e.Kind == plan.KindHold || e.Kind == plan.KindMove:
				worked += e.Frames.Duration()
			}
			if worked > most {
				t.Errorf("%s: at %s, in %s, %v of work are done without a kind word", r.ID, at(&e), e.Exercise, worked)
				break
			}
		}
	}
}

// TestNothingTwiceInARow: the same line again, with nothing between, is a broken
// record.
func TestNothingTwiceInARow(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		for _, dose := range []routine.Dose{routine.DoseDefault, routine.DoseHigh} {
			var last plan.Event
			for _, e := range linesOf(compile(t, r, plan.Options{Voice: calmVoice, Dose: dose})) {
				if e.Exercise != "" && e.Text == last.Text {
					t.Errorf("%s: at %s, %q is said twice in a row", r.ID, at(&e), e.Text)
				}
				last = e
			}
		}
	}
}

// TestNothingIsWrittenInVain: a remark that finds room at no dose is dead text.
// The first exercise of a session has to tell of other things, too.
func TestNothingIsWrittenInVain(t *testing.T) {
	all := moving(t)
	for i, e := range all {
		r := alone(e)
		r.Steps = append([]routine.Step{routine.Do{Exercise: all[(i+1)%len(all)]}}, r.Steps...)
		heard := map[string]bool{}
		for _, o := range []plan.Options{{}, {Dose: routine.DoseHigh}, {First: routine.Left}} {
			o.Voice, o.NoNotice = calmVoice, true // without what is said of the tones
			for _, v := range linesOf(compile(t, r, o)) {
				heard[v.Text] = true
			}
		}
		for _, list := range [][]routine.Line{e.Feel, e.Easier, e.Harder, e.Why, {e.Breathing}, e.Coach, e.Tips, e.Resting, e.Out, e.Cheer[:1]} {
			for _, l := range list {
				forms := phrases.English.ForSides(l)
				if l.Text != "" && !slices.ContainsFunc(forms, func(f routine.Line) bool { return heard[f.Text] }) {
					t.Errorf("%s: nobody ever hears %q", e.ID, l.Text)
				}
			}
		}
	}
}

// TestLeaveOutIsOfOne: what is said of one exercise must not be said of another,
// for it is said once in a session.
func TestLeaveOutIsOfOne(t *testing.T) {
	of := map[string]string{}
	for _, e := range moving(t) {
		text := e.LeaveOut.Text
		if of[text] != "" && strings.Contains(text, "this one") {
			t.Errorf("%q is said of %s and of %s", text, of[text], e.ID)
		}
		of[text] = e.ID
	}
}

// TestLeavingOut: who sits an exercise out knows which sound ends the wait.
func TestLeavingOut(t *testing.T) {
	r, err := library().Load("superman")
	if err != nil {
		t.Fatal(err)
	}
	events := compile(t, r, plan.Options{Voice: calmVoice}).Events
	i := slices.IndexFunc(events, func(e plan.Event) bool { return e.Text == "Rest instead, until you hear this sound." })
	if i < 0 || events[i+1].Tone != plan.ToneDone {
		t.Fatal("the sound that ends it is not heard with the word that it does not suit all")
	}
	if !slices.ContainsFunc(events[i+2:], func(e plan.Event) bool { return e.Tone == plan.ToneDone && e.Exercise == "superman" }) {
		t.Error("the sound never comes")
	}
}
