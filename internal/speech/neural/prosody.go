package neural

import (
	"fmt"
	"math"
)

// A Voice makes another speaker of the one that the model learned. Neutral is
// the speaker herself.
type Voice struct {
	Pitch    float64 // of the fundamental; the spectra follow it
	Range    float64 // of the melody: semitones from its mean are multiplied by it
	Envelope float64 // of the formants; less than 1 is a longer throat
	Breath   float64 // dB more noise in the voice
	Residual float64 // dB more of the part that is neither pulses nor noise
}

// Neutral changes nothing.
var Neutral = Voice{Pitch: 1, Range: 1, Envelope: 1}

// A Reading says how phonemes are spoken.
type Reading struct {
	Voice Voice
	Pace  float64 // 1 is the model's own, 2 twice as fast

	// Stretch, if there is any, has a factor for the length of each phoneme.
	Stretch []float64

	// Lengths, if there are any, has the length of each phoneme in units; what
	// is 0 is left to the model.
	Lengths []int

	// Bend, if there is any, has semitones that are added to the melody, at
	// points evenly spaced from the beginning to the end.
	Bend []float64

	Seed uint64 // of the noise
}

// Check tells which number is out of its bounds.
func (v Voice) Check() error {
	return firstBad(
		bounds{"pitch", v.Pitch, 0.4, 2.5},
		bounds{"range", v.Range, 0, 3},
		bounds{"envelope", v.Envelope, 0.7, 1.4},
		bounds{"breath", v.Breath, -40, 20},
		bounds{"residual", v.Residual, -40, 20},
	)
}

type bounds struct {
	name           string
	is, least, top float64
}

func firstBad(all ...bounds) error {
	for _, b := range all {
		if !(b.is >= b.least && b.is <= b.top) {
			return fmt.Errorf("%s is %g: it goes from %g to %g", b.name, b.is, b.least, b.top)
		}
	}
	return nil
}

func (r *Reading) check(ids int) error {
	if err := r.Voice.Check(); err != nil {
		return err
	}
	if err := firstBad(bounds{"pace", r.Pace, 0.25, 4}); err != nil {
		return err
	}
	for _, n := range []int{len(r.Stretch), len(r.Lengths)} {
		if n != 0 && n != ids-2 {
			return fmt.Errorf("there are %d lengths for %d phonemes", n, ids-2)
		}
	}
	for _, s := range r.Stretch {
		if err := firstBad(bounds{"stretch", s, 0.1, 10}); err != nil {
			return err
		}
	}
	for _, n := range r.Lengths {
		if err := firstBad(bounds{"length", float64(n), 0, longestOne}); err != nil {
			return err
		}
	}
	for _, b := range r.Bend {
		if err := firstBad(bounds{"bend", b, -24, 24}); err != nil {
			return err
		}
	}
	return nil
}

// lengths says how many units each id takes, from the prompt.
func (e *Engine) lengths(how *Reading) ([]int, error) {
	n := len(e.ids)
	e.state = grow(e.state, n*lengthWide)
	e.dense(e.state, e.prompt, lengthWide, n, &e.model.length0, true)
	e.logs = grow(e.logs, n)
	e.dense(e.logs, e.state, lengthWide, n, &e.model.length1, false)
	out := make([]int, n)
	total := 0
	for i, v := range e.logs {
		units := (exp(v) - 1) / float32(how.Pace)
		if p := i - 1; p >= 0 && p < len(how.Stretch) {
			units = float32(units * float32(how.Stretch[p]))
		}
		if !(units > 1) { // nor a number that is none
			units = 1
		}
		out[i] = int(roundEven(min(units, longestOne)))
		if p := i - 1; p >= 0 && p < len(how.Lengths) && how.Lengths[p] > 0 {
			out[i] = how.Lengths[p]
		}
		total += out[i]
	}
	if total > maxUnits {
		return nil, fmt.Errorf("the words take %d seconds: at most %d can be spoken at once", total*Unit/Rate, MaxSeconds)
	}
	return out, nil
}

func (e *Engine) spread(lengths []int) {
	e.unitOf = e.unitOf[:0]
	for i, n := range lengths {
		for range n {
			e.unitOf = append(e.unitOf, i)
		}
	}
}

// melody sets f0, in Hz, and energy for every frame.
func (e *Engine) melody(how *Reading) {
	units := len(e.unitOf)
	in := grow(e.normed, units*lengthWide)
	e.normed = in
	for u, i := range e.unitOf {
		copy(in[u*lengthWide:], e.prompt[i*lengthWide:][:lengthWide])
	}
	e.state = grow(e.state, units*lengthWide)
	e.dense(e.state, in, lengthWide, units, &e.model.melodyIn, false)
	for i := range e.model.melody {
		e.block(e.state, units, &e.model.melody[i])
	}
	both := grow(e.normed, units*4)
	e.dense(both, e.state, lengthWide, units, &e.model.melodyOut, false)
	e.f0, e.energy = grow(e.f0, 2*units), grow(e.energy, 2*units)
	for u := range units {
		for half := range 2 {
			e.f0[2*u+half] = float32(both[u*4+half] * 100)
			e.energy[2*u+half] = float32(both[u*4+2+half] * 5)
		}
	}
	shape(e.f0, how)
}

// voiced is the frequency from which on a frame has pulses.
const voiced = 40

// shape changes the melody as the voice wants it.
func shape(f0 []float32, how *Reading) {
	mean := meanLog(f0)
	for f, hz := range f0 {
		if how.Voice.Range != 1 && hz > voiced {
			away := min(max(log(hz)-mean, -math.Ln2), math.Ln2)
			hz = exp(mean + float32(away*float32(how.Voice.Range)))
		}
		hz = float32(hz * float32(how.Voice.Pitch))
		if len(how.Bend) > 0 {
			hz = float32(hz * exp(float32(bendAt(how.Bend, f, len(f0))*(math.Ln2/12))))
		}
		f0[f] = hz
	}
}

// meanLog is the mean of the logarithm of f0 where there is a voice.
func meanLog(f0 []float32) float32 {
	sum, n := float32(0), 0
	for _, hz := range f0 {
		if hz > voiced {
			sum += log(hz)
			n++
		}
	}
	return sum / float32(max(n, 1))
}

func bendAt(points []float64, f, frames int) float32 {
	at := float32(f) * float32(len(points)-1) / float32(max(frames-1, 1))
	i := min(int(at), len(points)-1)
	a, b := float32(points[i]), float32(points[min(i+1, len(points)-1)])
	return a + float32((at-float32(i))*(b-a))
}
