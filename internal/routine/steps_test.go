package routine_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unhunch/internal/fault"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// stepExamples has a step of every kind that a file may hold.
var stepExamples = map[string]string{
	"exercise": "{exercise: shrug}",
	"include":  "{include: other}",
	"repeat":   "{repeat: 2, steps: [{rest: 1s}]}",
	"breathe":  "{breathe: calm, cycles: 1}",
	"play":     "{play: rain.wav}",
	"wait":     "{wait: 5s}",
	"rest":     "{rest: 5s}",
	"say":      "{say: Sit tall.}",
}

// saysAll is a voice that says every text, and files that are played, in a second.
type saysAll struct{}

func (saysAll) Name() string                { return "test" }
func (saysAll) Language() string            { return "en" }
func (saysAll) Length(string) (int64, bool) { return plan.Rate, true }

func compiled(t *testing.T, steps ...routine.Step) *plan.Plan {
	t.Helper()
	p, err := plan.Compile(&routine.Routine{ID: "x", Title: "X", Steps: steps}, plan.Options{
		Voice: saysAll{}, Minutes: 1,
		FileLength: func(routine.Play) (int64, bool) { return plan.Rate, true },
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What a file asks for and nobody hears is worse than a fault: the listener
// waits for it.
func TestEveryStepIsHeard(t *testing.T) {
	lib := routine.Library{Folders: []routine.Folder{mapped("",
		"exercises/shrug.yaml", titled(shrug, "Shrug"),
		"patterns/calm.yaml", titled(calm, "Calm"),
		"other.yaml", "title: Other\nsession: [{rest: 1s}]\n",
		"rain.wav", "RIFF")}}
	silent := compiled(t)
	for _, kind := range routine.StepKinds {
		v, err := lib.LoadFile(mapped("", "x.yaml", "title: X\nsession: ["+stepExamples[kind]+"]\n", "rain.wav", "RIFF"), "x.yaml")
		if err != nil {
			t.Errorf("no example of the step %s: %v", kind, err)
			continue
		}
		p := compiled(t, v.Steps...)
		if len(p.Events) <= len(silent.Events) || p.Frames <= silent.Frames {
			t.Errorf("nothing is heard of %s, and nothing lasts", stepExamples[kind])
		}
	}
}

// A step that only the reader knows is an error, and not a silence.
func TestUnknownStepIsNoPlan(t *testing.T) {
	type dance struct{ routine.Say }
	step := dance{routine.Say{Base: routine.Base{Pos: fault.Pos{File: "x.yaml", Line: 3, Col: 5}}}}
	_, err := plan.Compile(&routine.Routine{ID: "x", Title: "X", Steps: []routine.Step{step}}, plan.Options{Voice: saysAll{}, Minutes: 1})
	if err == nil || !strings.Contains(err.Error(), "x.yaml:3:5") || !strings.Contains(err.Error(), "dance") {
		t.Errorf("a step of type %T gives the error %v", step, err)
	}
}

// Walk goes into everything that is made of steps.
func TestWalk(t *testing.T) {
	rest := func(line int) routine.Step { return routine.Rest{Base: routine.Base{Pos: fault.Pos{Line: line}}} }
	base := func(line int) routine.Base { return routine.Base{Pos: fault.Pos{Line: line}} }
	steps := []routine.Step{
		rest(1),
		routine.Repeat{Base: base(2), Times: 5, Steps: []routine.Step{rest(3)}},
		routine.Include{Base: base(4), Routine: &routine.Routine{Steps: []routine.Step{rest(5)}}},
		routine.Do{Base: base(6), Exercise: &routine.Exercise{Body: []routine.Step{rest(7)}}},
		routine.Breathe{Base: base(8)}, routine.Play{Base: base(9)}, routine.Wait{Base: base(10)}, routine.Say{Base: base(11)},
	}
	var all, shallow []int
	routine.Walk(steps, func(s routine.Step) bool { all = append(all, s.Where().Line); return true })
	routine.Walk(steps, func(s routine.Step) bool { shallow = append(shallow, s.Where().Line); return false })
	if want := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}; !slices.Equal(all, want) {
		t.Errorf("visits the steps of lines %v, want %v", all, want)
	}
	if want := []int{1, 2, 4, 6, 8, 9, 10, 11}; !slices.Equal(shallow, want) {
		t.Errorf("without going into them, visits the steps of lines %v, want %v", shallow, want)
	}
}

// The README lists the steps that there are, and no other.
func TestStepsInTheReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(data), "| step | what it does |\n")
	if !ok {
		t.Fatal("README.md has no table of steps")
	}
	table, _, _ = strings.Cut(table, "\n\n")
	var got []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z]+):").FindAllStringSubmatch(table, -1) {
		got = append(got, m[1])
	}
	want := slices.Sorted(slices.Values(routine.StepKinds))
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("README.md lists the steps %v, and a file may hold %v", got, want)
	}
}
