package render

import (
	"math"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// layers are the gains of the two layers of a breath; 0 switches one off.
type layers struct{ tone, noise float32 }

// layeredBreath is the sound of one phase of a breath, frames long: a pure
// function, so that equal phases may share one buffer. It begins and ends with
// silence, and it already leans to the ear of the side. The mark at the start
// of the phase is there whatever the layers are.
func layeredBreath(kind routine.BreathKind, frames int, sound string, side routine.Side, gain layers) [][2]float32 {
	out := make([][2]float32, max(frames, 0))
	timbre, tone, noise := variant(sound)
	if g, ok := glides[kind]; ok {
		if a := tone * float64(gain.tone); a != 0 {
			addTone(out, g, timbre, a)
		}
		if a := noise * float64(gain.noise); a != 0 {
			addNoise(out, g, a)
		}
	}
	addMark(out, marks[kind])
	lean(out, side)
	return out
}

// glide is how a phase moves: the pitch of the tone and the brightness of the
// noise in Hz, and where in the phase, from 0 to 1, it is loudest.
type glide struct {
	from, to     float64
	dark, bright float64
	peak         float64
	seed         uint64
}

// A fifth up from middle C and back, and a fourth more for the second breath.
var glides = map[routine.BreathKind]glide{
	routine.BreathIn:    {from: 261.63, to: 392, dark: 260, bright: 1500, peak: 0.68, seed: 0x9E3779B97F4A7C15},
	routine.BreathTopUp: {from: 392, to: 523.25, dark: 900, bright: 2100, peak: 0.6, seed: 0xD1B54A32D192ED03},
	routine.BreathOut:   {from: 392, to: 261.63, dark: 1300, bright: 220, peak: 0.26, seed: 0x94D049BB133111EB},
}

// control is the number of frames over which the slow values (pitch, level,
// brightness) are drawn as straight lines.
const control = 64

// motion is how far a phase has come at u, both from 0 to 1: a half cosine
// whose time is bent, so that the last fifth of the phase is left with a
// twentieth of the way and its slowing announces the turn.
func motion(u float64) float64 { return halfCosine(bend(u)) }

// bend gives four fifths of the time to 0.86 of the way, and joins the last
// fifth to it without a jump in speed.
func bend(u float64) float64 {
	const turn, reached = 0.8, 0.86
	if u <= turn {
		return u * reached / turn
	}
	v := (u - turn) / (1 - turn)
	const slope = reached / turn * (1 - turn) // of the way, over the last fifth
	const rest = 1 - reached
	return reached + slope*v + (3*rest-2*slope)*v*v + (slope-2*rest)*v*v*v
}

func halfCosine(u float64) float64 { return (1 - math.Cos(math.Pi*u)) / 2 }

// swell is the level of a layer at u: silent at 0, full at peak, and silent
// again a little before 1, so that the turn itself is silent.
func swell(u, peak float64) float64 {
	const silent = 0.985
	switch {
	case u <= 0 || u >= silent:
		return 0
	case u < peak:
		return halfCosine(u / peak)
	default:
		return halfCosine((silent - u) / (silent - peak))
	}
}

// variant gives the partials of the tone, and the amplitudes of tone and noise,
// of one of routine.BreathSounds; an unknown one is heard as both. Each variant is about BreathDB under a voice at its loudest.
func variant(sound string) (t timbre, tone, noise float64) {
	switch sound {
	case routine.SoundTone:
		return softTimbre, 0.105, 0
	case routine.SoundWaves:
		return softTimbre, 0, 0.105
	case routine.SoundBowl:
		return bowlTimbre, 0.115, 0.015
	default:
		return softTimbre, 0.083, 0.062
	}
}

// timbre is a sum of partials, and how the sound begins.
type timbre struct {
	partials []partial
	struck   bool // begins quickly and fades, as if struck
}

type partial struct{ ratio, level float64 }

var softTimbre = timbre{partials: []partial{{1, 0.72}, {2, 0.2}, {3, 0.08}}}

// A singing bowl has partials far apart and not harmonic, each a pair that beats.
var bowlTimbre = timbre{
	partials: []partial{{1, 0.4}, {1.0035, 0.28}, {2.71, 0.12}, {2.715, 0.08}, {5.12, 0.025}},
	struck:   true,
}

// addTone adds the gliding tone.
func addTone(out [][2]float32, g glide, t timbre, amplitude float64) {
	n := float64(len(out))
	peak := g.peak
	if t.struck {
		peak = 0.08
	}
	ratio := math.Log(g.to / g.from)
	phases := make([]float64, len(t.partials)) // in turns
	level := 0.0
	for start := 0; start < len(out); start += control {
		end := min(start+control, len(out))
		mid := (float64(start) + control/2) / n
		turns := g.from * math.Exp(ratio*motion(mid)) / plan.Rate
		next := amplitude * swell(float64(end)/n, peak)
		step := (next - level) / float64(end-start)
		for i := start; i < end; i++ {
			level += step
			var sum float64
			for k, p := range t.partials {
				phases[k] += turns * p.ratio
				phases[k] -= math.Floor(phases[k])
				sum += p.level * sine(phases[k])
			}
			s := float32(sum * level)
			out[i][0] += s
			out[i][1] += s
		}
		level = next
	}
}

// noiseGain makes up for what the low-pass takes away at its brightest.
const noiseGain = 4

// addNoise adds the noise swell: a noise of its own for each ear, low-passed
// by two poles that follow the motion.
func addNoise(out [][2]float32, g glide, amplitude float64) {
	n := float64(len(out))
	random := xorshift(g.seed)
	var ears [2]lowPass
	level := 0.0
	for start := 0; start < len(out); start += control {
		end := min(start+control, len(out))
		mid := (float64(start) + control/2) / n
		cutoff := g.dark * math.Exp(math.Log(g.bright/g.dark)*motion(mid))
		ears[0].tune(cutoff)
		ears[1].tune(cutoff)
		next := amplitude * noiseGain * swell(float64(end)/n, g.peak)
		step := (next - level) / float64(end-start)
		for i := start; i < end; i++ {
			level += step
			a, b := random.pair()
			out[i][0] += float32(ears[0].next(a) * level)
			out[i][1] += float32(ears[1].next(b) * level)
		}
		level = next
	}
}

// lowPass is a state variable filter without resonance, with a slow leak that
// takes away rumble.
type lowPass struct{ g, k, a1, a2, a3, ic1, ic2, dc float64 }

func (f *lowPass) tune(cutoff float64) {
	f.g = math.Tan(math.Pi * cutoff / plan.Rate)
	f.k = math.Sqrt2
	f.a1 = 1 / (1 + f.g*(f.g+f.k))
	f.a2 = f.g * f.a1
	f.a3 = f.g * f.a2
}

func (f *lowPass) next(in float64) float64 {
	v3 := in - f.ic2
	v1 := f.a1*f.ic1 + f.a2*v3
	v2 := f.ic2 + f.a2*f.ic1 + f.a3*v3
	f.ic1 = 2*v1 - f.ic1
	f.ic2 = 2*v2 - f.ic2
	f.dc += (v2 - f.dc) * 0.012 // about 90 Hz
	return v2 - f.dc
}

// xorshift is a generator of noise that gives the same noise everywhere.
type xorshift uint64

// pair gives two numbers between -1 and 1.
func (x *xorshift) pair() (a, b float64) {
	v := uint64(*x)
	v ^= v << 13
	v ^= v >> 7
	v ^= v << 17
	*x = xorshift(v)
	const scale = 1.0 / (1 << 31)
	return float64(int32(v>>32)) * scale, float64(int32(v)) * scale
}

// mark is the soft sound at the start of a phase. In is high, out low, and a
// hold is told by its rhythm: two pulses.
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
	markFrames = plan.Rate / 10 // the whole of a mark
	markLevel  = 0.045
)

// addMark adds a mark at the start, shortened to half of a very short phase.
func addMark(out [][2]float32, m mark) {
	n := min(markFrames, len(out)/2)
	if !m.double {
		addPulse(out[:n], m.pitch, markLevel)
		return
	}
	half := n * 45 / 100
	addPulse(out[:half], m.pitch, markLevel)
	addPulse(out[n-half:n], m.pitch, markLevel)
}

// addPulse adds one soft pulse that fills out: a rise of a tenth, then a fall.
func addPulse(out [][2]float32, pitch, level float64) {
	n := float64(len(out))
	for i := range out {
		turns := pitch * float64(i) / plan.Rate
		turns -= math.Floor(turns)
		twice := 2 * turns
		s := level * pulse(float64(i)/n) * (0.8*sine(turns) + 0.2*sine(twice-math.Floor(twice)))
		out[i][0] += float32(s)
		out[i][1] += float32(s)
	}
}

func pulse(u float64) float64 {
	const rise = 0.12
	if u < rise {
		return halfCosine(u / rise)
	}
	f := halfCosine((1 - u) / (1 - rise))
	return f * f
}

// lean moves a phase that belongs to one nostril to the ear of that side: the
// other ear is 14 dB quieter, and the two together are as loud as before.
func lean(out [][2]float32, side routine.Side) {
	near, far := float32(1.386), float32(0.277)
	var l, r float32
	switch side {
	case routine.Left:
		l, r = near, far
	case routine.Right:
		l, r = far, near
	default:
		return
	}
	for i := range out {
		out[i][0] *= l
		out[i][1] *= r
	}
}

// sine is the sine of turns, which is from 0 to 1, by a table: a hundred
// million of them make a long session.
func sine(turns float64) float64 {
	x := turns * sineSteps
	i := int(x)
	f := x - float64(i)
	a, b := sines[i&(sineSteps-1)], sines[(i+1)&(sineSteps-1)]
	return a + (b-a)*f
}

const sineSteps = 2048

var sines = func() (t [sineSteps]float64) {
	for i := range t {
		t[i] = math.Sin(2 * math.Pi * float64(i) / sineSteps)
	}
	return t
}()
