package sinc

import (
	"math"
	"testing"
)

// The values are those of tables of the modified Bessel function.
func TestKaiser(t *testing.T) {
	for _, test := range []struct{ x, beta, want float64 }{
		{0, 1, 1.2660658777520084}, {0, 7, 168.59390851028968}, {0, 9.8, 2329.3850159805334},
		{1, 7, 1}, {-1, 9.8, 1}, {0.5, 2, 1.9029098945382874},
	} {
		if got := Kaiser(test.x, test.beta); math.Abs(got/test.want-1) > 1e-11 {
			t.Errorf("a window of %g at %g is %.6f, want %.6f", test.beta, test.x, got, test.want)
		}
	}
}

func TestOf(t *testing.T) {
	for x, want := range map[float64]float64{0: 1, 0.5: 2 / math.Pi, -0.5: 2 / math.Pi, 1: 0, 7: 0} {
		if got := Of(x); math.Abs(got-want) > 1e-15 {
			t.Errorf("at %g it is %g, want %g", x, got, want)
		}
	}
}
