package render

import (
	"math"

	"unhunch/internal/noise"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// layers are the gains of the two layers of a breath; 0 switches one off.
type layers struct{ tone, noise float64 }

// breath is one phase of a breath as it is heard. Loudness, brightness and pitch
// follow how full the lungs are, so that they rise to the end of an in-breath, fall
// to that of an out-breath, stay as they are in a hold at any depth, and go on where
// a breath is taken in parts.
type breath struct {
	kind   routine.BreathKind
	frames int // of the phase, at plan.Rate
	sound  string
	side   routine.Side
	lungs  plan.Lungs
	seed   uint64 // makes this breath unlike all others
}

// A breath has next to nothing above 6 kHz, and half the rate is half the work.
const (
	breathRate = plan.Rate / 2
	breathStep = 128                    // samples over which levels and pitches are straight lines
	breathTail = plan.Rate * 200 / 1000 // frames after the end of a phase: its last fade, and the room
)

// breathPart is a step of a breath.
type breathPart = [breathStep][2]float32

// layer is what a breath is made of. Its steps are added in their order.
type layer interface {
	add(part *breathPart, start int, now course)
}

// render gives the sound of a phase and of its tail, which already leans to the
// ear of its side. It is a pure function.
func (b breath) render(gain layers) halfRate {
	out := halfRate{length: max(b.frames, 0) + breathTail}
	n := out.length/2 + 1
	if b.frames <= 0 {
		out.samples = make([][2]float32, n)
		return out
	}
	slow := b.courses((n + breathStep - 1) / breathStep)
	samples := make([][2]float32, breathStep*len(slow))
	voice := voiceOf(b.sound)
	if a := voice.tone * gain.tone; a != 0 {
		if voice.bowl {
			addLayer(samples, slow, newBowl(b, a))
		} else {
			addLayer(samples, slow, voice.ensemble.of(b, a))
		}
	}
	addMarks(samples, b, voice.marked)
	if voice.tone != 0 {
		addRoom(samples)
	}
	if a := voice.noise * gain.noise; a != 0 {
		addLayer(samples, slow, voice.hiss.of(b, a))
	}
	lean(samples, b.side)
	out.samples = samples[:n]
	return out
}

func addLayer(samples [][2]float32, slow []course, l layer) {
	for i, now := range slow {
		l.add((*breathPart)(samples[i*breathStep:]), i*breathStep, now)
	}
}

// breathVoice is a sound of routine.BreathSounds: its layers, and their amplitudes.
type breathVoice struct {
	hiss     *hiss
	noise    float64
	ensemble *ensemble
	bowl     bool
	tone     float64
	marked   float64 // level of the marks at the turns
}

// breathLUFS is the loudest 400 ms of a breath, in two channels: -BreathDB under a line
// of a voice, which is at -16 there.
const breathLUFS = -16 + BreathDB

// voiceOf says what a breath is made of; an unknown sound is the usual one. Each layer
// alone is at breathLUFS, and so the squares of their amplitudes add up to about one.
func voiceOf(sound string) breathVoice {
	switch sound {
	case routine.SoundAir:
		return breathVoice{hiss: air, noise: 1, marked: 0.5}
	case routine.SoundWaves:
		return breathVoice{hiss: shore, noise: 1, marked: 0.5}
	case routine.SoundPad:
		return breathVoice{hiss: air, noise: 0.25, ensemble: pad, tone: 0.97, marked: 1}
	case routine.SoundTone:
		return breathVoice{ensemble: glide, tone: 1, marked: 1}
	case routine.SoundBowl:
		return breathVoice{hiss: air, noise: 0.45, bowl: true, tone: 0.89}
	default:
		return breathVoice{hiss: air, noise: 0.66, ensemble: pad, tone: 0.78, marked: 1}
	}
}

// motion is how far a phase has come at u, both from 0 to 1: it moves at once, and
// the last fifth of the time is left with a tenth of the way, so that its slowing
// tells that the turn is near.
func motion(u float64) float64 {
	const turn, reached = 0.8, 0.9
	if u <= turn {
		return max(u, 0) * (reached / turn)
	}
	v := (min(u, 1) - turn) / (1 - turn)
	const slope = reached / turn * (1 - turn) // of the way, over the last fifth
	const rest = 1 - reached
	return reached + float64(v*(slope+float64(v*(3*rest-2*slope+float64(v*(slope-2*rest))))))
}

// course is the slow part of a phase at one moment.
type course struct {
	full  float64 // how full the lungs are
	lift  float64 // how far a top-up has gone beyond them, from 0 to 1
	level float64 // amplitude
}

// courses gives the course at the end of each of so many steps.
func (b breath) courses(steps int) []course {
	out := make([]course, steps)
	for i := range out {
		out[i] = b.at((i + 1) * breathStep)
	}
	return out
}

// at gives the course at a sample of the phase or its tail.
func (b breath) at(sample int) course {
	n := float64(b.frames) / 2
	u := float64(sample) / n
	way := motion(u)
	c := course{full: b.lungs[0] + float64((b.lungs[1]-b.lungs[0])*way)}
	var db float64
	switch b.kind {
	case routine.BreathHold, routine.BreathEmpty:
		db = holdLevel(float64(sample)/breathRate, n/breathRate)
	default:
		if b.kind == routine.BreathTopUp {
			c.lift = way
			db = float64(topUpDB * (1 - way))
		}
		empty := 1 - c.full
		db += emptyDB * float64(empty*math.Sqrt(empty))
	}
	c.level = decibel(db) * b.edges(sample)
	return c
}

// emptyDB is how loud a breath is where the lungs are empty, against where they are full,
// and topUpDB how far it steps back before it rises once more.
const (
	emptyDB = -16.0
	topUpDB = -5.0
)

// The level of a hold, in dB. It swells once a second, so that its seconds can be
// felt, if there is more than one, and rises in its last one.
const (
	holdDB     = -15.0
	holdPulse  = 5.0 // how far it swells
	holdRise   = 11.0
	readyAfter = 1.0 // second before its end
)

func holdLevel(t, length float64) float64 {
	ready := min(readyAfter, length/2)
	if left := length - t; left < ready {
		return holdDB + float64(holdRise*ease(1-left/ready))
	}
	if length < 2.5 {
		return holdDB
	}
	u := t - math.Floor(t)
	const rise = 0.25
	if u < rise {
		return holdDB + float64(holdPulse*ease(u/rise))
	}
	return holdDB + float64(holdPulse*ease((1-u)/(1-rise)))
}

// edges fade a phase in, and out into its tail while the next one begins: the turn
// is a short dip and no silence.
func (b breath) edges(sample int) float64 {
	in := min(breathRate*120/1000, b.frames/4)
	u := b.ending(sample)
	if sample < in {
		u *= ease(float64(sample) / float64(in))
	}
	return u
}

// ending is the fade at the end alone.
func (b breath) ending(sample int) float64 {
	before, after := min(breathRate*60/1000, b.frames/4), breathRate*40/1000
	if left := b.frames/2 + after - sample; left < before+after {
		return ease(float64(left) / float64(before+after))
	}
	return 1
}

// wander is a number from -1 to 1 that strays slowly: so many samples from one chance to
// the next. There is another one for each i.
func (b breath) wander(sample, every int, i uint64) float64 {
	n, u := uint64(sample/every), float64(sample%every)/float64(every)
	from, to := b.drawn(1<<20+i+n), b.drawn(1<<20+i+n+1)
	return from + float64((to-from)*ease(u))
}

// drawn is a number from -1 to 1 that belongs to this breath, one for each i.
func (b breath) drawn(i uint64) float64 {
	x, _ := hash(b.seed + i<<32)
	return x
}

// seedOf makes two phases at different frames unlike, and those of two sessions.
func seedOf(session int64, at plan.Frame) uint64 {
	const spread = 0x9E3779B97F4A7C15 // 2^64 over the golden ratio: near seeds lead far apart
	return noise.At(uint64(at) ^ uint64(session)*spread)
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
