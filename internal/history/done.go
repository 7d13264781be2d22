package history

import (
	"math"
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
