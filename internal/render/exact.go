package render

import "math"

// These are the functions of package math that a breath needs, from additions,
// products and quotients alone: those of package math may differ in the last bit
// between processors, and so does a product that is added without being rounded,
// which the conversions forbid.

// exp2 is two to the power of x.
func exp2(x float64) float64 {
	whole := math.Floor(x)
	t := float64((x - whole) * math.Ln2)
	y := 1 + float64(t*(1.0/10))
	for _, over := range [...]float64{1.0 / 9, 1.0 / 8, 1.0 / 7, 1.0 / 6, 1.0 / 5, 1.0 / 4, 1.0 / 3, 1.0 / 2, 1} {
		y = 1 + float64(float64(t*over)*y)
	}
	return math.Ldexp(y, int(whole))
}

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
	square, y := float64(x*x), 1.0
	for k := 18.0; k >= 2; k -= 2 {
		y = 1 - float64(float64(square*y)/float64(k*(k+1)))
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
