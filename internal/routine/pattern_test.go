package routine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
)

// phases shows a pattern as its kinds and seconds.
func phases(p *routine.Pattern) string {
	var parts []string
	for _, phase := range p.Phases {
		parts = append(parts, fmt.Sprintf("%s %v", phase.Kind, phase.For.Seconds()))
	}
	return strings.Join(parts, ", ")
}

func pattern(t *testing.T, s string) *routine.Pattern {
	t.Helper()
	p, err := routine.ParsePattern(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParsePattern(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"5-5", "in 5, out 5"},
		{"4-7-8", "in 4, hold 7, out 8"},
		{"4-4-6-2", "in 4, hold 4, out 6, empty 2"},
		{"4.5-60", "in 4.5, out 60"},
	} {
		p := pattern(t, test.in)
		if got := phases(p); got != test.want {
			t.Errorf("%s is %s, not %s", test.in, got, test.want)
		}
	}
}

// Every pattern that will not do is refused with what is wrong with it.
func TestParsePatternRefuses(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", "is empty"},
		{"4-x-6", `"x" is not a number of seconds that will do`},
		{"4-0-6", `"0" is not a number of seconds that will do`},
		{"4--6", "negative or missing"},
		{"-4-6", "negative or missing"},
		{"4-", `"" is not a number`},
		{"4", "needs an in-breath and an out-breath"},
		{"4-4-4-4-4", "5 phases, more than four"},
		{"61-5", `"61" is not`},
		{"4.25-5", `"4.25" is not`},
		{"0.1-0.2", "too fast"},
		{"4s-6s", `"4s" is not`},
		{"NaN-5", `"NaN" is not`},
		{"1e1-5", `"1e1" is not`},
		{"box", `"box" is not`},
	} {
		p, err := routine.ParsePattern(test.in)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q gives %v, %v, and not an error with %q", test.in, p, err, test.want)
			continue
		}
		for _, f := range err.(fault.List) {
			if f.Hint == "" {
				t.Errorf("%q: %s, but what would do?", test.in, f)
			}
		}
	}
}

func TestPatternsChanged(t *testing.T) {
	rate := func(x float64) func(*routine.Pattern) (*routine.Pattern, error) {
		return func(p *routine.Pattern) (*routine.Pattern, error) { return p.AtRate(x) }
	}
	ratio := func(in, out float64) func(*routine.Pattern) (*routine.Pattern, error) {
		return func(p *routine.Pattern) (*routine.Pattern, error) { return p.WithRatio(in, out) }
	}
	scale := func(x float64) func(*routine.Pattern) (*routine.Pattern, error) {
		return func(p *routine.Pattern) (*routine.Pattern, error) { return p.Scaled(x) }
	}
	for _, test := range []struct {
		name, in string
		change   func(*routine.Pattern) (*routine.Pattern, error)
		want     string
	}{
		{"a rate", "5-5", rate(4.5), "in 6.7, out 6.7"},
		{"a rate keeps the ratio", "4-7-8", rate(6), "in 2.1, hold 3.7, out 4.2"},
		{"a ratio keeps the breath", "5-5", ratio(2, 3), "in 4, out 6"},
		{"a ratio keeps the holds", "4-4-4-4", ratio(1, 3), "in 2, hold 4, out 6, empty 4"},
		{"a scale", "4-7-8", scale(0.8), "in 3.2, hold 5.6, out 6.4"},
		{"too slow a rate", "5-5", rate(0.5), "a rate of 0.5 breaths a minute is out of range"},
		{"a rate that makes a phase too long", "1-50", rate(1), "in 1.2, out 58.8"},
		{"a scale that makes a phase too long", "4-20", scale(4), "out would be 1m20s"},
		{"a scale that makes a phase vanish", "0.1-5", scale(0.3), "in would be 0s"},
		{"a ratio out of range", "5-5", ratio(1, 9), "a ratio of 1:9 is out of range"},
		{"a ratio of nothing", "5-5", ratio(0, 0), "a ratio of 0:0 is out of range"},
	} {
		before := pattern(t, test.in)
		p, err := test.change(before)
		got := fmt.Sprint(err)
		if err == nil {
			got = phases(p)
		}
		if got != test.want {
			t.Errorf("%s: %s becomes %s, not %s", test.name, test.in, got, test.want)
		}
		if phases(before) != phases(pattern(t, test.in)) {
			t.Errorf("%s changed the pattern that it was given", test.name)
		}
	}
}

func TestPatternFigures(t *testing.T) {
	slow := &routine.Pattern{ID: "slow", Ramp: &routine.Ramp{From: 10, To: 6, Over: 4 * time.Minute}}
	nostrils := &routine.Pattern{Phases: append(pattern(t, "4-4").Phases, pattern(t, "4-4").Phases...)}
	for _, test := range []struct {
		name  string
		p     *routine.Pattern
		cycle time.Duration
		rate  float64
		holds bool
	}{
		{"5-5", pattern(t, "5-5"), 10 * time.Second, 6, false},
		{"4-4-4-4", pattern(t, "4-4-4-4"), 16 * time.Second, 3.75, true},
		{"two breaths a cycle", nostrils, 16 * time.Second, 7.5, false},
		{"a ramp", slow, 10 * time.Second, 6, false},
	} {
		if c, r, h := test.p.Cycle(), test.p.BreathsPerMinute(), test.p.HasHolds(); c != test.cycle || r != test.rate || h != test.holds {
			t.Errorf("%s: cycle %v, %v breaths a minute, holds %v; not %v, %v, %v", test.name, c, r, h, test.cycle, test.rate, test.holds)
		}
	}
	if _, err := slow.AtRate(6); err == nil {
		t.Error("a ramp took a rate")
	}
	if _, err := slow.Scaled(0.25); err == nil {
		t.Error("a ramp of forty breaths a minute was allowed")
	}
	if p, err := slow.Scaled(2); err != nil || p.Ramp.From != 5 || p.Ramp.To != 3 || slow.Ramp.To != 6 {
		t.Errorf("half as fast, the ramp is %+v, %v", p, err)
	}
}

func TestParseRatio(t *testing.T) {
	if in, out, err := routine.ParseRatio("2:3.5"); in != 2 || out != 3.5 || err != nil {
		t.Errorf("2:3.5 is %v to %v, %v", in, out, err)
	}
	for _, bad := range []string{"", "2", "2:", ":3", "0:3", "2:0", "-2:3", "2:3:4", "a:b", "NaN:1", "1e3:1"} {
		if in, out, err := routine.ParseRatio(bad); err == nil {
			t.Errorf("%q is %v to %v", bad, in, out)
		}
	}
}
