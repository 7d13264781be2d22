package render

import "unhunch/internal/routine"

// ring is a steady sine that needs no sine: a point that turns.
type ring struct{ re, im, turnRe, turnIm float64 }

func newRing(hz float64) ring {
	turns := hz / breathRate
	return ring{re: 1, turnRe: cosTurns(turns), turnIm: sinTurns(turns)}
}

func (r *ring) next() float64 {
	r.re, r.im = float64(r.re*r.turnRe)-float64(r.im*r.turnIm), float64(r.re*r.turnIm)+float64(r.im*r.turnRe)
	return r.im
}

// bowlPartial is a partial of a bowl: a multiple of its pitch, its level, the seconds
// in which its stroke loses 8.7 dB, its share of what sustains, and how far it is to
// the left.
type bowlPartial struct{ ratio, level, decay, hum, left float64 }

// A singing bowl has partials far apart and not harmonic, each a pair that beats.
var bowlPartials = []bowlPartial{
	{1, 0.3, 1.6, 0.5, 0.7}, {1.0026, 0.2, 1.4, 0.4, 0.3},
	{2.71, 0.3, 0.9, 0.45, 0.3}, {2.7135, 0.22, 0.8, 0.4, 0.7},
	{5.12, 0.08, 0.35, 0, 0.5},
}

// bowls are struck at the start of a phase, one for each kind. A bowl never glides.
var bowls = map[routine.BreathKind]struct {
	hz, hum float64 // alone, its song is breathLUFS at its loudest
	stroke  float64 // against that
}{
	routine.BreathIn:    {440, 0.153, 0.8},
	routine.BreathTopUp: {587.33, 0.119, 0.4},
	routine.BreathHold:  {523.25, 0.135, 0.3},
	routine.BreathOut:   {349.23, 0.129, 0.8},
	routine.BreathEmpty: {293.66, 0.129, 0.3},
}

// strokeSteps are those until a stroke is at its loudest.
const strokeSteps = 10

// addBowl adds a bowl that is struck at the start of the phase and sings on, as
// loud as the breath.
func addBowl(out [][2]float32, b breath, slow []course, amplitude float64) {
	bowl, ok := bowls[b.kind]
	if !ok {
		return
	}
	hz := bowl.hz * exp2(float64(0.004*b.drawn(3)))
	if full := b.lungs[0]; full > 0 && full < 1 { // the breath goes on, and does not turn
		bowl.stroke /= 4
	}
	for _, p := range bowlPartials {
		p.add(out, b, slow, hz, amplitude*bowl.hum*bowl.stroke*p.level, amplitude*bowl.hum*p.hum)
	}
}

// add adds a partial that is struck and one that sings.
func (p bowlPartial) add(out [][2]float32, b breath, slow []course, hz, hit, hum float64) {
	r := newRing(hz * p.ratio)
	loss := exp2(-breathStep / (0.6931 * p.decay * breathRate))
	left, right := float32(p.left), float32(1-p.left)
	level := 0.0
	for k, now := range slow {
		start := k * breathStep
		part := out[start:min(start+breathStep, len(out))]
		hit *= loss
		next := float64(hum*now.level) + float64(hit*b.ending(start+len(part))*ease(float64(k+1)/strokeSteps))
		slope := (next - level) / float64(len(part))
		turning := r
		for i := range part {
			level += slope
			v := float32(turning.next() * level)
			part[i][0] += float32(v * left)
			part[i][1] += float32(v * right)
		}
		r, level = turning, next
	}
}

// mark is the soft sound at the start of a phase. In is high, out low, and a
// hold is told by its rhythm: two strokes.
type mark struct {
	pitch  float64 // Hz
	double bool
}

var marks = map[routine.BreathKind]mark{
	routine.BreathIn:    {pitch: 783.99},
	routine.BreathTopUp: {pitch: 1046.5},
	routine.BreathOut:   {pitch: 523.25},
	routine.BreathHold:  {pitch: 659.26, double: true},
	routine.BreathEmpty: {pitch: 440, double: true},
}

const (
	markLevel  = 0.03
	markDecay  = 0.09 // seconds in which it loses 8.7 dB
	markSecond = breathRate * 180 / 1000
)

// addMarks adds the mark at the start of a phase, and in a hold another one a second
// before its end: get ready.
func addMarks(out [][2]float32, b breath, share float64) {
	m, ok := marks[b.kind]
	if !ok || share == 0 {
		return
	}
	n := b.frames / 2
	addStroke(out[:n], m.pitch, share*markLevel)
	if !m.double {
		return
	}
	addStroke(out[min(markSecond, n):n], m.pitch, share*markLevel)
	if ready := n - breathRate; ready > 2*markSecond {
		addStroke(out[ready:n], m.pitch, share*markLevel)
	}
}

// addStroke adds one soft stroke: a rise of twenty milliseconds, then a fall.
func addStroke(out [][2]float32, pitch, level float64) {
	const rise = breathRate * 20 / 1000
	r, second := newRing(pitch), newRing(2*pitch)
	loss := exp2(-1 / (0.6931 * markDecay * breathRate))
	for i := range out[:min(len(out), breathRate*6/10)] {
		v := level * ease(float64(i)/rise) * (float64(0.8*r.next()) + float64(0.2*second.next()))
		v *= ease(float64(len(out)-i) / rise)
		level *= loss
		out[i][0] += float32(v)
		out[i][1] += float32(v)
	}
}
