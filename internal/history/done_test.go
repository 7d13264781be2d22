package history

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"testing"
	"time"
)

// TestDone: the counts of all sessions add up, also where some of them were written
// before anything was counted.
func TestDone(t *testing.T) {
	s := Store{t.TempDir()}
	before := `{"start":"2025-03-03T20:00:00Z","routine":"daily","title":"Daily session","heard":600,"length":700,"finished":true}` + "\n"
	if err := os.WriteFile(s.LogFile(), []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, e := range []Entry{
		{Start: at("2026-03-02"), Exercises: map[string]int{"neck-tilts": 1, "cat-cow": 2}, Patterns: map[string]int{"calm": 1}},
		{Start: at("2026-03-03"), Exercises: map[string]int{"neck-tilts": 1}},
		{Start: at("2026-03-04"), Exercises: map[string]int{"cat-cow": -5, "superman": math.MaxInt}},
		{Start: at("2026-03-05"), Exercises: map[string]int{"superman": math.MaxInt}},
	} {
		if err := s.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	sessions, bad, err := s.Read()
	if err != nil || len(bad) > 0 || len(sessions) != 5 {
		t.Fatalf("%d sessions, bad lines %v, error %v", len(sessions), bad, err)
	}
	exercises, patterns, err := s.Done(at("2026-03-06"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"neck-tilts": 2, "cat-cow": 2, "superman": math.MaxInt}
	if !maps.Equal(exercises, want) || !maps.Equal(patterns, map[string]int{"calm": 1}) {
		t.Errorf("done: %v, %v", exercises, patterns)
	}
}

// TestLogForTheVersionBefore: who goes back to a version that did not count still has
// a practice log. This is how that version reads a line.
func TestLogForTheVersionBefore(t *testing.T) {
	line, err := json.Marshal(Entry{Start: at("2026-03-02"), Routine: "daily", Heard: 60, Exercises: map[string]int{"cat-cow": 2}})
	if err != nil {
		t.Fatal(err)
	}
	var old struct {
		Start    time.Time `json:"start"`
		Routine  string    `json:"routine"`
		Title    string    `json:"title"`
		Heard    float64   `json:"heard"`
		Length   float64   `json:"length"`
		Finished bool      `json:"finished"`
		Ended    string    `json:"ended"`
	}
	if err := json.Unmarshal(line, &old); err != nil || old.Routine != "daily" || old.Heard != 60 || old.Start.IsZero() {
		t.Errorf("%s is read as %+v, %v", line, old, err)
	}
}
