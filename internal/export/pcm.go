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
	if q.channels == 1 {
		for i, x := range samples {
			n, _ := q.noise()
			le.PutUint16(out[2*i:], uint16(round16(x, n)))
		}
		return dst
	}
	for i := 0; i+1 < len(samples); i += 2 {
		l, r := samples[i], samples[i+1]
		if l == 0 && r == 0 {
			q.at++
			le.PutUint32(out[2*i:], 0)
			continue
		}
		left, right := q.noise()
		a := round16(l, left)
		b := a
		if r != l {
			b = round16(r, right)
		}
		le.PutUint32(out[2*i:], uint32(uint16(a))|uint32(uint16(b))<<16)
	}
	return dst
}

// ints is int16s or its like for 24 bits as numbers, for encoders that take
// those.
func (q *quantizer) ints(dst []int32, samples []float32, bits int) []int32 {
	dst = dst[:0]
	if bits == 24 {
		for _, x := range samples {
			dst = append(dst, round24(x))
		}
		return dst
	}
	var noise [2]int64
	for i, x := range samples {
		c := i % q.channels
		if c == 0 {
			noise[0], noise[1] = q.noise()
		} else if x == samples[i-1] {
			noise[1] = noise[0]
		}
		dst = append(dst, int32(round16(x, noise[c])))
	}
	return dst
}

// part is a step of 16 bits in the units of the noise.
const part = 1 << 16

// noise is the dither of the next frame, for left and right, and moves on.
func (q *quantizer) noise() (left, right int64) {
	at := uint64(q.at)
	q.at++
	if !q.dither {
		return 0, 0
	}
	// splitmix64: every bit of the frame number stirs every bit of the noise.
	z := (at + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	z ^= z >> 31
	return int64(z&0xffff) - int64(z>>16&0xffff), int64(z>>32&0xffff) - int64(z>>48)
}

// round16 adds noise, rounds to 16 bits and stops at the ends of the range.
func round16(x float32, noise int64) int16 {
	if x == 0 {
		return 0
	}
	v := (int64(x*(32768*part)) + noise + part/2) >> 16
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
