package export

import (
	"encoding/binary"
	"math"
	"slices"

	"unhunch/internal/noise"
	"unhunch/internal/plan"
)

// quantizer turns samples into whole numbers of 16 or 24 bits.
//
// Sixteen bits are dithered with a triangular noise of one step either way, so
// that quiet sounds fade into an even hiss at -96 dB instead of distorting. The
// noise is a function of the frame number alone, and the same in both channels,
// so that what is the same in both stays the same. Exact silence stays silent.
type quantizer struct {
	channels int
	dither   bool
	at       plan.Frame
}

// int16s appends the samples as little-endian 16-bit numbers.
func (q *quantizer) int16s(dst []byte, samples []float32) []byte {
	le := binary.LittleEndian
	start := len(dst)
	dst = slices.Grow(dst, 2*len(samples))[:start+2*len(samples)]
	out := dst[start:]
	q.runs(samples, func(noise []int16, samples []float32) {
		for i, n := range noise {
			le.PutUint16(out[2*i:2*i+2:2*i+2], uint16(round16(samples[i], n)))
		}
		out = out[2*len(noise):]
	})
	return dst
}

// ints is int16s or its like for 24 bits as numbers, for encoders that take
// those.
func (q *quantizer) ints(dst []int32, samples []float32, bits int) []int32 {
	dst = slices.Grow(dst[:0], len(samples))[:len(samples)]
	if bits == 24 {
		for i, x := range samples {
			dst[i] = round24(x)
		}
		return dst
	}
	out := dst
	q.runs(samples, func(noise []int16, samples []float32) {
		for i, n := range noise {
			out[i] = int32(round16(samples[i], n))
		}
		out = out[len(noise):]
	})
	return dst
}

const (
	partBits = 14
	part     = 1 << partBits // of a 16-bit step
	noiseOf  = 1 << 13       // frames in a table of noise
)

// ditherNoise is the noise for each sample of one and of two channels, in parts
// of a 16-bit step: enough to be used again and again, each time from another
// place on. noNoise stands for it where there is to be none.
var (
	ditherNoise = [...][]int16{newDitherNoise(1), newDitherNoise(2)}
	noNoise     = make([]int16, 2*noiseOf)
)

func newDitherNoise(channels int) []int16 {
	table := make([]int16, 0, channels*noiseOf)
	for i := range uint64(noiseOf) {
		z := noise.At(i)
		n := int16(z&(part-1)) - int16(z>>16&(part-1))
		for range channels {
			table = append(table, n)
		}
	}
	return table
}

// runs divides samples into stretches whose noise lies in one piece. Both that
// are handed to use are of the same length.
func (q *quantizer) runs(samples []float32, use func(noise []int16, samples []float32)) {
	table, c := noNoise, q.channels
	if q.dither {
		table = ditherNoise[c-1]
	}
	for len(samples) >= c {
		turn, place := uint64(q.at/noiseOf), int(q.at%noiseOf)
		first := int((uint64(place) + noise.At(turn)) % noiseOf)
		frames := min(len(samples)/c, noiseOf-place, noiseOf-first)
		use(table[c*first:c*(first+frames)], samples[:c*frames])
		samples = samples[c*frames:]
		q.at += plan.Frame(frames)
	}
}

// round16 adds noise, rounds to 16 bits and stops at the ends of the range.
func round16(x float32, noise int16) int16 {
	if x == 0 {
		return 0
	}
	v := (int64(x*(32768*part)) + int64(noise) + part/2) >> partBits
	if v != int64(int16(v)) {
		v = max(math.MinInt16, min(math.MaxInt16, v))
	}
	return int16(v)
}

// round24 rounds to 24 bits and stops at the ends of the range.
func round24(x float32) int32 {
	v := float64(x) * (1 << 23)
	if v >= 1<<23-1 {
		return 1<<23 - 1
	}
	if v <= -1<<23 {
		return -1 << 23
	}
	return int32(v+(1<<23)+0.5) - 1<<23
}

// int24s appends the samples as little-endian 24-bit numbers.
func int24s(dst []byte, samples []float32) []byte {
	for _, x := range samples {
		v := round24(x)
		dst = append(dst, byte(v), byte(v>>8), byte(v>>16))
	}
	return dst
}
