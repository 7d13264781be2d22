package plan

import (
	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// tailAtEnd is the silence after the last sound.
const tailAtEnd = second

// closing ends the session: a tip, a few calm words, when to see a doctor, and
// the end sound.
func (b *builder) closing(r *routine.Routine) {
	b.where = where{from: r.Pos}
	b.chapter(b.book.Course.Closing, 0)
	if b.opt.wordless(r) {
		b.endTone()
		return
	}
	b.sayText(b.book.Closing.Done, RoleClose, afterLine)
	if r.Tips {
		b.sayText(b.tip(r), RoleTip, afterLine)
	}
	if !b.opt.NoNotice && !b.alone {
		b.sayText(b.book.Closing.Advice, RoleNotice, afterLine)
	}
	if b.body.posture != routine.Standing {
		b.sayText(b.book.Closing.Calm, RoleClose, afterLine)
	}
	if lying(b.body.posture) {
		b.sayText(b.book.Positions.GetUp, RolePlace, afterLine)
	}
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
