package routine_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
)

// allowed is the order that lungs allow, with i, t, h, o and e for the kinds of phase: a
// breath is taken in parts, with top-ups and holds, and given in parts with holds.
var allowed = regexp.MustCompile(`^(i(h?t|hi)*h?o(ho)*e?)+$`)

// FuzzPhaseOrder: a pattern is refused where lungs do not allow it, with a reason, and
// nowhere else. Wherever it begins, it is the same breath.
func FuzzPhaseOrder(f *testing.F) {
	for _, seed := range []string{"io", "ihoe", "oi", "itho", "ihihohoe", "hohoeiti", "eio", "iio", "ohi", "ioh", "ie", "hhh", "tio", "oehi", "ihtihohoeio"} {
		f.Add(seed)
	}
	kinds := map[rune]routine.BreathKind{'i': "in", 't': "top-up", 'h': "hold", 'o': "out", 'e': "empty"}
	f.Fuzz(func(t *testing.T, order string) {
		var parts []string
		for n, r := range order {
			if kinds[r] == "" || n > 40 {
				return
			}
			parts = append(parts, fmt.Sprintf("%s %d.%d", kinds[r], 1+n%5, n%10))
		}
		if len(parts) < 2 {
			return
		}
		want := false
		for at := range order {
			want = want || allowed.MatchString(order[at:]+order[:at])
		}
		text := strings.Join(parts, ", ")
		p, err := routine.ParsePattern(text)
		if (err == nil) != want {
			t.Fatalf("%s: %v", text, err)
		}
		if err != nil {
			for _, wrong := range err.(fault.List) {
				if wrong.Hint == "" || wrong.Message == "" {
					t.Errorf("%s: %+v says not what to do", text, wrong)
				}
			}
			return
		}
		if got := phases(p); got != strings.ReplaceAll(text, ".0", "") {
			t.Errorf("%s is read as %s", text, got)
		}
		if n := strings.Count(regexp.MustCompile(`[^io]`).ReplaceAllString(order, ""), "io"); p.Breaths() < n || p.Breaths() > n+1 {
			t.Errorf("%s has %d breaths", text, p.Breaths())
		}
	})
}

// The reference has the order of phases as a table.
func TestTransitionsInTheReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	going := map[routine.Direction]string{routine.Filling: " while breathing in", routine.Emptying: " while breathing out"}
	want := "| after | may come |\n|---|---|\n"
	for _, row := range routine.Transitions {
		var may []string
		for _, k := range row.May {
			may = append(may, "`"+string(k)+"`")
		}
		want += "| `" + string(row.After) + "`" + going[row.Going] + " | " + strings.Join(may, ", ") + " |\n"
	}
	if !strings.Contains(string(data), want+"\n") {
		t.Errorf("README.md lacks this table:\n%s", want)
	}
}
