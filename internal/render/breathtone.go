package render

import (
	"unhunch/internal/noise"
	"unhunch/internal/routine"
)

// ensemble is the tone of a breath. The strings of in and out play other notes, or
// other colors, and so differ where they are equally loud.
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
	in:     section{[]stringNote{{261.63, 0, 0, 0.5}, {329.63, 0, 0.33, 0.4}, {392, 0, 0.66, 0.4}, {523.25, 0, 1, 0.5}}, 1, 0.0797},
	out:    section{[]stringNote{{261.63, 0, 0, 0.5}, {349.23, 0, 0.33, 0.4}, {440, 0, 0.66, 0.4}, {523.25, 0, 1, 0.5}}, 0.5, 0.0888},
	beyond: 5.0 / 12,
}

// glide is one note that glides up a fifth and back.
var glide = &ensemble{
	in:     section{[]stringNote{{261.63, 7.0 / 12, 0.5, 9}}, 1, 0.088},
	out:    section{[]stringNote{{261.63, 7.0 / 12, 0.5, 9}}, 0.3, 0.0939},
	beyond: 5.0 / 12,
}

// waver is how far a note strays from its pitch, in octaves.
const waver = 0.004

// playing is the tone of a phase.
type playing struct {
	breath    breath
	section   *section
	beyond    float64
	amplitude float64
	strings   []pair
}

// of is the tone of a phase: that of a hold is of the breath that led there.
func (e *ensemble) of(b breath, amplitude float64) *playing {
	s := &e.in
	if b.kind == routine.BreathOut || b.kind == routine.BreathEmpty {
		s = &e.out
	}
	p := &playing{breath: b, section: s, beyond: e.beyond, amplitude: amplitude * s.level}
	for i := range s.notes {
		p.strings = append(p.strings, newPair(b, i))
	}
	return p
}

// add implements layer.
func (p *playing) add(part *breathPart, start int, now course) {
	for i := range p.strings {
		n, s := &p.section.notes[i], &p.strings[i]
		level := float32(p.amplitude * now.level * n.weight(now.full))
		if s.level == 0 && level == 0 {
			continue
		}
		octaves := float64(n.glide*now.full) + float64(p.beyond*now.lift) + float64(waver*p.breath.wander(start, breathRate, uint64(i+1)<<16))
		s.add(part, n.hz*exp2(octaves), float32(p.section.bright*now.bright()), level)
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
	level  float32
}

func newPair(b breath, note int) pair {
	x := noise.At(b.seed + uint64(note+1)<<40)
	return pair{phase: [2]uint32{uint32(x >> 32), uint32(x)}, detune: 1.003 + float64(0.001*b.drawn(uint64(note+2)))}
}

// add adds the strings, while their level goes to another one; bright is how much of
// their brightness is heard.
func (p *pair) add(part *breathPart, hz float64, bright, level float32) {
	const turn, wide = (1 << 32) / breathRate, 0.4
	a, b := p.phase[0], p.phase[1]
	stepA, stepB := uint32(hz*turn), uint32(hz*p.detune*turn)
	from, slope := p.level, (level-p.level)/breathStep
	dark, more := &darkTurn, &brightTurn
	for i := range part {
		a += stepA
		b += stepB
		from += slope
		m := float32(from * (dark[a>>(32-stringBits)] + float32(bright*more[a>>(32-stringBits)])))
		w := float32(float32(from*wide) * (dark[b>>(32-stringBits)] + float32(bright*more[b>>(32-stringBits)])))
		frame := &part[i]
		frame[0] += m + w
		frame[1] += m - w
	}
	p.phase, p.level = [2]uint32{a, b}, level
}

const stringBits = 11

// A turn of a string is darkTurn, and so much of brightTurn as it is bright. Its second
// and third partials are strong, so that a small loudspeaker has enough of it.
var (
	darkTurn   = newTurn(0.4, 0.5, 0.16, 0.06)
	brightTurn = newTurn(0, 0.1, 0.24, 0.16, 0.1, 0.05)
)

// newTurn makes a turn of partials of the given levels, from the first on.
func newTurn(partials ...float64) (t [1 << stringBits]float32) {
	for i := range t {
		for k, level := range partials {
			turns := float64(i*(k+1)%len(t)) / float64(len(t))
			t[i] += float32(float32(level) * float32(sinTurns(turns)))
		}
	}
	return t
}

// addRoom adds the first echoes of a small room. One ear has the opposite of the other,
// so that they widen a sound and neither lift nor weaken it. It goes from the end to the
// start, so that no echo has echoes.
func addRoom(out [][2]float32) {
	const a, b = breathRate * 29 / 1000, breathRate * 71 / 1000
	if len(out) < b {
		return
	}
	near, far := out[b-a:], out
	for i := len(out) - 1; i >= b; i-- {
		n, f, frame := &near[i-b], &far[i-b], &out[i]
		e := float32(0.1*(n[0]+n[1])) + float32(0.06*(f[0]+f[1]))
		frame[0] += e
		frame[1] -= e
	}
}
