package plan

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// slowVoice says every text at the pace of the recorded voices, and a little
// slower than they do.
func slowVoice(text string) (Frame, bool) {
	return Frame(len(strings.Fields(text))) * Rate * 4 / 10, true
}

func muteVoice(string) (Frame, bool) { return 0, false }

func builtInPatterns(t *testing.T) []*routine.Pattern {
	t.Helper()
	lib := routine.Library{Folders: []routine.Folder{{FS: os.DirFS("../../routines")}}}
	_, _, ids := lib.IDs()
	if len(ids) < 12 {
		t.Fatalf("only %d patterns found: %v", len(ids), ids)
	}
	var out []*routine.Pattern
	for _, id := range ids {
		p, err := lib.Pattern(id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func phases(text string) *routine.Pattern {
	p := &routine.Pattern{ID: "test", Title: "Test"}
	for _, field := range strings.Fields(text) {
		kind, length, _ := strings.Cut(field, ":")
		d, err := time.ParseDuration(length)
		if err != nil {
			panic(err)
		}
		p.Phases = append(p.Phases, routine.BreathPhase{Kind: routine.BreathKind(kind), For: d})
	}
	return p
}

func TestEveryPatternForFiveMinutes(t *testing.T) {
	for _, p := range builtInPatterns(t) {
		for _, words := range []routine.BreathWords{routine.WordsFirst, routine.WordsAlways, routine.WordsNever} {
			t.Run(p.ID+"/"+string(words), func(t *testing.T) {
				b := newBreathing(&routine.Breathe{Pattern: p}, 5*time.Minute, words, 0, phrases.English, slowVoice)
				checkWhole(t, p, b, 5*time.Minute)
				checkWords(t, b)
				if words == routine.WordsNever && len(b.lines) > 0 {
					t.Errorf("words were not wanted, and %q is said", b.lines[0].line.Text)
				}
				if words == routine.WordsFirst {
					checkFading(t, b)
				}
			})
		}
	}
}

// checkWhole: phases follow each other without a gap, the last one ends a
// cycle, and that cycle is the first to end at or after the wanted time.
func checkWhole(t *testing.T, p *routine.Pattern, b breathing, want time.Duration) {
	t.Helper()
	now := breathLead
	perCycle := map[int]int{}
	for i, ph := range b.phases {
		if ph.Start != now {
			t.Fatalf("phase %d starts at %v, the one before ended at %v", i, ph.Start, now)
		}
		if ph.For <= 0 || ph.For%breathGrain != 0 {
			t.Errorf("phase %d lasts %v", i, ph.For)
		}
		perCycle[ph.Cycle]++
		now = ph.End()
	}
	if b.total != now {
		t.Errorf("total %v, the phases end at %v", b.total, now)
	}
	n := max(len(p.Phases), 2)
	for cycle := 1; cycle <= b.cycles; cycle++ {
		if perCycle[cycle] != n {
			t.Errorf("cycle %d has %d phases of %d", cycle, perCycle[cycle], n)
		}
	}
	length := b.total - breathLead
	lastCycle := b.total - b.phases[b.first(b.cycles)].Start
	if length < want || length-lastCycle >= want {
		t.Errorf("lasts %v with a last cycle of %v, wanted the first end at or after %v", length, lastCycle, want)
	}
}

// checkWords: no words over other words, and no announcement over a rise.
func checkWords(t *testing.T, b breathing) {
	t.Helper()
	var end time.Duration
	for _, l := range b.lines {
		if l.at < end {
			t.Errorf("%q at %v, the words before end at %v", l.line.Text, l.at, end)
		}
		end = l.end()
		if !l.halves && !l.isLast {
			continue
		}
		for _, p := range b.phases {
			rise := p.Kind == routine.BreathIn || p.Kind == routine.BreathTopUp
			if rise && l.at < p.End() && l.end() > p.Start {
				t.Errorf("%q at %v is said over the rise at %v", l.line.Text, l.at, p.Start)
			}
		}
	}
}

// checkFading: the first cycles are taught, then there is a sentence about once a
// minute, never over a turn, and both announcements are where they belong.
func checkFading(t *testing.T, b breathing) {
	t.Helper()
	said := map[int]int{}
	var half, last *breathLine
	for i, l := range b.lines {
		switch {
		case l.halves:
			half = &b.lines[i]
		case l.isLast:
			last = &b.lines[i]
		case !l.tip:
			said[cycleOf(b, l)]++
		}
	}
	per := len(b.phases) / b.cycles
	for cycle := 1; cycle <= b.cycles; cycle++ {
		want := 0
		if cycle <= wordedCycles {
			want = per
		}
		if said[cycle] != want {
			t.Errorf("cycle %d has %d words, want %d", cycle, said[cycle], want)
		}
	}
	checkReminders(t, b)
	if half == nil || last == nil {
		t.Fatalf("halfway %v, last breath %v; notes %q", half, last, b.notes)
	}
	if off := (half.at - b.middle()).Abs(); off > 16*time.Second {
		t.Errorf("halfway is said %v from the middle", off)
	}
	var breaths int
	for _, p := range b.phases {
		if p.Kind == routine.BreathIn && p.Start >= last.at {
			breaths++
		}
	}
	if breaths != 1 {
		t.Errorf("the last breath is announced at %v, and %d follow", last.at, breaths)
	}
}

// checkReminders: none is over a turn, near other words or the same as the last one, and
// no two minutes go by without a word.
func checkReminders(t *testing.T, b breathing) {
	t.Helper()
	before, quiet := "", b.phases[b.first(wordedCycles+1)].Start
	for i, l := range b.lines {
		if l.at > quiet+2*time.Minute {
			t.Errorf("nothing is said from %v to %v", quiet, l.at)
		}
		quiet = l.end()
		if !l.tip {
			continue
		}
		if l.line.Text == before {
			t.Errorf("%q is said twice in a row", before)
		}
		before = l.line.Text
		if i > 0 && l.at-b.lines[i-1].end() < remindApart || i+1 < len(b.lines) && b.lines[i+1].at-l.end() < remindApart {
			t.Errorf("%q at %v is near other words", l.line.Text, l.at)
		}
		for _, p := range b.phases {
			if l.at < p.Start+turnRoom && l.end() > p.Start-turnRoom {
				t.Errorf("%q at %v is over the turn at %v", l.line.Text, l.at, p.Start)
			}
			still := p.Kind.Direction() == routine.Still
			if l.at >= p.Start && l.at < p.End() && (p.Kind.Direction() == routine.Filling || still && l.end() > p.End()-time.Second) {
				t.Errorf("%q at %v is said while breathing in, or as a hold ends", l.line.Text, l.at)
			}
		}
	}
	if before == "" && b.total > 2*time.Minute {
		t.Error("nobody says a word")
	}
}

// cycleOf is the cycle of the phase whose start the words are nearest to.
func cycleOf(b breathing, l breathLine) int {
	best := b.phases[0]
	for _, p := range b.phases {
		if (p.Start - l.at - l.length/2).Abs() < (best.Start - l.at - l.length/2).Abs() {
			best = p
		}
	}
	return best.Cycle
}

func TestBreathLength(t *testing.T) {
	tests := []struct {
		name    string
		step    routine.Breathe
		want    time.Duration
		cycles  int
		lasting time.Duration
		note    string
	}{
		{"by time, not dividing it", routine.Breathe{Pattern: phases("in:4s hold:7s out:8s")}, time.Minute, 4, 76 * time.Second, ""},
		{"by time, dividing it", routine.Breathe{Pattern: phases("in:5s out:5s")}, time.Minute, 6, time.Minute, ""},
		{"shorter than one cycle", routine.Breathe{Pattern: phases("in:5s out:5s")}, time.Second, 1, 10 * time.Second, ""},
		{"by cycles", routine.Breathe{Pattern: phases("in:5s out:5s"), Cycles: 7}, time.Minute, 7, 70 * time.Second, ""},
		{"usual time", routine.Breathe{Pattern: with(phases("in:2s out:3s"), func(p *routine.Pattern) { p.Usual = 7 * time.Second })}, 0, 2, 10 * time.Second, ""},
		{"usual cycles", routine.Breathe{Pattern: with(phases("in:4s hold:7s out:8s"), func(p *routine.Pattern) { p.UsualCycles = 4 })}, 0, 4, 76 * time.Second, ""},
		{"more than advised", routine.Breathe{Pattern: with(phases("in:4s hold:7s out:8s"), func(p *routine.Pattern) { p.WarnCycles = 8 }), Cycles: 9}, 0, 9, 171 * time.Second,
			"Test: 9 breaths in a row, more than the 8 that are advised"},
		{"no length at all", routine.Breathe{Pattern: &routine.Pattern{Title: "Nothing"}}, time.Minute, 0, -breathLead,
			"Nothing: a breath without length is left out"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBreathing(&tt.step, tt.want, routine.WordsFirst, 0, phrases.English, slowVoice)
			if b.cycles != tt.cycles || b.total-breathLead != tt.lasting {
				t.Errorf("%d cycles in %v, want %d in %v", b.cycles, b.total-breathLead, tt.cycles, tt.lasting)
			}
			if got := strings.Join(b.notes, "; "); got != tt.note {
				t.Errorf("notes %q, want %q", got, tt.note)
			}
		})
	}
}

func with(p *routine.Pattern, change func(*routine.Pattern)) *routine.Pattern {
	change(p)
	return p
}

func TestRamp(t *testing.T) {
	p := &routine.Pattern{Ramp: &routine.Ramp{From: 10, To: 6, Over: 4 * time.Minute, OutShare: [2]float64{0.5, 0.6}}}
	breaths := TimedPhases(p, 0, 8*time.Minute)
	var last time.Duration
	for i := 0; i < len(breaths); i += 2 {
		in, out := breaths[i], breaths[i+1]
		length := in.For + out.For
		if i > 0 && (length < last || length-last > rampStep) {
			t.Errorf("breath %d lasts %v after one of %v", in.Cycle, length, last)
		}
		if steady := in.Start > 5*time.Minute; steady && (in.For != 4*time.Second || out.For != 6*time.Second) {
			t.Errorf("breath %d at %v is %v in and %v out, want 4 s and 6 s", in.Cycle, in.Start, in.For, out.For)
		}
		// The rate is linear in time: at two minutes it is eight a minute.
		if in.Start <= 2*time.Minute && out.End() > 2*time.Minute && length != 7500*time.Millisecond {
			t.Errorf("the breath in the middle of the ramp lasts %v, want 7.5 s", length)
		}
		last = length
	}
	if first := breaths[0].For + breaths[1].For; first != 6*time.Second {
		t.Errorf("the first breath lasts %v, want 6 s", first)
	}
}

// A ramp that is asked to be quick still changes gently.
func TestSteepRamp(t *testing.T) {
	p := &routine.Pattern{Ramp: &routine.Ramp{From: 20, To: 4, Over: 10 * time.Second, OutShare: [2]float64{0.5, 0.5}}}
	var last time.Duration
	for i, b := range TimedPhases(p, 60, 0) {
		if i%2 == 0 {
			continue
		}
		length := 2 * b.For
		if last > 0 && (length-last).Abs() > rampStep+breathGrain {
			t.Errorf("breath %d lasts about %v after one of %v", b.Cycle, length, last)
		}
		last = length
	}
}

// The lungs fill to the top and empty to the bottom, in as many parts as there are.
func TestLungs(t *testing.T) {
	for _, tt := range []struct{ pattern, want string }{
		{"in:5s out:5s", "0>1 1>0 0>1 1>0"},
		{"in:4s hold:4s out:4s empty:4s", "0>1 1>1 1>0 0>0 0>1 1>1 1>0 0>0"},
		{"in:3s top-up:1s out:6s", "0>0.75 0.75>1 1>0 0>0.75 0.75>1 1>0"},
		{"out:6s in:4s", "1>0 0>1 1>0 0>1"},
		{"in:1s hold:2s in:3s out:2s hold:1s out:2s", "0>0.25 0.25>0.25 0.25>1 1>0.5 0.5>0.5 0.5>0 0>0.25 0.25>0.25 0.25>1 1>0.5 0.5>0.5 0.5>0"},
		{"empty:1s in:2s out:2s", "0>0 0>1 1>0 0>0 0>1 1>0"},
		{"hold:1s out:2s in:2s", "1>1 1>0 0>1 1>1 1>0 0>1"},
	} {
		var got []string
		for _, p := range TimedPhases(phases(tt.pattern), 2, 0) {
			got = append(got, fmt.Sprintf("%g>%g", p.Lungs[0], p.Lungs[1]))
		}
		if text := strings.Join(got, " "); text != tt.want {
			t.Errorf("%s: %s, want %s", tt.pattern, text, tt.want)
		}
	}
}

// However a breath is divided, one phase begins where the one before has ended; it fills
// or empties the lungs or keeps them, and they are empty where that is said.
func FuzzLungs(f *testing.F) {
	f.Add("in 2, hold 1, in 2.5, top-up 0.5, out 3, hold 1, out 4, empty 2", uint8(3))
	f.Add("out 0.1, empty 1, in 60, hold 3", uint8(2))
	f.Add("hold 1, in 2, out 3", uint8(1))
	f.Fuzz(func(t *testing.T, text string, cycles uint8) {
		p, err := routine.ParsePattern(text)
		if err != nil || cycles == 0 {
			return
		}
		list := TimedPhases(p, int(cycles), 0)
		for i, b := range list {
			from, to := b.Lungs[0], b.Lungs[1]
			moved := map[routine.Direction]bool{routine.Filling: to > from, routine.Emptying: to < from, routine.Still: to == from}
			if from < 0 || from > 1 || to < 0 || to > 1 || !moved[b.Kind.Direction()] {
				t.Fatalf("%s: %s goes from %v to %v", text, b.Kind, from, to)
			}
			if i > 0 && list[i-1].Lungs[1] != from {
				t.Fatalf("%s: %s begins at %v after %v", text, b.Kind, from, list[i-1].Lungs)
			}
			if b.Kind == routine.BreathEmpty && from != 0 {
				t.Fatalf("%s: empty with lungs %v full", text, from)
			}
		}
		b := newBreathing(&routine.Breathe{Pattern: p, Cycles: int(cycles)}, 0, routine.WordsFirst, 0, phrases.English, slowVoice)
		checkWords(t, b)
	})
}

// Words lead into their phase; behind longer ones they come a little later,
// and if that is too late they are left out, not crowded in.
func TestWordsMeetTheirPhase(t *testing.T) {
	b := newBreathing(&routine.Breathe{Pattern: phases("in:2s top-up:1s out:6s"), Cycles: 2}, 0, routine.WordsAlways, 0, phrases.English, slowVoice)
	var got []string
	for _, l := range b.lines {
		got = append(got, l.at.String()+" "+l.line.Text)
	}
	want := "100ms Breathe in.|2s And a little more.|3.7s Breathe out.|9.1s Breathe in."
	if text := strings.Join(got[:min(4, len(got))], "|"); text != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	b = newBreathing(&routine.Breathe{Pattern: phases("in:0.5s out:0.5s"), Cycles: 4}, 0, routine.WordsAlways, 0, phrases.English, slowVoice)
	checkWords(t, b)
	if len(b.notes) == 0 {
		t.Error("words that have no room are left out without a note")
	}
}

// With a voice that has recorded nothing the breath goes on by sound alone.
func TestBreathingWithoutRecordings(t *testing.T) {
	b := newBreathing(&routine.Breathe{Pattern: phases("in:5s out:5s")}, time.Minute, routine.WordsAlways, 0, phrases.English, muteVoice)
	if len(b.lines) != 0 || b.cycles != 6 {
		t.Errorf("%d lines, %d cycles", len(b.lines), b.cycles)
	}
	if len(b.lacks) != 4 {
		t.Errorf("lacks %q, want one for each text", b.lacks)
	}
}

// Whoever wrote a pattern, it is not begun standing, and holds are not begun
// by those whom they may harm; once in a session is enough.
func TestSafetyBeforeAnyPattern(t *testing.T) {
	own := phases("in:4s hold:4s out:4s")
	step := routine.Breathe{Pattern: own, Cycles: 1}
	p, err := Compile(&routine.Routine{ID: "own", Title: "Own", Steps: []routine.Step{step, step}}, Options{Voice: readsAll{}})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]int{}
	var breathing bool
	for _, e := range p.Events {
		breathing = breathing || e.Kind == KindBreath
		if !breathing {
			said[e.Text]++
		}
	}
	for _, l := range phrases.English.BreathSafety(own.HasHolds()) {
		if said[l.Text] != 1 {
			t.Errorf("said %d times before the first breath: %s", said[l.Text], l.Text)
		}
	}
	if rest, gently := said[phrases.English.Positions.Into[routine.AnyAtRest]], said[phrases.English.Breathing.Gently]; rest != 1 || gently != 1 {
		t.Errorf("told %d times to sit or lie down, and %d times to breathe gently", rest, gently)
	}
	if n := len(phrases.English.BreathSafety(false)); n != 2 {
		t.Errorf("%d lines before a pattern without holds, want 2", n)
	}
}

// One who has breathed a pattern before, or wants no notice, breathes soon.
func TestWhoKnowsAPatternBreathesSoon(t *testing.T) {
	pattern := phases("in:4s hold:4s out:4s")
	pattern.Setup = []routine.Line{{Text: "Breathe in as the sound rises, and out as it falls."}}
	r := &routine.Routine{ID: "own", Title: "Own", Steps: []routine.Step{routine.Breathe{Pattern: pattern, Cycles: 3}}}
	for name, tt := range map[string]struct {
		o     Options
		known bool
	}{
		"the first time": {Options{}, false},
		"another one":    {Options{Practice: Practice{Patterns: map[string]int{"other": 9}}}, false},
		"known":          {Options{Practice: Practice{Patterns: map[string]int{pattern.ID: 1}}}, true},
		"no notice":      {Options{NoNotice: true}, true},
	} {
		tt.o.Voice = readsAll{}
		p, err := Compile(r, tt.o)
		if err != nil {
			t.Fatal(err)
		}
		warned := false
		for _, e := range p.Events {
			warned = warned || e.Text == phrases.English.Breathing.Holds.Text
			if e.Kind == KindBreath {
				if at := e.At.Duration(); warned == tt.known || (at <= 12*time.Second) != tt.known {
					t.Errorf("%s: the first breath comes after %v, warned of holds: %v", name, at, warned)
				}
				break
			}
		}
	}
}

// readsAll is a voice that has recorded every text.
type readsAll struct{}

func (readsAll) Name() string     { return "test" }
func (readsAll) Language() string { return "en" }
func (readsAll) Length(text string) (int64, bool) {
	frames, ok := slowVoice(text)
	return int64(frames), ok
}

// A breath of two seconds out has no room for two words.
func TestLastBreathOfAQuickPattern(t *testing.T) {
	b := newBreathing(&routine.Breathe{Pattern: phases("in:2s out:2s"), Cycles: 8}, 0, routine.WordsFirst, 0, phrases.English, func(text string) (Frame, bool) {
		if text == phrases.English.Breathing.Last {
			return Rate, true
		}
		return Rate * 6 / 10, true
	})
	last := b.lines[len(b.lines)-1]
	if start := b.phases[b.first(8)].Start; last.line.Text != phrases.English.Counting.Last || last.end() > start || start-last.at > 2*time.Second {
		t.Errorf("%q is said at %v before a last breath at %v", last.line.Text, last.at, start)
	}
}

// Who lies is not asked to lie down, and who has got up is.
func TestBreathingIsAPosture(t *testing.T) {
	pattern := phases("in:5s out:5s")
	pattern.Title = "Own"
	breath := routine.Breathe{Pattern: pattern, Cycles: 1}
	rest := routine.Do{Exercise: &routine.Exercise{ID: "rest", Title: "Rest", Posture: routine.AnyAtRest,
		Body: []routine.Step{routine.Rest{For: time.Second}}}}
	stand := routine.Do{Exercise: &routine.Exercise{ID: "stand", Title: "Stand", Posture: routine.Standing,
		Body: []routine.Step{routine.Rest{For: time.Second}}}}
	p, err := Compile(&routine.Routine{ID: "own", Title: "Session", Steps: []routine.Step{breath, rest, stand, breath}}, Options{Voice: readsAll{}})
	if err != nil {
		t.Fatal(err)
	}
	positions := phrases.English.Positions
	down, up := positions.Into[routine.AnyAtRest], positions.Ways[phrases.Way{From: routine.AnyAtRest, To: routine.Standing}]
	want := append(append([]string{down}, up...), positions.Ways[phrases.Way{From: routine.Standing, To: routine.AnyAtRest}]...)
	var got []string
	for _, e := range p.Events {
		if e.Role == RolePlace && slices.Contains(want, e.Text) && e.At < p.Chapters[len(p.Chapters)-1].At {
			got = append(got, e.Text)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("said %q, want %q", got, want)
	}
}
