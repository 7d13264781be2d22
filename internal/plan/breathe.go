package plan

import "unhunch/internal/routine"

// breathe says what leads into a pattern, once in a session, and then lets the
// breath be followed for whole cycles.
func (b *builder) breathe(s routine.Breathe, within bool) {
	if !within {
		b.chapter(s.Pattern.Title, 0)
		if s.Pattern.Title != b.plan.Title { // the opening has not said it
			b.sayTitle(s.Pattern.Title, s.Pattern.Pos)
		}
	}
	b.sayOnce(s.Pattern.LeaveOut, RoleCare, afterLine)
	b.comeToRest()
	for _, l := range b.book.BreathSafety(s.Pattern.HasHolds()) {
		b.sayOnce(l, RoleNotice, afterLine)
	}
	for _, l := range s.Pattern.Setup {
		b.sayOnce(l, RolePrepare, afterLine)
	}
	said, sound := s.Words, s.Sound
	if b.opt.Words != "" {
		said = b.opt.Words
	}
	if b.opt.Sound != "" {
		sound = b.opt.Sound
	}
	b.now = b.free(wordGap)
	out := newBreathing(&s, s.For.At(b.opt.Dose), said, b.book, func(text string) (Frame, bool) {
		l := b.wording(words{line: routine.Line{Text: text}})
		return l.length.frame(), !l.missing
	})
	b.addBreathing(b.breathed(out), sound)
	for _, l := range s.Pattern.Close {
		b.sayOnce(l, RoleClose, afterLine)
	}
}

// comeToRest lets a listener sit or lie down to breathe, who does not yet.
func (b *builder) comeToRest() {
	rest, gently := b.book.Breathing.Rest, b.book.Breathing.Gently
	if b.body.posture == routine.AnyAtRest {
		b.sayOnce(routine.Line{Text: gently, Short: rest}, RolePlace, afterLine)
		return
	}
	b.say(words{line: routine.Line{Text: rest, Short: gently}, role: RolePlace}, afterLine)
	b.hear(gently)
	b.body = body{posture: routine.AnyAtRest}
}

// addBreathing adds a stretch of breathing to the plan.
func (b *builder) addBreathing(stretch breathing, sound string) {
	start, outer := b.now, b.where
	for _, p := range stretch.phases {
		b.side, b.rep = p.Nostril, p.Cycle
		at := start + fromDuration(p.Start)
		b.event(at, at+fromDuration(p.For), Event{
			Bus: BusBreath, Kind: KindBreath, Phase: string(p.Kind), Sound: sound, Pan: panOf(p.Nostril), Lungs: p.Lungs, From: p.Pos.String(),
		})
	}
	for _, l := range stretch.lines {
		b.side, b.rep = l.side, 0
		b.place(b.wording(words{line: l.line, role: RoleBreathe, lean: true, usual: l.usual}), start+fromDuration(l.at))
	}
	b.where = outer
	b.now = start + fromDuration(stretch.total)
	for _, n := range stretch.notes {
		b.note("%s", n)
	}
	for _, l := range stretch.lacks {
		b.lacking(b.now, l.became, l.text)
	}
}
