package phonemes

import "testing"

// A year is read in two halves, and nobody says nineteen five.
func TestYear(t *testing.T) {
	for n, want := range map[int]string{
		1905: "nineteen oh five", 1910: "nineteen ten", 1900: "nineteen hundred", 2000: "two thousand", 2005: "two thousand five", 2026: "twenty twenty-six",
	} {
		if got := year(n); got != want {
			t.Errorf("%d is read %q, want %q", n, got, want)
		}
	}
}
