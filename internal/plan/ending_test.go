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

// TestEndings: a session thanks, gives a breath and opens the eyes, once; the doctor
// is not its last thought, and is not spoken of where nothing is exercised.
func TestEndings(t *testing.T) {
	c := phrases.English.Closing
	for _, r := range append(builtinRoutines(t), patterns(t)...) {
		p := compile(t, r, plan.Options{Voice: calmVoice})
		closing := p.Chapters[len(p.Chapters)-1].At
		moves := slices.ContainsFunc(p.Events, func(e plan.Event) bool { return e.Kind == plan.KindMove })
		said, opened := map[string]int{}, 0
		for i, e := range p.Events {
			if e.Kind != plan.KindLine {
				continue
			}
			said[e.Text]++
			if e.Role == plan.RoleNotice && e.At >= closing {
				t.Errorf("%s: it closes with %q", r.ID, e.Text)
			}
			if !moves && (e.Text == phrases.English.Opening.Gently || e.Text == phrases.English.Opening.Doctor || e.Text == c.Advice) {
				t.Errorf("%s: there are no exercises, and it says %q", r.ID, e.Text)
			}
			if e.At > closing-15*plan.Rate && strings.Contains(strings.ToLower(e.Text), "open your eyes") {
				opened++
			}
			if next := slices.IndexFunc(p.Events[i+1:], func(e plan.Event) bool { return e.Kind == plan.KindLine || e.Kind == plan.KindTone }); slices.Contains(c.Easy, e.Text) {
				if gap := p.Events[i+1+next].At - e.End(); gap < 2*plan.Rate {
					t.Errorf("%s: there are %v for a breath", r.ID, gap.Duration())
				}
			}
		}
		if among(said, c.Thanks) != 1 || among(said, c.Easy) != 1 || opened > 1 || said[c.Advice] > 1 {
			t.Errorf("%s: it closes with thanks %d times, a breath %d times and open eyes %d times; the doctor is named %d times",
				r.ID, among(said, c.Thanks), among(said, c.Easy), opened, said[c.Advice])
		}
	}
}

// TestOpenings: the notice is whole the first time, short for one who knows the
// session, and leaves a break at the desk soon.
func TestOpenings(t *testing.T) {
	o, advice := phrases.English.Opening, phrases.English.Closing.Advice
	for _, test := range []struct {
		id         string
		full, some []string // notices
	}{
		{"daily", []string{o.Doctor, o.Gently, advice}, []string{o.Gently}},
		{"guide-a", []string{o.Doctor, o.Gently, advice}, []string{o.Gently}},
		{"relax", []string{o.Doctor, o.Gently}, []string{o.Gently}},
		{"desk-break", []string{o.Gently, advice}, nil},
		{"guided-imagery", nil, nil},
		{"deep-breathing", nil, nil},
	} {
		r, err := library().Load(test.id)
		if err != nil {
			t.Fatal(err)
		}
		for explain, want := range map[plan.Explain][]string{plan.ExplainFull: test.full, plan.ExplainSome: test.some} {
			var got []string
			for _, e := range compile(t, r, plan.Options{Voice: calmVoice, Explain: explain}).Events {
				if e.Role == plan.RoleNotice && slices.Contains([]string{o.Doctor, o.Gently, advice}, e.Text) {
					got = append(got, e.Text)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, explaining %s: the notices are %q, want %q", test.id, explain, got, want)
			}
		}
	}
}

// TestHoldsBeginOnArrival: who is told a movement while making it has arrived when
// the hold begins.
func TestHoldsBeginOnArrival(t *testing.T) {
	told := 0
	for _, r := range builtinRoutines(t) {
		for _, o := range everyOption()[:6] {
			p := compile(t, r, o)
			for i := range p.Events {
				hold := &p.Events[i]
				if hold.Kind != plan.KindHold {
					continue
				}
				for j := i - 1; j >= 0 && p.Events[j].At > hold.At-10*plan.Rate; j-- {
					if e := &p.Events[j]; e.Kind == plan.KindLine && e.Text == hold.Words && e.At > lastGo(p, i) {
						told++
						if e.End() > hold.At-plan.Rate*9/10 {
							t.Errorf("%s: %q ends %v before the hold at %s", r.ID, e.Text, (hold.At - e.End()).Duration(), at(hold))
						}
					}
				}
			}
		}
	}
	if told < 20 {
		t.Errorf("%d movements are told while one makes them", told)
	}
}

// lastGo is when the work began in which event i lies.
func lastGo(p *plan.Plan, i int) plan.Frame {
	for ; i >= 0; i-- {
		if p.Events[i].Tone == plan.ToneGo {
			return p.Events[i].At
		}
	}
	return 0
}

// TestSilencesAreAnnounced: who listens with closed eyes wonders in a long silence
// whether it goes on.
func TestSilencesAreAnnounced(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		p := compile(t, r, plan.Options{Voice: calmVoice})
		for i := range p.Events {
			rest := &p.Events[i]
			if rest.Kind != plan.KindRest || rest.Frames < 20*plan.Rate {
				continue
			}
			told := slices.ContainsFunc(p.Events, func(e plan.Event) bool {
				quiet := e.Role == plan.RoleRest || strings.Contains(e.Text, "I will be quiet")
				return e.Kind == plan.KindLine && quiet && e.At > rest.At-5*plan.Rate && e.At < rest.At+3*plan.Rate
			})
			if !told {
				t.Errorf("%s: nobody announces the rest of %v at %s", r.ID, rest.Frames.Duration(), at(rest))
			}
		}
	}
}

// TestNumbersOfExercises: those of an included routine count, and a round does not
// begin to count anew.
func TestNumbersOfExercises(t *testing.T) {
	e, err := library().Exercise("neck-nods")
	if err != nil {
		t.Fatal(err)
	}
	rolls, err := library().Exercise("shoulder-rolls")
	if err != nil {
		t.Fatal(err)
	}
	inner := &routine.Routine{ID: "inner", Title: "Inner", Steps: []routine.Step{routine.Do{Exercise: e}}}
	r := &routine.Routine{ID: "own", Title: "Own", Steps: []routine.Step{
		routine.Include{Routine: inner}, routine.Repeat{Times: 2, Steps: []routine.Step{routine.Do{Exercise: rolls}, routine.Rest{For: time.Second}}}, routine.Do{Exercise: e},
	}}
	var got []string
	p := compile(t, r, plan.Options{Voice: calmVoice})
	for _, e := range p.Events {
		if e.Role == plan.RoleName && (strings.HasPrefix(e.Text, "Exercise") || strings.HasPrefix(e.Text, "Round")) || e.Text == phrases.English.Done(3) {
			got = append(got, e.Text)
		}
	}
	want := []string{"Exercise one of three.", "Round one of two.", "Exercise two of three.", "Round two of two.", "Exercise three of three.", "Three exercises, done."}
	if !slices.Equal(got, want) {
		t.Errorf("it is counted as %q, want %q", got, want)
	}
	var numbers []int
	for _, c := range p.Chapters {
		if c.Level == 0 {
			numbers = append(numbers, c.Number)
		}
	}
	if want := []int{0, 1, 2, 2, 3, 0}; !slices.Equal(numbers, want) || p.Numbered != 3 {
		t.Errorf("the chapters have the numbers %v of %d, want %v of 3", numbers, p.Numbered, want)
	}
}

// TestCircuitsGiveTime: in a circuit one has three seconds to change into the next
// phase, and hears which it is before one moves.
func TestCircuitsGiveTime(t *testing.T) {
	e, err := library().Exercise("tyi-prone")
	if err != nil {
		t.Fatal(err)
	}
	circuit := *e
	circuit.Order, circuit.Reps = routine.OrderCircuit, routine.Count{Min: 3, Max: 3, Default: 3}
	p := compile(t, &routine.Routine{ID: "c", Title: "C", Steps: []routine.Step{routine.Do{Exercise: &circuit}}}, plan.Options{Voice: calmVoice})
	var last *plan.Event
	var before plan.Frame // the end of the last movement
	changes := 0
	for i := range p.Events {
		m := &p.Events[i]
		if m.Kind != plan.KindMove {
			continue
		}
		if last != nil && m.Phase != last.Phase {
			changes++
			if gap := m.At - before; gap < 3*plan.Rate {
				t.Errorf("%v to change from %s to %s at %s", gap.Duration(), last.Phase, m.Phase, at(m))
			}
		}
		last, before = m, m.End()
	}
	if want := 8; changes != want {
		t.Errorf("%d changes of phase, want %d", changes, want)
	}
}

// among is how often one of some lines was said.
func among(said map[string]int, lines []string) int {
	n := 0
	for _, l := range lines {
		n += said[l]
	}
	return n
}
