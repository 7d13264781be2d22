package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/plan"
	"unhunch/internal/printed"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// chosen is the session that a command line of breathe asks for.
func chosen(t *testing.T, line string) (*routine.Routine, error) {
	t.Helper()
	var f breathFlags
	fs := pflag.NewFlagSet("breathe", pflag.ContinueOnError)
	fs.Var(&f.length, "for", "")
	f.register(fs)
	if err := fs.Parse(strings.Fields(line)); err != nil {
		t.Fatal(err)
	}
	return f.routine(first(fs.Args()))
}

func TestBreatheChoosesPattern(t *testing.T) {
	tests := []struct{ line, title, phases, length string }{
		{"", "Calm breathing", "in 5, out 5", "usual"},
		{"box", "Box breathing", "in 4, hold 4, out 4, empty 4", "usual"},
		{"box --for 10m", "Box breathing", "in 4, hold 4, out 4, empty 4", "10m0s"},
		{"box --side 5s --cycles 3", "Box breathing", "in 5, hold 5, out 5, empty 5", "3 cycles"},
		{"--pattern 4-4-6-2 --cycles 12", "Breathing", "in 4, hold 4, out 6, empty 2", "12 cycles"},
		{"--pattern 4.5-5", "Breathing", "in 4.5, out 5", "usual"},
		{"--rate 5.5 --ratio 2:3", "Calm breathing", "in 4.4, out 6.6", "usual"},
		{"resonance --rate 4.5", "Resonance breathing", "in 6.7, out 6.7", "usual"},
		{"four-seven-eight --scale 0.5", "Four, seven, eight", "in 2, hold 3.5, out 4", "usual"},
		{"slow-down --for 6m", "Slowing down", "10 to 6 a minute over 4:00", "6m0s"},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			r, err := chosen(t, tt.line)
			if err != nil {
				t.Fatal(err)
			}
			step := r.Steps[0].(routine.Breathe)
			length := "usual"
			switch {
			case step.Cycles > 0:
				length = fmt.Sprintf("%d cycles", step.Cycles)
			case step.For.Default > 0:
				length = step.For.Default.String()
			}
			if got := printed.PhasesText(step.Pattern); r.Title != tt.title || got != tt.phases || length != tt.length {
				t.Errorf("%s: %s for %s, want %s: %s for %s", r.Title, got, length, tt.title, tt.phases, tt.length)
			}
			if step.Cycles == 0 && step.For.Default == 0 && step.Pattern.Usual == 0 && step.Pattern.UsualCycles == 0 {
				t.Error("the session has no length")
			}
		})
	}
}

// What cannot be breathed is refused with what is wrong and what would do,
// and counts as a wrong use of the command.
func TestBreatheRefuses(t *testing.T) {
	tests := []struct{ line, wrong string }{
		{"--pattern 4-x-6", `"x" is not a number`},
		{"--pattern 4-0-6", `"0" is not a number of seconds that will do`},
		{"--pattern=-4-6", "negative"},
		{"--pattern 4-61", `"61"`},
		{"--pattern 4", "out-breath"},
		{"--pattern 1-2-3-4-5", "5 phases"},
		{"--pattern=", "empty"},
		{"calm --pattern 4-6", "--pattern does not go with"},
		{"calm --for 5m --cycles 3", "--for does not go with --cycles"},
		{"calm --cycles 0", "--cycles 0"},
		{"calm --cycles 1000000", "--cycles 1000000"},
		{"calm --rate 0", "rate of 0"},
		{"calm --rate NaN", "rate of NaN"},
		{"calm --rate Inf", "rate of +Inf"},
		{"calm --ratio 2", `"2" is not a ratio`},
		{"calm --ratio 1:9", "1:9"},
		{"calm --scale 0", "scale of 0"},
		{"calm --rate 5 --scale 2", "--rate does not go with --scale"},
		{"calm --side 4s", "not a box"},
		{"box --side 4.25s", "4.25s"},
		{"box --side 1h", "1h"},
		{"box --side 5s --rate 4", "--side does not go with"},
		{"slow-down --rate 5", "changes its rate itself"},
		{"deep-breathing", "is a session, not a breathing pattern"},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			_, err := chosen(t, tt.line)
			var usage usageError
			var hint fault.Hinted
			if !errors.As(err, &usage) || !errors.As(err, &hint) || hint.Hint == "" {
				t.Fatalf("got %v, want a wrong use with a hint", err)
			}
			if !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("got %q, want %q in it", err, tt.wrong)
			}
		})
	}
	_, err := chosen(t, "bx")
	var faults fault.List
	if !errors.As(err, &faults) || !strings.Contains(faults[0].Hint, "box") {
		t.Errorf("a name that is nearly right: %v", err)
	}
}

// The first breath comes at once where no word is wanted, soon for one who wants no
// notice, and in any case before he has lost patience.
func TestFirstBreath(t *testing.T) {
	noRaces(t)
	_, _, patterns := session.Builtin().IDs()
	for _, voice := range session.Voices() {
		for _, pattern := range patterns {
			for _, tt := range []struct {
				flags []string
				soon  time.Duration
			}{
				{nil, 35 * time.Second},
				{[]string{"--notice", "never"}, 12 * time.Second},
				{[]string{"--words", "never"}, 5 * time.Second},
			} {
				var out, errs bytes.Buffer
				e := surroundings()
				e.stdout, e.stderr = &out, &errs
				args := append([]string{"show", pattern, "--voice", voice, "--json"}, tt.flags...)
				if status := run(context.Background(), e, args); status != exitDone {
					t.Fatalf("%v: exit status %d: %s", args, status, &errs)
				}
				var p plan.Plan
				if err := json.Unmarshal(out.Bytes(), &p); err != nil {
					t.Fatal(err)
				}
				first := slices.IndexFunc(p.Events, func(e plan.Event) bool { return e.Kind == plan.KindBreath })
				if at := p.Events[first].At.Duration(); at > tt.soon {
					t.Errorf("%v: the first breath comes after %v, want %v", args[1:], at, tt.soon)
				}
				if silent := !slices.ContainsFunc(p.Events, func(e plan.Event) bool { return e.Kind == plan.KindLine }); silent != (tt.soon == 5*time.Second) {
					t.Errorf("%v: says nothing: %v", args[1:], silent)
				}
			}
		}
	}
}
