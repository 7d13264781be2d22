package routine_test

import (
	"testing"
	"time"

	"unhunch/internal/routine"
)

// Someone who asks for the low end of a range must not get the high one.
func TestCountAt(t *testing.T) {
	for _, test := range []struct {
		c                        routine.Count
		usual, low, middle, high int
	}{
		{routine.Count{Min: 10, Max: 15, Default: 10}, 10, 10, 12, 15},
		{routine.Count{Min: 5, Max: 5, Default: 5}, 5, 5, 5, 5},
		{routine.Count{Min: 3, Default: 6}, 6, 3, 6, 6},
	} {
		got := [4]int{test.c.At(routine.DoseDefault), test.c.At(routine.DoseLow), test.c.At(routine.DoseMiddle), test.c.At(routine.DoseHigh)}
		if want := [4]int{test.usual, test.low, test.middle, test.high}; got != want {
			t.Errorf("%+v gives %v, not %v", test.c, got, want)
		}
	}
}

func TestSpanAt(t *testing.T) {
	const s = time.Second
	for _, test := range []struct {
		min, max, usual, middle time.Duration
	}{
		{15 * s, 30 * s, 20 * s, 20 * s},
		{20 * s, 30 * s, 30 * s, 25 * s},
		{10 * s, 15 * s, 10 * s, 10 * s},
		{3 * s, 5 * s, 3 * s, 4 * s},
		{12 * s, 14 * s, 13 * s, 12 * s}, // a multiple of five would lie below the range
		{500 * time.Millisecond, s, s, 500 * time.Millisecond},
		{20 * s, 0, 30 * s, 30 * s},
	} {
		span := routine.Span{Min: test.min, Max: test.max, Default: test.usual}
		high := test.max
		if high == 0 {
			high = test.usual
		}
		got := [4]time.Duration{span.At(routine.DoseDefault), span.At(routine.DoseLow), span.At(routine.DoseMiddle), span.At(routine.DoseHigh)}
		if want := [4]time.Duration{test.usual, test.min, test.middle, high}; got != want {
			t.Errorf("%+v gives %v, not %v", span, got, want)
		}
	}
}

func TestOtherSide(t *testing.T) {
	for side, want := range map[routine.Side]routine.Side{routine.Left: routine.Right, routine.Right: routine.Left, routine.NoSide: routine.NoSide} {
		if got := side.Other(); got != want {
			t.Errorf("the other side of %q is %q, want %q", side, got, want)
		}
	}
}
