package export

import (
	"math"
	"slices"

	"github.com/mewkiz/flac/frame"
)

// A linear predictor of FLAC says what a sample is likely to be from those
// before it.
const (
	lpcOrders    = 12 // samples that it looks back, at most
	lpcPrecision = 14 // bits of a coefficient
	lpcShift     = 15 // by which a prediction is divided, at most
)

// lpcAnalysis is the memory of a search for linear predictors.
type lpcAnalysis struct {
	window   []float64
	windowed []float64
}

// linear finds a linear predictor, and says whether there is one.
func (s *prediction) linear(a *lpcAnalysis) bool {
	n := len(s.samples)
	if n <= 4*lpcOrders {
		return false
	}
	coeffs := a.predictor(s.samples, s.width)
	if len(coeffs) == 0 || !s.quantize(coeffs) {
		return false
	}
	s.residual = slices.Grow(s.residual[:0], n)[:n]
	if !s.linearResidual() {
		return false
	}
	s.pred = frame.PredFIR
	s.rice.choose(s.residual, s.order)
	s.size = uint64(s.order)*uint64(s.width+lpcPrecision) + s.rice.size
	return true
}

// predictor finds the coefficients, and so many of them, that promise the fewest
// bits, by the Levinson-Durbin recursion.
//
// Products are rounded before they are added, on processors too that could do
// both at once: the same predictor must be chosen everywhere.
func (a *lpcAnalysis) predictor(x []int32, width uint) []float64 {
	r := a.autocorrelation(x)
	power := r[0] // of what the predictor leaves
	least := math.Inf(1)
	var c, best [lpcOrders]float64
	order := 0
	for n := 0; n < lpcOrders && power > 0; n++ {
		k := r[n+1]
		for i := range n {
			k -= float64(c[i] * r[n-i])
		}
		k /= power
		before := c
		for i := range n {
			c[i] -= float64(k * before[n-1-i])
		}
		c[n] = k
		power *= 1 - float64(k*k)
		bits := float64(float64(len(x))*0.5*math.Log2(power)) + float64(uint(n+1)*(width+lpcPrecision))
		if bits < least {
			least, best, order = bits, c, n+1
		}
	}
	return best[:order]
}

// autocorrelation is that of samples in a window.
func (a *lpcAnalysis) autocorrelation(x []int32) (r [lpcOrders + 1]float64) {
	const zeros = lpcOrders + 3 // before the samples
	if n := len(x); len(a.window) != n {
		a.window, a.windowed = welch(n), make([]float64, zeros+n)
	}
	w := a.windowed[zeros:]
	for i, v := range x {
		w[i] = float64(v) * a.window[i]
	}
	for lag := 0; lag < len(r); lag += 4 {
		four := fourLags(w, a.windowed[zeros-lag-3:])
		copy(r[lag:], four[:])
	}
	return r
}

// fourLags sums products of samples with samples three, two, one and none
// further on in earlier, four at a time so that none waits for another.
func fourLags(w, earlier []float64) [4]float64 {
	var a, b, c, d float64
	earlier = earlier[:len(w)+3]
	for i, x := range w {
		e := earlier[i : i+4 : i+4]
		a += float64(x * e[3])
		b += float64(x * e[2])
		c += float64(x * e[1])
		d += float64(x * e[0])
	}
	return [4]float64{a, b, c, d}
}

// welch is a window of n samples: a parabola.
func welch(n int) []float64 {
	w := make([]float64, n)
	for i := range w {
		d := (2*float64(i) - float64(n-1)) / float64(n+1)
		w[i] = 1 - float64(d*d)
	}
	return w
}

// quantize makes whole numbers of coefficients, and says whether that is
// possible.
func (s *prediction) quantize(coeffs []float64) bool {
	var largest float64
	for _, c := range coeffs {
		largest = max(largest, math.Abs(c))
	}
	_, exponent := math.Frexp(largest)
	shift := min(lpcPrecision-1-exponent, lpcShift)
	if shift < 0 {
		return false
	}
	s.order, s.shift = len(coeffs), uint(shift)
	const top = 1<<(lpcPrecision-1) - 1
	var carried float64 // what rounding has left, which the next is to make up for
	for i, c := range coeffs {
		carried += math.Ldexp(c, shift)
		q := max(-top-1, min(top, math.Round(carried)))
		carried -= q
		s.coeffs[i] = int32(q)
	}
	return true
}

// linearResidual computes what the predictor leaves, and says whether FLAC can
// hold it.
func (s *prediction) linearResidual() bool {
	var high int64 // bits that are set where one is too large
	x, order := s.samples, s.order
	for i := order; i < len(x); i++ {
		var sum int64
		for k, c := range s.coeffs[:order] {
			sum += int64(c) * int64(x[i-1-k])
		}
		v := int64(x[i]) - sum>>s.shift
		high |= v ^ v>>63
		s.residual[i] = int32(v)
	}
	return high < 1<<30
}
