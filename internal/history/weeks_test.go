package history

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestParts: what sessions of a week exercise adds up.
func TestParts(t *testing.T) {
	parts := OfCounts(func(counts map[string]int) map[string]int {
		return map[string]int{"neck": counts["tilts"], "hips": counts["circles"]}
	})
	s := NewSummary(at("2026-03-05"),
		func(e Entry) map[string]int { return parts(e.Exercises) },
		func(e Entry) map[string]int { return map[string]int{"breath": len(e.Patterns)} })
	shared := map[string]int{"tilts": 2}
	for _, e := range []Entry{
		{Start: at("2026-02-24"), Exercises: shared, Patterns: map[string]int{"calm": 1}},
		{Start: at("2026-03-02"), Exercises: shared},
		{Start: at("2026-03-03"), Exercises: shared},
		{Start: at("2026-03-04"), Exercises: map[string]int{"tilts": 3, "circles": 4}},
		{Start: at("2026-03-05")},
	} {
		s.Add(e)
	}
	var got []string
	for _, w := range s.Weeks() {
		got = append(got, fmt.Sprint(w.Parts))
	}
	want := "map[breath:1 hips:0 neck:2], map[breath:0 hips:4 neck:7]"
	if strings.Join(got, ", ") != want {
		t.Errorf("the weeks have %v, want %s", got, want)
	}
}

// TestPainsOfDays: of each day on which pain was told there is the worst, and a file that
// somebody has edited tells none that cannot be.
func TestPainsOfDays(t *testing.T) {
	s := NewSummary(at("2026-03-05"))
	for _, p := range []struct {
		day   string
		level int
	}{{"2026-03-04", 3}, {"2026-03-02", 0}, {"2026-03-04", 5}, {"2026-03-04", 2}, {"2026-03-03", -1}, {"2026-03-01", 10}} {
		s.Add(Entry{Start: at(p.day), Pain: &Pain{Level: p.level}})
	}
	s.Add(Entry{Start: at("2026-03-05")})
	var got []string
	for _, p := range s.Pains() {
		got = append(got, fmt.Sprint(p.Day.Format("01-02 15:04 "), p.Level))
	}
	if want := "03-02 00:00 0, 03-04 00:00 5"; strings.Join(got, ", ") != want {
		t.Errorf("pain on %v, want %s", got, want)
	}
}

// TestDelete: nothing is left of what was remembered, nor where a link leads to.
func TestDelete(t *testing.T) {
	dir := t.TempDir()
	s := Store{filepath.Join(dir, "state")}
	if err := s.Delete(); err != nil {
		t.Errorf("where nothing is: %v", err)
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(dir, "synced")
	if err := os.WriteFile(elsewhere, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, s.LogFile()); err != nil {
		t.Skip("no links here:", err)
	}
	for _, err := range []error{s.Append(Entry{Start: at("2026-03-02"), Heard: 60}), s.MarkPain(Pain{Exercise: "superman"}),
		s.SavePosition(Position{Routine: "daily"}), s.MarkNotice(at("2026-03-02"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Delete(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(s.dir); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
	if data, err := os.ReadFile(elsewhere); err != nil || len(data) > 0 {
		t.Errorf("%q is left where the link led to (%v)", data, err)
	}
}
