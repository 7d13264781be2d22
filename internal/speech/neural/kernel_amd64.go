package neural

import "golang.org/x/sys/cpu"

// sums6x16 multiplies six rows of 2*pairs values with a panel.
//
//go:noescape
func sums6x16(sums *int32, values *int16, rowBytes int, weights *byte, pairs int)

func bestKernel() kernel {
	if cpu.X86.HasAVX2 {
		return avx2Kernel
	}
	return dotKernel
}

func avx2Kernel(sums []int32, values []int16, rows, k int, weights []byte, _ []int16) {
	_, _, _ = sums[rows*panel-1], values[rows*k-1], weights[panel*k-1]
	for r := 0; r+tallest <= rows; r += tallest {
		sums6x16(&sums[r*panel], &values[r*k], 2*k, &weights[0], k/2)
	}
}
