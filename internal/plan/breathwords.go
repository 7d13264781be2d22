package plan

import (
	"cmp"
	"slices"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// How words stand to the breath.
const (
	breathLead    = 500 * time.Millisecond // before the first phase, for the words that lead into it
	breathEarly   = 500 * time.Millisecond // most that words lead into a phase
	breathLate    = 300 * time.Millisecond // most that words come late, behind other words
	breathGap     = 100 * time.Millisecond // between two lines
	wordedCycles  = 2                      // spoken in full
	halfwayCycles = 6                      // fewer have no halfway
	lastCycles    = 3                      // fewer have no last breath
	remindEvery   = time.Minute            // from one reminder to the next, and from the words of the phases
	remindApart   = 20 * time.Second       // least between a reminder and other words
	turnRoom      = 600 * time.Millisecond // least between a reminder and a turn
)

// breathLine is something that is said while breathing.
type breathLine struct {
	at     time.Duration
	length time.Duration
	line   routine.Line // in the wording whose length this is
	cycle  int          // whose phase it names; 0: none
	side   routine.Side // of the nostril that it names
	usual  bool         // the usual words for a phase
	halves bool         // marks the middle
	isLast bool         // announces the last breath
	tip    bool         // a reminder
}

func (l breathLine) end() time.Duration { return l.at + l.length }

// speak puts in the words of the phases.
func (b *breathing) speak() {
	for _, p := range b.phases {
		if b.words == routine.WordsAlways || p.Cycle <= wordedCycles {
			b.word(p)
		}
	}
}

// word says what a phase is, so that the stressed end of the words falls on
// its start: half of them before it. Where other words are in the way it
// comes a little later, then in its short wording, then not at all.
func (b *breathing) word(p TimedPhase) {
	line, usual := b.wordsOf(p)
	recorded := false
	for _, text := range []string{line.Text, line.Short} {
		length, ok := b.lengthOf(text)
		if !ok {
			continue
		}
		recorded = true
		l := breathLine{length: length, line: routine.Line{Pos: line.Pos, Text: text}, cycle: p.Cycle, side: p.Nostril, usual: usual}
		l.at = p.Start - min(l.length/2, breathEarly)
		if n := len(b.lines); n > 0 {
			l.at = max(l.at, b.lines[n-1].end()+breathGap)
		}
		if l.at <= p.Start+breathLate && l.end() < p.End()+breathLate {
			b.lines = append(b.lines, l)
			return
		}
	}
	b.leaveOut(line.Text, recorded)
}

// wordsOf are the words of a phase: those of its pattern, or the usual ones
// where it has none, or where no voice has recorded them.
func (b *breathing) wordsOf(p TimedPhase) (line routine.Line, usual bool) {
	words := routine.Line{Pos: p.Pos, Text: b.book.Breathing.Words[p.Kind]}
	if on := b.book.Breathing.On[p.Kind.Direction()]; p.Kind != routine.BreathTopUp && p.Lungs[0] > 0 && p.Lungs[0] < 1 {
		words.Text = on
	}
	switch p.Say.Text {
	case "":
		return words, true
	case words.Text:
		return p.Say, true
	}
	_, full := b.lengthOf(p.Say.Text)
	_, short := b.lengthOf(p.Say.Short)
	if _, ok := b.lengthOf(words.Text); ok && !full && !short {
		b.lack(p.Say.Text, "the usual words instead")
		return words, true
	}
	return p.Say, false
}

// lengthOf is how long a text takes; false where no voice says it.
func (b *breathing) lengthOf(text string) (time.Duration, bool) {
	frames, ok := b.length(text)
	return frames.Duration(), ok && text != ""
}

// announce puts in the halfway and the last breath.
func (b *breathing) announce() {
	if b.cycles >= halfwayCycles {
		near := slices.Clone(b.phases)
		middle := b.middle()
		slices.SortStableFunc(near, func(p, q TimedPhase) int {
			return cmp.Compare((p.End() - middle).Abs(), (q.End() - middle).Abs())
		})
		b.insert(breathLine{line: routine.Line{Text: b.book.Counting.Halfway}, halves: true}, near[:min(len(near), 8)])
	}
	if b.cycles >= lastCycles {
		b.insert(breathLine{line: routine.Line{Text: b.book.Breathing.Last, Short: b.book.Counting.Last}, isLast: true}, b.beforeLast())
	}
}

// beforeLast is the breath before the last one, latest phase first. A cycle may
// be more than one breath.
func (b *breathing) beforeLast() []TimedPhase {
	var ins []int
	for i, p := range b.phases {
		if p.Kind == routine.BreathIn && p.Lungs[0] == 0 {
			ins = append(ins, i)
		}
	}
	before := slices.Clone(b.phases[ins[len(ins)-2]:ins[len(ins)-1]])
	slices.Reverse(before)
	return before
}

// insert says a line in the first of the places where there is room, in its
// short wording where there is none for the full one.
func (b *breathing) insert(l breathLine, places []TimedPhase) {
	full, recorded := l.line.Text, false
	for _, text := range []string{full, l.line.Short} {
		length, ok := b.lengthOf(text)
		if !ok {
			continue
		}
		recorded = true
		l.length, l.line = length, routine.Line{Text: text}
		if b.insertIn(places, l) {
			return
		}
	}
	b.leaveOut(full, recorded)
}

// insertIn says a line in the first of the places where there is room: in a
// hold, or in the second half of an out-breath, before the turn. It is never
// said over the rise.
func (b *breathing) insertIn(places []TimedPhase, l breathLine) bool {
	for _, p := range places {
		from := p.Start + breathGap
		switch p.Kind {
		case routine.BreathOut:
			from = p.Start + p.For/2
		case routine.BreathIn, routine.BreathTopUp:
			continue
		}
		if at, ok := b.room(from, p.End()-breathGap, l.length); ok {
			b.put(l, at)
			return true
		}
	}
	return false
}

// insertSoon says a text as soon as there is room after a time, but not over
// the rise, in one of the places.
func (b *breathing) insertSoon(text string, places []TimedPhase, after time.Duration) {
	length, ok := b.lengthOf(text)
	l := breathLine{length: length, line: routine.Line{Text: text}, isLast: true}
	for _, p := range places {
		if !ok || p.Kind == routine.BreathIn || p.Kind == routine.BreathTopUp {
			continue
		}
		for from := max(p.Start+breathGap, after); from+l.length < p.End(); from += breathGap {
			if at, free := b.room(from, from+l.length, l.length); free {
				b.put(l, at)
				return
			}
		}
	}
}

// put puts in a line in its order.
func (b *breathing) put(l breathLine, at time.Duration) {
	l.at = at
	i, _ := slices.BinarySearchFunc(b.lines, at, func(l breathLine, t time.Duration) int { return cmp.Compare(l.at, t) })
	b.lines = slices.Insert(b.lines, i, l)
}

// room is the latest time between from and to that leaves length without
// other words.
func (b *breathing) room(from, to, length time.Duration) (at time.Duration, ok bool) {
	at = to - length
	for _, l := range slices.Backward(b.lines) {
		if l.end()+breathGap <= at {
			break
		}
		if l.at < at+length+breathGap {
			at = l.at - breathGap - length
		}
	}
	return at, at >= from
}

// remind puts in a sentence a minute where the words of the phases have faded: on an
// out-breath, or in a hold before its last second. They come in turn, but for those
// for which there is no room.
func (b *breathing) remind() {
	pool := b.book.Breathing.Reminders
	if b.words == routine.WordsAlways || b.cycles <= wordedCycles {
		return
	}
	due, next := b.phases[b.first(wordedCycles+1)].Start+remindEvery/2, b.reminder
	for _, p := range b.phases {
		if p.Start < due {
			continue
		}
		for i := range pool {
			if b.remindIn(p, phrases.Nth(pool, next+i)) {
				due, next = p.Start+remindEvery*5/6, next+i+1
				break
			}
		}
	}
}

// remindIn says a reminder in a phase, if there is room.
func (b *breathing) remindIn(p TimedPhase, text string) bool {
	length, ok := b.lengthOf(text)
	from, to := p.Start+turnRoom, p.End()-turnRoom
	switch {
	case !ok:
		b.leaveOut(text, false)
		return false
	case p.Kind.Direction() == routine.Filling:
		return false
	case p.Kind.Direction() == routine.Still:
		to = p.End() - time.Second - breathGap
	}
	if from+length > to {
		return false
	}
	for _, l := range b.lines {
		if l.at < from+length+remindApart && l.end() > from-remindApart {
			return false
		}
	}
	b.put(breathLine{length: length, line: routine.Line{Text: text}, tip: true}, from)
	return true
}
