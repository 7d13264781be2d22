package history

import (
	"math"
	"reflect"
	"time"
)

// Done is how often each exercise and each breathing pattern was done in the sessions
// of the log.
func (s Store) Done(now time.Time) (exercises, patterns map[string]int, err error) {
	exercises, patterns = map[string]int{}, map[string]int{}
	_, err = s.Each(now, func(e Entry) error {
		add(exercises, e.Exercises)
		add(patterns, e.Patterns)
		return nil
	})
	return exercises, patterns, err
}

// add adds counts to a sum. A log that somebody has edited may have any number.
func add(sum, counts map[string]int) {
	for name, n := range counts {
		sum[name] += min(max(n, 0), math.MaxInt-sum[name])
	}
}

// OfCounts gives what of makes of counts. The maps of counts that are read from a log are
// few, since sessions that did the same share one, and of is called once for each.
func OfCounts[T any](of func(map[string]int) T) func(map[string]int) T {
	type made struct {
		counts map[string]int // which keeps its address to itself
		result T
	}
	known := map[uintptr]made{}
	return func(counts map[string]int) T {
		at := reflect.ValueOf(counts).Pointer()
		if m, ok := known[at]; ok {
			return m.result
		}
		m := made{counts, of(counts)}
		if len(known) < mostNames {
			known[at] = m
		}
		return m.result
	}
}
