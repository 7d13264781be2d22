package loudness

import (
	"math"
	"testing"
)

// A steady sine has the loudness of its meter in every part, and silence none.
func TestCurve(t *testing.T) {
	const rate = 48000
	samples := sine(rate, 2, 997, 0, part{-20, 1}, part{math.Inf(-1), 1})
	got := Curve(rate, 2, samples, rate/20)
	if len(got) != 40 {
		t.Fatalf("%d parts of 50 ms in two seconds", len(got))
	}
	for _, l := range got[1:19] {
		near(t, "a part of the sine", l, -20, 0.1)
	}
	if last := got[39]; last > -100 {
		t.Errorf("silence is at %.1f LUFS", last)
	}
	if n := len(Curve(rate, 2, samples, 0)); n != 0 {
		t.Errorf("%d parts of no length", n)
	}
}
