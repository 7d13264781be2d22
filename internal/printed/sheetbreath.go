package printed

import (
	"strings"

	"unhunch/internal/routine"
)

// breathing says how to follow a breathing pattern.
func (t *sheetText) breathing(s routine.Breathe) []row {
	book, p := t.plan.Phrases(), s.Pattern
	names := book.Sheet
	var rows []row
	care := p.Caution
	if len(care) == 0 {
		for _, l := range book.BreathSafety(p.HasHolds()) {
			care = append(care, l.Text)
		}
	}
	for _, text := range append([]string{p.LeaveOut.Text}, care...) {
		if text = OneLine(text); text != "" {
			rows = append(rows, row{text: text, strong: true})
		}
	}
	if text := joined(p.Setup); text != "" {
		rows = append(rows, row{label: names.Position, text: text})
	}
	rows = append(rows, listed(names.Moves, t.phases(p))...)
	if text := t.breathed(s); text != "" {
		rows = append(rows, row{label: names.Dose, text: text})
	}
	if text := joined(p.Close); text != "" {
		rows = append(rows, row{label: names.End, text: text})
	}
	return rows
}

// joined are lines as one text.
func joined(lines []routine.Line) string {
	var texts []string
	for _, l := range lines {
		texts = append(texts, OneLine(l.Text))
	}
	return strings.Join(texts, " ")
}

// phases say what to do in a breath, and how long.
func (t *sheetText) phases(p *routine.Pattern) []string {
	book := t.plan.Phrases()
	if p.Ramp != nil {
		return []string{book.RampFor(*p.Ramp)}
	}
	var texts []string
	for _, phase := range p.Phases {
		text := OneLine(phase.Say.Text)
		if text == "" {
			text = book.Breathing.Words[phase.Kind]
		}
		texts = append(texts, book.PhaseFor(strings.TrimRight(text, book.Stops), phase.For))
	}
	return texts
}

// breathed says how long a pattern is followed.
func (t *sheetText) breathed(s routine.Breathe) string {
	book := t.plan.Phrases()
	cycles, span := s.Cycles, s.For.At(t.Dose)
	if cycles == 0 && span == 0 {
		cycles, span = s.Pattern.UsualCycles, s.Pattern.Usual
	}
	if cycles > 0 {
		return book.Times(cycles)
	}
	return book.ForTime(book.Sheet.For, span)
}
