package plan

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// breathing is a stretch of breathing, laid out in time from its own start.
type breathing struct {
	pattern *routine.Pattern
	words   routine.BreathWords
	book    *phrases.Book
	length  func(text string) (frames Frame, ok bool)

	reminder int // the number of the first reminder

	phases []TimedPhase // the first one starts at breathLead
	lines  []breathLine // in order, none over another
	cycles int
	total  time.Duration
	notes  []string
	lacks  []lack
}

// lack is a text that no voice has recorded, and what became of it.
type lack struct{ text, became string }

// newBreathing lays out a step for the time want; 0 is the usual length of its
// pattern, and a number of cycles in the step goes first. The length of a
// text is false where no voice says it: it is then left out, since the sound
// carries the breath.
func newBreathing(b *routine.Breathe, want time.Duration, words routine.BreathWords, reminder int, book *phrases.Book, length func(text string) (Frame, bool)) breathing {
	p := b.Pattern
	cycles := b.Cycles
	if cycles == 0 && want == 0 {
		cycles, want = p.UsualCycles, p.Usual
	}
	out := breathing{pattern: p, words: words, reminder: reminder, book: book, length: length}
	out.layOut(cycles, want)
	if len(out.phases) == 0 {
		out.note("%s: a breath without length is left out", p.Title)
	} else if p.WarnCycles > 0 && out.cycles > p.WarnCycles {
		out.note("%s: %d breaths in a row, more than the %d that are advised", p.Title, out.cycles, p.WarnCycles)
	}
	return out
}

// layOut puts in whole cycles: so many of them, or, if cycles is 0, for the
// time want; and their words.
func (b *breathing) layOut(cycles int, want time.Duration) {
	b.phases = TimedPhases(b.pattern, cycles, want)
	if len(b.phases) == 0 {
		return
	}
	for i := range b.phases {
		b.phases[i].Start += breathLead
	}
	b.end()
	if b.words != routine.WordsNever {
		b.speak()
		b.announce()
		b.remind()
	}
}

// end takes the length from the phases.
func (b *breathing) end() {
	last := b.phases[len(b.phases)-1]
	b.cycles, b.total = last.Cycle, last.End()
}

// longer gives the stretch with whole breaths for at least so much more, as
// the listener asks at the time now. What has begun by then stays as it was;
// what has been said once for the whole stretch is not said again. More breaths
// in a row than are advised are not given.
func (b breathing) longer(now, more time.Duration) breathing {
	next := breathing{pattern: b.pattern, words: b.words, reminder: b.reminder, book: b.book, length: b.length}
	next.layOut(0, b.total-breathLead+more)
	if most := b.pattern.WarnCycles; most > 0 && next.cycles > most {
		return b
	}
	lines, from := b.saidBefore(now), now
	if n := len(lines); n > 0 {
		from = max(from, lines[n-1].end()+breathGap)
	}
	halved := slices.ContainsFunc(lines, func(l breathLine) bool { return l.halves })
	for _, l := range next.lines {
		if l.at >= from && !(halved && l.halves) {
			lines = append(lines, l)
		}
	}
	next.lines = lines
	return next
}

// lastAt gives the stretch with the breath of the time now as its last one. If
// words have begun to lead into the next breath, that is the last one.
func (b breathing) lastAt(now time.Duration) breathing {
	cycle := 1
	for _, p := range b.phases {
		if p.Start <= now {
			cycle = p.Cycle
		}
	}
	lines, announced := b.saidBefore(now), false
	for _, l := range lines {
		cycle = max(cycle, l.cycle)
		announced = announced || l.isLast
	}
	if cycle >= b.cycles {
		return b
	}
	for _, l := range b.lines[len(lines):] {
		if l.cycle > 0 && l.cycle <= cycle {
			lines = append(lines, l)
		}
	}
	b.lines, b.phases = lines, b.phases[:b.first(cycle+1)]
	b.end()
	if b.words != routine.WordsNever && !announced {
		b.insertSoon(b.book.Breathing.Last, b.phases[b.first(cycle):], now)
	}
	return b
}

// saidBefore are the lines that begin before a time.
func (b *breathing) saidBefore(now time.Duration) []breathLine {
	n, _ := slices.BinarySearchFunc(b.lines, now, func(l breathLine, t time.Duration) int { return cmp.Compare(l.at, t) })
	return slices.Clone(b.lines[:n])
}

func (b *breathing) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(b.notes, text) {
		b.notes = append(b.notes, text)
	}
}

// leaveOut tells of a line that is not said: for want of a recording, or of
// room.
func (b *breathing) leaveOut(text string, recorded bool) {
	if recorded {
		b.note("no room, left out: %s", text)
	} else {
		b.lack(text, "left out")
	}
}

func (b *breathing) lack(text, became string) {
	if l := (lack{text, became}); !slices.Contains(b.lacks, l) {
		b.lacks = append(b.lacks, l)
	}
}

// middle is half of the way through the phases.
func (b *breathing) middle() time.Duration { return (breathLead + b.total) / 2 }

// first is the index of the first phase of a cycle.
func (b *breathing) first(cycle int) int {
	i, _ := slices.BinarySearchFunc(b.phases, cycle, func(p TimedPhase, c int) int { return cmp.Compare(p.Cycle, c) })
	return i
}
