package beds

import "math"

const sineSteps = 2048

// sines is a whole turn, and one step more. Its values are rounded, so that they
// are the same however a processor computes them.
var sines = func() (t [sineSteps + 1]float64) {
	for i := range t {
		t[i] = float64(float32(math.Sin(2 * math.Pi * float64(i%sineSteps) / sineSteps)))
	}
	return t
}()

// sine is the sine of turns, from 0 up to 2.
func sine(turns float64) float64 {
	x := turns * sineSteps
	i := int(x)
	f := x - float64(i)
	i &= sineSteps - 1
	return sines[i] + float64(f*(sines[i+1]-sines[i]))
}
