package loudness

import "math"

// kWeighting is the two filters that come before the mean square: a high shelf
// that stands for the head, and a high pass. The standard prints coefficients
// for 48 kHz; these are the analogue filters behind them, so that any rate is
// weighted alike.
type kWeighting struct {
	shelf, pass coefficients
	state
}

func newKWeighting(rate float64) kWeighting {
	const (
		shelfHz, shelfGain, shelfQ = 1681.974450955533, 3.999843853973347, 0.7071752369554196
		passHz, passQ              = 38.13547087602444, 0.5003270373238773
	)
	k := math.Tan(math.Pi * shelfHz / rate)
	high := math.Pow(10, shelfGain/20)
	band := math.Pow(high, 0.4996667741545416)
	a0 := 1 + k/shelfQ + k*k
	shelf := coefficients{
		b0: (high + band*k/shelfQ + k*k) / a0,
		b1: 2 * (k*k - high) / a0,
		b2: (high - band*k/shelfQ + k*k) / a0,
		a1: 2 * (k*k - 1) / a0,
		a2: (1 - k/shelfQ + k*k) / a0,
	}
	k = math.Tan(math.Pi * passHz / rate)
	a0 = 1 + k/passQ + k*k
	pass := coefficients{b0: 1, b1: -2, b2: 1, a1: 2 * (k*k - 1) / a0, a2: (1 - k/passQ + k*k) / a0}
	return kWeighting{shelf: shelf, pass: pass}
}

// coefficients are those of a second-order filter.
type coefficients struct{ b0, b1, b2, a1, a2 float64 }

// state is what the two filters remember, in transposed direct form II.
type state struct{ s1, s2, p1, p2 float64 }

// next filters a sample.
func (k *kWeighting) next(z state, x float64) (state, float64) {
	y := k.shelf.b0*x + z.s1
	z.s1 = (k.shelf.b1*x + z.s2) - k.shelf.a1*y // only the last step waits for y
	z.s2 = k.shelf.b2*x - k.shelf.a2*y
	w := y + z.p1 // the numerator of the high pass is 1, -2, 1
	z.p1 = (z.p2 - 2*y) - k.pass.a1*w
	z.p2 = y - k.pass.a2*w
	return z, w
}

// energy filters one channel of interleaved samples and gives the sum of the
// squares that come out.
func (k *kWeighting) energy(samples []float32, channel, channels int) float64 {
	z, y := k.state, 0.0
	var sum float64
	for i := channel; i < len(samples); i += channels {
		z, y = k.next(z, float64(samples[i]))
		sum += y * y
	}
	k.state = z.settled()
	return sum
}

// energyOfBoth is the energy of two channels. It takes hardly longer than that
// of one, since neither waits for the other.
func energyOfBoth(left, right *kWeighting, samples []float32) float64 {
	zl, zr, l, r := left.state, right.state, 0.0, 0.0
	var suml, sumr float64
	for i := 0; i+1 < len(samples); i += 2 {
		zl, l = left.next(zl, float64(samples[i]))
		zr, r = right.next(zr, float64(samples[i+1]))
		suml += l * l
		sumr += r * r
	}
	left.state, right.state = zl.settled(), zr.settled()
	return suml + sumr
}

// rests says that nothing that went in before is still to come out.
func (k *kWeighting) rests() bool { return k.state == state{} }

// settled drops a state that has decayed below anything audible, since
// arithmetic with denormal numbers is a hundred times slower. What is not a
// number is dropped too, so that one bad sample does not spoil the rest.
func (z state) settled() state {
	const inaudible = 1e-25
	size := math.Abs(z.s1) + math.Abs(z.s2) + math.Abs(z.p1) + math.Abs(z.p2)
	if !(size > inaudible) || math.IsInf(size, 0) {
		return state{}
	}
	return z
}
