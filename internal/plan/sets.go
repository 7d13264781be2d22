package plan

import (
	"time"

	"unhunch/internal/routine"
)

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
	first   bool         // of the exercise
}

// inBlocks says that an exercise does all repetitions of a phase before the next.
func inBlocks(e *routine.Exercise) bool { return e.Order != routine.OrderCircuit && len(e.Phases) > 1 }

// blocksOf are the blocks of each set of an exercise.
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

// sets lays out the sets of an exercise, with the rests between them.
func (w *work) sets() {
	w.waiting = w.advice()
	sets := w.e.Sets.Default
	explain := !w.known // until a set was done as a whole
	for set := 1; set <= sets; set++ {
		w.set = set
		blocks := blocksOf(w.e, w.firstSide(w.e))
		if set > 1 && w.restBetweenSets(set, sets, blocks[0]) {
			continue
		}
		whole := w.blocks(blocks, explain)
		explain = explain && !whole
	}
}

// blocks lays out the blocks of a set, and says whether none of them was left.
func (w *work) blocks(blocks []block, explain bool) (whole bool) {
	whole = true
	number, sets := w.set, w.e.Sets.Default
	if sets == 1 {
		number = 0 // in titles
	}
	for i, k := range blocks {
		k.explain = explain
		k.first = w.set == 1 && i == 0
		w.lastBlock = i+1 == len(blocks)
		k.opened = w.set > 1 && i == 0 // the rest before it ended in a count-in
		if i > 0 {
			w.restBetweenBlocks(blocks[i-1], k)
			k.led = true
		}
		if len(blocks) > 1 || sets > 1 {
			w.chapter(w.book.Part(number, k.phaseIs, k.sideIs), 1)
		}
		if w.leavable(func() { w.block(k) }) {
			whole = false
		}
	}
	return whole
}

// block lays out the repetitions of a block. The first movement is explained
// before the count-in, so that the go is the moment to begin.
func (w *work) block(k block) {
	w.side = k.sides[0]
	if !k.opened {
		for _, l := range w.openingWords(k) {
			w.say(l, afterLine)
		}
		if k.first {
			w.introduce()
		}
		w.teach()
		w.countIn()
	}
	reps := w.e.Reps.Default
	for rep := 1; rep <= reps; rep++ {
		w.rep = rep
		for i, side := range k.sides {
			w.side = side
			for j, phase := range k.phases {
				w.repetition(phase, repetition{
					number: rep, of: reps, explain: k.explain && rep == 1,
					first: i == 0 && j == 0, alternate: len(k.sides) > 1,
					circuit: len(k.phases) > 1,
				})
			}
			if (rep < reps || i+1 < len(k.sides)) && w.e.RestReps > 0 {
				w.restBetweenReps()
			}
		}
	}
}

// teach tells, the first time, on which tone one begins, and which ends a hold.
func (w *work) teach() {
	if w.opt.NoNotice || !w.explains() {
		return
	}
	o, holds := w.book.Opening, longest(w.e, func(m routine.Move) time.Duration { return m.Hold.Default }) > 0
	switch {
	case !w.taught.start && holds:
		w.sayText(o.GoAndHold, RolePrepare, 2*wordGap)
	case !w.taught.start:
		w.sayText(o.Go, RolePrepare, 2*wordGap)
	case !w.taught.hold && holds:
		w.sayText(o.Until, RolePrepare, 2*wordGap)
	}
	w.taught.start, w.taught.hold = true, w.taught.hold || holds
}

// openingWords are what is said before the first movement of a block: its
// phase and side, if what came before it has not named them, and the movement.
// The movement is told in full, for in repetitions its short wording means now,
// and here the go is still to come.
func (w *work) openingWords(k block) []words {
	side, phase := k.sides[0], k.phases[0]
	var list []words
	if l := w.phaseWords(phase, side, RoleMove, !k.explain); l.line.Text != "" && !k.led {
		list = append(list, l)
	}
	first := phase.Moves[0]
	move := w.ofSide(first.Say, sideOf(first, side))
	move.role, move.lean = RoleMove, move.sided
	if side != routine.NoSide && !move.sided && !k.led {
		list = append(list, words{line: w.book.FirstSide(side), role: RoleSide, lean: true})
	}
	w.hear(move.line.Text)
	return append(list, move)
}
