package routine

import "testing"

// A hint must be something that is then taken.
func TestHintsForTimes(t *testing.T) {
	for text, want := range map[string]string{
		"5":           "write 5s",
		"2.5":         "write 2.5s",
		"1:30":        "write 1m30s",
		"0:45":        "write 45s",
		"500 ms":      "write 0.5s",
		"2 minutes":   "write 2m",
		"1.5 hrs":     "write 1h30m",
		"13 hours":    timeHint, // no session may be so long
		"99999 hours": timeHint,
		"soon":        timeHint,
	} {
		if got := hintForTime(text); got != want {
			t.Errorf("for %q the hint is %q, want %q", text, got, want)
		}
	}
}
