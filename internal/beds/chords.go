package beds

// chords is slow music: chords of four notes that come softly, one after the
// other, and fade into the next.
type chords struct {
	chance chance
	wave   *wave
}

func newChords(c chance) texture {
	return &chords{c, newWave(0.8, 0.52, 0.4, 0.26, 0.15, 0.07)}
}

// harmonies are chords that follow one another well in any order, if one of the
// first half is always followed by one of the second: pitches in Hz.
var harmonies = [2][][4]float64{
	{{130.81, 196, 329.63, 587.33}, {146.83, 220, 349.23, 659.26}, {130.81, 261.63, 392, 493.88}},
	{{110, 261.63, 329.63, 493.88}, {174.61, 220, 392, 659.26}, {196, 293.66, 440, 493.88}, {164.81, 246.94, 392, 587.33}},
}

// A chord comes so many hops after the one before, more or less.
var chordEvery = hops(10.7)

func (m *chords) add(to *sheet, h int64) {
	place := h / chordEvery
	for i := place - 2; i <= place+1; i++ {
		c := m.chance.of(uint64(i))
		kind := harmonies[i&1]
		chord := kind[c.bits(0)%uint64(len(kind))]
		for k, pitch := range chord {
			if c.unit(int64(10+k)) < 0.3 && k > 0 {
				pitch *= 2
			}
			from, until := m.swell(c, i, k, h), m.swell(c, i, k, h+1)
			side := 0.25 * float64(2*(k&1)-1) * float64(k)
			m.wave.note(to, h, pitch*(1+float64(0.0012*(c.unit(int64(20+k))-0.5))), from, until, side)
		}
	}
}

// swell is the level of note k of chord i.
func (m *chords) swell(c chance, i int64, k int, h int64) float64 {
	begins := i*chordEvery + hops(float64(1.6*c.unit(int64(30+k)))+0.5*float64(k))
	t := float64(h - begins)
	rise := float64(hops(2.5)) + float64(float64(hops(2))*c.unit(int64(40+k)))
	u := ease(t / rise)
	d := ease(1 - (t-rise)/float64(hops(17)))
	level := [4]float64{0.15, 0.12, 0.09, 0.06}[k]
	return level * u * d * (0.6 + float64(0.4*c.unit(int64(50+k))))
}
