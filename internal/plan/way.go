package plan

import (
	"slices"

	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// guide says a line for a side and takes the body along. One turns, and gets up
// or down, with open eyes.
func (b *builder) guide(l words, side routine.Side, after instant) {
	to := l.line.To
	if b.body.turns(to, side) || to.Posture != "" && b.body.watches(to.Posture) {
		b.openEyes()
	}
	if b.body.holds(to, side) {
		b.say(l, after)
	} else {
		b.instruct(l, after)
	}
	b.body.move(to, side)
}

// instruct says a line without which one does not know where to be: it is said again
// to one who leaves the set-up before it is over.
func (b *builder) instruct(l words, after instant) {
	b.instructed = append(b.instructed, l)
	b.say(l, after)
}

func (b *builder) instructText(text string, after instant) {
	b.instruct(words{line: routine.Line{Text: text}, role: RolePlace}, after)
}

// openEyes lets one open the eyes who may have closed them.
func (b *builder) openEyes() {
	if b.body.resting {
		b.body.resting = false
		b.instructText(b.book.Positions.Eyes.Open, 2*wordGap)
	}
}

// restEyes says whether the eyes may close where one has come to.
func (b *builder) restEyes() {
	eyes := b.book.Positions.Eyes
	switch unsteady := b.body.unsteady(); {
	case unsteady && !b.body.watchful:
		b.sayText(eyes.Keep, RolePlace, afterLine)
		b.body.watchful = true
	case !unsteady && !b.body.resting:
		text := eyes.Close
		if b.body.rested {
			text = eyes.Again
		}
		b.sayText(text, RolePlace, afterLine)
		b.body.resting, b.body.rested, b.body.watchful = true, true, false
	}
}

// goTo leads to a place, if it is another one, and into a posture. One walks
// after getting up, and before getting down. The last words into the posture may
// be those of an exercise.
func (b *builder) goTo(p routine.Posture, place routine.Equipment, into words) {
	if place != "" && place != b.body.at {
		if b.body.Posture != "" || p == routine.Standing {
			b.getInto(routine.Standing, words{})
		}
		b.openEyes()
		b.instructText(b.book.Positions.GoTo[place], afterLine)
	}
	b.body.at = place
	b.getInto(p, into)
}

// getInto leads into a posture from where one is.
func (b *builder) getInto(p routine.Posture, into words) {
	if b.body.Posture == p {
		if into.line.Text != "" {
			b.guide(into, routine.NoSide, afterLine)
		}
		return
	}
	if b.body.watches(p) || b.body.turns(into.line.To, routine.NoSide) {
		b.openEyes()
	}
	stages := wayBetween(b.book.Positions.Ways, b.body.Posture, p)
	if stages == nil {
		stages = []string{b.book.Positions.Into[p]}
	}
	for i, text := range stages {
		switch {
		case i < len(stages)-1:
			b.instructText(text, stageTime)
		case into.line.Text != "":
			b.instruct(into, afterLine)
		default:
			b.instructText(text, afterLine)
		}
	}
	if p == routine.AnyAtRest {
		b.body.resting = false // who lies down does so with open eyes
	}
	b.body.Place = routine.In(p)
	b.body.move(into.line.To, routine.NoSide)
}

// wayBetween finds the stages of the way with the fewest postures between two of
// them; nil if there is none. It does not lead by way of a rest.
func wayBetween(ways map[phrases.Way][]string, from, to routine.Posture) []string {
	stages := map[routine.Posture][]string{from: {}}
	for next := []routine.Posture{from}; len(next) > 0; next = next[1:] {
		for _, p := range routine.Postures {
			step, ok := ways[phrases.Way{From: next[0], To: p}]
			if _, found := stages[p]; ok && !found {
				stages[p] = append(slices.Clone(stages[next[0]]), step...)
				if p != routine.AnyAtRest {
					next = append(next, p)
				}
			}
		}
	}
	return stages[to]
}

// leave says what leads out of where the last exercise has left one, before
// anything but the same exercise.
func (b *builder) leave(next []routine.Step) {
	left, s := b.body.left, b.firstOf(next)
	if left.Exercise == nil || len(next) > 0 && s == nil {
		return
	}
	if do, ok := s.(routine.Do); ok && do.Exercise.ID == left.ID && do.Exercise.Posture == left.Posture {
		return
	}
	b.body.left = ending{}
	outer := b.where
	b.where = left.where
	for _, l := range left.Out {
		b.guide(words{line: b.book.ForSide(l, left.side), role: RolePlace}, left.side, afterLine)
	}
	b.where = outer
}

// firstOf is what steps begin with, nil if that is nothing: the first of them
// that is not made of others.
func (b *builder) firstOf(steps []routine.Step) routine.Step {
	for _, s := range steps {
		inner := []routine.Step(nil)
		switch s := s.(type) {
		case routine.Repeat:
			inner = s.Steps
		case routine.Include:
			inner = s.Routine.Steps
		default:
			if !b.skips(s) {
				return s
			}
		}
		if first := b.firstOf(inner); first != nil && !b.skips(s) {
			return first
		}
	}
	return nil
}
