package plan

import (
	"slices"
	"time"

	"unhunch/internal/routine"
)

// work is one exercise while it is laid out.
type work struct {
	*builder
	e         *routine.Exercise // at the listener's dose
	again     bool              // it has been done in this session
	explain   Explain           // how much of it is explained the first time
	known     bool              // there is nothing to explain, now or at all
	waiting   []words           // advice, for a silence that is long enough
	advised   instant           // the last of it has ended
	cheered   int               // the last set with an encouraging word
	lastBlock bool              // of the set
}

// do lays out one exercise, from its announcement to its end sound.
func (b *builder) do(step routine.Do) {
	e := step.Exercise.AtDose(b.opt.Dose)
	b.opt.inTurn(e)
	outer := b.where
	b.rounds[e.ID]++
	b.where = where{exercise: e.ID, round: b.rounds[e.ID], from: step.Where()}
	w := &work{builder: b, e: e, again: b.round > 1, explain: b.opt.explains(b.opt.Practice.Exercises[e.ID])}
	w.known = w.again || w.explain != ExplainFull
	from := b.now
	b.chapter(e.Title, 0)
	w.announce()
	w.prepare()
	if e.Body != nil {
		b.steps(e.Body, true)
	} else {
		w.sets()
	}
	w.finish()
	b.passed(from, Passage{Exercise: e.ID})
	b.where = outer
}

// announce says which exercise comes, where it stands in the session, and whom
// it does not suit: before anybody is in position for it.
func (w *work) announce() {
	if n := w.course.next(w.e, w.again); n > 0 && w.course.total > 1 {
		w.say(words{line: w.book.Exercise(n, w.course.total), role: RoleName}, 2*wordGap)
	}
	if w.e.Title != w.plan.Title || w.course.total != 1 { // the opening has just said it
		w.sayTitle(w.e.Title, w.e.Pos)
	}
	w.sayLeaveOut()
}

// sayLeaveOut says whom an exercise does not suit, to one who does not know it and
// has not heard it of one before it; and, the first time, how long to wait instead.
func (w *work) sayLeaveOut() {
	l := w.atFirst(w.e.LeaveOut)
	if l.Text == "" || w.known || w.heard[l.Text] {
		return
	}
	w.sayOnce(l, RoleCare, afterLine)
	if text := w.book.Course.Instead; !w.heard[text] {
		w.sayOnce(routine.Line{Text: text}, RoleCare, 2*wordGap)
		w.tone(ToneDone, w.now)
		w.now = w.quiet + afterLine
	}
}

// atFirst gives a line as it is said before the work begins, for the first side.
func (w *work) atFirst(l routine.Line) routine.Line { return w.book.ForSide(l, w.firstSide(w.e)) }

// finish gives the end sound and leads out of the position, and tells the reader
// which advice found no room.
func (w *work) finish() {
	w.side, w.set, w.rep = routine.NoSide, 0, 0
	w.now = w.free(wordGap)
	w.tone(ToneDone, w.now)
	w.now = w.quiet + afterLine
	last := w.firstSide(w.e)
	if w.e.Sides != routine.SidesNone {
		last = last.Other()
	}
	for _, l := range w.e.Out {
		w.say(words{line: w.book.ForSide(l, last), role: RoleMove, brief: w.known}, afterLine)
	}
	w.untold()
}

// prepare gets the listener into position. One who leaves it early still hears
// in which one to be, and, where no movement is explained, what to take care of.
func (w *work) prepare() {
	start, before := w.now.frame(), w.body
	if !w.leavable(w.getReady) {
		return
	}
	if before.getsUp(w.e) {
		w.sayUnheard(routine.Line{Text: w.book.Positions.GetUp}, RolePlace, start)
	}
	if w.body.posture != before.posture {
		w.sayUnheard(w.intoPosture(), RolePlace, start)
	}
	if !w.known && w.e.Body != nil {
		w.sayUnheard(w.atFirst(w.e.Care), RoleCare, start)
	}
}

// intoPosture leads into the posture of the exercise.
func (w *work) intoPosture() routine.Line {
	if w.e.Position.Text != "" {
		return w.atFirst(w.e.Position)
	}
	return routine.Line{Text: w.book.Positions.Into[w.e.Posture]}
}

// getReady says how to get into position and leaves the time for it. The time
// runs from the first of these words, for the listener moves while listening;
// but one who lies takes as long as it takes to get up.
func (w *work) getReady() {
	start := w.now
	place := placeOf(w.e)
	goes, changes := place != "" && place != w.body.at, w.body.posture != w.e.Posture
	settle := w.body.settling(w.e, goes)
	if w.body.getsUp(w.e) {
		w.sayText(w.book.Positions.GetUp, RolePlace, afterLine)
	}
	from := w.now
	w.getThere(place, goes, changes)
	if !w.known || changes || goes {
		for _, l := range w.e.Setup {
			w.say(words{line: w.atFirst(l), role: RolePrepare, brief: w.known}, afterLine)
		}
	}
	if w.e.Body != nil {
		w.sayCare()
	}
	w.spanned(KindSetup, start, w.longer(start, max(from+settle, w.voiceFree+settleLeast, w.now)))
}

// getThere leads to the place of the exercise and into its posture. One goes
// after getting up, and before getting down.
func (w *work) getThere(place routine.Equipment, goes, changes bool) {
	goThere := func() {
		if goes {
			w.sayText(w.book.Positions.GoTo[place], RolePlace, afterLine)
		}
	}
	if w.e.Posture != routine.Standing {
		goThere()
	}
	if changes || w.e.Position.Text != "" && !w.known {
		w.say(words{line: w.intoPosture(), role: RolePlace}, afterLine)
	}
	if w.e.Posture == routine.Standing {
		goThere()
	}
	w.body = body{w.e.Posture, place}
}

// sayCare tells what to avoid.
func (w *work) sayCare() {
	if !w.known {
		w.say(words{line: w.atFirst(w.e.Care), role: RoleCare}, afterLine)
	}
}

// introduce tells what there is to know of a movement that was just explained:
// where it is felt, how it is easier, what to avoid, and how much of it there is.
// What it is for is told here, too, where no silence is long enough for it, and so is
// the remark for one who knows the exercise.
func (w *work) introduce() {
	if w.known && stillness(w.e) < leastStill {
		w.tell(slices.IndexFunc(w.waiting, func(l words) bool { return l.cue && l.when == soon }))
	}
	if !w.known {
		w.sayWaiting(RoleFeel)
		w.sayWaiting(RoleEasier)
		if i := w.waitingFor(RoleWhy); i >= 0 && w.wording(w.waiting[i]).length > silenceOf(w.e) {
			w.sayWaiting(RoleWhy)
		}
	}
	w.sayCare()
	w.sayDose()
}

// waitingFor finds the first line of a role that waits to be said, or gives -1.
func (w *work) waitingFor(role Role) int {
	return slices.IndexFunc(w.waiting, func(l words) bool { return l.role == role })
}

// sayWaiting says the first line of a role that waits to be said.
func (w *work) sayWaiting(role Role) { w.tell(w.waitingFor(role)) }

// tell says number i of what waits to be said; nothing if that is less than 0.
func (w *work) tell(i int) {
	if i < 0 {
		return
	}
	l := w.take(i)
	l.line = w.atFirst(l.line)
	w.say(l, afterLine)
}

// stillness is the longest hold of an exercise, or movement that is kept up: when
// there is time for words that do not guide.
func stillness(e *routine.Exercise) instant {
	return longest(e, func(m routine.Move) time.Duration { return max(m.Hold.Default, m.Keep.Default) })
}

// silenceOf is the longest silence for a remark in an exercise: while one is still,
// or moves and has heard how twice.
func silenceOf(e *routine.Exercise) instant {
	if still := stillness(e); still >= leastStill || e.Reps.Default <= 2 {
		return still - 2*second
	}
	return longest(e, func(m routine.Move) time.Duration {
		if m.Hold.Default > 0 {
			return 0
		}
		return m.Take + m.Pause
	}) - leadIn - 4*wordGap
}

// longest is the longest of what the moves of an exercise have.
func longest(e *routine.Exercise, of func(routine.Move) time.Duration) instant {
	var most time.Duration
	for _, p := range e.Phases {
		for _, m := range p.Moves {
			most = max(most, of(m))
		}
	}
	return fromDuration(most)
}

// sayDose tells how much there is to do.
func (w *work) sayDose() {
	for _, text := range w.book.Dose(w.e.Sets.Default, w.e.Reps.Default, w.e.Sides, inBlocks(w.e)) {
		w.sayText(text, RoleDose, 2*wordGap)
	}
	if text := w.book.Hold(onlyHold(w.e)); text != "" {
		w.sayText(text, RoleDose, 2*wordGap)
	}
}

// onlyHold is the length of the holds of an exercise whose holds are all the
// same; 0 if they are not, or if there are none.
func onlyHold(e *routine.Exercise) time.Duration {
	var d time.Duration
	for _, p := range e.Phases {
		for _, m := range p.Moves {
			h := m.Hold.Default
			if h == 0 {
				continue
			}
			if d != 0 && h != d {
				return 0
			}
			d = h
		}
	}
	return d
}
