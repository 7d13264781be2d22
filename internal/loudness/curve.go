package loudness

import "math"

// Curve is the loudness of every so many frames of interleaved samples in LUFS, by
// itself; what is left over at the end is not counted. Silence is -Inf.
func Curve(rate, channels int, samples []float32, frames int) []float64 {
	filters := make([]kWeighting, channels)
	for i := range filters {
		filters[i] = newKWeighting(float64(rate))
	}
	step := frames * channels
	var out []float64
	for ; step > 0 && len(samples) >= step; samples = samples[step:] {
		var sum float64
		for c := range filters {
			sum += filters[c].energy(samples[:step], c, channels)
		}
		if sum == 0 {
			out = append(out, math.Inf(-1))
			continue
		}
		out = append(out, lufs(sum/float64(frames)))
	}
	return out
}
