package routine

import (
	"regexp"
	"slices"

	"unhunch/internal/fault"
)

var guideForm = regexp.MustCompile(`^[AB][1-9][0-9]*$`)

// The words that a file may use, in the order in which hints list them.
var (
	allSides  = []Sides{SidesNone, SidesEach, SidesAlternate}
	allOrders = []Order{OrderBlocks, OrderCircuit}
	BothSides = []Side{Left, Right}
	AllDoses  = []Dose{DoseLow, DoseMiddle, DoseHigh}
)

// readExercise reads a file that holds an exercise.
func (r *reader) readExercise() *Exercise {
	m, ok := r.mapping(r.top, "an exercise")
	if !ok {
		return nil
	}
	e := &Exercise{
		Pos:       r.pos(r.top),
		ID:        r.id(),
		Title:     r.heard(m.require("title", "write title: and its name")),
		About:     r.text(m.take("about")),
		LeaveOut:  r.line(m.take("leave_out")),
		Posture:   oneOf(r, m.require("posture", "write posture: "+fault.Listed(Postures)), Postures...),
		Also:      allOf(r, m.take("also").as("posture"), Postures...),
		Position:  r.line(m.take("position")),
		Equipment: allOf(r, m.take("equipment"), AllEquipment...),
		Ready:     r.duration(m.take("ready"), tick, MaxReady),
		Setup:     r.lines(m.take("setup")),
		Out:       r.lines(m.take("out")),
		Breathing: r.line(m.take("breathing")),
		Care:      r.line(m.take("care")),
		Feel:      r.lines(m.take("feel")),
		Easier:    r.lines(m.take("easier")),
		Harder:    r.lines(m.take("harder")),
		Why:       r.lines(m.take("why")),
		Cheer:     r.lines(m.take("cheer")),
		Coach:     r.lines(m.take("coach")),
		Tips:      r.lines(m.take("tips")),
		Resting:   r.lines(m.take("resting")),
		Defaults:  r.texts(m.take("defaults")),
	}
	e.Parts = allOf(r, m.take("body").as("part of the body"), Parts...)
	if f := m.take("purpose"); f.given() {
		e.Purpose = oneOf(r, f, Purposes...)
	}
	if f := m.take("weight"); f.given() {
		e.Weight, _ = m.whole(f, 1, MaxWeight)
	}
	e.Choosing = m.choices(m.take("choosing"), e.Equipment)
	if g := m.take("guide"); g.given() {
		e.Guide = r.guide(g)
	}
	m.readWork(e)
	m.readDose(e)
	e.Pronounce = r.pronounce(m.take("pronounce"))
	m.close()
	r.checkSides(e)
	return e
}

// choices reads what to look for in the things that an exercise needs.
func (m *mapping) choices(f field, things []Equipment) []Choice {
	if !f.given() {
		return nil
	}
	if len(things) == 0 {
		m.refuse("write equipment: and its name", "is for an exercise that needs something", f.name)
		return nil
	}
	c, ok := m.mapping(f.node, f.name)
	if !ok {
		return nil
	}
	defer c.close()
	var out []Choice
	for _, thing := range things {
		if thing == "" {
			continue // an unknown one
		}
		if words := c.take(string(thing)); words.given() {
			out = append(out, Choice{thing, m.line(words)})
		}
	}
	return out
}

func (r *reader) guide(f field) string {
	s, ok := r.scalar(f, "A or B and a number", "write it like A4 or B10", "!!str")
	if ok && !guideForm.MatchString(s) {
		r.fault(f.node, "write it like A4 or B10", "guide must be A or B and a number, not %s", fault.Quote(s))
	}
	return s
}

// readWork reads what is done: moves, or phases of moves, or steps.
func (m *mapping) readWork(e *Exercise) {
	moves, phases, steps := m.take("moves"), m.take("phases"), m.take("steps")
	switch {
	case moves.given():
		m.refuse("keep one of them", "does not go with moves", "phases", "steps")
		e.Phases = []Phase{{Pos: m.pos(moves.node), Moves: m.moves(moves)}}
	case phases.given():
		m.refuse("keep one of them", "does not go with phases", "steps")
		e.Phases = m.phases(phases)
	case steps.given():
		m.refuse("put the times into the steps", "does not go with steps", "sides", "first_side", "change", "changing", "sets", "reps",
			"rest_between_sets", "rest_between_reps", "order", "rest_between_phases")
		m.refuse("say it among the steps, where it is to be heard", "does not go with steps",
			"feel", "easier", "harder", "why", "cheer", "breathing", "coach", "tips", "resting", "out")
		e.Body = m.steps(steps, "an exercise")
	default:
		m.fault(m.node, "write moves: and what to do", "an exercise needs moves, phases or steps")
	}
}

// readDose reads how often the work is done, on which sides, with which rests.
func (m *mapping) readDose(e *Exercise) {
	e.Sides = SidesNone
	if f := m.take("sides"); f.given() {
		e.Sides = oneOf(m.reader, f, allSides...)
	}
	e.First = Right
	if f := m.take("first_side"); f.given() {
		e.First = oneOf(m.reader, f, BothSides...)
		if e.Sides == SidesNone && !e.movesNameSides() {
			m.fault(m.keys["first_side"], "write sides: each or sides: alternate", "first_side without sides")
		}
	}
	e.Change = m.duration(m.take("change"), tick, MaxReady)
	e.Changing = m.lines(m.take("changing"))
	if e.Sides != SidesEach && len(e.Body) == 0 {
		m.refuse("write sides: each", "is for an exercise that does one side after the other", "change", "changing")
	}
	e.Sets, e.Reps = Count{1, 1, 1}, Count{1, 1, 1}
	if f := m.take("sets"); f.given() {
		e.Sets = m.count(f, MaxSets)
	}
	if f := m.take("reps"); f.given() {
		e.Reps = m.count(f, MaxReps)
	}
	e.RestSets = m.span(m.take("rest_between_sets"), 0, MaxHold)
	e.RestReps = m.duration(m.take("rest_between_reps"), 0, MaxHold)
	e.Order = OrderBlocks
	if f := m.take("order"); f.given() {
		e.Order = oneOf(m.reader, f, allOrders...)
	}
	e.RestPhase = m.duration(m.take("rest_between_phases"), 0, MaxHold)
	if len(e.Phases) < 2 && len(e.Body) == 0 {
		m.refuse("write phases: with a name each", "is for an exercise with several phases", "order", "rest_between_phases")
	}
}

// phases reads phases with names of their own, by which one can tell them apart.
func (r *reader) phases(f field) []Phase {
	var out []Phase
	for _, part := range r.list(f, false) {
		p := r.phase(part)
		if p.Name != "" && slices.ContainsFunc(out, func(q Phase) bool { return q.Name == p.Name }) {
			r.fault(part.node, "give it another name", "there are two phases %s", fault.Quote(p.Name))
		}
		out = append(out, p)
	}
	return out
}

func (r *reader) phase(f field) Phase {
	m, ok := r.mapping(f.node, "a phase")
	if !ok {
		return Phase{}
	}
	defer m.close()
	return Phase{
		Pos:   r.pos(f.node),
		Name:  r.heard(m.require("name", "write name: and what it is called")),
		Say:   m.sayShort(m.take("say")),
		Moves: r.moves(m.require("moves", "write moves: and what to do")),
	}
}

func (r *reader) moves(f field) []Move {
	var out []Move
	for _, part := range r.list(f, false) {
		if m, ok := r.mapping(part.node, "a move"); ok {
			out = append(out, m.move())
		}
	}
	return out
}

func (m *mapping) move() Move {
	defer m.close()
	v := Move{
		Pos:  m.pos(m.node),
		Say:  m.sayShort(m.take("say")),
		Take: m.duration(m.take("take"), tick, MaxTake),
	}
	if f := m.take("side"); f.given() {
		v.Side = oneOf(m.reader, f, BothSides...)
	}
	v.Hold = m.span(m.take("hold"), tick, MaxHold)
	v.Keep = m.span(m.take("keep"), tick, MaxHold)
	v.Pause = m.duration(m.take("pause"), tick, MaxTake)
	given := m.givenOf("hold", "keep", "pause")
	if len(given) > 1 {
		m.fault(m.keys[given[1]], "keep one of them, or make two moves", "%s does not go with %s", given[1], given[0])
	}
	if len(given) == 0 && !m.take("take").given() {
		m.fault(m.node, "write take:, hold:, keep: or pause: and a time", "a move needs a length")
	}
	return v
}

// givenOf are those of the keys that are there.
func (m *mapping) givenOf(keys ...string) []string {
	var out []string
	for _, key := range keys {
		if m.fields[key].given() {
			out = append(out, key)
		}
	}
	return out
}

func (e *Exercise) movesNameSides() bool {
	found := false
	e.eachMove(func(m *Move) { found = found || m.Side != NoSide })
	return found
}

// checkSides makes faults of words that name a side in an exercise that works
// both sides at once.
func (r *reader) checkSides(e *Exercise) {
	if e.Sides != SidesNone {
		return
	}
	const why, hint = "the exercise has none", "write sides: each or sides: alternate"
	for _, l := range e.sidedLines() {
		r.unsided(why, hint, l)
	}
}

// sidedLines are the lines that name a side, but for those of moves that have
// a side of their own.
func (e *Exercise) sidedLines() []Line {
	lines := [][]Line{e.Setup, e.Out, e.Changing, e.Feel, e.Easier, e.Harder, e.Why, e.Cheer, e.Coach, e.Tips, e.Resting, {e.LeaveOut, e.Position, e.Breathing, e.Care}}
	for _, c := range e.Choosing {
		lines = append(lines, []Line{c.Say})
	}
	for _, p := range e.Phases {
		lines = append(lines, []Line{p.Say})
	}
	e.eachMove(func(m *Move) {
		if m.Side == NoSide {
			lines = append(lines, []Line{m.Say})
		}
	})
	var out []Line
	for _, group := range lines {
		for _, l := range group {
			if l.HasSide() {
				out = append(out, l)
			}
		}
	}
	return out
}

// override reads what a step changes about an exercise.
func (m *mapping) override(e *Exercise) *Exercise {
	e = e.copied()
	if len(e.Body) > 0 {
		m.refuse("write the steps out instead", "cannot be changed: "+e.ID+" is made of steps",
			"reps", "sets", "hold", "dose", "sides", "first_side", "order", "rest_between_sets", "rest_between_reps")
	}
	if f := m.take("reps"); f.given() {
		e.Reps = m.count(f, MaxReps)
	}
	if f := m.take("sets"); f.given() {
		e.Sets = m.count(f, MaxSets)
	}
	m.overrideHold(e)
	m.overrideSides(e)
	if f := m.take("order"); f.given() {
		e.Order = oneOf(m.reader, f, allOrders...)
		if len(e.Phases) == 1 {
			m.fault(m.keys["order"], "leave it out", "%s has no phases to put in order", e.ID)
		}
	}
	if f := m.take("rest_between_sets"); f.given() {
		e.RestSets = m.span(f, 0, MaxHold)
	}
	if f := m.take("rest_between_reps"); f.given() {
		e.RestReps = m.duration(f, 0, MaxHold)
	}
	if f := m.take("posture"); f.given() {
		m.overridePosture(e, f)
	}
	if f := m.take("dose"); f.given() {
		e.fixed(oneOf(m.reader, f, AllDoses...))
	}
	return e
}

func (m *mapping) overrideHold(e *Exercise) {
	f := m.take("hold")
	if !f.given() {
		return
	}
	hold, found := m.span(f, tick, MaxHold), false
	e.eachMove(func(v *Move) {
		if v.Hold != (Span{}) {
			v.Hold, found = hold, true
		}
	})
	if !found && len(e.Body) == 0 {
		m.fault(m.keys["hold"], "leave it out", "%s has no hold to change", e.ID)
	}
}

func (m *mapping) overridePosture(e *Exercise, f field) {
	offered := append([]Posture{e.Posture}, e.Also...)
	p := oneOf(m.reader, f, Postures...)
	if p != "" && !slices.Contains(offered, p) {
		m.fault(f.node, "write "+fault.Listed(offered), "%s is not done %s", e.ID, p)
	}
	*e = *e.InPosture(p)
}

func (m *mapping) overrideSides(e *Exercise) {
	if f := m.take("sides"); f.given() {
		e.Sides = oneOf(m.reader, f, allSides...)
		if e.Sides == SidesNone && len(e.sidedLines()) > 0 {
			m.fault(f.node, "write each or alternate", "the words of %s name a side", e.ID)
		}
	}
	if f := m.take("first_side"); f.given() {
		e.First = oneOf(m.reader, f, BothSides...)
		if e.Sides == SidesNone && !e.movesNameSides() && len(e.Body) == 0 {
			m.fault(m.keys["first_side"], "leave it out", "%s works both sides at once", e.ID)
		}
	}
}
