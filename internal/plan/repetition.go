package plan

import (
	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// repetition is one performance of the moves of a phase.
type repetition struct {
	number, of int
	explain    bool // say each new movement in full
	first      bool // the first of this number: of its sides and phases
	alternate  bool // the side has changed
	circuit    bool // a phase of several within a repetition
}

// repetition lays out the moves of one phase: said in full the first time,
// briefly the second time, and then only counted.
func (b *builder) repetition(p routine.Phase, r repetition) {
	for i, m := range p.Moves {
		var list []words
		if i == 0 {
			list = b.repOpening(p, m, r)
		}
		opened := i == 0 && r.first && r.number == 1 // its words came before the count-in
		if w, ok := b.moveWords(m, r); ok && !opened && !(i == 0 && r.named(m)) {
			list = append(list, w)
		}
		outer := b.side
		b.side = sideOf(m, outer)
		b.move(m, list, move{first: i == 0, opened: opened, explain: r.explain})
		b.side = outer
	}
}

// sideOf is the side of a move: its own, or that of the repetition.
func sideOf(m routine.Move, side routine.Side) routine.Side {
	if m.Side != routine.NoSide {
		return m.Side
	}
	return side
}

// repOpening is what is said at the start of a repetition: its count, and the
// phase or side if it has changed.
func (b *builder) repOpening(p routine.Phase, m routine.Move, r repetition) []words {
	var list []words
	if r.first && r.number > 1 {
		text := b.book.Count(r.number)
		if r.number == r.of {
			text = b.book.Counting.Last
		}
		list = append(list, words{line: routine.Line{Text: text}, weight: aCount})
	}
	if r.circuit && p.Say.Text != "" && !(r.first && r.number == 1) {
		list = append(list, words{line: b.phaseLine(p, b.side), sided: p.Say.HasSide(), weight: aSide, brief: !r.explain})
	}
	if r.alternate && r.named(m) {
		list = append(list, words{line: routine.Line{Text: b.book.Side(b.side)}, weight: aSide, lean: true})
	}
	return list
}

// phaseLine announces a phase for a side; its name alone is the shorter wording.
func (b *builder) phaseLine(p routine.Phase, side routine.Side) routine.Line {
	return b.book.ForSide(phaseLine(b.book, p), side)
}

func phaseLine(book *phrases.Book, p routine.Phase) routine.Line {
	l := p.Say
	if l.Short == "" && p.Name != "" {
		l.Short = book.Title(p.Name)
	}
	return l
}

// named says that the side needs naming by the program, because the wording of
// the move does not.
func (r repetition) named(m routine.Move) bool {
	return r.alternate && r.number > 1 && !m.Say.HasSide()
}

// moveWords is what is said of a movement, if anything.
func (b *builder) moveWords(m routine.Move, r repetition) (words, bool) {
	line := b.book.ForSide(m.Say, sideOf(m, b.side))
	leans := line.Text != m.Say.Text
	w := words{line: line, weight: aCoaching, lean: leans, brief: true}
	switch {
	case line.Text == "":
		return words{}, false
	case r.explain && !b.explained[line.Text]:
		b.explain(line.Text)
		w.brief, w.weight = false, aSignal
	case leans && (r.alternate || m.Side != routine.NoSide):
		w.weight = aSide
	case r.number > 2:
		return words{}, false
	}
	return w, true
}

// move is how a movement stands in its repetition.
type move struct {
	first   bool // of its repetition
	opened  bool // its words came before the count-in
	explain bool // its slot may grow to hold its words
}

// tone is the tick of a movement without words.
func (m move) tone() Tone {
	if m.first {
		return ToneMove
	}
	return ToneBack
}

// move lays out one movement and the hold, keeping on or pause after it.
func (b *builder) move(m routine.Move, list []words, how move) {
	start := b.now
	take := fromDuration(m.Take)
	var placed []spoken
	if len(list) > 0 {
		said := max(start-leadIn, b.inHoldTo, b.voiceFree+wordGap, b.quiet+wordGap/3)
		placed = b.fitMove(list, start+take-beforeEnd-said, how.explain)
		for _, s := range placed {
			b.place(s, said)
			said = b.voiceFree + wordGap
		}
	}
	if len(placed) == 0 && !how.opened {
		b.tick(how.tone(), start)
	}
	if least := b.voiceFree + beforeEnd - start; take < least {
		if len(list) > 0 && m.Take > 0 {
			b.note("a movement grew to fit its words, by up to %v", (least - take).duration().Round(100e6))
		}
		take = least
	}
	b.doing = b.book.ForSide(m.Say, b.side).Text
	b.doingSide = b.doing != m.Say.Text || m.Side != routine.NoSide
	if take > 0 {
		b.span(KindMove, take, "")
		if len(list) == 0 && how.first && !how.opened {
			b.coach(start+wordGap, b.now-2*wordGap, false)
		}
	}
	b.stay(m)
	b.doing, b.doingSide = "", false
}

// fitMove fits words into the room of a movement, all of them where the
// movement is being explained and may grow.
func (b *builder) fitMove(list []words, room instant, explain bool) []spoken {
	if explain {
		room = 1 << 62
	}
	return b.fit(list, room)
}

// tick marks a movement that has no words, unless another tone still sounds.
func (b *builder) tick(t Tone, start instant) {
	if b.quiet <= start {
		b.tone(t, start)
	}
}

// stay lays out what follows a movement.
func (b *builder) stay(m routine.Move) {
	switch {
	case m.Hold.Default > 0:
		b.tone(ToneHold, b.now)
		b.stretch(KindHold, fromDuration(m.Hold.Default))
	case m.Keep.Default > 0:
		b.stretch(KindMove, fromDuration(m.Keep.Default))
	case m.Pause > 0:
		b.span(KindRest, b.longer(b.now, b.now+fromDuration(m.Pause))-b.now, "pause")
	}
}

// Where words may be within a stretch.
const (
	stretchLong = 20 * second // a halfway mark, and tips
	stretchTail = 5 * second  // no words in the last seconds of a long one
	countTail   = 3*second + 300*millisecond
)

// stretch lays out a hold, or a time of keeping on, of exactly this length.
// Its last seconds are counted down, and its end sounds at the moment to let
// go.
func (b *builder) stretch(kind Kind, length instant) {
	start := b.now
	b.span(kind, b.longer(start, start+length)-start, "")
	b.inHoldTo = b.now
	halved := false
	b.inStages(start, start+length, func(from, end instant) { halved = b.fill(start, from, end, halved) })
}

// fill lays out what is heard in a stretch from a moment of it on, and says
// whether its middle has been marked.
func (b *builder) fill(start, from, end instant, halved bool) bool {
	length := end - start
	tail, last := 500*millisecond, ToneRelease
	if b.counted(length) {
		tail, last = countTail, ToneFree
	}
	if length >= stretchLong {
		half := start + length/2
		b.coach(max(start+second, from), half-wordGap, true)
		if !halved && half >= from {
			b.tone(ToneHalf, half)
			halved = half < b.until
		}
		b.coach(max(half, from)+second, end-stretchTail, true)
	} else {
		b.coach(max(start+second, from), end-tail, false)
	}
	if last == ToneFree {
		b.countdown(end)
	}
	b.tone(last, end)
	return halved
}
