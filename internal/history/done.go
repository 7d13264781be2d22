package history

import "math"

// Done is how often each exercise and each breathing pattern was done in sessions.
func Done(sessions []Entry) (exercises, patterns map[string]int) {
	exercises, patterns = map[string]int{}, map[string]int{}
	for _, s := range sessions {
		add(exercises, s.Exercises)
		add(patterns, s.Patterns)
	}
	return exercises, patterns
}

// add adds counts to a sum. A log that somebody has edited may have any number.
func add(sum, counts map[string]int) {
	for name, n := range counts {
		sum[name] += min(max(n, 0), math.MaxInt-sum[name])
	}
}
