package neural

import "math"

// Numbers are multiplied as integers: the values of a row as int16 with one
// scale for the row, the weights as int8 with one scale for the matrix, summed
// in int32. Such sums are exact, so their order, and with it the instructions
// that make them, cannot change the sound. The largest, 910 products of 16383
// and 128, stays below 2^31.
const (
	rowPeak  = 16383
	tallest  = 6  // rows that the AVX2 kernel takes at once
	panel    = 16 // columns (outputs) side by side in memory
	longest  = 7 * (textWide + 2)
	bandRows = 48 // rows that pass through a matrix while they are in the cache
)

// A matrix has n outputs of k inputs. Its first layer holds the weights; those
// that were int8 from the start have no other. A second one holds, on a finer
// scale, what rounding the weights for the first left over.
type matrix struct {
	n, k   int
	layers []layer
	bias   []float32
}

// A layer is int8 weights in panels of 16 outputs: [n/16][k/2][16][2], where
// the two are neighboring inputs. The last panel is filled up with zeros.
type layer struct {
	scale  float32
	panels []byte
}

func panelBytes(n, k int) int { return (n + panel - 1) / panel * panel * k }

// Panels puts weights [n][k], with k even, in the order in which kernels read
// them.
func Panels(weights []int8, n, k int) []byte {
	out := make([]byte, panelBytes(n, k))
	for j := range n {
		for i := range k {
			out[j/panel*panel*k+i/2*2*panel+j%panel*2+i%2] = byte(weights[j*k+i])
		}
	}
	return out
}

// A kernel multiplies rows of k int16 values with one panel of weights: sums is
// [rows][16]. There are whole sixes of rows. Scratch has room for a panel of
// int16 numbers. All kernels give the same sums.
type kernel func(sums []int32, values []int16, rows, k int, weights []byte, scratch []int16)

// plainKernel is what the other kernels must agree with.
func plainKernel(sums []int32, values []int16, rows, k int, weights []byte, _ []int16) {
	for r := range rows {
		row := values[r*k : r*k+k]
		var s [panel]int32
		for i := 0; i+2 <= k; i += 2 {
			a, b := int32(row[i]), int32(row[i+1])
			w := (*[2 * panel]byte)(weights[i*panel:])
			for j := range s {
				s[j] += a*int32(int8(w[2*j])) + b*int32(int8(w[2*j+1]))
			}
		}
		copy(sums[r*panel:], s[:])
	}
}

// linear sets y [rows][n] to x times the matrix plus its bias. Row r of x is
// the k values from x[r*stride]: rows may overlap, which makes a convolution of
// one that has a margin of zero rows.
func (e *Engine) linear(y, x []float32, stride, rows int, m *matrix, gelu bool) {
	for at := 0; at < rows && !e.stopped(); at += bandRows {
		n := min(bandRows, rows-at)
		e.band(y[at*m.n:], x[at*stride:], stride, n, m)
		if gelu {
			geluAll(y[at*m.n : (at+n)*m.n])
		}
	}
}

func (e *Engine) band(y, x []float32, stride, rows int, m *matrix) {
	whole := (rows + tallest - 1) / tallest * tallest
	for r := range rows {
		e.scales[r] = quantize(e.values[r*m.k:r*m.k+m.k], x[r*stride:r*stride+m.k])
	}
	for at := 0; at < m.n; at += panel {
		bias := m.bias[at:min(at+panel, m.n)]
		for i := range m.layers {
			l := &m.layers[i]
			e.kernel(e.sums[:], e.values, whole, m.k, l.panels[at*m.k:][:panel*m.k], e.scratch)
			for r := range rows {
				s := float32(e.scales[r] * l.scale)
				out := y[r*m.n+at:][:len(bias)]
				sums := e.sums[r*panel:][:len(bias)]
				if i == 0 {
					addScaled(out, bias, sums, s)
				} else {
					addScaled(out, out, sums, s)
				}
			}
		}
	}
}

// addScaled sets dst to a + sums*s.
func addScaled(dst, a []float32, sums []int32, s float32) {
	a, sums = a[:len(dst)], sums[:len(dst)]
	for i := range dst {
		dst[i] = float32(float32(sums[i])*s) + a[i]
	}
}

// quantize rounds x to whole multiples of the scale it returns.
func quantize(dst []int16, x []float32) float32 {
	peak := maxAbs(x)
	if !(peak > 1e-30) {
		clear(dst)
		return 0
	}
	up := rowPeak / peak
	dst = dst[:len(x)]
	for i, v := range x {
		// adding 1.5*2^23 leaves the rounded number in the low bits
		dst[i] = int16(math.Float32bits(float32(v*up) + roundBits))
	}
	return peak / rowPeak
}
