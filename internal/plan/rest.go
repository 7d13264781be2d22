package plan

import (
	"slices"
	"time"

	"unhunch/internal/routine"
)

const (
	restSpoken = 4 * time.Second // shorter rests are not announced
	// restLong is the shortest rest whose middle is told: in a longer silence
	// with closed eyes one begins to wonder whether it goes on.
	restLong = 40 * second
)

// rest rests for exactly the time asked for; the words are within it.
func (b *builder) rest(s routine.Rest, within bool) {
	b.now = b.free(0)
	start, length := b.now, fromDuration(s.For)
	if !within && s.For >= restSpoken {
		for _, l := range b.fit([]words{{line: b.book.Rest(s.For), role: RoleRest}}, length-second) {
			b.place(l, start+wordGap)
		}
		halved := false
		b.begun(b.leftAt(start, never), func() {
			b.inStages(start, start+length, func(from, end instant) {
				halved = end-start < restLong || b.halfway(b.book.Counting.HalfRest, middle{start, end, from, end - second}, halved)
			})
		})
	}
	b.span(KindRest, b.rested(start, start+length, b.voiceFree)-start, "")
}

// wait lays out a wait as long as it is in a file. A listener ends it.
func (b *builder) wait(s routine.Wait) {
	b.say(words{line: s.Line, role: RoleSay}, 0)
	b.now = b.free(0)
	end := b.leftAt(b.now, b.now+fromDuration(s.For))
	b.span(KindRest, end-b.now, "wait").Open = true
}

// restBetweenReps is silent: advice is for the position, and the rest leaves it.
func (w *work) restBetweenReps() {
	w.span(KindRest, w.longer(w.now, w.now+fromDuration(w.e.RestReps))-w.now, "")
}

// restBetweenBlocks leads from one block of a set to the next: another side, or
// another phase of the exercise.
func (w *work) restBetweenBlocks(from, to block) {
	w.rep = 0
	w.side = to.sideIs
	w.tone(ToneSet, max(w.now, w.quiet))
	w.now = max(w.now, w.quiet+wordGap)
	start := w.now
	pause := fromDuration(w.e.RestPhase)
	if from.sideIs != to.sideIs {
		pause = max(fromDuration(w.e.Change), settleSame)
		w.say(words{line: w.book.NextSide(to.sideIs), role: RoleSide, lean: true}, afterLine)
		for _, l := range w.e.Changing {
			line := w.ofSide(l, to.sideIs)
			line.role = RolePrepare
			w.guide(line, to.sideIs, afterLine)
		}
		w.restEyes()
	}
	if to.phaseIs != "" {
		w.say(w.phaseWords(to.phases[0], to.sideIs, RoleName, !to.explain), afterLine)
	}
	w.spanned(KindRest, start, w.rested(start, max(start+pause, w.now), w.now))
}

// setRest is a rest between two sets: from start to end, with the words that
// announce the next set before its end.
type setRest struct {
	start, end instant
	announce   []spoken
	before     instant // how long before the end they begin
	halved     bool    // its middle has been told
}

// restBetweenSets rests for exactly the time asked for, and announces and
// counts in the next set at its end. Where the words need more, the rest grows.
// A listener who leaves the rest hears the announcement at once, and one who
// leaves that leaves the set: then it says so.
func (w *work) restBetweenSets(set, sets int, next block) (left bool) {
	w.rep, w.side = 0, next.sides[0]
	w.tone(ToneSet, w.now)
	r := w.setRest(set, sets, next)
	from := r.start
	for _, c := range w.changesAfter(r.start) {
		at := fromFrames(c.At)
		if at >= r.end {
			break
		}
		w.begun(at, func() { w.fillSetRest(r, from) })
		from = at
		soonest := max(at, w.voiceFree+2*wordGap, w.quiet+wordGap) + r.before
		switch {
		case c.More > 0:
			r.end = max(r.end+fromDuration(c.More), soonest)
		case at < r.end-r.before:
			r.end = min(r.end, soonest)
		default:
			w.side = routine.NoSide
			w.span(KindRest, at-r.start, "")
			w.cut(at)
			return true
		}
	}
	w.fillSetRest(r, from)
	w.side = routine.NoSide
	w.span(KindRest, r.end-r.start, "")
	w.side = next.sides[0]
	return false
}

// setRest says how long the rest before a set is, which begins now.
func (w *work) setRest(set, sets int, next block) *setRest {
	r := &setRest{start: w.now, before: countTail + afterLine}
	r.announce = w.worded(slices.Concat([]words{{line: w.book.Set(set, sets), role: RoleCount}}, w.turnBack(next), w.openingWords(next)))
	for _, l := range r.announce {
		r.before += l.length + 2*wordGap
	}
	length := fromDuration(w.e.RestSets.Default)
	words := w.wording(words{line: w.book.Rest(w.e.RestSets.Default), role: RoleRest})
	if length >= r.before+words.length+2*second {
		w.place(words, max(w.quiet, w.voiceFree)+wordGap)
	}
	if least := r.before + w.quiet - w.now + 2*wordGap; length < least {
		w.note("a rest grew to fit its words, by %v", (least - length).duration().Round(10*time.Millisecond))
		length = least
	}
	r.end = r.start + length
	return r
}

// turnBack leads from the last side of a set to the first one of the next.
func (w *work) turnBack(next block) []words {
	var list []words
	turned := false
	for _, l := range w.e.Changing {
		if next.sideIs == routine.NoSide || l.To != (routine.Place{}) && w.body.holds(l.To, next.sideIs) {
			continue
		}
		line := w.ofSide(l, next.sideIs)
		line.role = RolePrepare
		list = append(list, line)
		turned = turned || w.body.turns(l.To, next.sideIs)
		w.body.move(l.To, next.sideIs)
	}
	if !turned || !w.body.resting {
		return list
	}
	eyes := w.book.Positions.Eyes
	open, again := words{line: routine.Line{Text: eyes.Open}, role: RolePlace}, words{line: routine.Line{Text: eyes.Again}, role: RolePlace}
	return append(append([]words{open}, list...), again)
}

// fillSetRest lays out what is heard in a rest between sets from a moment of it
// on: its middle, the announcement of the next set, and its count-in.
func (w *work) fillSetRest(r *setRest, from instant) {
	at := r.end - r.before
	soonest, half := max(from, w.voiceFree)+2*second, r.start+(r.end-r.start)/2
	w.coach(silence{start: soonest, end: half - second, rest: true})
	if r.end-r.start >= restLong {
		r.halved = w.halfway(w.book.Counting.HalfRest, middle{r.start, r.end, from, at}, r.halved)
	}
	w.coach(silence{start: max(soonest, half) + 2*second, end: at - 2*second, rest: true})
	for _, l := range r.announce {
		w.place(l, at)
		at += l.length + 2*wordGap
	}
	if w.counting != "off" {
		w.countdown(r.end, 3)
	}
	w.tone(ToneGo, r.end)
}

// middle is that of a rest or hold, told from a moment of it on and before other words.
type middle struct{ start, end, from, before instant }

// halfway tells the middle of something long, if there is room, and says whether it
// has been told. Where no voice says it, a tone does.
func (s *speech) halfway(text string, m middle, told bool) bool {
	l := s.wording(words{line: routine.Line{Text: text}, role: RoleCount})
	at := m.start + (m.end-m.start)/2
	if told || at < max(m.from, s.voiceFree+wordGap) || at+l.length+wordGap > m.before {
		return told
	}
	if l.missing {
		s.lacking(at, "a tone instead", l.text)
		s.tone(ToneHalf, at)
	} else {
		s.place(l, at)
	}
	return at < s.until
}
