package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"unhunch/internal/history"
)

// storeIn is what is remembered where XDG_STATE_HOME is a folder.
func storeIn(t *testing.T, dir string) history.Store {
	t.Helper()
	store, err := history.Open(func(name string) string { return map[string]string{"XDG_STATE_HOME": dir}[name] })
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestLogCommand(t *testing.T) {
	dir := t.TempDir()
	store := storeIn(t, dir)
	now := time.Date(2026, 3, 5, 21, 0, 0, 0, time.Local)
	hard := 7
	for _, s := range []history.Entry{
		{Start: now.AddDate(-1, 0, 0), Routine: "daily", Title: "Daily", Exercises: map[string]int{"neck-tilts": 100}, Pain: &history.Pain{Level: 9}},
		{Start: now.AddDate(0, 0, -8), Routine: "daily", Title: "Daily", Heard: 1800, Length: 1800, Finished: true,
			Exercises: map[string]int{"neck-tilts": 2, "mine": 3}, Patterns: map[string]int{"calm": 1},
			Pain: &history.Pain{At: now, Level: 0}, Effort: &hard},
		{Start: now.AddDate(0, 0, -1), Routine: "daily", Title: "Daily", Heard: 1380, Length: 1800, Ended: "hurt",
			Exercises: map[string]int{"neck-tilts": 1}, Pain: &history.Pain{Exercise: "neck-tilts", Title: "Neck tilts", Level: 4}},
		{Start: now, Routine: "x", Title: "A\x1b[31mtitle", Heard: 600, Length: 600, Finished: true},
	} {
		if err := store.Append(s); err != nil {
			t.Fatal(err)
		}
	}
	vars := map[string]string{"XDG_STATE_HOME": dir}
	show := func(args ...string) string {
		var out, errs bytes.Buffer
		e := &env{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, now: func() time.Time { return now },
			getenv: func(k string) string { return vars[k] }}
		if status := run(context.Background(), e, append([]string{"log"}, args...)); status != 0 {
			t.Fatalf("exit status %d: %s", status, errs.String())
		}
		return out.String()
	}
	table := show()
	for _, want := range []string{"23:00 of 30:00  stopped because it hurt: Neck tilts  pain 4\n", "30:00 of 30:00  pain 0  effort 7\n", "2026-02-23  ", "Days in a row: 2. Longest: 2.",
		"\nneck        ▇▇▇▇▇▇▇▇▇▇▇▇ 3\nbreath      ▇▇▇▇ 1\nother       ▇▇▇▇▇▇▇▇▇▇▇▇ 3\n",
		"the worst of each day\n2026-02-25  0\n2026-03-04  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 4\n\n"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table does not have %q:\n%s", want, table)
		}
	}
	if strings.Contains(table, "\x1b") {
		t.Error("a title can steer the terminal")
	}
	vars["ACCESSIBLE"] = "1"
	if read := show(); !strings.Contains(table, "▇") || strings.Contains(read, "▇") || !strings.Contains(read, "2026-02-23  30\n") {
		t.Errorf("a screen reader finds:\n%s", read)
	}
	var public struct {
		Sessions []history.Entry
		Weeks    []struct{ Minutes float64 }
	}
	if err := json.Unmarshal([]byte(show("--json")), &public); err != nil || len(public.Sessions) != 4 || public.Weeks[len(public.Weeks)-1].Minutes != 33 {
		t.Errorf("JSON: %+v, %v", public, err)
	}
	table = show("--csv")
	if lines := strings.Count(table, "\n"); lines != 5 || !strings.Contains(table, ",ended,pain,effort,") || !strings.Contains(table, ",true,,0,7,") || !strings.Contains(table, ",false,hurt,4,,neck-tilts,") {
		t.Errorf("CSV of %d lines, want 5:\n%s", lines, table)
	}
	picture := show("--svg")
	for _, want := range []string{"<title>March 4: 4</title>", ">33</text>", ">Feb 23</text>", `>neck</text>`, "days in a row: 2, longest 2"} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture does not have %q", want)
		}
	}
	if strings.Contains(picture, ": 9</title>") {
		t.Error("the picture has the pain of a year ago")
	}
}
