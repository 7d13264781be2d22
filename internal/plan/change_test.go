package plan_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

const more = 15 * time.Second

// manySets are exercises of three sets with a rest between them.
func manySets(t testing.TB) []*routine.Routine {
	t.Helper()
	var all []*routine.Routine
	for _, id := range []string{"neck-tilts", "overhead-arm-reach", "shoulder-rolls"} {
		all = append(all, inSets(t, library(), id))
	}
	return all
}

// inSets is a session of three sets of an exercise, with rests between them.
func inSets(t testing.TB, lib routine.Library, id string) *routine.Routine {
	t.Helper()
	x, err := lib.Exercise(id)
	if err != nil {
		t.Fatal(err)
	}
	sets := *x
	sets.Sets = routine.Count{Min: 3, Max: 3, Default: 3}
	sets.RestSets = routine.Span{Min: 30 * time.Second, Max: 30 * time.Second, Default: 30 * time.Second}
	return &routine.Routine{ID: id + " in sets", Title: "Sets", Steps: []routine.Step{routine.Do{Exercise: &sets}}}
}

// patterns are sessions of nothing but breathing.
func patterns(t testing.TB) []*routine.Routine {
	t.Helper()
	var all []*routine.Routine
	_, _, ids := library().IDs()
	for _, id := range ids {
		p, err := library().Pattern(id)
		if err != nil {
			t.Fatal(err)
		}
		step := routine.Breathe{Pattern: p}
		step.For = routine.Span{Min: 2 * time.Minute, Max: 2 * time.Minute, Default: 2 * time.Minute}
		all = append(all, &routine.Routine{ID: id, Title: p.Title, Steps: []routine.Step{step}})
	}
	return all
}

// changed compiles a session again with one more change, and tells what the
// listener was doing then.
func changed(t testing.TB, r *routine.Routine, p *plan.Plan, o plan.Options, c plan.Change) (q *plan.Plan, work plan.Kind) {
	t.Helper()
	o.Minutes = p.Minutes
	o.Changes = append(append([]plan.Change{}, o.Changes...), c)
	q = compile(t, r, o)
	if w := p.StatusAt(c.At).Work; w != nil {
		work = w.Kind
	}
	for _, e := range p.Events {
		if e.Kind == plan.KindBreath && e.At <= c.At && c.At < e.End() {
			work = e.Kind
		}
	}
	return q, work
}

// TestChangesLeaveWhatWasHeard: a session that is compiled again while it is
// heard must be the same up to that moment, or the listener is thrown to
// another place, and a word that is being said breaks off.
func TestChangesLeaveWhatWasHeard(t *testing.T) {
	all := append(append(builtinRoutines(t), manySets(t)...), patterns(t)...)
	all = append(all, &routine.Routine{ID: "a long rest", Title: "Rest", Steps: []routine.Step{
		routine.Rest{For: time.Minute}, routine.Say{Line: routine.Line{Text: "Go on."}}}})
	for _, r := range all {
		t.Run(r.ID, func(t *testing.T) {
			for _, o := range []plan.Options{{Voice: calmVoice}, {Voice: calmVoice, Countdown: "voice", First: routine.Left, Words: routine.WordsAlways}} {
				p := compile(t, r, o)
				step := max(2*plan.Rate+plan.Rate/7, p.Frames/40)
				for at := step; at < p.Frames; at += step {
					for _, c := range []plan.Change{{At: at}, {At: at, More: more}} {
						q, work := changed(t, r, p, o, c)
						checkChange(t, p, q, c, work)
						o := o
						o.Changes = []plan.Change{c}
						c.At += 2 * plan.Rate
						again, work := changed(t, r, q, o, c)
						checkChange(t, q, again, c, work)
					}
				}
			}
		})
	}
}

// checkChange says what is wrong with q, which is p with one more change.
func checkChange(t *testing.T, p, q *plan.Plan, c plan.Change, work plan.Kind) {
	t.Helper()
	what := fmt.Sprintf("%v more at %v, in %q", c.More, c.At.Duration().Round(time.Millisecond), work)
	part, ok := p.Parting(q)
	if ok && part < c.At {
		t.Errorf("%s: what was heard at %v changes", what, part.Duration())
	}
	if !ok && p.Frames != q.Frames {
		t.Errorf("%s: the plan changes: %v, from %v to %v", what, ok, p.Frames.Duration(), q.Frames.Duration())
	}
	grown := q.Frames - p.Frames
	switch {
	case c.More == 0 && grown > 0:
		t.Errorf("%s: leaving a part makes the session %v longer", what, grown.Duration())
	case c.More > 0 && grown != 0 && (grown < 15*plan.Rate-1 || grown > 37*plan.Rate):
		t.Errorf("%s: the session is %v longer", what, grown.Duration())
	case c.More > 0 && work == plan.KindHold && grown != 0:
		before, after := p.StatusAt(c.At).Work.Frames, q.StatusAt(c.At).Work.Frames
		if longer := after - before; longer < 15*plan.Rate-1 || longer > 15*plan.Rate+1 {
			t.Errorf("%s: the hold is %v longer", what, longer.Duration())
		}
	case c.More == 0 && !ok && (work == plan.KindHold || work == plan.KindMove):
		t.Errorf("%s: nothing is left out", what)
	}
	checkVoices(t, what, q)
}

// checkVoices: no two lines at once, and none over a countdown.
func checkVoices(t *testing.T, what string, p *plan.Plan) {
	t.Helper()
	var line, count *plan.Event
	for i := range p.Events {
		e := &p.Events[i]
		switch {
		case e.Frames < 0 || e.End() > p.Frames:
			t.Errorf("%s: %+v is not within the session", what, e)
		case e.Bus == plan.BusVoice:
			if line != nil && e.At < line.End() || count != nil && e.At < count.End() {
				t.Errorf("%s: %q at %s begins over other words or a count", what, e.Text, at(e))
			}
			line = e
		case e.Tone == plan.ToneCount:
			if line != nil && e.At < line.End() {
				t.Errorf("%s: %q is said over the count at %s", what, line.Text, at(e))
			}
			count = e
		}
	}
}

// TestWhatFollowsAChange compares what is heard around a change with the
// listings in testdata, as a listener would.
func TestWhatFollowsAChange(t *testing.T) {
	own := routine.Library{Folders: []routine.Folder{{FS: os.DirFS("testdata")}}} // whose words, and times, stay as they are
	reach, rolls := inSets(t, own, "held-reach"), inSets(t, own, "two-phases")
	calm, err := library().Pattern("calm")
	if err != nil {
		t.Fatal(err)
	}
	breath := routine.Breathe{Pattern: calm}
	breath.For = routine.Span{Min: time.Minute, Max: time.Minute, Default: time.Minute}
	breathing := &routine.Routine{ID: "calm", Title: "Calm", Steps: []routine.Step{breath}}
	rests := &routine.Routine{ID: "rests", Title: "Rests", Steps: []routine.Step{
		routine.Rest{For: 20 * time.Second}, routine.Wait{Line: routine.Line{Text: "Fetch your mat."}, For: 30 * time.Second}, routine.Say{Line: routine.Line{Text: "Go on."}}}}
	load := func(id string) *routine.Routine {
		r, err := own.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	skip := func(seconds float64) plan.Change { return plan.Change{At: plan.Frame(seconds * plan.Rate)} }
	longer := func(seconds float64) plan.Change {
		return plan.Change{At: plan.Frame(seconds * plan.Rate), More: more}
	}
	tests := []struct {
		name    string
		r       *routine.Routine
		changes []plan.Change
	}{
		{"the set-up is left", reach, []plan.Change{skip(12)}},
		{"a side is left in its first words", reach, []plan.Change{skip(31)}},
		{"a side is left in a hold", reach, []plan.Change{skip(45)}},
		{"the last side of a set is left", reach, []plan.Change{skip(115)}},
		{"a set is left, and the rest after it", reach, []plan.Change{skip(115), skip(118)}},
		{"so is the announcement of the next set", reach, []plan.Change{skip(115), skip(118), skip(121)}},
		{"the pause between two sides is left", reach, []plan.Change{skip(45), skip(46)}},
		{"the last set is left", rolls, []plan.Change{skip(150)}},
		{"more of a hold after its countdown began", load("long-tilt"), []plan.Change{longer(89.5)}},
		{"more of a rest while the next set is announced", rolls, []plan.Change{longer(126)}},
		{"more after a side was left", reach, []plan.Change{skip(45), longer(70)}},
		{"a rest is left", rests, []plan.Change{skip(7)}},
		{"a rest is left in its words", rests, []plan.Change{skip(6.8)}},
		{"a wait ends", rests, []plan.Change{skip(35)}},
		{"a breath is the last one", breathing, []plan.Change{skip(44.5)}},
		{"more breaths", breathing, []plan.Change{longer(55.5)}},
		{"more breaths after the last was announced", breathing, []plan.Change{longer(62.5)}},
	}
	var b strings.Builder
	for _, test := range tests {
		p := compile(t, test.r, plan.Options{Voice: calmVoice, NoNotice: true})
		q := compile(t, test.r, plan.Options{Voice: calmVoice, NoNotice: true, Minutes: p.Minutes, Changes: test.changes})
		fmt.Fprintf(&b, "%s\n", test.name)
		for _, c := range test.changes {
			fmt.Fprintf(&b, "  %v: %s\n", c.At.Duration(), map[bool]string{true: "more", false: "leave"}[c.More > 0])
		}
		first, last := test.changes[0].At-5*plan.Rate, test.changes[len(test.changes)-1].At+30*plan.Rate
		b.WriteString(around(q, first, last) + "\n")
	}
	file := filepath.Join("testdata", "changes.txt")
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("%s differs (go test -run Change -update writes it anew):\n%s", file, b.String())
	}
}

// around prints what begins between two frames.
func around(p *plan.Plan, first, last plan.Frame) string {
	q := *p
	q.Events, q.Chapters, q.Notes = nil, nil, nil
	for _, e := range p.Events {
		if e.At >= first && e.At < last {
			q.Events = append(q.Events, e)
		}
	}
	for _, c := range p.Chapters {
		if c.At >= first && c.At < last {
			q.Chapters = append(q.Chapters, c)
		}
	}
	_, body, _ := strings.Cut(q.Listing(true), "\n")
	return body
}

// TestBreathAt: a session that goes on after a pause must begin a whole breath.
func TestBreathAt(t *testing.T) {
	r := &routine.Routine{ID: "b", Title: "Breath"}
	box, err := library().Pattern("box")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // two stretches, each with a first breath
		r.Steps = append(r.Steps, routine.Breathe{Pattern: box, Cycles: 2})
	}
	p := compile(t, r, plan.Options{Voice: calmVoice})
	var begin plan.Frame
	for _, e := range p.Events {
		if e.Kind != plan.KindBreath {
			continue
		}
		if e.Breath() == routine.BreathIn {
			begin = e.At
		}
		if got := p.BreathAt(e.At + e.Frames/2); got != begin {
			t.Errorf("the breath of %v begins at %v, want %v", e.At.Duration(), got.Duration(), begin.Duration())
		}
	}
}

// TestChangeAtTheVeryMoment: what begins at the frame of a change is heard once,
// not twice and not never.
func TestChangeAtTheVeryMoment(t *testing.T) {
	r, err := library().Load("upper-trap-stretch")
	if err != nil {
		t.Fatal(err)
	}
	p := compile(t, r, plan.Options{Voice: calmVoice})
	for _, hold := range p.Events {
		if hold.Kind != plan.KindHold {
			continue
		}
		for _, e := range p.Events {
			if e.At <= hold.At || e.At >= hold.End()-plan.Rate || e.Tone == plan.ToneCount {
				continue
			}
			q, _ := changed(t, r, p, plan.Options{Voice: calmVoice}, plan.Change{At: e.At, More: more})
			n, halves := 0, 0
			for _, f := range q.Events {
				if f.At == e.At && f.Bus == e.Bus && f.Tone == e.Tone && f.Text == e.Text {
					n++
				}
				if f.Text == "Halfway." && f.Side == hold.Side {
					halves++
				}
			}
			if n > 1 || halves != 1 {
				t.Errorf("more at %s: %s %s %q is there %d times, and %d middles are told", at(&e), e.Kind, e.Tone, e.Text, n, halves)
			}
		}
	}
}

// TestLeftWordsAreSaidAgain: one who leaves the set-up while it says how to get
// up or into position has not heard it, and gets up too fast, or not at all.
func TestLeftWordsAreSaidAgain(t *testing.T) {
	r := ownRoutine(t, "testdata/floor.yaml")
	p := compile(t, r, plan.Options{Voice: calmVoice})
	for _, text := range []string{"Lie down on your stomach.", "Bend both knees, and roll onto your side.", "Sit down on your chair."} {
		for i := range p.Events {
			e := &p.Events[i]
			if e.Text != text {
				continue
			}
			q, _ := changed(t, r, p, plan.Options{Voice: calmVoice}, plan.Change{At: e.At + e.Frames/2})
			whole := 0
			for _, f := range q.Events {
				if f.Exercise == e.Exercise && f.Text == text && f.Frames == e.Frames {
					whole++
				}
			}
			if whole != 1 {
				t.Errorf("%q is left in its middle at %s, and then heard %d times from its start to its end", text, at(e), whole)
			}
		}
	}
}
