package plan

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// Breath is one phase of a breath within a stretch of breathing.
type Breath struct {
	routine.BreathPhase
	Start time.Duration // from the start of the first phase
	Cycle int           // from 1
}

// End is when the phase is over.
func (b Breath) End() time.Duration { return b.Start + b.For }

// Breaths lays out whole cycles of a pattern: so many of them, or, if cycles
// is 0, until the first whole cycle at or after want. It is empty if the
// pattern has no length.
func Breaths(p *routine.Pattern, cycles int, want time.Duration) []Breath {
	var out []Breath
	var now, last time.Duration
	for cycle := 1; ; cycle++ {
		start := now
		for _, phase := range cycleAt(p, now, last) {
			out = append(out, Breath{phase, now, cycle})
			now += phase.For
		}
		if last = now - start; last <= 0 {
			return nil
		}
		if cycle >= cycles && (cycles > 0 || now >= want) {
			return out
		}
	}
}

// The steps of a ramp.
const (
	breathGrain = 100 * time.Millisecond // phases last whole tenths of a second
	rampStep    = 300 * time.Millisecond // most that a breath differs from the one before
)

// cycleAt gives the phases of the cycle that begins at start, after one that
// lasted so long (0: it is the first).
func cycleAt(p *routine.Pattern, start, last time.Duration) []routine.BreathPhase {
	r := p.Ramp
	if r == nil {
		return p.Phases
	}
	if r.From <= 0 || r.To <= 0 {
		return nil
	}
	progress := 1.0
	if start < r.Over {
		progress = float64(start) / float64(r.Over)
	}
	rate := r.From + (r.To-r.From)*progress
	breath := time.Duration(float64(time.Minute) / rate).Round(breathGrain)
	if last > 0 {
		breath = min(max(breath, last-rampStep), last+rampStep)
	}
	share := r.OutShare[0] + (r.OutShare[1]-r.OutShare[0])*progress
	out := time.Duration(share * float64(breath)).Round(breathGrain)
	return []routine.BreathPhase{
		{Pos: p.Pos, Kind: routine.BreathIn, For: breath - out},
		{Pos: p.Pos, Kind: routine.BreathOut, For: out},
	}
}

// breathing is a stretch of breathing, laid out in time from its own start.
type breathing struct {
	pattern *routine.Pattern
	words   routine.BreathWords
	book    *phrases.Book
	length  func(text string) (frames Frame, ok bool)

	phases []Breath     // the first one starts at breathLead
	lines  []breathLine // in order, none over another
	cycles int
	total  time.Duration
	notes  []string
}

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
}

func (l breathLine) end() time.Duration { return l.at + l.length }

// How words stand to the breath.
const (
	breathLead    = 500 * time.Millisecond // before the first phase, for the words that lead into it
	breathEarly   = 500 * time.Millisecond // most that words lead into a phase
	breathLate    = 300 * time.Millisecond // most that words come late, behind other words
	breathGap     = 100 * time.Millisecond // between two lines
	wordedCycles  = 2                      // spoken in full; the next one only breathes in by words
	halfwayCycles = 6                      // fewer have no halfway
	againCycles   = 8                      // fewer don't hear the words again in the middle
	lastCycles    = 3                      // fewer have no last breath
)

// breathe lays out a step for the time want; 0 is the usual length of its
// pattern, and a number of cycles in the step goes first. The length of a
// text is false where no voice says it: it is then left out, since the sound
// carries the breath.
func breathe(b *routine.Breathe, want time.Duration, words routine.BreathWords, book *phrases.Book, length func(text string) (Frame, bool)) breathing {
	p := b.Pattern
	cycles := b.Cycles
	if cycles == 0 && want == 0 {
		cycles, want = p.UsualCycles, p.Usual
	}
	out := breathing{pattern: p, words: words, book: book, length: length}
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
	b.phases = Breaths(b.pattern, cycles, want)
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
	next := breathing{pattern: b.pattern, words: b.words, book: b.book, length: b.length}
	next.layOut(0, b.total-breathLead+more)
	if most := b.pattern.WarnCycles; most > 0 && next.cycles > most {
		return b
	}
	again := 0 // a cycle whose words came back in the middle, and need not once more
	if old := b.again(); old > 0 && b.words != routine.WordsAlways && b.phases[b.first(old)].Start < now {
		again = next.again()
	}
	lines, from := b.saidBefore(now), now
	if n := len(lines); n > 0 {
		from = max(from, lines[n-1].end()+breathGap)
	}
	halved := slices.ContainsFunc(lines, func(l breathLine) bool { return l.halves })
	for _, l := range next.lines {
		if l.at >= from && !(again > 0 && l.cycle == again) && !(halved && l.halves) {
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

// middle is half of the way through the phases.
func (b *breathing) middle() time.Duration { return (breathLead + b.total) / 2 }

// again is the cycle whose words come back: the first that starts at or after
// the middle. It is 0 if there is none.
func (b *breathing) again() int {
	if b.cycles < againCycles {
		return 0
	}
	for i, p := range b.phases {
		if p.Start >= b.middle() && p.Cycle != b.phases[i-1].Cycle {
			return p.Cycle
		}
	}
	return 0
}

// first is the index of the first phase of a cycle.
func (b *breathing) first(cycle int) int {
	i, _ := slices.BinarySearchFunc(b.phases, cycle, func(p Breath, c int) int { return cmp.Compare(p.Cycle, c) })
	return i
}

// speak puts in the words of the phases.
func (b *breathing) speak() {
	again := b.again()
	for _, p := range b.phases {
		full := b.words == routine.WordsAlways || p.Cycle <= wordedCycles || p.Cycle == again
		fading := p.Cycle == wordedCycles+1 && p.Kind == routine.BreathIn
		if full || fading {
			b.word(p)
		}
	}
}

// word says what a phase is, so that the stressed end of the words falls on
// its start: half of them before it. Where other words are in the way it
// comes a little later, then in its short wording, then not at all.
func (b *breathing) word(p Breath) {
	line := p.Say
	words := b.book.Breathing.Words[p.Kind]
	if line.Text == "" {
		line = routine.Line{Pos: p.Pos, Text: words}
	}
	reason := "no recording"
	for _, text := range []string{line.Text, line.Short} {
		frames, ok := b.length(text)
		if text == "" || !ok {
			continue
		}
		reason = "no room"
		l := breathLine{length: frames.Duration(), line: routine.Line{Pos: line.Pos, Text: text}, cycle: p.Cycle, side: p.Nostril, usual: line.Text == words}
		l.at = p.Start - min(l.length/2, breathEarly)
		if n := len(b.lines); n > 0 {
			l.at = max(l.at, b.lines[n-1].end()+breathGap)
		}
		if l.at <= p.Start+breathLate && l.end() < p.End()+breathLate {
			b.lines = append(b.lines, l)
			return
		}
	}
	b.note("%s, left out: %s", reason, line.Text)
}

// announce puts in the halfway and the last breath.
func (b *breathing) announce() {
	if b.cycles >= halfwayCycles {
		near := slices.Clone(b.phases)
		middle := b.middle()
		slices.SortStableFunc(near, func(p, q Breath) int {
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
func (b *breathing) beforeLast() []Breath {
	var ins []int
	for i, p := range b.phases {
		if p.Kind == routine.BreathIn {
			ins = append(ins, i)
		}
	}
	before := slices.Clone(b.phases[ins[len(ins)-2]:ins[len(ins)-1]])
	slices.Reverse(before)
	return before
}

// insert says a line in the first of the places where there is room, in its
// short wording where there is none for the full one.
func (b *breathing) insert(l breathLine, places []Breath) {
	reason, full := "no recording", l.line.Text
	for _, text := range []string{full, l.line.Short} {
		frames, ok := b.length(text)
		if text == "" || !ok {
			continue
		}
		l.length, l.line = frames.Duration(), routine.Line{Text: text}
		if b.insertIn(places, l) {
			return
		}
		reason = "no room"
	}
	b.note("%s, left out: %s", reason, full)
}

// insertIn says a line in the first of the places where there is room: in a
// hold, or in the second half of an out-breath, before the turn. It is never
// said over the rise.
func (b *breathing) insertIn(places []Breath, l breathLine) bool {
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
func (b *breathing) insertSoon(text string, places []Breath, after time.Duration) {
	frames, ok := b.length(text)
	l := breathLine{length: frames.Duration(), line: routine.Line{Text: text}, isLast: true}
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
