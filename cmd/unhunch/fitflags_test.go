package main

import (
	"testing"
	"time"
)

// TestLengths: a length of time is written as people write it; a number alone is
// minutes.
func TestLengths(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"8": 8 * time.Minute, "8m": 8 * time.Minute, "8min": 8 * time.Minute, "8 minutes": 8 * time.Minute,
		"90s": 90 * time.Second, "1m30s": 90 * time.Second, "1h": time.Hour, "2.5": 150 * time.Second, "12h": 12 * time.Hour,
	} {
		var l lengthFlag
		if err := l.Set(s); err != nil || l.d != want {
			t.Errorf("%s is %v (%v), want %v", s, l.d, err, want)
		}
		again := lengthFlag{}
		if err := again.Set(l.String()); err != nil || again != l {
			t.Errorf("%s is written as %s, which is %v (%v)", s, l.String(), again.d, err)
		}
	}
	for _, s := range []string{"", "0", "0s", "-5m", "100h", "soon", "8x", "1e300", "NaN", "Inf"} {
		var l lengthFlag
		if err := l.Set(s); err == nil {
			t.Errorf("%s is taken for %v", s, l.d)
		}
	}
}
