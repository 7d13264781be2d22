package render

import "math"

// These are the functions of package math that a breath needs, from additions,
// products and quotients alone: those of package math may differ in the last bit
// between processors, and so does a product that is added without being rounded,
// which the conversions forbid.

// exp2 is two to the power of x, which is small.
func exp2(x float64) float64 {
	whole := math.Floor(x)
	t, y := float64((x-whole)*math.Ln2), 0.0
	for _, c := range exp2Series {
		y = c + float64(t*y)
	}
	return y * math.Float64frombits(uint64(1023+int(whole))<<52)
}

// The series of exp and of sine, from the last number that matters to the first.
var (
	exp2Series = [...]float64{1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1, 1}
	sineSeries = [...]float64{1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6, 1}
)

// decibel is a gain of so many dB.
func decibel(db float64) float64 { return exp2(float64(db * (math.Log2E * math.Ln10 / 20))) }

// sinTurns is the sine of turns, which is from 0 to 1.
func sinTurns(turns float64) float64 {
	switch {
	case turns > 0.5:
		return -sinTurns(turns - 0.5)
	case turns > 0.25:
		turns = 0.5 - turns
	}
	x := float64(2 * math.Pi * turns)
	square, y := float64(x*x), 0.0
	for _, c := range sineSeries {
		y = c + float64(square*y)
	}
	return float64(x * y)
}

func cosTurns(turns float64) float64 {
	turns += 0.25
	return sinTurns(turns - math.Floor(turns))
}

// ease goes from 0 at 0 to 1 at 1 without a corner at either end, and stays there.
func ease(u float64) float64 {
	u = min(max(u, 0), 1)
	return float64(u*u) * (3 - float64(2*u))
}
