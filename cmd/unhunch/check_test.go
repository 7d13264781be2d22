package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestCheckAgreesWithShow: who checks a file learns the length that it will have,
// and every text that no voice says, once.
func TestCheckAgreesWithShow(t *testing.T) {
	noRaces(t)
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.Mkdir("exercises", 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"evening.yaml": `title: Evening glow
session:
  - say: Let go of the zebra.
  - repeat: 3
    steps:
      - exercise: bow
      - say: Let go of the zebra.
  - include: desk-break
`,
		"exercises/bow.yaml": `title: Bow
posture: standing
reps: 2
moves: [{say: Bow to the zebra., take: 2s, hold: 5s}]
coach: [Softly as a zebra.]
`,
		"sea.yaml": `title: Sea
phases: [{in: 4s, say: Zebras in.}, {out: 6s, say: Zebras out., short: Out.}]
`,
	} {
		if err := os.WriteFile(filepath.FromSlash(name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"evening.yaml", filepath.Join("exercises", "bow.yaml"), "sea.yaml"} {
		checked, shown := printedBy(t, "check", "--fallback", "none", path), printedBy(t, "show", "--fallback", "none", "."+string(filepath.Separator)+path)
		length := regexp.MustCompile(`in order, ([0-9:]+)`).FindStringSubmatch(checked)
		if length == nil || !strings.Contains(shown, ", "+length[1]+", voice ") {
			t.Errorf("check says %q, and show %q", checked, shown[:strings.Index(shown, "\n")])
		}
		missing := after(checked, "no recording by june: ")
		if twice := len(missing) - len(slices.Compact(missing)); twice > 0 {
			t.Errorf("check %s names %d texts twice:\n%s", path, twice, checked)
		}
		noted := after(shown, "no recording, [a-z ]*: ")
		if !slices.Equal(missing, noted) {
			t.Errorf("of %s, check finds no recording of\n%q\nand show of\n%q", path, missing, noted)
		}
	}
}

// after is what follows a mark, on every line that has it, sorted.
func after(text, mark string) []string {
	var out []string
	for _, m := range regexp.MustCompile("(?m)^  "+mark+"(.*)$").FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return out
}

// printedBy is what a command prints.
func printedBy(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	e := &env{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }, now: time.Now}
	if status := run(context.Background(), e, args); status != 0 {
		t.Fatalf("%v: status %d, %s", args, status, errs.String())
	}
	return out.String()
}
