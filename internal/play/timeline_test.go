package play

import "testing"

// Whoever prints what is heard must not take a stalled machine for a jump: the
// words of the time between would be missing.
func TestTimelineTellsJumpsFromPauses(t *testing.T) {
	var line timeline
	line.add(0, 100, false)     // a pause at the start
	line.add(10, 100, true)     // goes on
	line.add(1010, 1100, false) // stands still
	line.add(1020, 1100, true)  // goes on again
	line.add(1040, 500, true)   // a jump back
	line.add(1050, 510, false)  // stands still after it
	line.add(1060, 900, false)  // a jump in a pause
	for _, c := range []struct {
		out   int64
		leaps int
		from  int64
	}{{0, 0, 100}, {500, 0, 100}, {1039, 0, 100}, {1040, 1, 500}, {1055, 1, 500}, {1060, 2, 900}, {9999, 2, 900}} {
		if leaps, from := line.leaps(c.out); leaps != c.leaps || from != c.from {
			t.Errorf("at %d: %d jumps, from %d; want %d, from %d", c.out, leaps, from, c.leaps, c.from)
		}
	}
}
