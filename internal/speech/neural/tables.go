package neural

import (
	"math"
	"sync"
)

const (
	geluReach = 8
	geluSize  = 8192
	geluSteps = geluSize / (2 * geluReach)

	normalSize = 4096
)

var (
	geluTable   [geluSize + 1]float32
	normalTable [normalSize + 1]float32 // the quantiles of a normal distribution
	turnSin     [fftSize]float32        // sin and cos of k/1200 turns
	turnCos     [fftSize]float32
	window      [fftSize]float32 // Hann, periodic
	stages      [len(radices)]stage
)

// tables makes the tables, once, when the first model is loaded.
var tables = sync.OnceFunc(makeTables)

func makeTables() {
	for i := range geluSize/2 + 1 {
		x := float64(i) / geluSteps
		below := normalBelow(x)
		geluTable[geluSize/2+i] = float32(x * below)
		geluTable[geluSize/2-i] = float32(-x * (1 - below))
	}
	makeNormalTable()
	for k := range fftSize {
		s, c := sinCosWhole(k)
		turnSin[k], turnCos[k] = float32(s), float32(c)
		window[k] = float32(0.5 - float64(0.5*c))
	}
	makeStages()
}

// makeNormalTable finds each quantile by Newton's method from its neighbor. The
// outermost ones, which lie at infinity, are those of a quarter step inside.
func makeNormalTable() {
	z := 0.0
	for i := normalSize/2 + 1; i <= normalSize; i++ {
		p := min(float64(i)/normalSize, 1-0.25/normalSize)
		for step := 1.0; math.Abs(step) > 1e-9; z -= step {
			density := exp64(float64(-0.5*z*z)) / math.Sqrt(2*math.Pi)
			step = (normalBelow(z) - p) / density
		}
		normalTable[i] = float32(z)
		normalTable[normalSize-i] = float32(-z)
	}
}

// exp64 is e^x for |x| up to some hundreds.
func exp64(x float64) float64 {
	n := math.Floor(float64(x*math.Log2E) + 0.5)
	r := x - float64(n*6.93147180369123816490e-01)
	r -= float64(n * 1.90821492927058770002e-10)
	sum := 1.0
	for i := 20; i >= 1; i-- {
		sum = 1 + float64(sum*r)/float64(i)
	}
	return math.Ldexp(sum, int(n))
}

// normalBelow is the share of a normal distribution below x, which is not
// negative.
func normalBelow(x float64) float64 {
	term, sum := x, x
	for n := 3.0; term > sum*1e-17; n += 2 {
		term = float64(term*x) * x / n
		sum += term
	}
	return 0.5 + float64(sum*exp64(float64(-0.5*x*x)))/math.Sqrt(2*math.Pi)
}

// sinCosWhole is the sine and cosine of k/1200 turns.
func sinCosWhole(k int) (sin, cos float64) {
	const eighth = fftSize / 8
	q := (k + eighth) / (2 * eighth) // the nearest quarter turn
	r := float64(k-q*2*eighth) * (2 * math.Pi / fftSize)
	s, c := taylor(r, 23), taylor(r, 22)
	switch q % 4 {
	case 1:
		return c, -s
	case 2:
		return -s, -c
	case 3:
		return -c, s
	}
	return s, c
}

// taylor is the series of the sine, if the last power is odd, or cosine.
func taylor(x float64, last int) float64 {
	z := float64(x * x)
	sum := 1.0
	for n := last; n > 1; n -= 2 {
		sum = 1 - float64(sum*z)/float64(n*(n-1))
	}
	if last%2 == 1 {
		return float64(sum * x)
	}
	return sum
}
