package plan_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// evenVoice says every text in one second.
type evenVoice struct{}

func (evenVoice) Name() string                { return "even" }
func (evenVoice) Language() string            { return "en" }
func (evenVoice) Length(string) (int64, bool) { return plan.Rate, true }

// A hold is written as its side and its seconds: "right 5", or "5" for both
// sides at once.
func right(seconds int) string { return fmt.Sprintf("right %d", seconds) }
func left(seconds int) string  { return fmt.Sprintf("left %d", seconds) }
func both(seconds int) string  { return fmt.Sprint(seconds) }

// times is a list n times over.
func times(n int, list ...string) []string {
	var out []string
	for range n {
		out = append(out, list...)
	}
	return out
}

// then is one list after another.
func then(lists ...[]string) []string {
	var out []string
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// amount is the work that a guide asks for.
type amount struct {
	holds []string // in order
	moves int      // movements of an exercise without holds: up and down are two
	sets  int      // 0 stands for one
}

// The amounts below are written from the guides' own words, which stand beside
// them, and not from the YAML files. Where a guide gives a range, low and high
// are its ends. What a guide leaves open is marked "ours".
var guideAmounts = []struct {
	id               string
	guide            string
	low, usual, high amount
}{
	// "Hold for 5 seconds and release. Repeat ten times."
	{"shoulder-blade-squeeze", "A1",
		amount{holds: times(10, both(5))}, amount{holds: times(10, both(5))}, amount{holds: times(10, both(5))}},
	// "slowly slide them up and down ... 10 to 15 repetitions"
	{"arm-slides", "A2", amount{moves: 10 * 2}, amount{moves: 10 * 2}, amount{moves: 15 * 2}},
	// "into a T shape, then a Y, and finally an I ... 5 to 10 repetitions for each letter"
	{"tyi-prone", "A3", amount{moves: 3 * 5 * 2}, amount{moves: 3 * 5 * 2}, amount{moves: 3 * 10 * 2}},
	// "Tilt your head toward each shoulder ... Hold each position for 5 seconds ... five repetitions per side"
	{"neck-tilts", "A4",
		amount{holds: times(5, right(5), left(5))},
		amount{holds: times(5, right(5), left(5))},
		amount{holds: times(5, right(5), left(5))}},
	// "and rotate from side to side", with the same numbers
	{"neck-turns", "A4",
		amount{holds: times(5, right(5), left(5))},
		amount{holds: times(5, right(5), left(5))},
		amount{holds: times(5, right(5), left(5))}},
	// "Hold for 15-30 seconds. Repeat on both sides."
	{"upper-trap-stretch", "A5",
		amount{holds: []string{right(15), left(15)}},
		amount{holds: []string{right(20), left(20)}},
		amount{holds: []string{right(30), left(30)}}},
	// "Lean forward ... Hold for 15-30 seconds."
	{"doorway-stretch", "A6",
		amount{holds: []string{both(15)}}, amount{holds: []string{both(20)}}, amount{holds: []string{both(30)}}},
	// "alternate between arching your back ... and dipping it ... 10 to 15 repetitions"
	{"cat-cow", "A7", amount{moves: 10 * 2}, amount{moves: 10 * 2}, amount{moves: 15 * 2}},
	// "Sit on your heels ... Hold for 20-30 seconds."
	{"thoracic-extension-kneeling", "A8",
		amount{holds: []string{both(20)}}, amount{holds: []string{both(25)}}, amount{holds: []string{both(30)}}},
	// "backward and forward ... ten rolls in each direction"
	{"shoulder-rolls", "A9", amount{moves: 2 * 10}, amount{moves: 2 * 10}, amount{moves: 2 * 10}},
	// "turning your neck to the right ... about 10 seconds, then slowly roll your head in the other
	// direction. Rest for 10 seconds ... Repeat this exercise 2-3 times."
	{"neck-bend-rotation", "B1",
		amount{holds: times(2, right(10), left(10))},
		amount{holds: times(2, right(10), left(10))},
		amount{holds: times(3, right(10), left(10))}},
	// "Your right side ... Hold for 10 seconds. Repeat exercise 3 times on each side."
	{"chair-rotation", "B2",
		amount{holds: then(times(3, right(10)), times(3, left(10)))},
		amount{holds: then(times(3, right(10)), times(3, left(10)))},
		amount{holds: then(times(3, right(10)), times(3, left(10)))}},
	// "round out your mid-back ... After 3-5 seconds ... letting your back fall ... Hold for 3-5 seconds.
	// Repeat this exercise 5 times."
	{"cat-cow-held", "B3",
		amount{holds: times(5, both(3), both(3))},
		amount{holds: times(5, both(4), both(4))},
		amount{holds: times(5, both(5), both(5))}},
	// "Hold for at least 20 seconds." Thirty is ours.
	{"childs-pose", "B4",
		amount{holds: []string{both(20)}}, amount{holds: []string{both(30)}}, amount{holds: []string{both(30)}}},
	// "Hold the position for 15 seconds and breathe. Repeat this exercise 3 times."
	{"thoracic-extension-chair", "B5",
		amount{holds: times(3, both(15))}, amount{holds: times(3, both(15))}, amount{holds: times(3, both(15))}},
	{"thoracic-extension-roller", "B5",
		amount{holds: times(3, both(15))}, amount{holds: times(3, both(15))}, amount{holds: times(3, both(15))}},
	// "Hold briefly at the top ... Do 3 sets of 10 reps." Two seconds is ours.
	{"superman", "B6",
		amount{holds: times(30, both(2)), sets: 3},
		amount{holds: times(30, both(2)), sets: 3},
		amount{holds: times(30, both(2)), sets: 3}},
	// "hold for 10-15 seconds, and release. Repeat this 3 to 5 times."
	{"shoulder-blade-squeeze-long", "B7",
		amount{holds: times(3, both(10))}, amount{holds: times(3, both(10))}, amount{holds: times(5, both(15))}},
	// "bring your left knee to your chest. Hold for 15 seconds and release and then repeat with the other
	// leg. Complete the exercise 3 times."
	{"knee-to-chest", "B8",
		amount{holds: times(3, left(15), right(15))},
		amount{holds: times(3, left(15), right(15))},
		amount{holds: times(3, left(15), right(15))}},
	// "Hold for 15 seconds and release. Repeat this exercise 3 times."
	{"pec-stretch", "B9",
		amount{holds: times(3, both(15))}, amount{holds: times(3, both(15))}, amount{holds: times(3, both(15))}},
	// "extend your right arm ... Return to the original position. Repeat 3 times with your left arm."
	// Five seconds is ours.
	{"overhead-arm-reach", "B10",
		amount{holds: then(times(3, right(5)), times(3, left(5)))},
		amount{holds: then(times(3, right(5)), times(3, left(5)))},
		amount{holds: then(times(3, right(5)), times(3, left(5)))}},
}

func builtIn() routine.Library {
	return routine.Library{Folders: []routine.Folder{{FS: os.DirFS("../../routines")}}}
}

func compiled(t *testing.T, id string, o plan.Options) *plan.Plan {
	t.Helper()
	r, err := builtIn().Load(id)
	if err != nil {
		t.Fatal(err)
	}
	o.Voice = evenVoice{}
	p, err := plan.Compile(r, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// worked reads off a plan what a listener does in an exercise. A hold that is
// not a whole number of seconds is written with its fraction, so that it
// equals no number of a guide.
func worked(p *plan.Plan, exercise string) (a amount, moves int) {
	for _, e := range p.Events {
		if e.Exercise != exercise {
			continue
		}
		a.sets = max(a.sets, e.Set)
		switch e.Kind {
		case plan.KindMove:
			moves++
		case plan.KindHold:
			a.holds = append(a.holds, strings.TrimSpace(fmt.Sprintf("%s %v", e.Side, float64(e.Frames)/plan.Rate)))
		}
	}
	return a, moves
}

// A listener who follows a session does what the guide asks for: no hold is
// cut or stretched, none is missing, and the sides come in the guide's order.
func TestExercisesKeepToTheirGuides(t *testing.T) {
	for _, g := range guideAmounts {
		e, err := builtIn().Exercise(g.id)
		if err != nil {
			t.Errorf("%s: %v", g.id, err)
			continue
		}
		if e.Guide != g.guide {
			t.Errorf("%s says that it comes from %q, want %q", g.id, e.Guide, g.guide)
		}
		for dose, want := range map[routine.Dose]amount{
			routine.DoseLow: g.low, routine.DoseDefault: g.usual, routine.DoseHigh: g.high,
		} {
			got, moves := worked(compiled(t, g.id, plan.Options{Dose: dose}), g.id)
			where := fmt.Sprintf("%s (%s) at dose %q", g.id, g.guide, dose)
			if fmt.Sprint(got.holds) != fmt.Sprint(want.holds) {
				t.Errorf("%s holds %v, want %v", where, got.holds, want.holds)
			}
			if want.moves > 0 && moves != want.moves {
				t.Errorf("%s has %d movements, want %d", where, moves, want.moves)
			}
			if sets := max(1, want.sets); got.sets != sets {
				t.Errorf("%s has %d sets, want %d", where, got.sets, sets)
			}
		}
	}
}

// A session may begin with the left side, and the knee, which begins with the
// left one in its guide, with the right.
func TestFirstSideIsTheListenersChoice(t *testing.T) {
	for id, want := range map[string][]string{
		"neck-tilts":     times(5, left(5), right(5)),
		"chair-rotation": then(times(3, left(10)), times(3, right(10))),
	} {
		if got, _ := worked(compiled(t, id, plan.Options{First: routine.Left}), id); fmt.Sprint(got.holds) != fmt.Sprint(want) {
			t.Errorf("%s holds %v, want %v", id, got.holds, want)
		}
	}
	id, want := "knee-to-chest", times(3, right(15), left(15))
	if got, _ := worked(compiled(t, id, plan.Options{First: routine.Right}), id); fmt.Sprint(got.holds) != fmt.Sprint(want) {
		t.Errorf("%s holds %v, want %v", id, got.holds, want)
	}
}

// "Try 5-10 minutes of deep breathing exercises daily."
func TestDeepBreathingLastsFiveToTenMinutes(t *testing.T) {
	for dose, want := range map[routine.Dose]time.Duration{
		routine.DoseLow: 5 * time.Minute, routine.DoseDefault: 5 * time.Minute, routine.DoseHigh: 10 * time.Minute,
	} {
		var breathed plan.Frame
		for _, e := range compiled(t, "deep-breathing", plan.Options{Dose: dose}).Events {
			if e.Kind == plan.KindBreath {
				breathed += e.Frames
			}
		}
		if got := breathed.Duration(); got != want {
			t.Errorf("dose %q: %v of breathing, want %v", dose, got, want)
		}
	}
}

// A guide's routine has all its exercises, in its order.
func TestGuideRoutinesAreWholeAndInOrder(t *testing.T) {
	for id, want := range map[string]string{
		"guide-a": "A1 A2 A3 A4 A4 A5 A6 A7 A8 A9 A10 A11",
		"guide-b": "B1 B2 B3 B4 B5 B6 B7 B8 B9 B10",
	} {
		var got []string
		for _, c := range compiled(t, id, plan.Options{}).Chapters {
			if c.Exercise == "" || c.Level != 0 {
				continue
			}
			e, err := builtIn().Exercise(c.Exercise)
			if err != nil {
				t.Fatal(err)
			}
			if e.Guide != "" { // the warm-up is ours
				got = append(got, e.Guide)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has %v, want %s", id, got, want)
		}
	}
}
