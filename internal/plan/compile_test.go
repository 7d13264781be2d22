package plan_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/routines"
)

// speaker is a voice that says a word in a fixed time.
type speaker struct {
	name  string
	word  time.Duration
	lacks func(text string) bool
}

func (s speaker) Name() string     { return s.name }
func (s speaker) Language() string { return "en" }
func (s speaker) Length(text string) (int64, bool) {
	if s.lacks != nil && s.lacks(text) {
		return 0, false
	}
	words := len(strings.Fields(text))
	d := time.Duration(words)*s.word + 200*time.Millisecond
	return int64(d) * plan.Rate / int64(time.Second), true
}

var calmVoice = speaker{name: "calm", word: 350 * time.Millisecond}

func library() routine.Library {
	return routine.Library{Folders: []routine.Folder{{FS: routines.Files}}}
}

func builtinRoutines(t testing.TB) []*routine.Routine {
	t.Helper()
	ids, exercises, _ := library().IDs()
	var out []*routine.Routine
	for _, id := range append(ids, exercises...) {
		r, err := library().Load(id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// everyOption gives choices of each kind, one at a time and some together.
func everyOption() []plan.Options {
	slow := speaker{name: "slow", word: 700 * time.Millisecond}
	quick := speaker{name: "quick", word: 200 * time.Millisecond}
	mute := speaker{name: "mute", lacks: func(string) bool { return true }}
	gaps := speaker{name: "gaps", word: 350 * time.Millisecond, lacks: func(s string) bool { return len(s)%3 == 0 }}
	return []plan.Options{
		{Voice: calmVoice},
		{Voice: calmVoice, Dose: routine.DoseLow},
		{Voice: calmVoice, Dose: routine.DoseMiddle},
		{Voice: calmVoice, Dose: routine.DoseHigh},
		{Voice: calmVoice, First: routine.Left, Countdown: "voice"},
		{Voice: calmVoice, Countdown: "off", NoNotice: true},
		{Voice: calmVoice, SkipOptional: true, Tip: 3, Lead: 2 * time.Second},
		{Voice: calmVoice, Words: routine.WordsAlways, Sound: "bowl", Bed: routine.Bed{Sound: "rain"}},
		{Voice: calmVoice, Seed: 20261128},
		{Voice: calmVoice, Seed: -7, Explain: plan.ExplainSome},
		{Voice: quick, Seed: 3, Explain: plan.ExplainFew},
		{Voice: slow},
		{Voice: slow, Countdown: "voice", Words: routine.WordsAlways, Dose: routine.DoseHigh},
		{Voice: quick, Countdown: "voice"},
		{Voice: mute},
		{Voice: gaps, Fallback: calmVoice},
		{Voice: gaps},
	}
}

func compile(t testing.TB, r *routine.Routine, o plan.Options) *plan.Plan {
	t.Helper()
	p, err := plan.Compile(r, o)
	if err != nil {
		t.Fatalf("%s: %v", r.ID, err)
	}
	return p
}

// TestOneVoiceAtATime: two lines at once, or a line over a countdown, and the
// listener understands neither.
func TestOneVoiceAtATime(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		for i, o := range everyOption() {
			p := compile(t, r, o)
			t.Run(fmt.Sprintf("%s/%d", r.ID, i), func(t *testing.T) {
				var last *plan.Event
				for i := range p.Events {
					e := &p.Events[i]
					if e.Bus != plan.BusVoice {
						continue
					}
					if last != nil && e.At < last.End() {
						t.Errorf("%q at %s begins before %q has ended", e.Text, at(e), last.Text)
					}
					last = e
					for j := range p.Events {
						c := &p.Events[j]
						if c.Tone == plan.ToneCount && c.At < e.End() && e.At < c.End() {
							t.Errorf("%q at %s is said over a count at %s", e.Text, at(e), at(c))
						}
					}
				}
			})
		}
	}
}

func at(e *plan.Event) string { return e.At.Duration().Round(time.Millisecond).String() }

// TestHoldsAreExact: words that lengthen or shorten a hold change the dose.
func TestHoldsAreExact(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		for _, o := range everyOption() {
			usual := holds(compile(t, r, plan.Options{Voice: calmVoice, Dose: o.Dose, SkipOptional: o.SkipOptional, First: o.First}))
			if got := holds(compile(t, r, o)); got != usual {
				t.Errorf("%s: with %+v the holds are %s, otherwise %s", r.ID, o, got, usual)
			}
		}
	}
}

func holds(p *plan.Plan) string {
	var b strings.Builder
	for _, e := range p.Events {
		if e.Kind == plan.KindHold {
			fmt.Fprintf(&b, "%s %s %d %d: %d\n", e.Exercise, e.Side, e.Set, e.Rep, e.Frames)
		}
	}
	return b.String()
}

// TestTonesMarkTheirMoment: a hold must begin on its tone and end on the tone
// that lets go, at the very frame.
func TestTonesMarkTheirMoment(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		p := compile(t, r, plan.Options{Voice: calmVoice})
		tones := map[plan.Frame][]plan.Tone{}
		for _, e := range p.Events {
			if e.Kind == plan.KindTone {
				tones[e.At] = append(tones[e.At], e.Tone)
			}
		}
		has := func(f plan.Frame, want plan.Tone) bool {
			for _, tone := range tones[f] {
				if tone == want {
					return true
				}
			}
			return false
		}
		for i := range p.Events {
			e := &p.Events[i]
			if e.Kind != plan.KindHold {
				continue
			}
			if !has(e.At, plan.ToneHold) {
				t.Errorf("%s: the hold at %s has no tone at its start", r.ID, at(e))
			}
			counted := plan.Frame(0)
			switch {
			case e.Frames >= 15*plan.Rate:
				counted = 3
			case e.Frames >= 10*plan.Rate:
				counted = 2
			}
			for n := plan.Frame(1); n <= 3; n++ {
				if has(e.End()-n*plan.Rate, plan.ToneCount) != (n <= counted) {
					t.Errorf("%s: the hold at %s of %v: is there a count %d seconds before its end?", r.ID, at(e), e.Frames.Duration(), n)
				}
			}
			if !has(e.End(), plan.ToneRelease) {
				t.Errorf("%s: the hold at %s does not end on its tone", r.ID, at(e))
			}
		}
	}
}

// TestSidesAreNamed: with closed eyes, a side that changes without a word is lost.
func TestSidesAreNamed(t *testing.T) {
	all := builtinRoutines(t)
	for _, id := range []string{"neck-tilts", "overhead-arm-reach", "knee-to-chest"} {
		x, err := library().Exercise(id)
		if err != nil {
			t.Fatal(err)
		}
		sets := *x
		sets.Sets = routine.Count{Min: 3, Max: 3, Default: 3}
		all = append(all, &routine.Routine{ID: id + " in sets", Title: "Sets", Steps: []routine.Step{routine.Do{Exercise: &sets}}})
	}
	slow := speaker{name: "slow", word: 900 * time.Millisecond} // leaves no room for most words
	for _, r := range all {
		for _, voice := range []speaker{calmVoice, slow} {
			sidesAreNamed(t, r.ID+" by "+voice.name, compile(t, r, plan.Options{Voice: voice}))
		}
	}
}

func sidesAreNamed(t *testing.T, what string, p *plan.Plan) {
	t.Helper()
	var heard string
	worked := map[string]routine.Side{}
	for i := range p.Events {
		e := &p.Events[i]
		if e.Kind == plan.KindLine && e.Role != plan.RoleFeel && (strings.Contains(strings.ToLower(e.Text), "left") || strings.Contains(strings.ToLower(e.Text), "right")) {
			heard = strings.ToLower(e.Text)
		}
		if e.Kind != plan.KindHold || e.Side == routine.NoSide {
			continue
		}
		if worked[e.Exercise] != e.Side && !strings.Contains(heard, string(e.Side)) {
			t.Errorf("%s: the %s hold of %s at %s comes after %q", what, e.Side, e.Exercise, at(e), heard)
		}
		worked[e.Exercise] = e.Side
	}
}

// TestCompileIsPure: the same input must give the same file, byte for byte.
func TestCompileIsPure(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		a, _ := json.Marshal(compile(t, r, plan.Options{Voice: calmVoice}))
		b, _ := json.Marshal(compile(t, r, plan.Options{Voice: calmVoice}))
		if string(a) != string(b) {
			t.Errorf("%s: compiled twice, it differs", r.ID)
		}
	}
}

// TestTimesDoNotDrift: a thousand thirds of a second must end where they should.
func TestTimesDoNotDrift(t *testing.T) {
	r := &routine.Routine{ID: "drift", Title: "Drift"}
	for range 1000 {
		r.Steps = append(r.Steps, routine.Rest{For: 333_333_333})
	}
	p := compile(t, r, plan.Options{Voice: calmVoice})
	var first, last *plan.Event
	for i := range p.Events {
		if e := &p.Events[i]; e.Kind == plan.KindRest {
			if first == nil {
				first = e
			}
			last = e
		}
	}
	if got, want := last.End()-first.At, plan.Frame(16_000_000); got < want-2 || got > want+2 {
		t.Errorf("a thousand rests of a third of a second last %d frames, want %d", got, want)
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, id := range []string{"desk-break", "guide-a", "guide-b"} {
		r, err := library().Load(id)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(id, func(b *testing.B) {
			for b.Loop() {
				compile(b, r, plan.Options{Voice: calmVoice})
			}
		})
	}
}

// TestLeaveOutComesBeforeThePosture: who has lain down hears too late that it
// was better not to.
func TestLeaveOutComesBeforeThePosture(t *testing.T) {
	for _, id := range []string{"superman", "tyi-prone", "strength"} {
		r, err := library().Load(id)
		if err != nil {
			t.Fatal(err)
		}
		warned := ""
		for _, e := range compile(t, r, plan.Options{Voice: calmVoice}).Events {
			if strings.HasPrefix(e.Text, "Leave this one out if") {
				warned = e.Exercise
			}
			if e.Text == "Lie down on your stomach." && warned != e.Exercise {
				t.Errorf("%s: one lies down for %s before hearing whom it does not suit", id, e.Exercise)
			}
		}
		if warned == "" {
			t.Errorf("%s: nobody hears whom it does not suit", id)
		}
	}
}

// heard is what a session says, in order.
func heard(t *testing.T, id string) []string {
	t.Helper()
	r, err := library().Load(id)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, e := range compile(t, r, plan.Options{Voice: calmVoice}).Events {
		if e.Kind == plan.KindLine {
			texts = append(texts, e.Text)
		}
	}
	return texts
}

// TestWayIntoPosition: a listener does one thing after another, as it is said.
func TestWayIntoPosition(t *testing.T) {
	for _, test := range []struct {
		id   string
		want []string // in this order, the first of each
	}{
		{"guide-a", []string{"Here is what you need.", "A free wall.", "An open doorway.", "A chair without wheels.", "A firm bed to lie on, or a mat.",
			"A small rolled towel.", "Pause me while you fetch it.", "Come slowly to standing.", "Go to the wall.", "Open your eyes.",
			"Lie down on your stomach.", "Slide your hands under your shoulders, and push up onto your hands and knees.", "Neck turns.", "Go to the doorway."}},
		{"mobility", []string{"A firm chair with a low back, without armrests or wheels.", "Sit comfortably on your chair."}},
		{"thoracic-extension-chair", []string{"A firm chair with a low back, without armrests or wheels.", "Pause me while you fetch it.", "Sit well back, facing forward, with both feet on the floor."}},
		{"thoracic-extension-roller", []string{"A foam roller.", "Sit in front of the roller, and lie back over it.",
			"Place the roller under your upper back.", "Put your hands to the floor, and roll off the roller sideways, onto your back.", "Take a moment before you get up.", "Bend both knees, and roll onto your side."}},
		{"neck-tilts", []string{"Move gently, and stop if anything hurts.", "Sit comfortably on your chair."}},
	} {
		texts := heard(t, test.id)
		last := -1
		for _, want := range test.want {
			at := slices.Index(texts, want)
			if at <= last {
				t.Errorf("%s: %q is not said, or too early, in\n%s", test.id, want, strings.Join(texts, "\n"))
			}
			last = at
		}
	}
	for id, unwanted := range map[string]string{
		"neck-tilts":                "A chair without wheels.",
		"arm-slides":                "Pause me while you fetch it.",
		"thoracic-extension-roller": "Lie down on your back.",
		"guide-a":                   "Lie down on your back.",
	} {
		if slices.Contains(heard(t, id), unwanted) {
			t.Errorf("%s: nobody needs to hear %q", id, unwanted)
		}
	}
}

// TestGoIsUnambiguous: in a repetition the short wording of a movement means
// now; said before the count-in, it would start some listeners too early.
func TestGoIsUnambiguous(t *testing.T) {
	for _, r := range append(builtinRoutines(t), manySets(t)...) {
		short := map[string]bool{}
		for _, s := range r.Steps {
			s, ok := s.(routine.Do)
			if !ok {
				continue
			}
			for _, p := range s.Exercise.Phases {
				for _, m := range p.Moves {
					for _, form := range phrases.English.ForSides(m.Say) {
						short[form.Short] = form.Short != form.Text
					}
				}
			}
		}
		var last *plan.Event
		p := compile(t, r, plan.Options{Voice: calmVoice, NoNotice: true})
		for i := range p.Events {
			switch e := &p.Events[i]; {
			case e.Bus == plan.BusVoice:
				last = e
			case e.Tone == plan.ToneGo && short[last.Text]:
				t.Errorf("%s: %q leads up to the go at %s", r.ID, last.Text, at(e))
			}
		}
	}
}

// TestAdviceIsForThePosition: what the hands may do in a stretch makes no sense
// in the rest after it.
func TestAdviceIsForThePosition(t *testing.T) {
	said := 0
	for _, r := range builtinRoutines(t) {
		p := compile(t, r, plan.Options{Voice: calmVoice})
		for _, s := range r.Steps {
			s, ok := s.(routine.Do)
			if !ok || s.Exercise.RestReps == 0 {
				continue
			}
			for _, l := range append(s.Exercise.Why, s.Exercise.Coach...) {
				i := slices.IndexFunc(p.Events, func(e plan.Event) bool { return e.Text == l.Text })
				if i < 0 {
					continue // there are not as many silences
				}
				said++
				if work := p.StatusAt(p.Events[i].At).Work; work == nil || work.Kind != plan.KindHold {
					t.Errorf("%s: %q is not said in a hold", r.ID, l.Text)
				}
			}
		}
	}
	if said < 5 {
		t.Errorf("%d remarks are said in all", said)
	}
}

// TestLegendTeachesWhatComes: who does not know it begins on the first tone, or waits
// for one that never comes. It is told right before it is heard for the first time.
func TestLegendTeachesWhatComes(t *testing.T) {
	for _, r := range builtinRoutines(t) {
		p := compile(t, r, plan.Options{Voice: calmVoice})
		var begin, end plan.Frame
		for i := range p.Events {
			switch e := &p.Events[i]; {
			case strings.HasPrefix(e.Text, "Begin on the long tone"):
				begin = e.At
				if next := p.Events[i+1]; next.Tone != plan.ToneCount || next.At > e.End()+plan.Rate {
					t.Errorf("%s: %q is followed by %+v", r.ID, e.Text, next)
				}
				fallthrough
			case e.Kind == plan.KindLine:
				if strings.Contains(strings.ToLower(e.Text), "let go when") {
					end = e.At
				}
			case e.Tone == plan.ToneGo && begin == 0:
				t.Errorf("%s: nobody says what the tone at %s means", r.ID, at(e))
			case e.Kind == plan.KindHold && end == 0:
				t.Errorf("%s: nobody says what ends the hold at %s", r.ID, at(e))
			}
		}
	}
}

// TestLongRestsSayHalfway: in the rests of a minute between its sets, superman
// is silent for long otherwise.
func TestLongRestsSayHalfway(t *testing.T) {
	r, err := library().Load("superman")
	if err != nil {
		t.Fatal(err)
	}
	r.Steps = append(r.Steps, routine.Rest{For: 40 * time.Second}, routine.Rest{For: 39 * time.Second})
	p := compile(t, r, plan.Options{Voice: calmVoice})
	told := 0
	for i := range p.Events {
		e := &p.Events[i]
		if e.Text != "That is half of your rest." {
			continue
		}
		told++
		if rest := p.StatusAt(e.At).Work; rest == nil || rest.Kind != plan.KindRest || e.At != rest.At+rest.Frames/2 {
			t.Errorf("%q at %s is not in the middle of a rest", e.Text, at(e))
		}
	}
	if told != 3 {
		t.Errorf("%d rests say that half of them is over, want 3", told)
	}
}

// TestTimeToChangeSides: whoever does one side after the other has five seconds to
// turn round, however little is said meanwhile, and is counted in after them.
func TestTimeToChangeSides(t *testing.T) {
	_, ids, _ := library().IDs()
	changes := 0
	for _, id := range ids {
		e, err := library().Exercise(id)
		if err != nil {
			t.Fatal(err)
		}
		if e.Sides != routine.SidesEach {
			continue
		}
		r, err := library().Load(id)
		if err != nil {
			t.Fatal(err)
		}
		r.Steps[0].(routine.Do).Exercise.Change = 0 // as of one that does not say how long it takes
		var last, rest plan.Event
		for _, s := range compile(t, r, plan.Options{Voice: speaker{name: "mute", lacks: func(string) bool { return true }}}).Events {
			if s.Kind == plan.KindRest {
				rest = s
			}
			if s.Kind != plan.KindHold && s.Kind != plan.KindMove || s.Side == routine.NoSide {
				continue
			}
			if last.Side != routine.NoSide && s.Side != last.Side && s.Set == last.Set {
				changes++
				if rest.At < last.At || rest.Frames < 5*plan.Rate {
					t.Errorf("%s: %v to turn round, before the count-in", id, rest.Frames.Duration())
				}
			}
			last = s
		}
	}
	if changes == 0 {
		t.Error("no exercise does one side after the other")
	}
}
