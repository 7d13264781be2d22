// Package sinc is what a filter that reads between samples is made of.
package sinc

import "math"

// Of is the sinc of x, which is 1 at 0 and crosses zero at all other whole numbers.
func Of(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// Kaiser is a Kaiser window at x, from -1 to 1, whose ends are at these. It is
// not scaled: its top is Kaiser(0, beta). The greater beta is, the less a filter
// lets through of what it is to take away, and the wider is the way down to it.
func Kaiser(x, beta float64) float64 { return bessel(beta * math.Sqrt(1-x*x)) }

// bessel is the modified Bessel function of the first kind, of order zero.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > sum*1e-12; k++ {
		term *= (x / (2 * k)) * (x / (2 * k))
		sum += term
	}
	return sum
}
