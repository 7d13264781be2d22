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
	in:  bands{formant{800, 1500, 0.9, 1}, formant{2500, 4000, 1.2, 0.6}, 0.3, 0.178},
	out: bands{formant{430, 950, 1.1, 1}, formant{1100, 1900, 1.4, 0.5}, 0.6, 0.1655},
}

// shore runs up the shore as one rising rush, and back as a low roar with the foam
// hissing over it.
var shore = &hiss{
	in:  bands{formant{330, 1300, 0.5, 1}, formant{900, 2600, 0.6, 0.5}, 0.5, 0.158},
	out: bands{formant{260, 620, 0.5, 1}, formant{2300, 4200, 0.7, 0.55}, 0.9, 0.1745},
}

// flutter is how much the noise wavers, in dB: air is never quite steady. It does so
// quickly, and each breath is as loud as the others. Where the lungs are empty it is
// calmer than a tone beside it, so that the two together are darker.
const (
	flutter      = 0.6
	flutterEvery = breathRate / 10
	calm         = 2.5
)

// wingSteps is how much later, in steps, the noise comes that makes it wide.
const wingSteps = 6

// hissing is the noise of a phase. It is the same in the middle of both ears, and what
// makes it wide is the noise of a moment before, of which one ear has the opposite.
type hissing struct {
	breath    breath
	bands     *bands
	color     float64
	amplitude float64
	width     float32

	low, high resonance
	level     float32 // of the lower one
	x1, x2    int32   // the noise before
	past      [wingSteps + 1][breathStep]float32
	at        int // place in past
}

// of is the noise of a phase: that of a hold is of the breath that led there.
func (h *hiss) of(b breath, amplitude float64) *hissing {
	s := &h.in
	if b.kind == routine.BreathOut || b.kind == routine.BreathEmpty {
		s = &h.out
	}
	return &hissing{
		breath: b, bands: s, color: exp2(float64(0.07 * b.drawn(1))),
		amplitude: amplitude * s.level, width: float32(s.width),
	}
}

// add implements layer.
func (h *hissing) add(part *breathPart, start int, now course) {
	bright := now.full + float64(0.35*now.lift)
	h.low.tune(&h.bands.low, bright, h.color)
	h.high.tune(&h.bands.high, bright, h.color)
	wavers := float64(flutter*h.breath.wander(start, flutterEvery, 0)) - float64(calm*(1-now.full))
	level := h.amplitude * now.level * decibel(wavers)
	middle := &h.past[h.at]
	h.fill(middle, start, h.low.gain*float32(level))
	h.at = (h.at + 1) % len(h.past)
	wing, width := &h.past[h.at], h.width
	for i := range part {
		m, w := middle[i], float32(width*wing[i])
		frame := &part[i]
		frame[0] += m + w
		frame[1] += m - w
	}
}

// fill makes the noise itself, a step of it, while its level goes to another one.
func (h *hissing) fill(out *[breathStep]float32, start int, level float32) {
	seed, from, slope := h.breath.seed+uint64(start), h.level, (level-h.level)/breathStep
	// Single variables, since a struct of more than four is kept in memory.
	x1, x2 := h.x1, h.x2
	lowA, lowB, low1, low2 := h.low.a, h.low.b, h.low.y1, h.low.y2
	highA, highB, high1, high2 := h.high.a, h.high.b, h.high.y1, h.high.y2
	share := h.high.gain / h.low.gain
	for i := 0; i < breathStep; i += 4 {
		random := noise.At(seed + uint64(i))
		for two := (*[4]float32)(out[i:])[:]; len(two) >= 2; two = two[2:] { // by twos, so that nothing has to be moved
			x := int32(int16(random))
			d := float32(x - x2)
			x2 = x
			low2 = d + float32(lowB*low2) + float32(lowA*low1)
			high2 = d + float32(highB*high2) + float32(highA*high1)
			from += slope
			two[0] = float32(from * (low2 + float32(share*high2)))
			x = int32(int16(random >> 16))
			d = float32(x - x1)
			x1 = x
			low1 = d + float32(lowB*low1) + float32(lowA*low2)
			high1 = d + float32(highB*high1) + float32(highA*high2)
			from += slope
			two[1] = float32(from * (low1 + float32(share*high1)))
			random >>= 32
		}
	}
	h.low.y1, h.low.y2, h.high.y1, h.high.y2 = low1, low2, high1, high2
	h.x1, h.x2, h.level = x1, x2, level
}

// resonance is a filter of second order that gives the band around a frequency: what
// comes out is a and b times what came out before, and the change of what goes in over
// two samples.
type resonance struct{ gain, a, b, y1, y2 float32 }

// tune sets the frequency, and the gain with which the band has the same power wherever
// it is.
func (r *resonance) tune(f *formant, full, color float64) {
	hz := color * (f.empty + float64(full*(f.full-f.empty)))
	turns := hz / breathRate
	wide := sinTurns(turns) / (2 * f.q)
	norm := 1 / (1 + wide)
	r.a = float32(2 * cosTurns(turns) * norm)
	r.b = float32((wide - 1) * norm)
	const scale = 1.0 / (1 << 15)
	r.gain = float32(scale * f.level * wide * norm * math.Sqrt(1000*f.q/hz))
}
