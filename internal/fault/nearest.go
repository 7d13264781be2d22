package fault

import "slices"

// Suggest asks whether the nearest of the known names was meant; "" when none
// is near.
func Suggest(name string, known []string) string {
	if n := nearest(name, known); n != "" {
		return "did you mean " + n + "?"
	}
	return ""
}

// nearest gives the known name that is the fewest slips of the keyboard away
// from name, or "" when even that one is too far to have been meant.
func nearest(name string, known []string) string {
	a := []rune(name)
	best, least := "", 1+max(1, min((len(a)+1)/3, 3))
	for _, k := range known {
		b := []rune(k)
		if abs(len(a)-len(b)) >= least {
			continue
		}
		if d := slips(a, b); d < least || d == least && best != "" && k < best {
			best, least = k, d
		}
	}
	return best
}

// slips counts the letters left out, put in, changed or swapped with their
// neighbour between a and b.
func slips(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = slices.Min([]int{last[j+1] + 1, row[j] + 1, last[j] + change})
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

func abs(n int) int { return max(n, -n) }
