package plan

import (
	"slices"

	"unhunch/internal/routine"
)

// advice says when something is said of an exercise.
type advice int

const (
	soon        advice = iota
	inLongHolds        // which leave time for more
	later              // in the second half of the work
	nearTheEnd         // in the last third of the work
	inRests            // between sets
)

// The silence between two remarks: time to do the one before the next comes.
const (
	adviceGap = 4 * second // in a hold
	movingGap = 8 * second // while one moves
)

// adviceOf is what is said of an exercise where there is a silence for it, what
// matters most first.
func adviceOf(e *routine.Exercise) []words {
	var out []words
	add := func(role Role, when advice, lines ...routine.Line) {
		for _, l := range lines {
			if l.Text != "" {
				out = append(out, words{line: l, role: role, when: when})
			}
		}
	}
	add(RoleCheer, nearTheEnd, e.Cheer...)
	add(RoleWhy, soon, e.Why...)
	add(RoleBreathe, soon, e.Breathing)
	add(RoleTip, later, e.Harder...)
	add(RoleTip, inLongHolds, e.Tips...)
	add(RoleFeel, soon, e.Feel...)
	add(RoleEasier, soon, e.Easier...)
	add(RoleTip, soon, e.Coach...)
	add(RoleRest, inRests, e.Resting...)
	return out
}

// advice is what is to be said of the exercise, in the order in which it is tried.
// An encouragement that was heard in this session comes after the others.
func (w *work) advice() []words {
	all := adviceOf(w.e)
	if w.known {
		all = w.reminders(all)
	}
	worn := func(l words) int {
		if l.role == RoleCheer && w.heard[l.line.Text] {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(all, func(a, b words) int { return worn(a) - worn(b) })
	return all
}

// reminders are what is said of an exercise to one who knows it: one of the remarks
// on it, the drawn one if that fits anywhere, and what goes with the work.
func (w *work) reminders(all []words) []words {
	var cheers, cues, others []words
	for _, l := range all {
		switch {
		case l.role == RoleCheer:
			cheers = append(cheers, l)
		case l.role == RoleBreathe || l.role == RoleRest:
			others = append(others, l)
		case w.explain == ExplainSome && !w.again:
			l.cue = true
			cues = append(cues, l)
		}
	}
	return slices.Concat(cheers, fromDrawn(w.opt, cues, w.e.ID, "cue"), others)
}

// inTurn lets the remarks on an exercise begin with those that are drawn.
func (o Options) inTurn(e *routine.Exercise) {
	if o.Seed == 0 {
		return
	}
	for _, l := range []struct {
		name  string
		lines *[]routine.Line
	}{{"cheer", &e.Cheer}, {"harder", &e.Harder}, {"why", &e.Why}, {"tips", &e.Tips}, {"feel", &e.Feel}, {"easier", &e.Easier}, {"coach", &e.Coach}, {"resting", &e.Resting}} {
		*l.lines = fromDrawn(o, *l.lines, e.ID, l.name)
	}
}

// silence is a stretch of time in which a remark may be made.
type silence struct {
	start, end instant
	long       bool // a part of a long hold
	late       bool // and the second one
	moving     bool // no hold
	rest       bool // between sets
}

// due says whether this is the moment for a remark.
func (w *work) due(l words, s silence) bool {
	rep, reps := w.rep, w.e.Reps.Default
	switch {
	case s.rest:
		return l.when == inRests || l.role == RoleWhy
	case l.when == inLongHolds:
		return s.long
	case l.when == later:
		return w.lastBlock && 2*rep > reps && (s.late || reps > 1)
	case l.when == nearTheEnd:
		return w.lastBlock && w.cheered < w.set && 3*rep > 2*reps && (s.late || !s.long || reps > 1)
	}
	return l.when == soon
}

// coach makes the remarks that wait to be made and fit into a silence; in a rest,
// one.
func (w *work) coach(s silence) {
	for {
		s.start = max(s.start, w.voiceFree+2*wordGap, w.quiet+wordGap)
		if s.start >= w.until || !w.remark(s) || s.rest {
			return
		}
	}
}

// gapBefore is the silence between a remark and the one before it. An encouragement
// has little time to find its moment.
func gapBefore(l words, s silence) instant {
	if s.moving && l.role != RoleCheer {
		return movingGap
	}
	return adviceGap
}

// remark makes the first remark that is due and fits, if there is one.
func (w *work) remark(s silence) bool {
	for i, l := range w.waiting {
		if !w.due(l, s) {
			continue
		}
		l.line = w.book.ForSide(l.line, w.side)
		said, start := w.wording(l), max(s.start, w.advised+gapBefore(l, s))
		if said.missing || start >= w.until || start+said.length > s.end {
			continue
		}
		if l.role == RoleCheer {
			w.cheered = w.set
			w.hear(w.waiting[i].line.Text)
		}
		w.place(said, start)
		w.advised = w.voiceFree
		w.take(i)
		return true
	}
	return false
}

// take gives number i of what waits to be said, which then waits no more. With one
// of the remarks of which one is made, all of them are done.
func (w *work) take(i int) words {
	l := w.waiting[i]
	w.waiting = slices.Delete(w.waiting, i, i+1)
	if l.cue {
		w.waiting = slices.DeleteFunc(w.waiting, func(l words) bool { return l.cue })
	}
	return l
}

// untold tells the reader which remarks found no room. One encouragement is
// enough, and one rest needs no more than it has.
func (w *work) untold() {
	cued := false // that the drawn one found none is enough to know
	for _, l := range w.waiting {
		if l.when == inRests || l.role == RoleCheer && w.cheered > 0 || l.cue && cued {
			continue
		}
		cued = l.cue
		l.line = w.atFirst(l.line)
		if s := w.wording(l); s.missing {
			w.lacking(w.now, "left out", s.text)
		} else {
			w.note("no silence long enough, left out: %s (%s)", l.line.Text, l.role)
		}
	}
}
