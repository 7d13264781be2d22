package plan

import (
	"slices"
	"time"

	"unhunch/internal/routine"
)

const (
	leadUsual  = second            // near-silence that wakes a sleeping sink
	afterChime = 300 * millisecond // from the chime to the first word
)

// opening is what is heard before the first step: a chime, what this is, how
// long it takes, the notice, and what will be needed.
func (b *builder) opening(r *routine.Routine) {
	b.from = r.Pos
	b.chapter(b.book.Course.Opening, 0)
	b.now = leadUsual
	if b.opt.Lead > 0 {
		b.now = fromDuration(b.opt.Lead)
	}
	b.tone(ToneStart, b.now)
	b.now = b.quiet + afterChime
	b.alone = onlyBreath(r)
	if b.opt.wordless(r) {
		return
	}
	b.say(words{line: routine.Line{Pos: r.Pos, Text: b.book.Title(r.Title)}, role: RoleName}, 2*wordGap)
	if b.alone {
		return // what one has to know of it, the pattern says
	}
	b.sayText(b.minutes(), RoleName, afterLine)
	if !b.opt.NoNotice {
		for _, text := range b.book.Opening.Notice {
			b.sayText(text, RoleNotice, afterLine)
		}
		b.legend(r)
	}
	b.fetchAll(r)
}

// minutes says how long the session is.
func (b *builder) minutes() string {
	return b.book.Minutes(time.Duration(max(b.opt.Minutes, 1)) * time.Minute)
}

// legend teaches the tones that matter, as they will be heard: when to begin, and, if
// the session has holds, when to hold and let go.
func (b *builder) legend(r *routine.Routine) {
	begins, holds, shortest := false, false, never
	b.eachExercise(r.Steps, func(e *routine.Exercise) {
		begins = begins || len(e.Phases) > 0
		for _, p := range e.AtDose(b.opt.Dose).Phases {
			for _, m := range p.Moves {
				holds = holds || m.Hold.Default > 0
				if d := max(m.Hold.Default, m.Keep.Default); d > 0 {
					shortest = min(shortest, fromDuration(d))
				}
			}
		}
	})
	if begins {
		b.sayText(b.book.Opening.Go, RolePrepare, 2*wordGap)
		b.countIn()
		b.now = b.quiet + afterLine
	}
	if holds {
		b.sayText(b.book.Opening.Hold, RolePrepare, 2*wordGap)
		b.tone(ToneHold, b.now)
		b.now = b.quiet + afterLine
	}
	if shortest < never {
		b.sayText(b.book.Opening.LetGo, RolePrepare, 2*wordGap)
		b.countTo(b.counted(shortest))
		b.tone(ToneRelease, b.now)
		b.now = b.quiet + afterLine
	}
}

// needs are what a session asks for: places to go to, things to fetch, and what
// to look for in them.
type needs struct {
	places, things []routine.Equipment
	choosing       map[routine.Equipment][]routine.Line
}

func (b *builder) needsOf(r *routine.Routine) needs {
	n := needs{choosing: map[routine.Equipment][]routine.Line{}}
	seated := true
	b.eachExercise(r.Steps, func(e *routine.Exercise) {
		seated = seated && (e.Posture == routine.Seated || e.Posture == routine.AnyAtRest)
		if e.Posture == routine.Seated {
			n.add(routine.Chair)
		}
		for _, q := range e.Equipment {
			n.add(q)
		}
		for _, c := range e.Choosing {
			if l := b.book.ForSide(c.Say, b.firstSide(e)); !slices.Contains(n.choosing[c.Thing], l) {
				n.choosing[c.Thing] = append(n.choosing[c.Thing], l)
			}
		}
	})
	if seated && len(n.choosing[routine.Chair]) == 0 { // "Sit down on your chair." says it all
		n.things = slices.DeleteFunc(n.things, func(q routine.Equipment) bool { return q == routine.Chair })
	}
	return n
}

func (n *needs) add(q routine.Equipment) {
	list := &n.things
	if q.IsPlace() {
		list = &n.places
	}
	if !slices.Contains(*list, q) {
		*list = append(*list, q)
	}
}

// fetchAll names where the whole session goes and what it needs, so that it can
// be fetched at once.
func (b *builder) fetchAll(r *routine.Routine) {
	start, n := b.now, b.needsOf(r)
	for _, q := range append(n.places, n.things...) {
		b.sayText(b.book.Positions.Need[q], RolePrepare, 2*wordGap)
		for _, l := range n.choosing[q] {
			b.say(words{line: l, role: RolePrepare}, 2*wordGap)
		}
	}
	switch len(n.things) {
	case 0:
		b.now = max(b.now, b.voiceFree+afterLine)
		return
	case 1:
		b.sayText(b.book.Opening.WithinReach, RolePrepare, 0)
	default:
		b.sayText(b.book.Opening.AllWithinReach, RolePrepare, 0)
	}
	b.spanned(KindSetup, start, b.rested(start, b.now+settleUp, b.now))
}
