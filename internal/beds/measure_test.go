package beds

import (
	"math"
	"math/cmplx"

	"unhunch/internal/plan"
)

// character is what is measured of a bed, each from the least to the most.
type character struct{ low, high, phone, long, kurtosis [2]float64 }

// The real rain, surf, fire and running water that were measured beside these
// move by 1.7, 4.3, 0.6 and 0.8 dB from second to second and have -8, -9, -3 and
// -5 dB of their power below 500 Hz. Ours are calmer, and less bright.
var characters = map[string]character{
	"rain":   {low: [2]float64{-9, -5}, high: [2]float64{-8, -3}, phone: [2]float64{-1, 0}, long: [2]float64{0.5, 2.5}, kurtosis: [2]float64{3.6, 12}},
	"surf":   {low: [2]float64{-6, -2}, high: [2]float64{-14, -7}, phone: [2]float64{-2, 0}, long: [2]float64{2, 4.5}, kurtosis: [2]float64{3, 8}},
	"stream": {low: [2]float64{-8, -3}, high: [2]float64{-14, -7}, phone: [2]float64{-1.5, 0}, long: [2]float64{0.2, 1.5}, kurtosis: [2]float64{3.2, 12}},
	"leaves": {low: [2]float64{-8, -3}, high: [2]float64{-12, -5}, phone: [2]float64{-1.5, 0}, long: [2]float64{1.5, 4}, kurtosis: [2]float64{2.8, 6}},
	"fire":   {low: [2]float64{-5, -1.5}, high: [2]float64{-14, -6}, phone: [2]float64{-3, 0}, long: [2]float64{0.4, 2}, kurtosis: [2]float64{20, 400}},
	"brown":  {low: [2]float64{-3.5, -1}, high: [2]float64{-30, -16}, phone: [2]float64{-5, -2}, long: [2]float64{0, 0.5}, kurtosis: [2]float64{2.5, 3.5}},
	"drone":  {low: [2]float64{-2, 0}, high: [2]float64{-99, -30}, phone: [2]float64{-5, -2}, long: [2]float64{0.4, 2}, kurtosis: [2]float64{1.5, 8}},
	"chords": {low: [2]float64{-2, 0}, high: [2]float64{-99, -28}, phone: [2]float64{-5, -2}, long: [2]float64{0.6, 2.5}, kurtosis: [2]float64{1.5, 9}},
}

// measured is what a bed is like.
type measured struct {
	power    []float64 // of the bins of spectrum
	octaves  []float64 // from 63 Hz to 16 kHz, in dB of all
	phone    float64   // change of loudness with nothing below 500 Hz, in dB
	short    float64   // spread of the level of 100 ms, in dB
	long     float64   // ... of a second
	kurtosis float64   // of what is above 2 kHz: 3 is even noise, more is drops
	ears     float64   // correlation of left and right
}

const spectrum = 1 << 14

func binHz(k int) float64 { return float64(k) * plan.Rate / spectrum }

func measure(b Bed) (m measured) {
	m.power = make([]float64, spectrum/2)
	var left, right []float64
	for n := 30; n < 42; n++ {
		for i, v := range b.Part(n) {
			if i%2 == 0 {
				left = append(left, float64(v))
			} else {
				right = append(right, float64(v))
			}
		}
	}
	for _, ear := range [][]float64{left, right} {
		for at := 0; at+spectrum <= len(ear); at += spectrum {
			a := make([]complex128, spectrum)
			for i := range a {
				a[i] = complex(ear[at+i]*(0.5-0.5*math.Cos(2*math.Pi*float64(i)/spectrum)), 0)
			}
			transform(a)
			for k := range m.power {
				m.power[k] += real(a[k])*real(a[k]) + imag(a[k])*imag(a[k])
			}
		}
	}
	for f := 62.5; f <= 16000; f *= 2 {
		m.octaves = append(m.octaves, m.share(func(hz float64) bool { return hz >= f/math.Sqrt2 && hz < f*math.Sqrt2 }))
	}
	m.phone = m.onAPhone()
	m.short, m.long = spread(left, right, plan.Rate/10), spread(left, right, plan.Rate)
	m.kurtosis = kurtosis(left)
	m.ears = dot(left, right) / math.Sqrt(dot(left, left)*dot(right, right))
	return m
}

// share is the power of some frequencies, in dB of all.
func (m measured) share(which func(hz float64) bool) float64 {
	var some, all float64
	for k := 1; k < len(m.power); k++ {
		all += m.power[k]
		if which(binHz(k)) {
			some += m.power[k]
		}
	}
	return 10 * math.Log10(some/all+1e-12)
}

func (m measured) below(f float64) float64 { return m.share(func(hz float64) bool { return hz < f }) }
func (m measured) above(f float64) float64 { return m.share(func(hz float64) bool { return hz > f }) }

// onAPhone is what a small loudspeaker, 24 dB an octave below 500 Hz, does to the
// loudness: the weighting of BS.1770, nearly.
func (m measured) onAPhone() float64 {
	var all, left float64
	for k := 1; k < len(m.power); k++ {
		f := binHz(k)
		w := m.power[k] * (1 + 1.51/(1+math.Pow(1500/f, 4))) / (1 + math.Pow(60/f, 4))
		all += w
		left += w / (1 + math.Pow(500/f, 8))
	}
	return 10 * math.Log10(left/all)
}

// spread is the standard deviation of the level of windows, in dB.
func spread(left, right []float64, window int) float64 {
	var sum, squares, n float64
	for at := 0; at+window <= len(left); at += window {
		l, r := left[at:at+window], right[at:at+window]
		db := 10 * math.Log10(dot(l, l)+dot(r, r)+1)
		sum, squares, n = sum+db, squares+db*db, n+1
	}
	return math.Sqrt(squares/n - sum/n*sum/n)
}

func kurtosis(x []float64) float64 {
	var low, m2, m4 float64
	for _, v := range x {
		low += (v - low) * 0.25
		h := (v - low) * (v - low)
		m2, m4 = m2+h, m4+h*h
	}
	return m4 * float64(len(x)) / (m2 * m2)
}

func dot(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// transform is a Fourier transform in place, of a power of two.
func transform(a []complex128) {
	for i, j := 1, 0; i < len(a); i++ {
		bit := len(a) >> 1
		for ; j&bit != 0; bit >>= 1 {
			j ^= bit
		}
		if j ^= bit; i < j {
			a[i], a[j] = a[j], a[i]
		}
	}
	for size := 2; size <= len(a); size <<= 1 {
		turn := cmplx.Rect(1, -2*math.Pi/float64(size))
		for at := 0; at < len(a); at += size {
			w := complex(1, 0)
			for k := at; k < at+size/2; k++ {
				u, v := a[k], a[k+size/2]*w
				a[k], a[k+size/2] = u+v, u-v
				w *= turn
			}
		}
	}
}

const slowRate = plan.Rate / 6

// slow is the left ear of a part at a sixth of the rate.
func slow(part []int16) []float64 {
	out := make([]float64, 0, len(part)/12)
	for i := 0; i+12 <= len(part); i += 12 {
		var sum float64
		for k := 0; k < 12; k += 2 {
			sum += float64(part[i+k])
		}
		out = append(out, sum)
	}
	return out
}

// likeness is the largest correlation of a moment with any stretch of a sound.
func likeness(moment, sound []float64) (most float64) {
	size := 1
	for size < len(moment)+len(sound) {
		size <<= 1
	}
	a, b := make([]complex128, size), make([]complex128, size)
	for i, v := range moment {
		a[i] = complex(v, 0)
	}
	for i, v := range sound {
		b[i] = complex(v, 0)
	}
	transform(a)
	transform(b)
	for i := range a {
		a[i] = cmplx.Conj(a[i] * cmplx.Conj(b[i])) // conjugated: turned back by the next transform
	}
	transform(a)
	own, energy := dot(moment, moment), dot(sound[:len(moment)], sound[:len(moment)])
	for lag := 0; lag+len(moment) < len(sound); lag++ {
		r := real(a[lag]) / float64(size) / math.Sqrt(own*energy)
		most = max(most, math.Abs(r))
		energy += sound[lag+len(moment)]*sound[lag+len(moment)] - sound[lag]*sound[lag]
	}
	return most
}
