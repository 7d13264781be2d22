package plan

import "unhunch/internal/routine"

// leastStill is the shortest hold that has time for a remark. Where none has, it is
// made while one moves.
const leastStill = 4 * second

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
func (w *work) repetition(p routine.Phase, r repetition) {
	w.phase = p.Name
	w.body.move(p.Say.To, w.side)
	if r.circuit && p.Say.Text != "" && !(r.first && r.number == 1) {
		w.changePhase(p, r)
	}
	for i, m := range p.Moves {
		var list []words
		if i == 0 {
			list = w.repetitionWords(p, m, r)
		}
		opened := i == 0 && r.first && r.number == 1 // its words came before the count-in
		if l, ok := w.moveWords(m, r); ok && !opened && !(i == 0 && r.named(m)) {
			list = append(list, l)
		}
		outer := w.side
		w.side, w.move = sideOf(m, outer), numberOf(p, i)
		w.doMove(m, list, move{first: i == 0, opened: opened, explain: r.explain})
		w.side, w.move = outer, 0
	}
	w.phase = ""
}

// changePhase leads to the next phase of a circuit, and gives the time to change
// into its place.
func (w *work) changePhase(p routine.Phase, r repetition) {
	w.now = w.free(wordGap)
	start := w.now
	w.say(w.phaseWords(p, w.side, RoleMove, !r.explain), second)
	w.spanned(KindRest, start, w.longer(start, max(w.now, start+phaseTime)))
}

// sideOf is the side of a move: its own, or that of the repetition.
func sideOf(m routine.Move, side routine.Side) routine.Side {
	if m.Side != routine.NoSide {
		return m.Side
	}
	return side
}

// numberOf is the number of a move of a phase. To keep moving counts as one more
// than the way there.
func numberOf(p routine.Phase, i int) int {
	n := i + 1
	for _, m := range p.Moves[:i] {
		if m.Keep.Default > 0 {
			n++
		}
	}
	return n
}

// repetitionWords are what is said at the start of a repetition: its count, and
// the phase or side if it has changed.
func (w *work) repetitionWords(p routine.Phase, m routine.Move, r repetition) []words {
	var list []words
	if r.first && r.number > 1 {
		list = append(list, words{line: routine.Line{Text: w.book.Repetition(r.number, r.of)}, role: RoleCount})
	}
	if r.alternate && r.named(m) {
		list = append(list, words{line: routine.Line{Text: w.book.Side(w.side)}, role: RoleSide, lean: true})
	}
	return list
}

// named says that the side needs naming by the program, because the wording of
// the move does not.
func (r repetition) named(m routine.Move) bool {
	return r.alternate && r.number > 1 && !m.Say.HasSide()
}

// moveWords is what is said of a movement, if anything.
func (w *work) moveWords(m routine.Move, r repetition) (words, bool) {
	l := w.ofSide(m.Say, sideOf(m, w.side))
	l.role, l.known, l.lean, l.brief = RoleMove, true, l.sided, true
	switch {
	case l.line.Text == "":
		return words{}, false
	case r.explain && !w.heard[l.line.Text]:
		w.hear(l.line.Text)
		l.brief, l.known = false, false
	case l.sided && (r.alternate || m.Side != routine.NoSide):
		l.known = false
	case r.number > 2:
		return words{}, false
	}
	return l, true
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

// doMove lays out one movement and the hold, keeping on or pause after it.
func (w *work) doMove(m routine.Move, list []words, how move) {
	start := w.now
	if placed := w.placeMove(list, start, m, how); !placed && !how.opened {
		w.tick(how.tone(), start)
	}
	take, margin := fromDuration(m.Take), beforeEnd
	if how.explain && len(list) > 0 && m.Hold.Default > 0 {
		margin = beforeHold
	}
	if least := w.voiceFree + margin - start; take < least {
		if len(list) > 0 && m.Take > 0 {
			w.note("a movement grew to fit its words, by up to %v", (least - take).duration().Round(100e6))
		}
		take = least
	}
	doing := w.ofSide(m.Say, w.side)
	w.doing, w.doingSide = doing.line.Text, doing.sided
	w.body.move(m.Say.To, w.side)
	if take > 0 {
		w.span(KindMove, take, "")
	}
	end := w.now + fromDuration(m.Pause) // however much more of it is asked for
	w.stay(m)
	if w.rep > 2 && m.Hold.Default == 0 && m.Keep.Default == 0 && stillness(w.e) < leastStill {
		w.coach(silence{start: start + wordGap, end: end - leadIn - wordGap, moving: true})
	}
	w.doing, w.doingSide = "", false
}

// placeMove says the words of a movement that begins at start, and says whether
// there are any. They fit into it, but where it is being explained: then it may
// grow.
func (w *work) placeMove(list []words, start instant, m routine.Move, how move) bool {
	if len(list) == 0 {
		return false
	}
	said := w.meeting(w.wording(list[0]), start)
	room := start + fromDuration(m.Take) - beforeEnd - said
	if how.explain {
		room = never
	}
	lines := w.fit(list, room)
	for i, l := range lines {
		if i == 0 {
			said = w.meeting(l, start)
		}
		w.place(l, said)
		said = w.voiceFree + wordGap
	}
	return len(lines) > 0
}

// meeting is when a line begins that goes with a moment, or as soon after that as
// can be. A number meets it by its beat, if need be right after other words.
func (w *work) meeting(l spoken, moment instant) instant {
	if l.role == RoleCount {
		return max(moment-w.lead(l), w.voiceFree, w.quiet)
	}
	return max(moment-leadIn, w.voiceFree+wordGap, w.quiet+wordGap/3)
}

// tick marks a movement that has no words, unless another tone still sounds.
func (w *work) tick(t Tone, start instant) {
	if w.quiet <= start {
		w.tone(t, start)
	}
}

// stay lays out what follows a movement.
func (w *work) stay(m routine.Move) {
	switch {
	case m.Hold.Default > 0:
		w.tone(ToneHold, w.now)
		w.hold(KindHold, fromDuration(m.Hold.Default))
	case m.Keep.Default > 0:
		w.move++
		w.hold(KindMove, fromDuration(m.Keep.Default))
	case m.Pause > 0:
		w.span(KindRest, w.longer(w.now, w.now+fromDuration(m.Pause))-w.now, "pause")
	}
}
