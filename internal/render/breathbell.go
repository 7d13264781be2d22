package render

import (
	"math"

	"unhunch/internal/routine"
)

// bowlPartial is a partial of a bowl: a multiple of its pitch, its level, the seconds
// in which its stroke loses 8.7 dB, its share of what sustains, and how far it is to
// the left.
type bowlPartial struct{ ratio, level, decay, hum, left float64 }

// A singing bowl has partials far apart and not harmonic, each a pair that beats: in
// each ear, and little in the two together, so that it is as loud whenever it is heard.
var bowlPartials = []bowlPartial{
	{1, 0.3, 1.6, 0.5, 0.85}, {1.0026, 0.2, 1.4, 0.4, 0.15},
	{2.71, 0.3, 0.9, 0.45, 0.15}, {2.7135, 0.22, 0.8, 0.4, 0.85},
	{5.12, 0.08, 0.35, 0, 0.5},
}

// bowls are struck at the start of a phase, one for each kind. A bowl never glides.
var bowls = map[routine.BreathKind]struct {
	hz, hum float64 // alone, its song is breathLUFS at its loudest
	stroke  float64 // against that
}{
	routine.BreathIn:    {440, 0.139, 0.75},
	routine.BreathTopUp: {587.33, 0.121, 0.4},
	routine.BreathHold:  {523.25, 0.123, 0.3},
	routine.BreathOut:   {349.23, 0.1175, 0.75},
	routine.BreathEmpty: {293.66, 0.1175, 0.3},
}

// strokeSteps are those until a stroke is at its loudest.
const strokeSteps = 3

// ringing is a bowl that is struck at the start of a phase and sings on, as loud as the
// breath.
type ringing struct {
	breath breath
	pairs  []bowlPair
}

// bowlPair is two partials that beat, or one and nothing.
type bowlPair [2]bowlTone

// bowlTone is a partial that sounds: a steady sine that needs no sine, since each
// sample follows from the two before; its level, and what that comes from.
type bowlTone struct {
	turn, y1, y2 float64
	level        float64
	hit, loss    float64
	hum          float64
	left         float64 // the rest is to the right
}

// newBowl is the bowl of a phase.
func newBowl(b breath, amplitude float64) *ringing {
	r := &ringing{breath: b}
	bowl, ok := bowls[b.kind]
	if !ok {
		return r
	}
	if full := b.lungs[0]; full > 0 && full < 1 { // the breath goes on, and does not turn
		bowl.stroke /= 4
	}
	loud := amplitude * bowl.hum
	r.pairs = make([]bowlPair, (len(bowlPartials)+1)/2)
	for i, p := range bowlPartials {
		pair := uint64(i / 2)
		turns := bowl.hz * exp2(float64(0.004*b.drawn(3+pair))) * p.ratio / breathRate
		begun := float64(0.25*b.drawn(6+pair)) + 0.5
		r.pairs[pair][i%2] = bowlTone{
			turn: 2 * cosTurns(turns), y1: sinTurns(begun), y2: sinTurns(begun - turns),
			hit: loud * bowl.stroke * p.level, loss: exp2(-breathStep / (0.6931 * p.decay * breathRate)),
			hum: loud * p.hum, left: p.left,
		}
	}
	return r
}

// add implements layer.
func (r *ringing) add(part *breathPart, start int, now course) {
	struck := r.breath.ending(start+breathStep) * ease(float64(start/breathStep+1)/strokeSteps)
	for i := range r.pairs {
		r.pairs[i].add(part, now.level, struck)
	}
}

const inaudible = 1e-5

// next is the level of the tone at the end of the step.
func (t *bowlTone) next(sung, struck float64) float64 {
	t.hit *= t.loss
	return float64(t.hum*sung) + float64(t.hit*struck)
}

// add adds the two while their levels go to others.
func (p *bowlPair) add(part *breathPart, sung, struck float64) {
	a, b := &p[0], &p[1]
	toA, toB := a.next(sung, struck), b.next(sung, struck)
	if max(a.level, toA) < inaudible && a.hum == 0 { // it does not come again
		return
	}
	levelA, slopeA := a.level, (toA-a.level)/breathStep
	levelB, slopeB := b.level, (toB-b.level)/breathStep
	turnA, a1, a2 := a.turn, a.y1, a.y2
	turnB, b1, b2 := b.turn, b.y1, b.y2
	leftA, leftB := a.left, b.left
	for i := range part {
		y := float64(turnA*a1) - a2
		a2, a1 = a1, y
		z := float64(turnB*b1) - b2
		b2, b1 = b1, z
		levelA += slopeA
		levelB += slopeB
		y *= levelA
		z *= levelB
		left := float64(y*leftA) + float64(z*leftB)
		frame := &part[i]
		frame[0] += float32(left)
		frame[1] += float32(y + z - left)
	}
	a.level, a.y1, a.y2 = toA, a1, a2
	b.level, b.y1, b.y2 = toB, b1, b2
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

// addStroke adds one soft stroke.
func addStroke(out [][2]float32, pitch, level float64) {
	const fade = breathRate * 20 / 1000
	stroke, by := strokes[pitch], float32(level)
	n := min(len(out), len(stroke))
	for i, v := range stroke[:n] {
		if left := n - i; left < fade {
			v *= float32(ease(float64(left) / fade))
		}
		v *= by
		out[i][0] += v
		out[i][1] += v
	}
}

// strokes are the marks by their pitch, as loud as 1.
var strokes = func() map[float64][]float32 {
	all := map[float64][]float32{}
	for _, m := range marks {
		all[m.pitch] = newStroke(m.pitch)
	}
	return all
}()

// newStroke makes a rise of twenty milliseconds, then a fall.
func newStroke(pitch float64) []float32 {
	const rise = breathRate * 20 / 1000
	out := make([]float32, breathRate*6/10)
	level, loss := 1.0, exp2(-1/(0.6931*markDecay*breathRate))
	turn := pitch / breathRate
	for i := range out {
		turns := float64(turn * float64(i+1))
		twice := 2 * turns
		v := float64(0.8*sinTurns(turns-math.Floor(turns))) + float64(0.2*sinTurns(twice-math.Floor(twice)))
		out[i] = float32(level * ease(float64(i)/rise) * v)
		level *= loss
	}
	return out
}
