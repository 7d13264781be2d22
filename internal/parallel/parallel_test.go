package parallel

import (
	"sync/atomic"
	"testing"
)

// TestEach: each part is worked on once, and all are done at the end.
func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		done := make([]atomic.Int32, n)
		Each(n, func(i int) { done[i].Add(1) })
		for i := range done {
			if got := done[i].Load(); got != 1 {
				t.Errorf("of %d parts, number %d is done %d times", n, i, got)
			}
		}
	}
}
