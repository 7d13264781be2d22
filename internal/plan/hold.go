package plan

import (
	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// Where words may be within a hold.
const (
	holdLong  = 20 * second // a halfway mark, and tips
	holdTail  = 5 * second  // no words in the last seconds of a long one
	countTail = 3*second + 300*millisecond
)

// hold lays out a hold, or a time of keeping on, of exactly this length. Its
// last seconds are counted down, and its end sounds at the moment to let go.
func (w *work) hold(kind Kind, length instant) {
	start := w.now
	w.span(kind, w.longer(start, start+length)-start, "")
	halved := false
	w.inStages(start, start+length, func(from, end instant) { halved = w.fillHold(start, from, end, halved) })
}

// fillHold lays out what is heard in a hold from a moment of it on, and says
// whether its middle has been marked.
func (w *work) fillHold(start, from, end instant, halved bool) bool {
	length := end - start
	tail, last := 500*millisecond, ToneRelease
	if w.counted(length) {
		tail, last = countTail, ToneFree
	}
	if length >= holdLong {
		half := start + length/2
		w.coach(max(start+second, from), half-wordGap, true)
		if !halved && half >= from {
			w.tone(ToneHalf, half)
			halved = half < w.until
		}
		w.coach(max(half, from)+second, end-holdTail, true)
	} else {
		w.coach(max(start+second, from), end-tail, false)
	}
	if last == ToneFree {
		w.countdown(end)
	}
	w.tone(last, end)
	return halved
}

// advice says when something is said of an exercise.
type advice int

const (
	soon        advice = iota
	inLongHolds        // which leave time for more
	nearTheEnd         // in the last third of the repetitions
)

// adviceOf is what is said of an exercise where there is a silence for it.
func adviceOf(e *routine.Exercise) []words {
	var out []words
	add := func(role Role, when advice, lines ...routine.Line) {
		for _, l := range lines {
			if l.Text != "" {
				out = append(out, words{line: l, role: role, when: when})
			}
		}
	}
	add(RoleWhy, soon, e.Why...)
	add(RoleBreathe, soon, e.Breathing)
	add(RoleFeel, soon, e.Feel...)
	add(RoleEasier, soon, e.Easier...)
	add(RoleTip, soon, e.Coach...)
	add(RoleTip, inLongHolds, e.Tips...)
	add(RoleCheer, nearTheEnd, e.Cheer...)
	return out
}

// advice is what is to be said of the exercise: all of it, or one line to one who
// knows it.
func (w *work) advice() []words {
	all := adviceOf(w.e)
	switch {
	case !w.known:
		return all
	case w.again || w.opt.Explain == ExplainFew || len(all) == 0:
		return nil
	}
	return []words{phrases.Nth(all, w.opt.Tip)}
}

// nearTheEnd says whether this is the last third of the work.
func (w *work) nearTheEnd() bool {
	return w.set >= w.e.Sets.Default && 3*w.rep > 2*w.e.Reps.Default
}

// coach says what waits to be said in the silence from start to end, if it fits
// there; at most one line.
func (w *work) coach(start, end instant, long bool) {
	start = max(start, w.voiceFree+2*wordGap, w.quiet+wordGap)
	if start >= w.until {
		return
	}
	for i, l := range w.waiting {
		if l.when == inLongHolds && !long || l.when == nearTheEnd && !w.nearTheEnd() {
			continue
		}
		l.line = w.book.ForSide(l.line, w.side)
		s := w.wording(l)
		if s.missing || start+s.length > end {
			continue
		}
		w.place(s, start)
		w.waiting = append(w.waiting[:i], w.waiting[i+1:]...)
		return
	}
}
