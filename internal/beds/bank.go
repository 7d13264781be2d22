package beds

import (
	"math"

	"unhunch/internal/plan"
)

const rate = plan.Rate

// poles is the number of low-pass filters of a bank, and so of its bands.
const poles = 5

// levels are how loud each band of a bank is, from the lowest to the highest.
type levels [poles]float64

// bank cuts noise into bands with low-pass filters of 6 dB an octave, and gives
// each a level that may move. The first band is all below its cutoff, and the last
// one ends softly at its own.
type bank struct {
	share [poles]float64
	state [2][poles]float64
}

func newBank(cutoffs ...float64) bank {
	var b bank
	for i, f := range cutoffs {
		w := 2 * math.Pi * f / rate
		b.share[i] = w / (1 + w)
	}
	return b
}

// weights are what the filters have to be multiplied with for the levels of
// their bands: each band is a filter without the one below it.
func (l levels) weights() (w [poles]float64) {
	for i := range w {
		w[i] = l[i]
		if i+1 < poles {
			w[i] -= l[i+1]
		}
	}
	return w
}

// add adds noise, one hop of it, at the levels of each ear.
func (b *bank) add(to, in *sheet, left, right levels) {
	b.ear(&to[0], &in[0], 0, left.weights())
	b.ear(&to[1], &in[1], 1, right.weights())
}

func (b *bank) ear(to, in *[hop]float64, ear int, w [poles]float64) {
	w0, w1, w2, w3, w4 := w[0], w[1], w[2], w[3], w[4]
	k0, k1, k2, k3, k4 := b.share[0], b.share[1], b.share[2], b.share[3], b.share[4]
	a0, a1, a2, a3, a4 := 1-k0, 1-k1, 1-k2, 1-k3, 1-k4
	s := &b.state[ear]
	s0, s1, s2, s3, s4 := s[0], s[1], s[2], s[3], s[4]
	for i, x := range in {
		s4 = float64(s4*a4) + float64(x*k4)
		s3 = float64(s3*a3) + float64(s4*k3)
		s2 = float64(s2*a2) + float64(s4*k2)
		s1 = float64(s1*a1) + float64(s4*k1)
		s0 = float64(s0*a0) + float64(s4*k0)
		to[i] += float64(w4*s4) + float64(w3*s3) + (float64(w2*s2) + float64(w1*s1)) + float64(w0*s0)
	}
	s[0], s[1], s[2], s[3], s[4] = s0, s1, s2, s3, s4
}
