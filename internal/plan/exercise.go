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
	b.nth++
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
	n, told := w.course.next(w.e, w.again)
	w.plan.Chapters[len(w.plan.Chapters)-1].Number = n
	if soon := w.atDesk() && w.nth == 1; told && w.course.total > 1 && !soon {
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
	if l.Text == "" || w.again || w.explain == ExplainFew || w.heard[l.Text] {
		return
	}
	w.sayOnce(l, RoleCare, afterLine)
	if text := w.book.Course.Instead; !w.known && !w.heard[text] {
		w.sayOnce(routine.Line{Text: text}, RoleCare, 2*wordGap)
		w.tone(ToneDone, w.now)
		w.now = w.quiet + afterLine
	}
}

// atFirst gives a line as it is said before the work begins, for the first side.
func (w *work) atFirst(l routine.Line) routine.Line { return w.book.ForSide(l, w.firstSide(w.e)) }

// lastSide is the side that is worked last, if any.
func (w *work) lastSide() routine.Side {
	if w.e.Sides == routine.SidesNone {
		return routine.NoSide
	}
	return w.firstSide(w.e).Other()
}

// finish gives the end sound, and tells the reader which advice found no room. What
// leads out of the position waits: the same exercise may follow.
func (w *work) finish() {
	if len(w.e.Phases) > 0 {
		w.builder.moved++
	}
	w.body.left = ending{w.e, w.lastSide(), w.where}
	w.side, w.set, w.rep = routine.NoSide, 0, 0
	w.now = w.free(wordGap)
	w.tone(ToneDone, w.now)
	w.now = w.quiet + afterLine
	w.untold()
}

// prepare gets the listener into position. One who leaves it early still hears
// in which one to be, and, where no movement is explained, what to take care of.
func (w *work) prepare() {
	start := w.now.frame()
	w.instructed = nil
	if !w.leavable(w.getReady) {
		return
	}
	for _, l := range w.instructed {
		w.sayUnheard(l, start)
	}
	if !w.known && w.e.Body != nil {
		w.sayUnheard(words{line: w.atFirst(w.e.Care), role: RoleCare}, start)
	}
}

// getReady says how to get into position and leaves the time for it, which runs
// from the first of these words, for the listener moves while listening. One who
// knows the exercise hears no more of it than what leads somewhere else.
func (w *work) getReady() {
	start, before, place := w.now, w.body, placeOf(w.e)
	goes := place != "" && place != before.at
	into := words{line: w.atFirst(w.e.Position), role: RolePlace}
	if w.known && before.Posture == w.e.Posture && before.holds(into.line.To, routine.NoSide) {
		into = words{}
	}
	w.goTo(w.e.Posture, place, into)
	for _, l := range w.e.Setup {
		if side := w.firstSide(w.e); !w.known || !w.body.holds(l.To, side) {
			w.guide(words{line: w.atFirst(l), role: RolePrepare, brief: w.known}, side, afterLine)
		}
	}
	if w.nth > 1 || w.moving+w.still == 1 || w.body.unsteady() { // else the first movement comes soon
		w.restEyes()
	}
	if w.e.Body != nil {
		w.sayCare()
	}
	settle, least := before.settling(w.e.Posture, goes), settleStill
	if w.e.Ready > 0 {
		settle = fromDuration(w.e.Ready)
	}
	if goes || before.Posture != "" && before.Posture != w.e.Posture {
		least = settleLeast
	}
	w.spanned(KindSetup, start, w.longer(start, max(start+settle, w.voiceFree+least, w.now)))
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
		if w.atDesk() {
			w.sayOrWait(RoleFeel)
		} else {
			w.sayWaiting(RoleFeel)
		}
		w.sayOrWait(RoleEasier)
		if i := w.waitingFor(RoleWhy); i >= 0 && w.wording(w.waiting[i]).length > silenceOf(w.e) {
			w.sayWaiting(RoleWhy)
		}
	}
	w.sayCare()
	w.sayDose()
}

// sayOrWait says the first line of a role that waits to be said, or lets it wait for
// the first silence of the first exercise, if there are several: so one soon moves.
func (w *work) sayOrWait(role Role) {
	i, silences := w.waitingFor(role), w.e.Reps.Default
	if stillness(w.e) >= 25*second {
		silences += 2
	}
	if i < 0 || w.nth > 1 || w.moving+w.still == 1 || silences < 3 || w.wording(w.waiting[i]).length > silenceOf(w.e) {
		w.tell(i)
		return
	}
	l := w.waiting[i]
	w.waiting = slices.Insert(slices.Delete(w.waiting, i, i+1), 0, l)
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
// or moves, has heard how twice, and hears a number.
func silenceOf(e *routine.Exercise) instant {
	if still := stillness(e); still >= leastStill || e.Reps.Default <= 3 {
		return still - 2*second
	}
	return longest(e, func(m routine.Move) time.Duration {
		if m.Hold.Default > 0 {
			return 0
		}
		return m.Take + m.Pause
	}) - leadIn - 6*wordGap
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
