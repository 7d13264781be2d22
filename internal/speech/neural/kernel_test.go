package neural

import (
	"math/rand/v2"
	"slices"
	"testing"
)

type namedKernel struct {
	name   string
	kernel kernel
}

// kernels are the loop that proves the others, those that every processor has,
// and the one that this processor prefers.
func kernels() []namedKernel {
	return []namedKernel{{"best", bestKernel()}, {"dot", dotKernel}, {"plain", plainKernel}}
}

// FuzzKernels: whatever the numbers, all kernels give the sums of the plain
// loop. Without it, the sound could depend on the processor.
func FuzzKernels(f *testing.F) {
	for _, k := range []int{2, 128, 192, 256, 384, 576, 768, longest} {
		f.Add(uint64(k), uint16(k/2), uint8(2), false)
		f.Add(uint64(k), uint16(k/2), uint8(1), true)
	}
	f.Fuzz(func(t *testing.T, seed uint64, pairs uint16, sixes uint8, extreme bool) {
		k := 2 * (1 + int(pairs)%(longest/2))
		rows := tallest * (1 + int(sixes)%(bandRows/tallest))
		r := rand.New(rand.NewPCG(seed, 1))
		values := make([]int16, rows*k)
		weights := make([]byte, panel*k)
		for i := range values {
			values[i] = int16(r.IntN(2*rowPeak+1) - rowPeak)
			if extreme {
				values[i] = [...]int16{rowPeak, -rowPeak}[seed%2]
			}
		}
		for i := range weights {
			weights[i] = byte(r.Uint32())
			if extreme {
				weights[i] = 0x80
			}
		}
		compareKernels(t, values, weights, rows, k)
	})
}

func compareKernels(t *testing.T, values []int16, weights []byte, rows, k int) {
	t.Helper()
	scratch := make([]int16, panel*longest)
	want := make([]int32, rows*panel)
	plainKernel(want, values, rows, k, weights, scratch)
	for _, other := range kernels() {
		got := make([]int32, rows*panel)
		other.kernel(got, values, rows, k, weights, scratch)
		if !slices.Equal(got, want) {
			t.Errorf("%s kernel, %d rows of %d: %v\nnot %v", other.name, rows, k, got, want)
		}
	}
}

// TestPlainKernel compares the loop itself with sums in int64 of the weights as
// they were before they were put in panels.
func TestPlainKernel(t *testing.T) {
	const n, k, rows = 21, 34, 6
	r := rand.New(rand.NewPCG(1, 2))
	weights := make([]int8, n*k)
	for i := range weights {
		weights[i] = int8(r.IntN(256) - 128)
	}
	values := make([]int16, rows*k)
	for i := range values {
		values[i] = int16(r.IntN(2*rowPeak+1) - rowPeak)
	}
	panels := Panels(weights, n, k)
	for at := 0; at < n; at += panel {
		sums := make([]int32, rows*panel)
		plainKernel(sums, values, rows, k, panels[at*k:][:panel*k], nil)
		for row := range rows {
			for j := at; j < min(at+panel, n); j++ {
				var want int64
				for i := range k {
					want += int64(values[row*k+i]) * int64(weights[j*k+i])
				}
				if got := sums[row*panel+j-at]; int64(got) != want {
					t.Fatalf("row %d, output %d: %d, not %d", row, j, got, want)
				}
			}
		}
	}
}
