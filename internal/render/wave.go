package render

import "math"

type partial struct{ ratio, level float64 }

func halfCosine(u float64) float64 { return (1 - math.Cos(math.Pi*u)) / 2 }

// xorshift is a generator of noise that gives the same noise everywhere.
type xorshift uint64

// pair gives two numbers between -1 and 1.
func (x *xorshift) pair() (a, b float64) {
	v := uint64(*x)
	v ^= v << 13
	v ^= v >> 7
	v ^= v << 17
	*x = xorshift(v)
	const scale = 1.0 / (1 << 31)
	return float64(int32(v>>32)) * scale, float64(int32(v)) * scale
}
