package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// bedsOf lists the beds of a plan by their seconds.
func bedsOf(p *plan.Plan) string {
	var out []string
	for _, e := range p.Events {
		if e.Kind == plan.KindBed {
			s := fmt.Sprintf("%s %d-%d", e.Sound, e.At/plan.Rate, e.End()/plan.Rate)
			if e.Level != 0 {
				s += fmt.Sprintf(" at %v", e.Level)
			}
			if e.End() == p.Frames {
				s += " end"
			}
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

// A bed is heard behind what asks for it, and what is around it before and after.
func TestBeds(t *testing.T) {
	rest := func(b routine.Bed) routine.Step {
		return routine.Rest{Base: routine.Base{Bed: b}, For: 60e9}
	}
	rain, drone := routine.Bed{Sound: "rain"}, routine.Bed{Sound: "drone", Level: -18}
	none, file := routine.Bed{Sound: routine.BedOff}, routine.Bed{Sound: "file"}
	nothing := routine.Bed{}
	include := func(own, of routine.Bed) routine.Step {
		return routine.Include{Base: routine.Base{Bed: own}, Routine: &routine.Routine{Title: "In", Bed: of, Steps: []routine.Step{rest(nothing)}}}
	}
	for _, tt := range []struct {
		bed   routine.Bed
		opt   plan.Options
		steps []routine.Step
		want  string
	}{
		{nothing, plan.Options{}, []routine.Step{rest(nothing)}, ""},
		{rain, plan.Options{}, []routine.Step{rest(nothing)}, "rain 0-80 end"},
		{nothing, plan.Options{}, []routine.Step{rest(nothing), rest(drone), rest(nothing)}, "drone 65-125 at -18"},
		{rain, plan.Options{}, []routine.Step{rest(drone), rest(rain)}, "rain 0-9, drone 5-69 at -18, rain 65-140 end"},
		{rain, plan.Options{}, []routine.Step{rest(none), rest(nothing)}, "rain 0-5, rain 65-140 end"},
		{rain, plan.Options{UsualBed: true}, []routine.Step{rest(drone)}, "rain 0-9, drone 5-69, rain 65-80 end"},
		{rain, plan.Options{Bed: file}, []routine.Step{rest(drone)}, "file 0-80 end"},
		{rain, plan.Options{Bed: none}, []routine.Step{rest(drone)}, ""},
		{nothing, plan.Options{}, []routine.Step{include(nothing, drone)}, "drone 6-66 at -18"},
		{nothing, plan.Options{}, []routine.Step{include(rain, nothing)}, "rain 5-66"},
	} {
		o := tt.opt
		o.Voice, o.Minutes, o.NoNotice = calmVoice, 1, true
		p, err := plan.Compile(&routine.Routine{ID: "x", Title: "X", Bed: tt.bed, Steps: tt.steps}, o)
		if err != nil {
			t.Fatal(err)
		}
		if got := bedsOf(p); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}
