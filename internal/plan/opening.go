package plan

import (
	"slices"
	"time"

	"unhunch/internal/routine"
)

const (
	leadUsual  = second             // near-silence that wakes a sleeping sink
	chimeRings = 1300 * millisecond // before the first word, which is over the last of it
	fetchPause = 2 * second         // to reach for the key that pauses
)

// opening is what is heard before the first step: a chime, what this is, how
// long it takes, the notice, and what will be needed. What the tones mean is told
// where they are heard for the first time.
func (b *builder) opening(r *routine.Routine) {
	b.from = r.Pos
	b.chapter(b.book.Course.Opening, 0)
	b.now = leadUsual
	if b.opt.Lead > 0 {
		b.now = fromDuration(b.opt.Lead)
	}
	b.tone(ToneStart, b.now)
	b.voiceFree, b.now = b.now+chimeRings, b.now+chimeRings
	b.quiet = b.now // the first words are over the last of the chime
	b.alone = OnlyBreath(r)
	if b.opt.wordless(r) {
		b.now = fromFrames(Tones[ToneStart]) + b.now - chimeRings
		return
	}
	b.say(words{line: routine.Line{Pos: r.Pos, Text: b.book.Title(r.Title)}, role: RoleName}, 2*wordGap)
	if b.alone {
		return // what one has to know of it, the pattern says
	}
	if !b.atDesk() {
		b.sayText(b.minutes(), RoleName, afterLine)
	}
	for _, text := range b.notices() {
		b.sayText(text, RoleNotice, afterLine)
	}
	b.fetchAll(r)
}

// minutes says how long the session is.
func (b *builder) minutes() string {
	return b.book.Minutes(time.Duration(max(b.opt.Minutes, 1)) * time.Minute)
}

// notices are for safety: nothing about exercises where there are none, the short
// one for a break at the desk, and for one who knows the session.
func (b *builder) notices() []string {
	o := b.book.Opening
	switch {
	case b.opt.NoNotice || b.moving == 0 || b.atDesk() && !b.explains():
		return nil
	case b.explains() && !b.atDesk():
		return []string{o.Doctor, o.Gently}
	}
	return []string{o.Gently}
}

// explains says whether the listener may not know the session: one of its exercises
// is explained in full.
func (b *builder) explains() bool { return b.fresh }

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
			if l := b.book.ForSide(c.Say, b.firstSide(e)); !slices.ContainsFunc(n.choosing[c.Thing], func(k routine.Line) bool { return k.Text == l.Text }) {
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
// be fetched at once: while the session is paused, for a file does not wait.
func (b *builder) fetchAll(r *routine.Routine) {
	start, n := b.now, b.needsOf(r)
	all := append(n.places, n.things...)
	if len(all) == 0 {
		return
	}
	b.sayText(b.book.Opening.Needs, RolePrepare, 2*wordGap)
	for _, q := range all {
		lines := n.choosing[q]
		if len(lines) == 0 {
			lines = []routine.Line{{Text: b.book.Positions.Need[q]}}
		}
		for _, l := range lines {
			b.say(words{line: l, role: RolePrepare}, 2*wordGap)
		}
	}
	if len(n.things) == 0 {
		b.now = b.voiceFree + afterLine
		return
	}
	b.sayText(b.book.Opening.Fetch, RolePrepare, 0)
	b.spanned(KindSetup, start, b.rested(start, b.now+fetchPause, b.now))
}
