package export

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
)

// Blocks that overtake each other, or go through a step twice or never, would
// be heard as a stutter.
func TestRelay(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 100} {
		for _, procs := range []int{1, 2, 8} {
			t.Run(fmt.Sprintf("%d blocks, %d cores", n, procs), func(t *testing.T) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
				var heard []float32
				next := float32(0)
				steps := []step{
					func(b *block) error { b.samples = append(b.samples[:0], next); next++; return nil },
					func(b *block) error { b.samples[0] *= 10; return nil },
					func(b *block) error {
						if b.last {
							b.samples = append(b.samples, -1)
						}
						return nil
					},
					func(b *block) error { heard = append(heard, b.samples...); return nil },
				}
				if err := relay(t.Context(), n, steps); err != nil {
					t.Fatal(err)
				}
				var want []float32
				for k := range n {
					want = append(want, 10*float32(k))
				}
				if n > 0 {
					want = append(want, -1)
				}
				if !slices.Equal(heard, want) {
					t.Errorf("heard %v, want %v", heard, want)
				}
			})
		}
	}
}

// After an error nothing is written any more, and no step is still at work.
func TestRelayStops(t *testing.T) {
	full := errors.New("disk full")
	for at := range 3 {
		steps := make([]step, 3)
		calls := make([]int, 3)
		for i := range steps {
			steps[i] = func(*block) error {
				calls[i]++
				if i == at && calls[i] == 5 {
					return full
				}
				return nil
			}
		}
		if err := relay(t.Context(), 1000, steps); !errors.Is(err, full) {
			t.Errorf("step %d fails: %v", at, err)
		}
		if calls[at] != 5 {
			t.Errorf("step %d was called %d times, though the fifth failed", at, calls[at])
		}
	}

	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	err := relay(ctx, 1000, []step{func(*block) error {
		if calls++; calls == 5 {
			cancel()
		}
		return nil
	}})
	if !errors.Is(err, context.Canceled) || calls > 100 {
		t.Errorf("interrupted after 5 blocks: %v, and %d blocks were read", err, calls)
	}
}
