package printed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/routines"
)

// rising is a sound that grows louder and higher.
func rising(phases []plan.TimedPhase) BreathSound {
	s := BreathSound{Step: 100 * time.Millisecond}
	for at := time.Duration(0); at < phases[len(phases)-1].End(); at += s.Step {
		s.Loud, s.Hertz = append(s.Loud, -60+at.Seconds()), append(s.Hertz, 200+10*at.Seconds())
	}
	return s
}

// What is drawn is the sound: its loudness and its height, and nothing of the pattern.
func TestBreathSVGDrawsTheSound(t *testing.T) {
	p := &routine.Pattern{Title: "Calm", Phases: []routine.BreathPhase{{Kind: routine.BreathIn, For: time.Second}, {Kind: routine.BreathOut, For: time.Second}}}
	flat := func([]plan.TimedPhase) BreathSound {
		return BreathSound{Step: time.Second, Loud: []float64{-20, -35, -20, -50}, Hertz: []float64{200, 400, 800, 200}}
	}
	picture := string(BreathSVG(p, flat))
	for _, path := range []string{"M144.0 112.0L368.0 187.0L592.0 112.0L816.0 262.0V262H32Z", "M144.0 262.0L368.0 187.0L592.0 112.0L816.0 262.0"} {
		if !strings.Contains(picture, `d="`+path+`"`) {
			t.Errorf("the picture lacks %s:\n%s", path, picture)
		}
	}
}

// The picture of every pattern is whole XML that names its phases and seconds.
func TestBreathSVG(t *testing.T) {
	lib := routine.Library{Folders: []routine.Folder{{FS: routines.Files}}}
	_, _, ids := lib.IDs()
	for _, id := range ids {
		p, err := lib.Pattern(id)
		if err != nil {
			t.Fatal(err)
		}
		picture := BreathSVG(p, rising)
		dec := xml.NewDecoder(bytes.NewReader(picture))
		var text []string
		for {
			token, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", id, err)
			}
			if s, ok := token.(xml.CharData); ok {
				text = append(text, strings.TrimSpace(string(s)))
			}
		}
		all := strings.Join(text, "|") + "|"
		for _, b := range twoCycles(p) {
			if want := fmt.Sprintf("|%g s|", b.For.Seconds()); !strings.Contains(all, want) {
				t.Errorf("%s: no %q in the picture", id, want)
			}
		}
		if n := strings.Count(all, "|breath ") + strings.Count(all, "|round "); n != 2 {
			t.Errorf("%s: %d cycles are drawn, want 2", id, n)
		}
	}
}

// A title from a file is text in the picture, not markup.
func TestBreathSVGEscapes(t *testing.T) {
	p := &routine.Pattern{Title: "a <b> & \x1b\"c\"", Phases: []routine.BreathPhase{
		{Kind: routine.BreathIn, For: time.Second}, {Kind: routine.BreathOut, For: time.Second},
	}}
	if picture := string(BreathSVG(p, rising)); strings.Contains(picture, "<b>") || strings.ContainsRune(picture, 0x1b) {
		t.Error("the title is not escaped")
	}
	if got := BreathSVG(&routine.Pattern{Title: "nothing"}, rising); got != nil {
		t.Errorf("a pattern without length gives %q", got)
	}
}

// What is printed of a pattern can be given to --pattern.
func TestPhasesTextIsRead(t *testing.T) {
	for _, text := range []string{"in 4, hold 7, out 8", "in 2.5, hold 1, in 2, top-up 0.5, out 3, hold 1, out 4.1, empty 2"} {
		p, err := routine.ParsePattern(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := PhasesText(p); got != text {
			t.Errorf("%s is printed as %s", text, got)
		}
	}
}
