package plan

import (
	"cmp"
	"fmt"
	"slices"
	"time"

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
	side   routine.Side // of the nostril that it names
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

const lastBreathPhrase = "Last breath."

// breathSafety is said before any pattern, whoever wrote it.
func breathSafety(p *routine.Pattern) []routine.Line {
	lines := []routine.Line{
		{Text: "Sit or lie down, and breathe gently.", Short: "Breathe gently, without effort."},
		{Text: "If you feel dizzy, stop following the sound, and breathe normally."},
	}
	if p.HasHolds() {
		lines = append(lines, routine.Line{
			Text: "Leave out the holds if you are pregnant, or have problems with your heart, blood pressure, " +
				"lungs, seizures, eye pressure or panic, unless a clinician has agreed.",
			Short: "Leave out the holds if they do not suit you.",
		})
	}
	return lines
}

// breathTexts are all the texts that breathing says by itself.
func breathTexts() []string {
	texts := []string{lastBreathPhrase}
	held := &routine.Pattern{Phases: []routine.BreathPhase{{Kind: routine.BreathHold}}}
	for _, l := range breathSafety(held) {
		texts = append(texts, l.Text)
		if l.Short != "" {
			texts = append(texts, l.Short)
		}
	}
	for _, k := range []routine.BreathKind{routine.BreathIn, routine.BreathTopUp, routine.BreathHold, routine.BreathOut, routine.BreathEmpty} {
		texts = append(texts, k.Words())
	}
	return texts
}

// breathe lays out a step for the time want; 0 is the usual length of its
// pattern, and a number of cycles in the step goes first. The length of a
// text is false where no voice says it: it is then left out, since the sound
// carries the breath.
func breathe(b *routine.Breathe, want time.Duration, words routine.BreathWords, length func(text string) (Frame, bool)) breathing {
	p := b.Pattern
	cycles := b.Cycles
	if cycles == 0 && want == 0 {
		cycles, want = p.UsualCycles, p.Usual
	}
	out := breathing{phases: Breaths(p, cycles, want)}
	if len(out.phases) == 0 {
		out.note("%s: a breath without length is left out", p.Title)
		return out
	}
	for i := range out.phases {
		out.phases[i].Start += breathLead
	}
	last := out.phases[len(out.phases)-1]
	out.cycles, out.total = last.Cycle, last.End()
	if p.WarnCycles > 0 && out.cycles > p.WarnCycles {
		out.note("%s: %d breaths in a row, more than the %d that are advised", p.Title, out.cycles, p.WarnCycles)
	}
	if words != routine.WordsNever {
		out.speak(words, length)
		out.announce(length)
	}
	return out
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
func (b *breathing) speak(words routine.BreathWords, length func(string) (Frame, bool)) {
	again := b.again()
	for _, p := range b.phases {
		full := words == routine.WordsAlways || p.Cycle <= wordedCycles || p.Cycle == again
		fading := p.Cycle == wordedCycles+1 && p.Kind == routine.BreathIn
		if full || fading {
			b.word(p, length)
		}
	}
}

// word says what a phase is, so that the stressed end of the words falls on
// its start: half of them before it. Where other words are in the way it
// comes a little later, then in its short wording, then not at all.
func (b *breathing) word(p Breath, length func(string) (Frame, bool)) {
	line := p.Say
	if line.Text == "" {
		line = routine.Line{Pos: p.Pos, Text: p.Kind.Words()}
	}
	reason := "no recording"
	for _, text := range []string{line.Text, line.Short} {
		frames, ok := length(text)
		if text == "" || !ok {
			continue
		}
		reason = "no room"
		l := breathLine{length: frames.Duration(), line: routine.Line{Pos: line.Pos, Text: text}, side: p.Nostril}
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
func (b *breathing) announce(length func(string) (Frame, bool)) {
	if b.cycles >= halfwayCycles {
		near := slices.Clone(b.phases)
		middle := b.middle()
		slices.SortStableFunc(near, func(p, q Breath) int {
			return cmp.Compare((p.End() - middle).Abs(), (q.End() - middle).Abs())
		})
		b.insert(halfwayPhrase, near[:min(len(near), 8)], length)
	}
	if b.cycles >= lastCycles {
		before := slices.Clone(b.phases[b.first(b.cycles-1):b.first(b.cycles)])
		slices.Reverse(before)
		b.insert(lastBreathPhrase, before, length)
	}
}

// insert says a text in the first of the places where there is room: in a
// hold, or in the second half of an out-breath, before the turn. It is never
// said over the rise.
func (b *breathing) insert(text string, places []Breath, length func(string) (Frame, bool)) {
	frames, ok := length(text)
	if !ok {
		b.note("no recording, left out: %s", text)
		return
	}
	l := breathLine{length: frames.Duration(), line: routine.Line{Text: text}}
	for _, p := range places {
		from := p.Start + breathGap
		switch p.Kind {
		case routine.BreathOut:
			from = p.Start + p.For/2
		case routine.BreathIn, routine.BreathTopUp:
			continue
		}
		if at, ok := b.room(from, p.End()-breathGap, l.length); ok {
			l.at = at
			i, _ := slices.BinarySearchFunc(b.lines, at, func(l breathLine, t time.Duration) int { return cmp.Compare(l.at, t) })
			b.lines = slices.Insert(b.lines, i, l)
			return
		}
	}
	b.note("no room, left out: %s", text)
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
