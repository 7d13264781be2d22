package neural

import "github.com/tphakala/simd/i16"

// dotKernel is for processors with narrow vectors: it widens the panel once and
// takes one product of vectors for each sum.
func dotKernel(sums []int32, values []int16, rows, k int, weights []byte, scratch []int16) {
	for i := 0; i+2 <= k; i += 2 {
		w := (*[2 * panel]byte)(weights[i*panel:])
		for j := range panel {
			scratch[j*k+i] = int16(int8(w[2*j]))
			scratch[j*k+i+1] = int16(int8(w[2*j+1]))
		}
	}
	for r := range rows {
		row := values[r*k : r*k+k]
		for j := range panel {
			sums[r*panel+j] = i16.DotProductUnsafe(row, scratch[j*k:j*k+k])
		}
	}
}
