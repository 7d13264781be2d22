package plan

import (
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

const (
	breathTime = 6 * second // for one breath, after it was asked for
	tailAtEnd  = second     // silence after the last sound
)

// closing ends the session: it tells what was done and thanks for it, gives one
// more breath and time to come back, and the end sound.
func (b *builder) closing(r *routine.Routine) {
	b.leave(nil)
	b.advise()
	b.where = where{from: r.Pos}
	b.chapter(b.book.Course.Closing, 0)
	if b.opt.wordless(r) {
		b.endTone()
		return
	}
	b.tellDone()
	if r.Tips && b.body.Posture != routine.AnyAtRest {
		b.sayText(b.tip(r), RoleTip, afterLine)
	}
	b.sayText(oneOf(b.opt, b.book.Closing.Thanks, "thanks", r.ID), RoleClose, afterLine)
	b.sayText(oneOf(b.opt, b.book.Closing.Easy, "easy breath", r.ID), RoleClose, breathTime)
	if b.body.Posture == routine.AnyAtRest {
		b.sayText(b.book.Closing.Wake, RoleClose, 2*second)
	}
	if b.body.resting {
		b.body.resting = false
		b.sayText(b.book.Closing.Eyes, RolePlace, afterLine)
	}
	b.getUp()
	b.endTone()
}

func (b *builder) endTone() {
	b.tone(ToneEnd, max(b.now, b.voiceFree+2*wordGap))
	b.now = max(b.now, b.quiet) + tailAtEnd
}

// tip is the closing tip that the listener wants, or else one that is drawn:
// different routines close differently.
func (b *builder) tip(r *routine.Routine) string {
	if n := b.opt.Tip; n != 0 {
		return phrases.Nth(b.book.Closing.Tips, n-1)
	}
	return oneOf(b.opt, b.book.Closing.Tips, "tip", r.ID)
}

// tellDone tells what was done. Who has relaxed need not count it.
func (b *builder) tellDone() {
	if b.moving > 0 && b.resting() {
		return
	}
	if n := b.course.total; b.moving > 0 {
		b.sayText(b.book.Done(n), RoleClose, 2*wordGap)
	}
	var breathed Frame
	for _, e := range b.plan.Events {
		if e.Kind == KindBreath {
			breathed += e.Frames
		}
	}
	if breathed > 0 {
		b.sayText(b.book.Breathed(breathed.Duration().Round(time.Second)), RoleClose, afterLine)
	}
}

// getUp leads to one's feet again, after a moment.
func (b *builder) getUp() {
	p := b.body.Posture
	if p == routine.Standing || p == "" {
		return
	}
	b.sayText(b.book.Closing.Calm, RoleClose, afterLine)
	switch stages := wayBetween(b.book.Positions.Ways, p, routine.Standing); {
	case p == routine.AnyAtRest && len(stages) > 0:
		b.sayText(stages[0], RolePlace, afterLine)
	case onFloor(p):
		b.getInto(routine.Standing, words{})
	}
}

// advise says after the last exercise when to see a doctor, so that it is not the
// last thought of a session that goes on or ends at rest.
func (b *builder) advise() {
	if b.warned || b.moved < b.moving || b.moving == 0 || b.character.resting() || b.opt.NoNotice || !b.explains() {
		return
	}
	b.warned = true
	b.sayText(b.book.Closing.Advice, RoleNotice, afterLine)
}
