package export

import (
	"encoding/binary"
	"math"
	"slices"

	"unhunch/internal/plan"
)

// quantizer turns samples into whole numbers of 16 or 24 bits.
//
// Sixteen bits are dithered with a triangular noise of one step either way, so
// that quiet sounds fade into an even hiss at -96 dB instead of distorting. The
// noise is a function of the frame number alone. Exact silence stays silent, and
// what is the same in both channels stays the same.
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
	q.runs(samples, func(noise []tpdf, samples []float32) {
		if q.channels == 1 {
			for i, n := range noise {
				le.PutUint16(out[2*i:2*i+2:2*i+2], uint16(round16(samples[i], n[0])))
			}
		} else {
			for i, n := range noise {
				left, right := round16s(samples[2*i], samples[2*i+1], n)
				le.PutUint32(out[4*i:4*i+4:4*i+4], uint32(uint16(left))|uint32(uint16(right))<<16)
			}
		}
		out = out[2*len(samples):]
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
	q.runs(samples, func(noise []tpdf, samples []float32) {
		if q.channels == 1 {
			for i, n := range noise {
				out[i] = int32(round16(samples[i], n[0]))
			}
		} else {
			for i, n := range noise {
				left, right := round16s(samples[2*i], samples[2*i+1], n)
				out[2*i], out[2*i+1] = int32(left), int32(right)
			}
		}
		out = out[len(samples):]
	})
	return dst
}

// tpdf is the noise for a frame, left and right, in parts of a 16-bit step.
type tpdf [2]int16

const (
	partBits = 14
	part     = 1 << partBits // of a 16-bit step
	noiseOf  = 1 << 13       // frames in a table
)

// ditherNoise is enough noise to be used again and again, each time from another
// place on. noNoise stands for it where there is to be none.
var ditherNoise, noNoise = newDitherNoise(), new([noiseOf]tpdf)

func newDitherNoise() *[noiseOf]tpdf {
	var table [noiseOf]tpdf
	for i := range table {
		z := scramble(uint64(i))
		for c := range table[i] {
			table[i][c] = int16(z&(part-1)) - int16(z>>16&(part-1))
			z >>= 32
		}
	}
	return &table
}

// scramble is splitmix64: every bit of x stirs every bit of what it gives.
func scramble(x uint64) uint64 {
	z := (x + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// runs divides samples into stretches whose noise lies in one piece.
func (q *quantizer) runs(samples []float32, use func(noise []tpdf, samples []float32)) {
	table := noNoise
	if q.dither {
		table = ditherNoise
	}
	for len(samples) >= q.channels {
		turn, place := q.at/noiseOf, q.at%noiseOf
		first := (uint64(place) + scramble(uint64(turn))) % noiseOf
		n := min(len(samples)/q.channels, noiseOf-int(place), noiseOf-int(first))
		use(table[first:first+uint64(n)], samples[:n*q.channels])
		samples = samples[n*q.channels:]
		q.at += plan.Frame(n)
	}
}

// round16s is round16 for a frame of two channels.
func round16s(left, right float32, noise tpdf) (l, r int16) {
	if left == right {
		l = round16(left, noise[0])
		return l, l
	}
	return round16(left, noise[0]), round16(right, noise[1])
}

// round16 adds noise, rounds to 16 bits and stops at the ends of the range.
func round16(x float32, noise int16) int16 {
	if x == 0 {
		return 0
	}
	v := (int64(x*(32768*part)) + int64(noise) + part/2) >> partBits
	return int16(max(math.MinInt16, min(math.MaxInt16, v)))
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
