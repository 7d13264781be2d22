package neural

import (
	"math"

	"github.com/tphakala/simd/f32"
)

// Only such operations of the vector library are used as round every element by
// itself, or compare: their results are the same on every processor.

func maxAbs(x []float32) float32 { return f32.MaxAbs(x) }

func add(dst, a, b []float32) { f32.Add(dst, a, b) }

// addProduct adds a*b to dst, element by element; scratch is as long.
func addProduct(dst, a, b, scratch []float32) {
	scratch = scratch[:len(dst)]
	f32.Mul(scratch, a, b)
	f32.Add(dst, dst, scratch)
}

const epsilon = 1e-5

// apply sets dst to x with mean 0 and variance 1, scaled and shifted. The
// length of x is a multiple of four.
func (n *norm) apply(dst, x []float32) {
	var s0, s1, s2, s3 float64
	for i := 0; i+4 <= len(x); i += 4 {
		v := x[i : i+4 : i+4]
		s0 += float64(v[0])
		s1 += float64(v[1])
		s2 += float64(v[2])
		s3 += float64(v[3])
	}
	mean := float32((s0 + s1 + s2 + s3) / float64(len(x)))
	s0, s1, s2, s3 = 0, 0, 0, 0
	for i := 0; i+4 <= len(x); i += 4 {
		v := x[i : i+4 : i+4]
		a, b, c, d := float64(v[0]-mean), float64(v[1]-mean), float64(v[2]-mean), float64(v[3]-mean)
		s0 += float64(a * a)
		s1 += float64(b * b)
		s2 += float64(c * c)
		s3 += float64(d * d)
	}
	up := float32(1 / math.Sqrt((s0+s1+s2+s3)/float64(len(x))+epsilon))
	scale, shift, dst := n.scale[:len(x)], n.shift[:len(x)], dst[:len(x)]
	for i, v := range x {
		dst[i] = float32(float32(float32(v-mean)*up)*scale[i]) + shift[i]
	}
}
