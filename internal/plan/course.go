package plan

import "unhunch/internal/routine"

// course says which exercise of how many this is. Each has one number, however
// many rounds there are.
type course struct {
	total     int            // to be numbered
	done      int            // numbered so far
	again     int            // how deep in rounds after the first
	lastGuide string         // the guide's number of the last exercise
	numbers   map[string]int // of the exercises so far, the last one of each
}

// next takes note of an exercise, which is new in the session or comes again,
// and gives its number, and whether that is to be told. Two exercises in a row that
// are one in their guide share a number, which is told with the first.
func (c *course) next(e *routine.Exercise, again bool) (n int, told bool) {
	continued := e.Guide != "" && e.Guide == c.lastGuide && !again
	c.lastGuide = e.Guide
	if c.again > 0 {
		return c.numbers[e.ID], false
	}
	if !continued {
		c.done++
	}
	if c.numbers == nil {
		c.numbers = map[string]int{}
	}
	c.numbers[e.ID] = c.done
	return c.done, !continued
}

// Numbering gives the exercises of a session their numbers, in its order. The steps of a
// repeat are gone through once.
type Numbering struct {
	course course
	seen   map[string]bool
}

// Next gives the number of an exercise, which is new in the session or comes again. One
// that is continued has that of the exercise before it.
func (n *Numbering) Next(e *routine.Exercise) (number int, again, continued bool) {
	again = n.seen[e.ID]
	if n.seen == nil {
		n.seen = map[string]bool{}
	}
	n.seen[e.ID] = true
	number, told := n.course.next(e, again)
	return number, again, !told
}

// numbered is how many numbers the exercises of steps will have.
func (b *builder) numbered(steps []routine.Step) int {
	var n Numbering
	var count func(steps []routine.Step)
	count = func(steps []routine.Step) {
		routine.Walk(steps, func(s routine.Step) bool {
			if b.skips(s) {
				return false
			}
			switch s := s.(type) {
			case routine.Do:
				n.Next(s.Exercise)
			case routine.Repeat:
				count(s.Steps)
			case routine.Include:
				count(s.Routine.Steps)
			}
			return false
		})
	}
	count(steps)
	return n.course.done
}
