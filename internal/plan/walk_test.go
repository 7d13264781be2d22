package plan_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// walker is a listener who does what is said and nothing else: it goes where the
// words and the movements lead, and where it should be is what the files say.
type walker struct {
	t    *testing.T
	what string

	place  routine.Place
	side   routine.Side // toward the backrest
	closed bool         // the eyes may be
	may    int          // how often it was told so
	steps  int          // lines and movements that were checked

	e       *routine.Exercise // that is under way
	round   int
	should  routine.Place
	shouldS routine.Side
	ready   bool // its set-up is over
	wrong   bool // what follows from a wrong place is not told

	doing   plan.Event // the movement that goes on
	leading routine.Line
}

// walk hears a session to its end.
func walk(t *testing.T, what string, r *routine.Routine, o plan.Options) *walker {
	w := &walker{t: t, what: what, place: routine.In("")}
	exercises := map[string]*routine.Exercise{}
	routine.Walk(r.Steps, func(s routine.Step) bool {
		if do, ok := s.(routine.Do); ok {
			exercises[do.Exercise.ID] = do.Exercise
		}
		return true
	})
	var patterns []*routine.Pattern
	routine.Walk(r.Steps, func(s routine.Step) bool {
		if b, ok := s.(routine.Breathe); ok {
			patterns = append(patterns, b.Pattern)
		}
		return true
	})
	for _, e := range compile(t, r, o).Events {
		if x := exercises[e.Exercise]; x != nil && (w.e != x || w.round != e.Round) {
			w.begin(x, e.Round, o.First)
		}
		if w.leading.Text != "" && e.At >= w.doing.End() {
			w.goTo(w.leading.To, w.doing.Side)
			w.should = w.should.With(w.leading.To)
			w.leading = routine.Line{}
		}
		switch {
		case e.Kind == plan.KindLine:
			w.hear(e, patterns)
		case e.Kind == plan.KindMove, e.Kind == plan.KindHold:
			w.move(e)
		}
	}
	if w.closed {
		t.Errorf("%s: it ends with closed eyes", what)
	}
	return w
}

func (w *walker) begin(e *routine.Exercise, round int, first routine.Side) {
	w.e, w.round, w.ready = e, round, false
	w.should = routine.In(e.Posture).With(e.Position.To)
	if first == routine.NoSide {
		first = e.First
	}
	for _, l := range e.Setup {
		w.should = w.should.With(l.To)
		if l.To.Turned == routine.Sideways {
			w.shouldS = first
		}
	}
}

func (w *walker) errorf(format string, args ...any) {
	if w.wrong {
		return
	}
	w.wrong = true
	w.t.Errorf("%s: %s; one is %v, with the %q side turned", w.what, fmt.Sprintf(format, args...), w.place, w.side)
}

// presumed are words that make sense in one place alone.
var presumed = []struct {
	words *regexp.Regexp
	where func(w *walker) bool
}{
	{regexp.MustCompile(`[Tt]he backrest|on the chair|on your chair\.|from your chair|hand on your chair`), func(w *walker) bool {
		return w.place.Posture == routine.Seated
	}},
	{regexp.MustCompile(`^Walk your hands back`), func(w *walker) bool { return w.place.Hands == routine.HandsOnFloor }},
	{regexp.MustCompile(`back rest flat`), func(w *walker) bool {
		return w.place.Posture == routine.Supine && w.place.Turned == routine.Forward
	}},
	{regexp.MustCompile(`^Lower your hand\.`), func(w *walker) bool { return w.place.Hands == routine.HandAtNose }},
	{regexp.MustCompile(`under your shoulders, and push up`), func(w *walker) bool { return w.place.Posture == routine.Prone }},
	{regexp.MustCompile(`step away from the wall|off the wall`), func(w *walker) bool {
		return w.place.Hands == routine.HandsOnWall
	}},
}

func (w *walker) hear(e plan.Event, patterns []*routine.Pattern) {
	w.look(e.Text)
	to, side, leads := w.leadsTo(e, patterns)
	if leads && w.closed && (w.turns(to, side) || w.climbs(to.Posture)) {
		w.errorf("with closed eyes one hears %q", e.Text)
	}
	if !leads {
		for _, p := range presumed {
			if p.words.MatchString(e.Text) && !p.where(w) {
				w.errorf("one hears %q", e.Text)
			}
		}
	}
	doing := []plan.Role{plan.RoleMove, plan.RoleFeel, plan.RoleEasier, plan.RoleCare, plan.RoleDose, plan.RoleCount, plan.RoleWhy, plan.RoleBreathe, plan.RoleTip, plan.RoleCheer}
	if w.e != nil && e.Exercise != "" && w.e.Body == nil && (w.ready || e.Role == plan.RoleMove) && slices.Contains(doing, e.Role) && !leads {
		w.check(fmt.Sprintf("one hears %q", e.Text))
	}
	w.goTo(to, side)
	if leads && (w.ready || e.Role == plan.RoleMove) {
		w.should = w.should.With(to)
		if to.Turned == routine.Sideways {
			w.shouldS = side
		}
	}
}

// look opens and closes the eyes as one is told.
func (w *walker) look(text string) {
	eyes, positions := phrases.English.Positions.Eyes, phrases.English.Positions
	switch text {
	case eyes.Open, positions.Ways[phrases.Way{From: routine.Seated, To: routine.AnyAtRest}][0], phrases.English.Closing.Eyes:
		w.closed = false
	case eyes.Close, eyes.Again:
		w.closed = true
		w.may++
	}
	for place, text2 := range positions.GoTo {
		if text == text2 && w.closed {
			w.errorf("with closed eyes one goes to the %s", place)
		}
	}
}

// leadsTo is where a line leads.
func (w *walker) leadsTo(e plan.Event, patterns []*routine.Pattern) (to routine.Place, side routine.Side, ok bool) {
	var lines []routine.Line
	if w.e != nil {
		into := w.e.Position
		into.To = routine.Place{Posture: w.e.Posture}.With(into.To)
		lines = slices.Concat([]routine.Line{into}, w.e.Setup, w.e.Changing, w.e.Out)
		for _, p := range w.e.Phases {
			lines = append(lines, p.Say)
		}
	}
	for _, p := range patterns {
		lines = slices.Concat(lines, p.Setup, p.Close)
	}
	for _, l := range lines {
		for _, side := range routine.BothSides {
			if said := phrases.English.ForSide(l, side); l.To != (routine.Place{}) && (e.Text == said.Text || e.Text == said.Short) && (!l.HasSide() || e.Side == routine.NoSide || e.Side == side) {
				if !l.HasSide() {
					side = e.Side
				}
				return l.To, side, true
			}
		}
	}
	for p, text := range phrases.English.Positions.Into {
		if e.Text == text {
			return routine.Place{Posture: p}, "", true
		}
	}
	for way, stages := range phrases.English.Positions.Ways {
		if e.Text == stages[len(stages)-1] {
			return routine.Place{Posture: way.To}, "", true
		}
	}
	return routine.Place{}, "", false
}

func (w *walker) turns(to routine.Place, side routine.Side) bool {
	return to.Turned != "" && (to.Turned != w.place.Turned || to.Turned == routine.Sideways && side != w.side)
}

func (w *walker) climbs(to routine.Posture) bool {
	floor := func(p routine.Posture) bool {
		return p == routine.Kneeling || p == routine.AllFours || p == routine.Prone || p == routine.Supine
	}
	from := w.place.Posture
	if kneeling := from == routine.Kneeling || from == routine.AllFours; kneeling && (to == routine.Supine || to == routine.Prone || to == routine.AnyAtRest) {
		return true
	}
	return to != "" && from != "" && from != to && to != routine.AnyAtRest && (from == routine.Standing || to == routine.Standing || floor(from) != floor(to))
}

func (w *walker) goTo(to routine.Place, side routine.Side) {
	w.place = w.place.With(to)
	if to.Turned == routine.Sideways {
		w.side = side
	}
}

// check says whether one is where the exercise is done.
func (w *walker) check(what string) {
	w.ready = true
	w.steps++
	if w.place != w.should || w.place.Turned == routine.Sideways && w.side != w.shouldS {
		w.errorf("%s where one should be %v, with the %q side turned", what, w.should, w.shouldS)
	}
}

// move does a movement, or stays in it.
func (w *walker) move(e plan.Event) {
	w.check("one " + string(e.Kind) + "s")
	if w.closed && w.place.Posture == routine.Standing && w.place.Turned == routine.Forward {
		w.errorf("with closed eyes one stands without support")
	}
	if e.Kind == plan.KindHold {
		return
	}
	for _, p := range w.e.Phases {
		for _, m := range p.Moves {
			if e.Words == phrases.English.ForSide(m.Say, e.Side).Text {
				w.doing, w.leading = e, m.Say
			}
		}
	}
}

// TestPairWalk: whatever exercise follows whichever, with closed eyes one is led
// from where the first has left one to where the second is done, and hears no line
// that makes sense elsewhere alone.
func TestPairWalk(t *testing.T) {
	_, ids, _ := library().IDs()
	var all []routine.Step
	for _, id := range ids {
		e, err := library().Exercise(id)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, routine.Do{Exercise: e})
	}
	for i, r := range patterns(t) {
		if testing.Short() && i > 0 {
			break
		}
		b := r.Steps[0].(routine.Breathe)
		b.For, b.Cycles = routine.Span{}, 1
		all = append(all, b)
	}
	options := []plan.Options{
		{Voice: calmVoice, Minutes: 1},
		{Voice: calmVoice, Minutes: 1, First: routine.Left, Dose: routine.DoseHigh, Explain: plan.ExplainSome},
		{Voice: calmVoice, Minutes: 1, Dose: routine.DoseLow, Explain: plan.ExplainFew},
	}
	if testing.Short() {
		options = options[:1]
	}
	pairs, steps := 0, 0
	for _, a := range all {
		for _, b := range all {
			r := &routine.Routine{ID: "pair", Title: "Pair", Steps: []routine.Step{a, b, routine.Rest{For: 10e9}}}
			for i, o := range options {
				w := walk(t, fmt.Sprintf("%s, then %s (%d)", nameOf(a), nameOf(b), i), r, o)
				pairs++
				steps += w.steps
			}
		}
	}
	t.Logf("%d walks, %d lines and movements checked", pairs, steps)
	if want := len(all) * len(all) * len(options); pairs != want || steps < 10*pairs {
		t.Errorf("%d walks with %d lines and movements", pairs, steps)
	}
}

func nameOf(s routine.Step) string {
	if do, ok := s.(routine.Do); ok {
		return do.Exercise.ID
	}
	return s.(routine.Breathe).Pattern.ID
}

// TestEyesInEveryRoutine: in every session one is told when the eyes may close,
// and, before one gets up, that they open.
func TestEyesInEveryRoutine(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		for _, o := range everyOption()[:7] {
			w := walk(t, r.ID, r, o)
			steady := false
			routine.Walk(r.Steps, func(s routine.Step) bool {
				switch s := s.(type) {
				case routine.Do:
					steady = steady || s.Exercise.Posture != routine.Standing
				case routine.Breathe:
					steady = true
				}
				return true
			})
			if steady && w.may == 0 {
				t.Errorf("%s: nobody says that the eyes may close", r.ID)
			}
		}
	}
}

// TestAllWays: there is a way between every two postures, and from the belly and
// the back it goes over hands and knees before one stands.
func TestAllWays(t *testing.T) {
	up := phrases.English.Positions.Ways[phrases.Way{From: routine.AllFours, To: routine.Standing}][0]
	for _, from := range routine.Postures {
		for _, to := range routine.Postures {
			if from == to {
				continue
			}
			at := func(id string, p routine.Posture) routine.Step {
				return routine.Do{Exercise: &routine.Exercise{ID: id, Title: id, Posture: p, Body: []routine.Step{routine.Rest{For: 1e9}}}}
			}
			r := &routine.Routine{ID: "way", Title: "Way", Steps: []routine.Step{at("From", from), at("To", to)}}
			w, last := &walker{t: t, what: fmt.Sprintf("from %s to %s", from, to), place: routine.In("")}, []string(nil)
			for _, e := range compile(t, r, plan.Options{Voice: calmVoice}).Events {
				if e.Kind != plan.KindLine || e.Exercise == "" {
					continue
				}
				if e.Exercise == "To" && e.Role == plan.RolePlace {
					last = append(last, e.Text)
				}
				w.hear(e, nil)
			}
			if w.place.Posture != to {
				w.errorf("one has heard %q", last)
			}
			lies := from == routine.Prone || from == routine.Supine
			if lies && (to == routine.Standing || to == routine.Seated) && (len(last) < 3 || !slices.Contains(last, up)) {
				w.errorf("one gets up as %q", last)
			}
		}
	}
}
