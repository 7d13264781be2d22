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

// sine is the sine of turns, which is from 0 to 1, by a table: a hundred
// million of them make a long session.
func sine(turns float64) float64 {
	x := turns * sineSteps
	i := int(x)
	f := x - float64(i)
	a, b := sines[i&(sineSteps-1)], sines[(i+1)&(sineSteps-1)]
	return a + (b-a)*f
}

const sineSteps = 2048

var sines = func() (t [sineSteps]float64) {
	for i := range t {
		t[i] = math.Sin(2 * math.Pi * float64(i) / sineSteps)
	}
	return t
}()
