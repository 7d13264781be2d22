package export

import "unhunch/internal/plan"

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

// quantum16 is one step of 16 bits as a share of the noise's 16-bit numbers.
const quantum16 = 1.0 / 65536

// int16s appends the samples as little-endian 16-bit numbers.
func (q *quantizer) int16s(dst []byte, samples []float32) []byte {
	if q.channels == 1 {
		for _, x := range samples {
			v := round16(x, q.noise()[0])
			dst = append(dst, byte(v), byte(v>>8))
		}
		return dst
	}
	for i := 0; i+1 < len(samples); i += 2 {
		l, r := samples[i], samples[i+1]
		if l == 0 && r == 0 {
			q.at++
			dst = append(dst, 0, 0, 0, 0)
			continue
		}
		n := q.noise()
		a := round16(l, n[0])
		b := a
		if r != l {
			b = round16(r, n[1])
		}
		dst = append(dst, byte(a), byte(a>>8), byte(b), byte(b>>8))
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
	var n [2]float64
	for i, x := range samples {
		if i%q.channels == 0 {
			n = q.noise()
		} else if x == samples[i-1] {
			n[1] = n[0]
		}
		dst = append(dst, int32(round16(x, n[i%q.channels])))
	}
	return dst
}

// noise is the dither of the next frame, in steps of 16 bits, and moves on.
func (q *quantizer) noise() [2]float64 {
	at := uint64(q.at)
	q.at++
	if !q.dither {
		return [2]float64{}
	}
	// splitmix64: every bit of the frame number stirs every bit of the noise.
	z := (at + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	z ^= z >> 31
	left := int64(z&0xffff) - int64(z>>16&0xffff)
	right := int64(z>>32&0xffff) - int64(z>>48)
	return [2]float64{float64(left) * quantum16, float64(right) * quantum16}
}

// round16 rounds to 16 bits and stops at the ends of the range.
func round16(x float32, noise float64) int16 {
	if x == 0 {
		return 0
	}
	v := float64(x)*32768 + noise
	if v >= 32767 {
		return 32767
	}
	if v <= -32768 {
		return -32768
	}
	return int16(int32(v+32768.5) - 32768)
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
