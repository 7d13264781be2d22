package session_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"unhunch/internal/fit"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// least is the shortest hold that the file of an exercise allows, in frames.
func least(t *testing.T, id string) plan.Frame {
	e, err := session.Builtin().Exercise(id)
	if err != nil {
		t.Fatal(err)
	}
	shortest := time.Duration(0)
	for _, p := range e.Phases {
		for _, m := range p.Moves {
			if d := m.Hold.Min; d > 0 && (shortest == 0 || d < shortest) {
				shortest = d
			}
		}
	}
	return plan.Frame(shortest.Seconds() * plan.Rate)
}

// sound says what is wrong with a session that was made to suit somebody.
func sound(t *testing.T, s *session.Session) (wrong []string) {
	t.Helper()
	held := map[string]map[routine.Side]plan.Frame{}
	told := false
	for _, e := range s.Plan.Events {
		told = told || e.Kind == plan.KindLine && strings.HasPrefix(e.Text, "Today ")
		if e.Kind != plan.KindHold && e.Kind != plan.KindMove {
			continue
		}
		if e.Kind == plan.KindHold && e.Frames < least(t, e.Exercise) {
			wrong = append(wrong, fmt.Sprintf("%s is held for %v", e.Exercise, e.Frames.Duration()))
		}
		if held[e.Exercise] == nil {
			held[e.Exercise] = map[routine.Side]plan.Frame{}
		}
		if e.Kind == plan.KindHold {
			held[e.Exercise][e.Side] += e.Frames
		}
	}
	for id, sides := range held {
		if sides[routine.Left] != sides[routine.Right] {
			wrong = append(wrong, fmt.Sprintf("the sides of %s are held for %v", id, sides))
		}
	}
	if len(s.Fitted) > 0 != told {
		wrong = append(wrong, fmt.Sprintf("changed %q, and said so: %v", s.Fitted, told))
	}
	return wrong
}

// TestAnyLength: whoever asks for so many minutes gets them within ten seconds, or is
// told the nearest length that can be had, which then can be. No hold gets too
// short, the sides stay equal, and what was changed is said.
func TestAnyLength(t *testing.T) {
	routines, _, _ := session.Builtin().IDs()
	lengths := []time.Duration{4, 6, 8, 10, 15, 20, 30, 40}
	if testing.Short() {
		lengths = []time.Duration{4, 8, 20}
	}
	reached := 0
	for _, id := range routines {
		for _, minutes := range lengths {
			ask := func(d time.Duration) (*session.Session, error) {
				return session.Open(t.Context(), id, session.Choices{Wish: fit.Wish{For: d}})
			}
			asked := minutes * time.Minute
			s, err := ask(asked)
			if err != nil {
				hint := hintOf(err)
				var nearest string
				fmt.Sscanf(hint, "the nearest is --for %s", &nearest)
				if asked, err = time.ParseDuration(strings.TrimSuffix(nearest, ";")); err != nil {
					t.Errorf("%s for %v: %q names no length", id, asked, hint)
					continue
				}
				if s, err = ask(asked); err != nil {
					t.Errorf("%s cannot be had for %v, which was told to be possible: %v", id, asked, err)
					continue
				}
			} else {
				reached++
			}
			if off := s.Plan.Frames.Duration() - asked; off.Abs() > fit.Tolerance {
				t.Errorf("%s for %v takes %v", id, asked, s.Plan.Frames.Duration())
			}
			for _, what := range sound(t, s) {
				t.Errorf("%s for %v: %s", id, asked, what)
			}
		}
	}
	if all := len(routines) * len(lengths); reached*2 < all {
		t.Errorf("only %d of %d lengths can be had", reached, all)
	}
}

// TestForbidden: nothing comes that the listener does not want or cannot do.
func TestForbidden(t *testing.T) {
	routines, _, _ := session.Builtin().IDs()
	for _, id := range routines {
		for _, w := range []fit.Wish{
			{Postures: fit.NoFloor},
			{Postures: []routine.Posture{routine.Seated}, For: 5 * time.Minute},
			{Equipment: []routine.Equipment{}},
			{Equipment: []routine.Equipment{routine.Chair}, For: 10 * time.Minute},
			{Only: []routine.Part{routine.Neck, routine.Breath}},
			{Without: []string{"shoulder-rolls", "superman", "cat-cow"}},
		} {
			s, err := session.Open(t.Context(), id, session.Choices{Wish: w})
			if err != nil {
				if hintOf(err) == "" {
					t.Errorf("%s %+v: %v, without a hint", id, w, err)
				}
				continue
			}
			for _, what := range sound(t, s) {
				t.Errorf("%s %+v: %s", id, w, what)
			}
			routine.Walk(s.Routine.Steps, func(step routine.Step) bool {
				do, ok := step.(routine.Do)
				if !ok {
					return true
				}
				e := do.Exercise
				forbidden := slices.Contains(w.Without, e.ID) ||
					w.Only != nil && !slices.ContainsFunc(e.Parts, func(p routine.Part) bool { return slices.Contains(w.Only, p) }) ||
					w.Postures != nil && e.Posture != routine.AnyAtRest && !slices.Contains(w.Postures, e.Posture) ||
					w.Equipment != nil && slices.ContainsFunc(e.Needs(e.Posture), func(q routine.Equipment) bool { return !slices.Contains(w.Equipment, q) })
				if forbidden {
					t.Errorf("%s %+v: %s comes, %s, with %v", id, w, e.ID, e.Posture, e.Equipment)
				}
				return false
			})
		}
	}
}

// TestNothingThatHurtIsAdded: a session is not filled with what hurt.
func TestNothingThatHurtIsAdded(t *testing.T) {
	added := func(hurts map[string]int) bool {
		s, err := session.Open(t.Context(), "desk-break", session.Choices{Wish: fit.Wish{For: 10 * time.Minute, Hurts: hurts}})
		if err != nil {
			t.Fatal(err)
		}
		return slices.Contains(s.Fitted, "Neck turns as well")
	}
	if !added(nil) || added(map[string]int{"neck-turns": fit.Eased}) {
		t.Error("the neck turns are not added, or are although they hurt")
	}
}

// TestNamesFindWhatWasMeant by people who do not know how ids are spelled.
func TestNamesFindWhatWasMeant(t *testing.T) {
	inFolder(t, map[string]string{"evening.yaml": evening, "Box.YML": evening, "daily.yaml": "title: Another\nsession: [{rest: 1s}]\n"})
	for name, want := range map[string]string{
		"daily":                     "daily",
		"Guide-A":                   "guide-a",
		"neck tilts":                "neck-tilts",
		"neck_tilts":                "neck-tilts",
		"Upper Back":                "upper-back",
		"A4":                        "a4",
		"b10":                       "overhead-arm-reach",
		"desk":                      "desk-break",
		"trapezius":                 "upper-trap-stretch",
		"evening":                   "evening",
		"neck-turns + shoulder rol": "neck-turns+shoulder-rolls",
	} {
		r, err := session.Find(name)
		if err != nil || r.ID != want {
			t.Errorf("%s finds %v (%v), and %s was meant", name, r, err, want)
		}
	}
	for name, want := range map[string]string{
		"guide":    `"guide" may mean guide-a, guide-b or guided-imagery`,
		"sandwich": `unknown routine "sandwich"`,
	} {
		if _, err := session.Find(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

// TestSessionOfSeveral: what was named is done, from high to low and after a warm-up;
// a single exercise has none.
func TestSessionOfSeveral(t *testing.T) {
	ids := func(name string) (out []string) {
		r, err := session.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Steps {
			out = append(out, s.(routine.Do).Exercise.ID)
		}
		return out
	}
	for name, want := range map[string][]string{
		"neck-tilts":                     {"neck-tilts"},
		"superman + arm-slides":          {"arm-swings", "arm-slides", "superman"},
		"cat-cow + neck-turns + cat cow": {"neck-nods", "shoulder-shrugs", "neck-turns", "cat-cow"},
	} {
		got := ids(name)
		if name == "superman + arm-slides" {
			got = slices.DeleteFunc(got, func(id string) bool { return id == "shoulder-shrugs" || id == "trunk-turns" })
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	neck := ids("neck")
	if !slices.Contains(neck, "neck-turns") || slices.Contains(neck, "superman") || neck[0] != "neck-nods" {
		t.Errorf("a session for the neck is %v", neck)
	}
}
