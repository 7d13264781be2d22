package plan

import (
	"time"

	"unhunch/internal/routine"
)

// How long it takes to get from one posture to another, and how much of it is
// silence after the last word (a default of ours: no guide says).
const (
	settleSame  = 5 * second
	settleUp    = 10 * second // sit and stand, or from one place on the floor to another
	settleFloor = 20 * second // to and from the floor
	settleLeast = 4 * second  // after the last word of the set-up
)

func onFloor(p routine.Posture) bool {
	return p == routine.Kneeling || p == routine.AllFours || p == routine.Prone || p == routine.Supine
}

func lying(p routine.Posture) bool { return p == routine.Prone || p == routine.Supine }

func upright(p routine.Posture) bool { return p == routine.Standing || p == routine.Seated }

// settling is the time to get into position for e from where the listener is;
// goes says that this is at another place.
func (b *builder) settling(e *routine.Exercise, goes bool) instant {
	switch {
	case e.Ready > 0:
		return fromDuration(e.Ready)
	case b.posture == "" || e.Posture == routine.AnyAtRest || b.posture == e.Posture:
		if goes {
			return settleUp
		}
		return settleSame
	case b.posture == routine.AnyAtRest || onFloor(b.posture) != onFloor(e.Posture):
		return settleFloor
	}
	return settleUp
}

// do lays out one exercise, from its announcement to its end sound.
func (b *builder) do(step routine.Do) {
	e := step.Exercise.AtDose(b.opt.Dose)
	outer := b.where
	b.where = where{exercise: e.ID, from: step.Where()}
	b.chapter(e.Title, 0)
	b.coaching = nil
	again := b.explained["exercise "+e.ID]
	b.announce(e)
	if !again {
		b.say(words{line: e.LeaveOut, weight: aSafety}, afterLine)
	}
	b.prepare(e, again)
	if e.Body != nil {
		b.steps(e.Body, true)
	} else {
		b.work(e, again)
	}
	b.explained["exercise "+e.ID] = true
	b.side, b.set, b.rep = routine.NoSide, 0, 0
	b.now = max(b.now, b.quiet+wordGap, b.voiceFree+wordGap)
	b.tone(ToneDone, b.now)
	b.now = b.quiet + afterLine
	for _, w := range b.coaching {
		b.note("no silence long enough, left out: %s (%s)", w.line.Text, w.weight)
	}
	b.coaching = nil
	b.where = outer
}

// announce says which exercise comes, and where it stands in the session. Two
// exercises in a row that are one in their guide share a number.
func (b *builder) announce(e *routine.Exercise) {
	if b.included == 0 && !b.continues(e) {
		b.exercises++
		if b.total > 1 {
			b.say(words{line: b.book.Exercise(b.exercises, b.total), weight: aName}, 2*wordGap)
		}
	}
	b.lastGuide = e.Guide
	if e.Title == b.plan.Title && b.total == 1 {
		return // the opening has just said it
	}
	b.say(words{line: routine.Line{Pos: e.Pos, Text: b.book.Title(e.Title)}, weight: aName}, afterLine)
}

func (b *builder) continues(e *routine.Exercise) bool {
	return e.Guide != "" && e.Guide == b.lastGuide && !b.explained["exercise "+e.ID]
}

// prepare gets the listener into position. One who leaves it early still hears
// in which one to be, and what to take care of.
func (b *builder) prepare(e *routine.Exercise, again bool) {
	start, before := b.now.frame(), b.posture
	if !b.leavable(func() { b.getReady(e, again) }) {
		return
	}
	if getsUp(before, e) {
		b.sayUnheard(routine.Line{Text: b.book.Positions.GetUp}, aSafety, start)
	}
	if b.posture != before {
		b.sayUnheard(b.intoPosture(e), aSignal, start)
	}
	if !again {
		b.sayUnheard(e.Care, aSafety, start)
	}
}

// getsUp says that one who is in a posture gets up from lying for e: too quickly,
// that makes dizzy, and straight from the back it strains the neck.
func getsUp(from routine.Posture, e *routine.Exercise) bool { return lying(from) && upright(e.Posture) }

// intoPosture leads into the posture of an exercise.
func (b *builder) intoPosture(e *routine.Exercise) routine.Line {
	if e.Position.Text != "" {
		return b.book.ForSide(e.Position, b.firstSide(e))
	}
	return routine.Line{Text: b.book.Positions.Into[e.Posture]}
}

// sayUnheard speaks a line unless it was said to its end since a frame.
func (b *builder) sayUnheard(l routine.Line, weight importance, since Frame) {
	for _, e := range b.plan.Events {
		if e.At >= since && e.End() < b.now.frame() && e.Text != "" && (e.Text == l.Text || e.Text == l.Short) {
			return
		}
	}
	b.say(words{line: l, weight: weight}, afterLine)
}

// getReady says how to get into position and leaves the time for it. The time
// runs from the first of these words, for the listener moves while listening;
// but one who lies takes as long as it takes to get up.
func (b *builder) getReady(e *routine.Exercise, again bool) {
	start := b.now
	place := b.placeOf(e)
	goes, changes := place != "" && place != b.at, b.posture != e.Posture
	settle := b.settling(e, goes)
	if getsUp(b.posture, e) {
		b.sayText(b.book.Positions.GetUp, aSafety, afterLine)
	}
	from := b.now
	goThere := func() {
		if goes {
			b.sayText(b.book.Positions.GoTo[place], aSignal, afterLine)
		}
	}
	// One goes after getting up, and before getting down.
	if e.Posture != routine.Standing {
		goThere()
	}
	if changes || e.Position.Text != "" && !again {
		b.say(words{line: b.intoPosture(e), weight: aSignal}, afterLine)
	}
	if e.Posture == routine.Standing {
		goThere()
	}
	b.posture, b.at = e.Posture, place
	if !again || changes || goes {
		for _, l := range e.Setup {
			b.say(words{line: b.book.ForSide(l, b.firstSide(e)), weight: aSignal, brief: again}, afterLine)
		}
	}
	if !again {
		b.say(words{line: e.Care, weight: aSafety}, afterLine)
	}
	if e.Body == nil {
		for _, text := range b.book.Dose(e.Sets.Default, e.Reps.Default, e.Sides, inBlocks(e)) {
			b.sayText(text, aCoaching, 2*wordGap)
		}
		if text := b.book.Hold(onlyHold(e)); text != "" {
			b.sayText(text, aCoaching, 2*wordGap)
		}
	}
	end := b.longer(start, max(from+settle, b.voiceFree+settleLeast, b.now))
	b.now = start
	b.span(KindSetup, end-start, "")
}

// placeOf is the wall or doorway at which an exercise is done, if any.
func (b *builder) placeOf(e *routine.Exercise) routine.Equipment {
	for _, q := range e.Equipment {
		if _, ok := b.book.Positions.GoTo[q]; ok {
			return q
		}
	}
	return ""
}

// onlyHold is the length of the holds of an exercise whose holds are all the
// same; 0 if they are not, or if there are none.
func onlyHold(e *routine.Exercise) time.Duration {
	var d time.Duration
	for _, p := range e.Phases {
		for _, m := range p.Moves {
			h := m.Hold.Default
			if h == 0 {
				continue
			}
			if d != 0 && h != d {
				return 0
			}
			d = h
		}
	}
	return d
}

// work lays out the sets, sides and phases of an exercise in blocks of
// repetitions.
func (b *builder) work(e *routine.Exercise, again bool) {
	if !again {
		b.coaching = append(b.coaching, coachingOf(e)...)
	}
	sets := e.Sets.Default
	explain := !again // until a set was done as a whole
	for set := 1; set <= sets; set++ {
		b.set = set
		number := 0 // in a title
		if sets > 1 {
			number = set
		}
		blocks := blocksOf(e, b.firstSide(e))
		if set > 1 && b.restBetweenSets(e, set, sets, blocks[0]) {
			continue
		}
		whole := true
		for i, blk := range blocks {
			blk.explain = explain
			blk.opened = set > 1 && i == 0 // the rest before it ended in a count-in
			if i > 0 {
				b.between(e, blocks[i-1], blk)
				blk.led = true
			}
			if len(blocks) > 1 || sets > 1 {
				b.chapter(b.book.Part(number, blk.phaseIs, blk.sideIs), 1)
			}
			if b.leavable(func() { b.block(e, blk) }) {
				whole = false
			}
		}
		explain = explain && !whole
	}
}

func coachingOf(e *routine.Exercise) []words {
	var out []words
	if e.Breathing.Text != "" {
		out = append(out, words{line: e.Breathing, weight: aCoaching})
	}
	for _, l := range e.Coach {
		out = append(out, words{line: l, weight: aCoaching})
	}
	for _, l := range e.Tips {
		out = append(out, words{line: l, weight: aTip})
	}
	return out
}

func (b *builder) firstSide(e *routine.Exercise) routine.Side {
	if b.opt.First != routine.NoSide {
		return b.opt.First
	}
	return e.First
}

// block is a run of repetitions: of one side or of both in turn, of one phase
// or of all in turn.
type block struct {
	sides   []routine.Side // in the order of a repetition; one NoSide for none
	phases  []routine.Phase
	sideIs  routine.Side // the one side of an exercise that does each in a block
	phaseIs string       // the one phase, where there are several
	explain bool         // say the first repetition in full
	led     bool         // what came before it has named its side and phase
	opened  bool         // what came before it has counted it in
}

// inBlocks says that an exercise does all repetitions of a phase before the next.
func inBlocks(e *routine.Exercise) bool { return e.Order != routine.OrderCircuit && len(e.Phases) > 1 }

func blocksOf(e *routine.Exercise, first routine.Side) []block {
	phases := [][]routine.Phase{e.Phases}
	named := inBlocks(e)
	if named {
		phases = nil
		for _, p := range e.Phases {
			phases = append(phases, []routine.Phase{p})
		}
	}
	sides := [][]routine.Side{{routine.NoSide}}
	switch e.Sides {
	case routine.SidesEach:
		sides = [][]routine.Side{{first}, {first.Other()}}
	case routine.SidesAlternate:
		sides = [][]routine.Side{{first, first.Other()}}
	}
	var out []block
	for _, s := range sides {
		for _, p := range phases {
			k := block{sides: s, phases: p}
			if e.Sides == routine.SidesEach {
				k.sideIs = s[0]
			}
			if named {
				k.phaseIs = p[0].Name
			}
			out = append(out, k)
		}
	}
	return out
}

// restBetweenSets rests for exactly the time asked for, and announces and
// counts in the next set at its end. Where the words need more, the rest grows.
// A listener who leaves the rest hears the announcement at once, and one who
// leaves that leaves the set: then it says so.
func (b *builder) restBetweenSets(e *routine.Exercise, set, sets int, next block) (left bool) {
	b.rep, b.side = 0, next.sides[0]
	rest := fromDuration(e.RestSets.Default)
	b.tone(ToneSet, b.now)
	announce := b.announcement(append([]words{{line: b.book.Set(set, sets), weight: aCount}}, b.openingWords(next)...))
	before := countTail + afterLine
	for _, s := range announce {
		before += s.length + 2*wordGap
	}
	restWords := b.wording(words{line: b.book.Rest(e.RestSets.Default), weight: aSignal})
	start := b.now
	if rest >= before+restWords.length+2*second && !b.spare(restWords) {
		b.place(restWords, max(b.quiet, b.voiceFree)+wordGap)
	}
	if least := before + b.quiet - b.now + 2*wordGap; rest < least {
		b.note("a rest grew to fit its words, by %v", (least - rest).duration().Round(10*time.Millisecond))
		rest = least
	}
	end, from, halved := start+rest, start, false
	lay := func() {
		halved = b.halfway(start, from, end, end-before, halved)
		b.countInSet(announce, end-before, end)
	}
	for _, c := range b.changes(start) {
		at := fromFrames(c.At)
		if at >= end {
			break
		}
		b.begun(at, lay)
		from = at
		soonest := max(at, b.voiceFree+2*wordGap, b.quiet+wordGap) + before
		switch {
		case c.More > 0:
			end = max(end+fromDuration(c.More), soonest)
		case at < end-before:
			end = min(end, soonest)
		default:
			b.side = routine.NoSide
			b.span(KindRest, at-start, "")
			b.cut(at)
			return true
		}
	}
	lay()
	b.side = routine.NoSide
	b.span(KindRest, end-start, "")
	b.side = next.sides[0]
	return false
}

// restLong is the shortest rest whose middle is told: in a longer silence with
// closed eyes one begins to wonder whether it goes on.
const restLong = 40 * second

// halfway tells the middle of a long rest from a moment of it on, if there is
// room before other words, and says whether it has been told.
func (b *builder) halfway(start, from, end, before instant, told bool) bool {
	w := b.wording(words{line: routine.Line{Text: b.book.Counting.Halfway}, weight: aCount})
	middle := start + (end-start)/2
	if told || end-start < restLong || middle < max(from, b.voiceFree+wordGap) || middle+w.length+wordGap > before || b.spare(w) {
		return told
	}
	b.place(w, middle)
	return middle < b.until
}

// countInSet announces a set from a moment on, and counts it in.
func (b *builder) countInSet(announce []spoken, from, end instant) {
	for _, s := range announce {
		b.place(s, from)
		from += s.length + 2*wordGap
	}
	if b.opt.Countdown != "off" {
		b.countdown(end)
	}
	b.tone(ToneGo, end)
}

// announcement gives the wordings of lines that are all to be said, without
// those that are not worth a tone in their place.
func (b *builder) announcement(list []words) []spoken {
	var out []spoken
	for _, w := range list {
		if s := b.wording(w); w.line.Text != "" && !b.spare(s) {
			out = append(out, s)
		}
	}
	return out
}

// between leads from one block of a set to the next: another side, or another
// phase of the exercise.
func (b *builder) between(e *routine.Exercise, from, to block) {
	b.rep = 0
	b.side = to.sideIs
	b.tone(ToneSet, max(b.now, b.quiet))
	b.now = max(b.now, b.quiet+wordGap)
	start := b.now
	pause := fromDuration(e.RestPhase)
	if from.sideIs != to.sideIs {
		pause = max(fromDuration(e.Change), settleSame)
		b.say(words{line: b.book.NextSide(to.sideIs), weight: aSide, lean: true}, afterLine)
		for _, l := range e.Changing {
			b.say(words{line: b.book.ForSide(l, to.sideIs), sided: l.HasSide(), weight: aSignal}, afterLine)
		}
	}
	if to.phaseIs != "" {
		b.say(words{line: b.phaseLine(to.phases[0], to.sideIs), sided: to.phases[0].Say.HasSide(), weight: aName, brief: !to.explain}, afterLine)
	}
	end := b.rested(start, max(start+pause, b.now), b.now)
	b.now = start
	b.span(KindRest, end-start, "")
}

// block lays out the repetitions of a block. The first movement is explained
// before the count-in, so that the go is the moment to begin.
func (b *builder) block(e *routine.Exercise, k block) {
	b.side = k.sides[0]
	if !k.opened {
		b.open(k)
	}
	reps := e.Reps.Default
	for rep := 1; rep <= reps; rep++ {
		b.rep = rep
		for i, side := range k.sides {
			b.side = side
			for j, phase := range k.phases {
				b.repetition(phase, repetition{
					number: rep, of: reps, explain: k.explain && rep == 1,
					first: i == 0 && j == 0, alternate: len(k.sides) > 1,
					circuit: len(k.phases) > 1,
				})
			}
			if (rep < reps || i+1 < len(k.sides)) && e.RestReps > 0 {
				b.restBetweenReps(fromDuration(e.RestReps))
			}
		}
	}
}

// restBetweenReps is silent: advice is for the position, and the rest leaves it.
func (b *builder) restBetweenReps(length instant) {
	b.span(KindRest, b.longer(b.now, b.now+length)-b.now, "")
}

// open says what is to be done first, and counts in.
func (b *builder) open(k block) {
	for _, w := range b.openingWords(k) {
		b.say(w, afterLine)
	}
	b.countIn()
}

// openingWords are what is said before the first movement of a block: its
// phase and side, if what came before it has not named them, and the movement.
// The movement is told in full, for in repetitions its short wording means now,
// and here the go is still to come.
func (b *builder) openingWords(k block) []words {
	var list []words
	if phase := b.phaseLine(k.phases[0], k.sides[0]); phase.Text != "" && !k.led {
		list = append(list, words{line: phase, sided: k.phases[0].Say.HasSide(), weight: aSide, brief: !k.explain})
	}
	first := k.phases[0].Moves[0]
	line := b.book.ForSide(first.Say, sideOf(first, k.sides[0]))
	leans := line.Text != first.Say.Text
	if k.sides[0] != routine.NoSide && !leans && !k.led {
		list = append(list, words{line: b.book.FirstSide(k.sides[0]), weight: aSide, lean: true})
	}
	b.explain(line.Text)
	return append(list, words{line: line, weight: aSignal, lean: leans})
}
