package render

import (
	"math"

	"unhunch/internal/noise"
	"unhunch/internal/routine"
)

// hiss is the noise of a breath: two bands that move with it. In and out pass
// through other bands, as air through the nose and out of the mouth, and so differ
// where they are equally loud.
type hiss struct{ in, out bands }

// bands are two resonances and how wide the noise is, from 0 in the middle.
type bands struct {
	low, high formant
	width     float64
	level     float64 // alone, it is breathLUFS at its loudest
}

// formant is a resonance: its frequency in Hz where the lungs are empty and where
// they are full, how narrow it is, and its level.
type formant struct{ empty, full, q, level float64 }

var air = &hiss{
	in:  bands{formant{800, 1500, 0.9, 1}, formant{2500, 4000, 1.2, 0.6}, 0.3, 0.172},
	out: bands{formant{430, 950, 1.1, 1}, formant{1100, 1900, 1.4, 0.5}, 0.6, 0.16},
}

// shore runs up the shore as one rising rush, and back as a low roar with the foam
// hissing over it.
var shore = &hiss{
	in:  bands{formant{330, 1300, 0.5, 1}, formant{900, 2600, 0.6, 0.5}, 0.5, 0.153},
	out: bands{formant{260, 620, 0.5, 1}, formant{2300, 4200, 0.7, 0.55}, 0.9, 0.169},
}

// of gives the bands of a phase: those of a hold are of the breath that led there.
func (h *hiss) of(b breath) *bands {
	if b.kind == routine.BreathOut || b.kind == routine.BreathEmpty {
		return &h.out
	}
	return &h.in
}

// flutter is how much the noise wavers, in dB: air is never quite steady. Where the lungs
// are empty it is calmer than a tone beside it, so that the two together are darker.
const (
	flutter = 0.8
	calm    = 2.5
)

// add adds the noise of a phase. It is the same in the middle of both ears, and
// what makes it wide is the noise of a moment before, of which one ear has the opposite.
func (h *hiss) add(out [][2]float32, b breath, slow []course, amplitude float64) {
	s := h.of(b)
	mid := make([]float32, len(out)+wingAfter)
	s.fill(mid[wingAfter:], b, slow, amplitude*s.level)
	width := float32(s.width)
	for i := range out {
		m, w := mid[i+wingAfter], float32(width*mid[i])
		out[i][0] += m + w
		out[i][1] += m - w
	}
}

const wingAfter = breathRate * 31 / 1000

// fill makes the noise itself.
func (s *bands) fill(out []float32, b breath, slow []course, amplitude float64) {
	var low, high resonator
	colour := exp2(float64(0.07 * b.drawn(1)))
	level, random := 0.0, uint64(0)
	for k, c := range slow {
		start := k * breathStep
		part := out[start:min(start+breathStep, len(out))]
		bright := c.full + float64(0.35*c.lift)
		low.tune(s.low, bright, colour)
		high.tune(s.high, bright, colour)
		next := float64(amplitude * c.level * decibel(float64(flutter*b.wander(start, breathRate/5, 0))-float64(calm*(1-c.full))))
		step := (next - level) / float64(len(part))
		l, h := low, high
		for i := range part {
			if i%2 == 0 {
				random = noise.At(b.seed + uint64(start+i))
			} else {
				random <<= 32
			}
			level += step
			x := float64(int32(random >> 32))
			v := l.next(x) + h.next(x)
			part[i] = float32(v * level)
		}
		low, high = l, h
		level = next
	}
}

// resonator is a state variable filter that gives the band around a frequency.
type resonator struct{ gain, a1, a2, a3, ic1, ic2 float64 }

// tune sets the frequency, and the gain with which the band has the same power wherever
// it is.
func (r *resonator) tune(f formant, full, colour float64) {
	hz := colour * (f.empty + float64(full*(f.full-f.empty)))
	turns := hz / (2 * breathRate)
	g, k := sinTurns(turns)/cosTurns(turns), 1/f.q
	r.a1 = 1 / (1 + float64(g*(g+k)))
	r.a2 = g * r.a1
	r.a3 = g * r.a2
	const scale = 1.0 / (1 << 31)
	r.gain = scale * f.level * k * math.Sqrt(1000*f.q/hz)
}

func (r *resonator) next(in float64) float64 {
	v3 := in - r.ic2
	v1 := float64(r.a1*r.ic1) + float64(r.a2*v3)
	v2 := r.ic2 + float64(r.a2*r.ic1) + float64(r.a3*v3)
	r.ic1 = float64(2*v1) - r.ic1
	r.ic2 = float64(2*v2) - r.ic2
	return float64(v1 * r.gain)
}
