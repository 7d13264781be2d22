package printed

import (
	"fmt"
	"strings"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// SheetOptions are the listener's choices that a sheet shows.
type SheetOptions struct {
	Dose         routine.Dose
	First        routine.Side // "" leaves it to each exercise
	SkipOptional bool
}

// block is a part of a sheet that stays together: an exercise, or what is between two.
type block struct {
	number, title string // of an exercise
	mark          string // where its dose comes from
	rows          []row
	leads         bool // it is about the next one, with which it stays
	rule          bool // a line below it
}

// row is a text with what it is about.
type row struct {
	label, text string
	strong      bool
	item        int // its number in a list; 0 in none
}

// sheetText gathers what stands on a sheet, from a routine and the plan of it.
type sheetText struct {
	SheetOptions
	plan    *plan.Plan
	numbers plan.Numbering
	letter  rune
	blocks  []block
}

// sheetBlocks are the parts of the sheet of a session.
func sheetBlocks(r *routine.Routine, p *plan.Plan, o SheetOptions) []block {
	if o.Dose == routine.DoseDefault {
		o.Dose = r.Dose
	}
	t := &sheetText{SheetOptions: o, plan: p}
	t.steps(r.Steps)
	return t.blocks
}

func (t *sheetText) steps(steps []routine.Step) {
	for _, s := range steps {
		if t.SkipOptional && s.IsOptional() {
			continue
		}
		t.step(s)
	}
}

func (t *sheetText) step(s routine.Step) {
	book := t.plan.Phrases()
	switch s := s.(type) {
	case routine.Do:
		t.exercise(s.Exercise.AtDose(t.Dose))
	case routine.Say:
		t.remark(s.Line.Text)
	case routine.Rest:
		t.remark(book.ForTime(book.Sheet.Rest, s.For))
	case routine.Wait:
		t.remark(s.Line.Text)
	case routine.Play:
		t.remark(book.Listen(s.Title))
	case routine.Include:
		t.steps(s.Routine.Steps)
	case routine.Repeat:
		t.blocks = append(t.blocks, block{leads: true, rows: []row{{text: book.RoundsOf(s.Times), strong: true}}})
		t.steps(s.Steps)
		t.blocks[len(t.blocks)-1].rule = true
	case routine.Breathe:
		b := block{title: s.Pattern.Title, rows: t.breathing(s)}
		t.blocks = append(t.blocks, b)
	}
}

// remark is a sentence between exercises.
func (t *sheetText) remark(text string) {
	if text = OneLine(text); text != "" {
		t.blocks = append(t.blocks, block{rows: []row{{text: text}}})
	}
}

// exercise adds one at the listener's dose.
func (t *sheetText) exercise(e *routine.Exercise) {
	number, again, continued := t.numbers.Next(e)
	b := block{number: fmt.Sprint(number), title: e.Title, mark: e.Guide}
	t.letter++
	if !continued {
		t.letter = 'a'
	} else if number > 0 {
		b.number += string(min(t.letter, 'z'))
	}
	if again {
		b.rows = append(t.doses(e), row{text: t.plan.Phrases().Sheet.Again})
	} else {
		b.rows = t.rows(e)
	}
	t.blocks = append(t.blocks, b)
}

// rows are all that one has to know of an exercise.
func (t *sheetText) rows(e *routine.Exercise) []row {
	book, side := t.plan.Phrases(), t.first(e)
	names := book.Sheet
	var all []row
	add := func(label string, lines ...routine.Line) {
		var texts []string
		for _, l := range lines {
			if text := OneLine(book.ForSide(l, side).Text); text != "" {
				texts = append(texts, text)
			}
		}
		if len(texts) > 0 {
			all = append(all, row{label: label, text: strings.Join(texts, " ")})
		}
	}
	if leave := OneLine(book.ForSide(e.LeaveOut, side).Text); leave != "" {
		all = append(all, row{text: leave, strong: true})
	}
	position := e.Position
	if position.Text == "" {
		position.Text = book.Positions.Into[e.Posture]
	}
	add(names.Needs, t.things(e)...)
	add(names.Position, append([]routine.Line{position}, e.Setup...)...)
	all = append(all, t.moves(e)...)
	all = append(all, t.doses(e)...)
	add(names.Feel, e.Feel...)
	add(names.Easier, e.Easier...)
	add(names.Harder, e.Harder...)
	add(names.Breathing, e.Breathing)
	add(names.Care, e.Care)
	add(names.End, e.Out...)
	add(names.Why, e.Why...)
	return all
}

// first is the side that begins.
func (t *sheetText) first(e *routine.Exercise) routine.Side {
	switch {
	case t.First != "":
		return t.First
	case e.First != routine.NoSide:
		return e.First
	}
	return routine.Right
}

// things say what an exercise needs.
func (t *sheetText) things(e *routine.Exercise) []routine.Line {
	var lines []routine.Line
	for _, need := range e.Needs(e.Posture) {
		line := routine.Line{Text: t.plan.Phrases().Positions.Need[need]}
		for _, c := range e.Choosing {
			if c.Thing == need {
				line = c.Say
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// moves say what to do, one after the other.
func (t *sheetText) moves(e *routine.Exercise) []row {
	book := t.plan.Phrases()
	if e.Body != nil {
		return t.body(e.Body)
	}
	var texts []string
	for _, phase := range e.Phases {
		phaseText := OneLine(book.ForSide(phase.Say, t.first(e)).Text)
		for _, m := range phase.Moves {
			side := m.Side
			if side == routine.NoSide {
				side = t.first(e)
			}
			text := OneLine(book.ForSide(m.Say, side).Text)
			if m.Hold.Default > 0 {
				text += " " + book.HoldFor(m.Hold.Default)
			}
			if m.Keep.Default > 0 {
				text += " " + book.ForTime(book.Sheet.Keep, m.Keep.Default)
			}
			texts = append(texts, strings.TrimSpace(phaseText+" "+text))
			phaseText = ""
		}
	}
	rows := listed(book.Sheet.Moves, texts)
	if sides := book.SidesOf(e.Sides, t.first(e)); sides != "" {
		for _, l := range e.Changing {
			sides += " " + OneLine(book.ForSide(l, t.first(e).Other()).Text)
		}
		rows = append(rows, row{text: sides})
	}
	return rows
}

// listed are texts as a list with numbers, if there is more than one.
func listed(label string, texts []string) []row {
	var rows []row
	for i, text := range texts {
		r := row{text: text}
		if i == 0 {
			r.label = label
		}
		if len(texts) > 1 {
			r.item = i + 1
		}
		rows = append(rows, r)
	}
	return rows
}

// body says what to do in an exercise that is breathed or listened to.
func (t *sheetText) body(steps []routine.Step) []row {
	var rows []row
	var said []string
	tell := func() {
		if len(said) > 0 {
			rows = append(rows, row{text: strings.Join(said, " ")})
		}
		said = nil
	}
	routine.Walk(steps, func(s routine.Step) bool {
		switch s := s.(type) {
		case routine.Say:
			said = append(said, OneLine(s.Line.Text))
		case routine.Breathe:
			tell()
			rows = append(rows, t.breathing(s)...)
		}
		return true
	})
	tell()
	if len(rows) > 0 && rows[0].label == "" {
		rows[0].label = t.plan.Phrases().Sheet.Moves
	}
	return rows
}

// doses say how much there is of an exercise.
func (t *sheetText) doses(e *routine.Exercise) []row {
	book := t.plan.Phrases()
	if e.Body != nil {
		return nil
	}
	texts := book.Dose(e.Sets.Default, e.Reps.Default, e.Sides, e.Order != routine.OrderCircuit && len(e.Phases) > 1)
	if e.Sets.Default > 1 && e.RestSets.Default > 0 {
		texts = append(texts, book.ForTime(book.Sheet.RestSets, e.RestSets.Default))
	}
	if e.Reps.Default > 1 && e.RestReps > 0 {
		texts = append(texts, book.ForTime(book.Sheet.RestReps, e.RestReps))
	}
	if len(texts) == 0 {
		texts = []string{book.Times(1)}
	}
	return []row{{label: book.Sheet.Dose, text: strings.Join(texts, " ")}}
}
