package render

import (
	"math"

	"unhunch/internal/soundfile"
)

const (
	joinProbe = 4096 // frames at either end of a file that are looked at
	joinOrder = 16   // samples from which the next one is foretold
	joinLevel = 1.4  // between the two ends, at most: 3 dB
	joinStep  = 4.5  // what the start may surprise more than the end does
)

// joins says whether a file was made to go round: whether its start goes on after
// its end as if nothing were there. Then a crossfade would only blur it.
func joins(f *soundfile.File) bool {
	if f.Frames() < 2*joinProbe {
		return false
	}
	end, err := f.Read(f.Frames()-joinProbe, joinProbe)
	if err != nil {
		return false
	}
	start, err := f.Read(0, joinProbe)
	if err != nil {
		return false
	}
	for c := range f.Channels() {
		if !goesOn(oneChannel(end, c), oneChannel(start, c)) {
			return false
		}
	}
	return true
}

func oneChannel(c soundfile.Clip, channel int) []float64 {
	out := make([]float64, c.Frames())
	for i := range out {
		out[i] = float64(c.Samples[i*c.Channels+channel])
	}
	return out
}

// goesOn says whether samples go on after others: as loud, and foretold by those as
// well as they foretell themselves. Silence does not count: a fade is better made.
func goesOn(before, after []float64) bool {
	const audible = 30 // of a 16-bit sample: about -60 dBFS
	a, b := rootMeanSquare(before), rootMeanSquare(after)
	if a < audible || b < audible || a > joinLevel*b || b > joinLevel*a {
		return false
	}
	weights := predictor(before)
	errs := foretold(weights, before)
	usual := max(0.5, rootMeanSquare(errs)) // rounding is no surprise
	across := append(before[len(before)-joinOrder:len(before):len(before)], after[:joinOrder]...)
	for _, e := range foretold(weights, across) {
		if math.Abs(e) > joinStep*usual {
			return false
		}
	}
	return true
}

func rootMeanSquare(x []float64) float64 {
	var sum float64
	for _, v := range x {
		sum += float64(v * v)
	}
	return math.Sqrt(sum / float64(len(x)))
}

// predictor gives the weights with which the samples before one foretell it, by
// the autocorrelation of x (Levinson and Durbin).
func predictor(x []float64) [joinOrder]float64 {
	var r [joinOrder + 1]float64
	for lag := range r {
		for i := lag; i < len(x); i++ {
			r[lag] += float64(x[i] * x[i-lag])
		}
	}
	var w [joinOrder]float64
	left := r[0] * (1 + 1e-9)
	for n := range w {
		k := r[n+1]
		for i := range n {
			k -= float64(w[i] * r[n-i])
		}
		k /= left
		old := w
		w[n] = k
		for i := range n {
			w[i] = old[i] - float64(k*old[n-1-i])
		}
		left *= 1 - float64(k*k)
	}
	return w
}

// foretold is by how much each sample of x, from the one at joinOrder on, differs
// from what those before it foretell.
func foretold(w [joinOrder]float64, x []float64) []float64 {
	out := make([]float64, 0, len(x)-joinOrder)
	for i := joinOrder; i < len(x); i++ {
		e := x[i]
		for k, weight := range w {
			e -= float64(weight * x[i-1-k])
		}
		out = append(out, e)
	}
	return out
}
