package plan

import "unhunch/internal/routine"

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
		b.sayText(b.book.Tip(b.opt.Tip), RoleTip, afterLine)
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
