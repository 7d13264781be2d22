package plan

import "unhunch/internal/routine"

// How soon the first breath comes, from the start of the session or of the pattern
// within it: for one who does not know it, for one who does, or wants no notice.
const (
	firstBreath      = 35 * second
	firstBreathKnown = 12 * second
)

// OnlyBreath says whether a session is one of nothing but a breathing pattern.
func OnlyBreath(r *routine.Routine) bool {
	if len(r.Steps) != 1 {
		return false
	}
	_, ok := r.Steps[0].(routine.Breathe)
	return ok
}

// wordless says whether no word is wanted in a session of nothing but a pattern.
func (o Options) wordless(r *routine.Routine) bool {
	return OnlyBreath(r) && o.Words == routine.WordsNever
}

// breathe says what leads into a pattern, once in a session, and then lets the
// breath be followed for whole cycles.
func (b *builder) breathe(s routine.Breathe, within bool) {
	start := b.now
	if b.alone {
		start = 0
	}
	if !within {
		b.chapter(s.Pattern.Title, 0)
		if s.Pattern.Title != b.plan.Title { // the opening has not said it
			b.sayTitle(s.Pattern.Title, s.Pattern.Pos)
		}
	}
	quiet := b.alone && b.opt.Words == routine.WordsNever
	if !quiet {
		b.leadIntoBreath(s.Pattern, start)
	}
	said, sound := s.Words, s.Sound
	if b.opt.Words != "" {
		said = b.opt.Words
	}
	if b.opt.Sound != "" {
		sound = b.opt.Sound
	}
	b.now = b.free(wordGap)
	from := b.now
	out := newBreathing(&s, s.For.At(b.opt.Dose), said, b.reminded, b.book, func(text string) (Frame, bool) {
		l := b.wording(words{line: routine.Line{Text: text}})
		return l.length.frame(), !l.missing
	})
	b.addBreathing(b.breathed(out), sound)
	b.passed(from, Passage{Pattern: s.Pattern.ID})
	if !quiet {
		b.guideOnce(s.Pattern.Close, RoleClose)
	}
}

// guideOnce says lines that have not been heard in this session, and those that
// lead to where one is not.
func (b *builder) guideOnce(lines []routine.Line, role Role) {
	for _, l := range lines {
		if !b.heard[l.Text] || !b.body.holds(l.To, routine.NoSide) {
			b.hear(l.Text)
			b.guide(words{line: l, role: role}, routine.NoSide, afterLine)
		}
	}
}

// leadIntoBreath says what one has to know of a pattern. To one who knows it, or wants
// no notice, it says as much as there is time for.
func (b *builder) leadIntoBreath(p *routine.Pattern, start instant) {
	known, until := b.alone && (b.opt.NoNotice || b.opt.Practice.Patterns[p.ID] > 0), start+firstBreath
	if known {
		until = start + firstBreathKnown
	} else {
		b.sayOnce(p.LeaveOut, RoleCare, 2*wordGap)
	}
	b.comeToRest()
	if !known {
		for _, l := range b.book.BreathSafety(p.HasHolds()) {
			b.sayOnce(l, RoleNotice, 2*wordGap)
		}
	}
	for _, l := range p.Setup {
		if !known || b.fitsBefore(l, until) {
			b.guideOnce([]routine.Line{l}, RolePrepare)
		}
	}
	if l := (routine.Line{Text: b.minutes()}); b.alone && b.fitsBefore(l, until) {
		b.say(words{line: l, role: RoleName}, afterLine)
	}
}

// fitsBefore says whether a line is over before the first breath at a time.
func (b *builder) fitsBefore(l routine.Line, until instant) bool {
	return b.free(wordGap)+b.wording(words{line: l}).length+afterLine+fromDuration(breathLead) <= until
}

// comeToRest lets a listener sit or lie down to breathe, who does not yet.
func (b *builder) comeToRest() {
	b.goTo(routine.AnyAtRest, "", words{})
	b.restEyes()
	if !b.alone { // a session of nothing else is to begin soon
		b.sayOnce(routine.Line{Text: b.book.Breathing.Gently}, RoleBreathe, afterLine)
	}
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
		role := RoleBreathe
		if l.tip {
			role = RoleTip
			b.reminded++
		}
		b.place(b.wording(words{line: l.line, role: role, lean: !l.tip, usual: l.usual}), start+fromDuration(l.at))
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
