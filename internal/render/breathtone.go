package render

import (
	"unhunch/internal/noise"
	"unhunch/internal/routine"
)

// ensemble is the tone of a breath. The strings of in and out play other notes, or
// other colours, and so differ where they are equally loud.
type ensemble struct {
	in, out section
	beyond  float64 // how far the notes rise in a top-up, in octaves
}

// section is notes that come and go as the lungs fill.
type section struct {
	notes  []stringNote
	bright float64 // how much of the brightness of its strings is heard
	level  float64 // alone, it is breathLUFS at its loudest
}

// stringNote is a note that is loudest where the lungs are so full, and is gone at reach
// away from there. It glides by octaves while they fill.
type stringNote struct{ hz, glide, at, reach float64 }

// pad climbs a chord note by note, each one steady: C major on the way up, and F major
// on the way down.
var pad = &ensemble{
	in:     section{[]stringNote{{261.63, 0, 0, 0.5}, {329.63, 0, 0.33, 0.4}, {392, 0, 0.66, 0.4}, {523.25, 0, 1, 0.5}}, 1, 0.079},
	out:    section{[]stringNote{{261.63, 0, 0, 0.5}, {349.23, 0, 0.33, 0.4}, {440, 0, 0.66, 0.4}, {523.25, 0, 1, 0.5}}, 0.5, 0.088},
	beyond: 5.0 / 12,
}

// glide is one note that glides up a fifth and back.
var glide = &ensemble{
	in:     section{[]stringNote{{261.63, 7.0 / 12, 0.5, 9}}, 1, 0.089},
	out:    section{[]stringNote{{261.63, 7.0 / 12, 0.5, 9}}, 0.3, 0.095},
	beyond: 5.0 / 12,
}

// waver is how far a note strays from its pitch, in octaves.
const waver = 0.004

// add adds the tone of a phase.
func (e *ensemble) add(out [][2]float32, b breath, slow []course, amplitude float64) {
	s := &e.in
	if b.kind == routine.BreathOut || b.kind == routine.BreathEmpty {
		s = &e.out
	}
	for i, n := range s.notes {
		p, level := newPair(b, i), float32(0)
		for k, now := range slow {
			next := float32(amplitude * s.level * now.level * n.weight(now.full))
			if level == 0 && next == 0 {
				continue
			}
			start := k * breathStep
			part := out[start:min(start+breathStep, len(out))]
			hz := n.hz * exp2(float64(n.glide*now.full)+float64(e.beyond*now.lift)+float64(waver*b.wander(start, breathRate, uint64(i+1)<<16)))
			p.add(part, hz, float32(s.bright*now.bright()), level, (next-level)/float32(len(part)))
			level = next
		}
	}
}

// weight is how loud a note is at a fullness of the lungs. What is low is heard less, and
// played louder.
func (n stringNote) weight(full float64) float64 {
	away := full - n.at
	if away < 0 {
		away = -away
	}
	return ease(1-away/n.reach) * (1.5 - float64(0.5*full))
}

// bright is how much of the brightness of a string is heard, from 0 to 1.
func (c course) bright() float64 { return min(0.1+float64(0.8*c.full)+float64(0.3*c.lift), 1) }

// pair is two strings of a note, apart by a hair. One is in the middle; of the other
// one ear has the opposite, so that it widens the note and never beats in one channel.
// Their phases are fractions of 2^32.
type pair struct {
	phase  [2]uint32
	detune float64
}

func newPair(b breath, note int) pair {
	x := noise.At(b.seed + uint64(note+1)<<40)
	return pair{[2]uint32{uint32(x >> 32), uint32(x)}, 1.003 + float64(0.001*b.drawn(uint64(note+2)))}
}

// add adds the strings; bright is how much of their brightness is heard.
func (p *pair) add(out [][2]float32, hz float64, bright, level, slope float32) {
	const turn = (1 << 32) / breathRate
	a, b := p.phase[0], p.phase[1]
	stepA, stepB := uint32(hz*turn), uint32(hz*p.detune*turn)
	for i := range out {
		a += stepA
		b += stepB
		level += slope
		middle, wing := &stringTurn[a>>(32-stringBits)], &stringTurn[b>>(32-stringBits)]
		m := float32(level * (middle[0] + float32(bright*middle[1])))
		w := float32(0.4 * level * (wing[0] + float32(bright*wing[1])))
		out[i][0] += m + w
		out[i][1] += m - w
	}
	p.phase = [2]uint32{a, b}
}

const stringBits = 12

// stringTurn is one turn of a string: dark, and what makes it bright. Its second and
// third partials are strong, so that a small loudspeaker has enough of it.
var stringTurn = func() (t [1 << stringBits][2]float32) {
	dark := []float64{0.4, 0.5, 0.16, 0.06}
	more := []float64{0, 0.1, 0.24, 0.16, 0.1, 0.05}
	for i := range t {
		for k := range more {
			turns := float64(i*(k+1)%len(t)) / float64(len(t))
			sine := float32(sinTurns(turns))
			if k < len(dark) {
				t[i][0] += float32(float32(dark[k]) * sine)
			}
			t[i][1] += float32(float32(more[k]) * sine)
		}
	}
	return t
}()

// addRoom adds the first echoes of a small room, other ones at each ear. It goes from
// the end to the start, so that no echo has echoes.
func addRoom(out [][2]float32) {
	const a, b, c, d = breathRate * 19 / 1000, breathRate * 29 / 1000, breathRate * 61 / 1000, breathRate * 83 / 1000
	for i := len(out) - 1; i >= d; i-- {
		out[i][0] += float32(0.25*out[i-a][1]) + float32(0.15*out[i-c][1])
		out[i][1] += float32(0.25*out[i-b][0]) + float32(0.15*out[i-d][0])
	}
}
