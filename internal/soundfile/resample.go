package soundfile

import (
	"io"
	"math"
	"slices"

	"unhunch/internal/sinc"
)

// resamplerTaps is the number of input samples that an output sample is made
// of, when the rate goes up: images and aliases then lie 98 dB down.
const resamplerTaps = 64

// resampler brings a sound to Rate by a polyphase filter: a sinc under a Kaiser
// window, one set of taps for each place between two input samples that an
// output sample can fall on. Ratios with more such places than maxPhases,
// which no common rate has, take the nearest of oddPhases.
type resampler struct {
	channels int
	up, down int // output and input frames in the shortest common time
	phases   [][]float32
	buf      [][]float32 // of each channel, from taps/2-1 frames before at
	fraction int         // how far the next output frame lies after its input frame, in 1/up
	in, out  int64       // frames so far, of the whole sound
	block    []float32
}

const (
	maxPhases = 640
	oddPhases = 8192
)

func newResampler(rate, channels int) *resampler {
	g := gcd(rate, Rate)
	r := &resampler{channels: channels, up: Rate / g, down: rate / g}
	r.phases = newPhases(rate, r.up)
	r, _ = r.at(0)
	return r
}

// Resample brings samples of one channel to Rate. At half of it, they become
// exactly twice as many.
func Resample(samples []float32, rate int) []float32 {
	r := newResampler(rate, 1)
	out := append([]float32(nil), r.push(samples)...)
	return append(out, r.finish()...)
}

func (r *resampler) taps() int { return len(r.phases[0]) }

// at gives a resampler whose next output frame is number out of the sound, and
// the number of the input frame that it must be given first.
func (r *resampler) at(out int64) (there *resampler, in int64) {
	place := out * int64(r.down)
	there = &resampler{channels: r.channels, up: r.up, down: r.down, phases: r.phases, out: out}
	there.fraction = int(place % int64(r.up))
	in = place/int64(r.up) - int64(r.taps()/2-1)
	there.buf = make([][]float32, r.channels)
	for c := range there.buf {
		there.buf[c] = make([]float32, max(0, -in)) // silence before the sound
	}
	there.in = max(0, in)
	return there, there.in
}

// length is how many frames the sound becomes that has this many.
func (r *resampler) length(in int64) int64 {
	up, down := int64(r.up), int64(r.down)
	return (2*in*up + down) / (2 * down)
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// newPhases makes the filter. When the rate goes down, it is stretched so that
// what the lower rate cannot hold is taken away.
func newPhases(rate, up int) [][]float32 {
	const beta = 9.8 // of the window, for 98 dB
	stretch := math.Max(1, float64(rate)/Rate)
	half := int(math.Ceil(resamplerTaps / 2 * stretch))
	// The filter needs 12.8/taps of the band to go down; it is down at the end.
	cutoff := (1 - 6.4/resamplerTaps) / stretch
	count, middle := up, 0.0
	if count > maxPhases {
		count, middle = oddPhases, 0.5
	}
	phases := make([][]float32, count)
	for p := range phases {
		taps := make([]float64, 2*half)
		sum := 0.0
		for t := range taps {
			x := float64(t-half+1) - (float64(p)+middle)/float64(count)
			edge := x / float64(half)
			if edge <= -1 || edge >= 1 {
				continue
			}
			taps[t] = sinc.Of(x*cutoff) * sinc.Kaiser(edge, beta)
			sum += taps[t]
		}
		phases[p] = make([]float32, len(taps))
		for t := range taps {
			phases[p][t] = float32(taps[t] / sum)
		}
	}
	return phases
}

// push takes in interleaved samples and gives what can be told from them. The
// result is good until the next call.
func (r *resampler) push(samples []float32) []float32 {
	r.in += int64(len(samples) / r.channels)
	r.fill(samples)
	return r.drain(math.MaxInt64)
}

// finish gives the rest: as much as makes the sound as long as it was.
func (r *resampler) finish() []float32 {
	r.fill(make([]float32, (r.taps()+r.down/r.up+1)*r.channels))
	return r.drain(r.length(r.in))
}

func (r *resampler) fill(samples []float32) {
	for c := range r.buf {
		for i := c; i < len(samples); i += r.channels {
			r.buf[c] = append(r.buf[c], samples[i])
		}
	}
}

// drain makes output frames while there is input for them, up to a number of
// frames from the start, and forgets the input that is no longer needed.
func (r *resampler) drain(last int64) []float32 {
	r.block = r.block[:0]
	at, taps := 0, r.taps()
	for at+taps <= len(r.buf[0]) && r.out < last {
		phase := r.phases[r.fraction*len(r.phases)/r.up]
		for c := range r.buf {
			r.block = append(r.block, dot(phase, r.buf[c][at:]))
		}
		r.out++
		r.fraction += r.down
		at += r.fraction / r.up
		r.fraction %= r.up
	}
	for c := range r.buf {
		r.buf[c] = slices.Delete(r.buf[c], 0, min(at, len(r.buf[c])))
	}
	return r.block
}

// dot is the sum of products of all taps, in four parts that run side by side.
// Each product is rounded by itself, or some processors would round the sum in
// another way than others.
func dot(taps, x []float32) float32 {
	x = x[:len(taps)]
	var a, b, c, d float32
	for len(taps) >= 4 && len(x) >= 4 {
		a += float32(taps[0] * x[0])
		b += float32(taps[1] * x[1])
		c += float32(taps[2] * x[2])
		d += float32(taps[3] * x[3])
		taps, x = taps[4:], x[4:]
	}
	for i := range taps {
		a += float32(taps[i] * x[i])
	}
	return a + b + c + d
}

// resampled is a sound brought to Rate.
type resampled struct {
	in   blocks
	by   *resampler
	done bool
}

func (r *resampled) next() ([]float32, error) {
	for !r.done {
		block, err := r.in.next()
		switch {
		case err == io.EOF:
			r.done = true
			if out := r.by.finish(); len(out) > 0 {
				return out, nil
			}
		case err != nil:
			return nil, err
		default:
			if out := r.by.push(block); len(out) > 0 {
				return out, nil
			}
		}
	}
	return nil, io.EOF
}
