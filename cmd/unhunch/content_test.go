package main

import (
	"testing"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// builtinSessions are all routines, exercises and breathing patterns, each as a session.
func builtinSessions(t testing.TB) []*routine.Routine {
	t.Helper()
	lib := session.Builtin()
	routines, exercises, patterns := lib.IDs()
	var out []*routine.Routine
	for _, id := range append(routines, exercises...) {
		r, err := lib.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	for _, id := range patterns {
		p, err := lib.Pattern(id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, &routine.Routine{ID: id, Title: p.Title, Steps: []routine.Step{routine.Breathe{Pattern: p}}})
	}
	return out
}

// TestEveryLineIsRecorded: a tone in place of words leaves the listener guessing.
func TestEveryLineIsRecorded(t *testing.T) {
	noRaces(t)
	for _, name := range session.Voices() {
		pack, err := session.Voice(name)
		if err != nil {
			t.Fatal(err)
		}
		texts, err := session.Texts()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range texts {
			if _, ok := pack.Length(l.Text); !ok {
				t.Errorf("%s has not recorded %q; bake audio/%s", name, l.Text, name)
			}
		}
		for _, r := range builtinSessions(t) {
			for _, o := range []plan.Options{
				{}, {Dose: routine.DoseLow}, {Dose: routine.DoseMiddle}, {Dose: routine.DoseHigh, Countdown: "voice"},
				{First: routine.Left, Words: routine.WordsAlways}, {SkipOptional: true},
			} {
				o.Voice = pack
				p, err := plan.Compile(r, o)
				if err != nil {
					t.Fatal(err)
				}
				for _, line := range p.Missing() {
					t.Errorf("%s by %s with dose %q: no recording of %q", r.ID, name, o.Dose, line)
				}
			}
		}
	}
}

// TestWordsDoNotCollide: with the real recordings, no line overlaps another or
// a count.
func TestWordsDoNotCollide(t *testing.T) {
	noRaces(t)
	for _, name := range session.Voices() {
		pack, err := session.Voice(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range builtinSessions(t) {
			for _, o := range []plan.Options{{}, {Dose: routine.DoseHigh, Countdown: "voice"}, {Words: routine.WordsAlways, First: routine.Left}} {
				o.Voice = pack
				p, err := plan.Compile(r, o)
				if err != nil {
					t.Fatal(err)
				}
				checkVoiceAlone(t, r.ID+" by "+name, p)
			}
		}
	}
}

func checkVoiceAlone(t *testing.T, what string, p *plan.Plan) {
	t.Helper()
	var voiceEnd, countEnd plan.Frame
	for _, e := range p.Events {
		when := e.At.Duration().Round(time.Millisecond)
		switch {
		case e.Bus == plan.BusVoice:
			if e.At < voiceEnd {
				t.Errorf("%s: %q at %v is said over another line", what, e.Text, when)
			}
			if e.At < countEnd {
				t.Errorf("%s: %q at %v is said over a count", what, e.Text, when)
			}
			voiceEnd = max(voiceEnd, e.End())
		case e.Tone == plan.ToneCount:
			if e.At < voiceEnd {
				t.Errorf("%s: the count at %v sounds under a line", what, when)
			}
			countEnd = e.End()
		}
	}
}

// TestLengthsAsAdvertised: a listener plans the day with them.
func TestLengthsAsAdvertised(t *testing.T) {
	noRaces(t)
	for id, want := range map[string][2]time.Duration{
		"daily":      {10 * time.Minute, 15 * time.Minute},
		"desk-break": {2*time.Minute + 30*time.Second, 4*time.Minute + 30*time.Second},
		"warm-up":    {5*time.Minute + 30*time.Second, 7 * time.Minute},
	} {
		for _, name := range session.Voices() {
			s, err := session.Open(t.Context(), id, session.Choices{Voice: name})
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Plan.Frames.Duration(); got < want[0] || got > want[1] {
				t.Errorf("%s by %s lasts %v, want %v to %v", id, name, got.Round(time.Second), want[0], want[1])
			}
		}
	}
}
