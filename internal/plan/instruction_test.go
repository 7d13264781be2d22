package plan_test

import (
	"strings"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// While one breathes, the words of the breath come by themselves.
func TestInstructionOfABreath(t *testing.T) {
	for _, r := range patterns(t) {
		if r.ID != "calm" {
			continue
		}
		p := compile(t, r, plan.Options{Voice: calmVoice})
		for i := range p.Events {
			if e := &p.Events[i]; e.Kind == plan.KindBreath {
				if got := strings.Join(p.InstructionAt(e.At+e.Frames/2), " "); got != "Small and quiet breaths are enough." {
					t.Errorf("at %s it is said again: %q", at(e), got)
				}
			}
		}
	}
}

// TestInstructionOfASession: asked again, the voice says what to do now: with the
// side, where the words leave it out, and without it, where they name it; and
// never the count or another of the program's small words.
func TestInstructionOfASession(t *testing.T) {
	p := compile(t, manySets(t)[0], plan.Options{Voice: calmVoice}) // neck tilts
	want := map[routine.Side][]string{
		routine.Left:   {"Tilt your head toward your left shoulder.", "Left side. Back to the center."},
		routine.Right:  {"Tilt your head toward your right shoulder.", "Right side. Back to the center."},
		routine.NoSide: {"Tilt left."}, // in the rest between two sets: the last that was told
	}
	for i := range p.Events {
		e := &p.Events[i]
		back := 0
		switch {
		case e.Set == 0 || e.Bus != plan.BusNone:
			continue
		case e.Words == "Back to the center.":
			back = 1
		}
		if got := strings.Join(p.InstructionAt(e.At+e.Frames/2), " "); got != want[e.Side][back] {
			t.Errorf("in the %s at %s it is said again: %q, want %q", e.Kind, at(e), got, want[e.Side][back])
		}
	}
}
