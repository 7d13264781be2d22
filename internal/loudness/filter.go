package loudness

import "math"

// kWeighting is the two filters that come before the mean square: a high shelf
// that stands for the head, and a high pass. The standard prints coefficients
// for 48 kHz; these are the analogue filters behind them, so that any rate is
// weighted alike.
type kWeighting struct{ shelf, pass biquad }

func newKWeighting(rate float64) kWeighting {
	const (
		shelfHz, shelfGain, shelfQ = 1681.974450955533, 3.999843853973347, 0.7071752369554196
		passHz, passQ              = 38.13547087602444, 0.5003270373238773
	)
	k := math.Tan(math.Pi * shelfHz / rate)
	high := math.Pow(10, shelfGain/20)
	band := math.Pow(high, 0.4996667741545416)
	a0 := 1 + k/shelfQ + k*k
	shelf := biquad{
		b0: (high + band*k/shelfQ + k*k) / a0,
		b1: 2 * (k*k - high) / a0,
		b2: (high - band*k/shelfQ + k*k) / a0,
		a1: 2 * (k*k - 1) / a0,
		a2: (1 - k/shelfQ + k*k) / a0,
	}
	k = math.Tan(math.Pi * passHz / rate)
	a0 = 1 + k/passQ + k*k
	pass := biquad{b0: 1, b1: -2, b2: 1, a1: 2 * (k*k - 1) / a0, a2: (1 - k/passQ + k*k) / a0}
	return kWeighting{shelf, pass}
}

// energy filters one channel of interleaved samples and gives the sum of the
// squares that come out.
func (k *kWeighting) energy(samples []float32, channel, channels int) float64 {
	s, p := k.shelf, k.pass
	var sum float64
	for i := channel; i < len(samples); i += channels {
		y := p.next(s.next(float64(samples[i])))
		sum += y * y
	}
	s.settle()
	p.settle()
	k.shelf, k.pass = s, p
	return sum
}

// rests says that nothing that went in before is still to come out.
func (k *kWeighting) rests() bool {
	return k.shelf.z1 == 0 && k.shelf.z2 == 0 && k.pass.z1 == 0 && k.pass.z2 == 0
}

// biquad is a second-order filter in transposed direct form II.
type biquad struct{ b0, b1, b2, a1, a2, z1, z2 float64 }

func (b *biquad) next(x float64) float64 {
	y := b.b0*x + b.z1
	b.z1 = b.b1*x - b.a1*y + b.z2
	b.z2 = b.b2*x - b.a2*y
	return y
}

// settle drops a state that has decayed below anything audible, since
// arithmetic with denormal numbers is a hundred times slower. What is not a
// number is dropped too, so that one bad sample does not spoil the rest.
func (b *biquad) settle() {
	const inaudible = 1e-25
	if !(math.Abs(b.z1)+math.Abs(b.z2) > inaudible) || math.IsInf(b.z1+b.z2, 0) {
		b.z1, b.z2 = 0, 0
	}
}
