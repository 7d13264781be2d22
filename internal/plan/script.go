package plan

import (
	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// Script collects the texts that a voice needs for routines, exercises and
// breathing patterns: every wording for every side.
type Script struct {
	book *phrases.Book
	all  []phrases.Phrase
}

// NewScript is a script without texts yet, in the language of a book.
func NewScript(book *phrases.Book) *Script { return &Script{book: book} }

// Phrases are the texts collected, each once, in the order of their first use.
func (s *Script) Phrases() []phrases.Phrase { return phrases.Distinct(s.all) }

// AddOwn adds what the program says by itself.
func (s *Script) AddOwn() { s.all = append(s.all, s.book.Script()...) }

// AddRoutine adds a routine with all that it names.
func (s *Script) AddRoutine(r *routine.Routine) {
	s.text(s.book.Title(r.Title))
	s.steps(r.Steps)
}

// AddExercise adds an exercise.
func (s *Script) AddExercise(e *routine.Exercise) { s.steps([]routine.Step{routine.Do{Exercise: e}}) }

// exercise adds an exercise without the steps that it may be made of.
func (s *Script) exercise(e *routine.Exercise) {
	s.text(s.book.Title(e.Title))
	s.lines(e.Position)
	for _, c := range e.Choosing {
		s.lines(c.Say)
	}
	s.lines(e.Setup...)
	s.lines(e.Changing...)
	for _, p := range e.Phases {
		s.lines(phaseLine(s.book, p))
		for _, m := range p.Moves {
			s.lines(m.Say)
		}
	}
	s.lines(e.LeaveOut, e.Breathing, e.Care)
	s.lines(e.Coach...)
	s.lines(e.Tips...)
}

// AddPattern adds a breathing pattern.
func (s *Script) AddPattern(p *routine.Pattern) {
	s.text(s.book.Title(p.Title))
	s.lines(p.LeaveOut)
	s.lines(p.Setup...)
	s.lines(p.Close...)
	for _, ph := range p.Phases {
		if ph.Say.Text == "" {
			s.text(s.book.Breathing.Words[ph.Kind])
		}
		s.lines(ph.Say)
	}
}

func (s *Script) steps(steps []routine.Step) {
	routine.Walk(steps, func(step routine.Step) bool {
		switch step := step.(type) {
		case routine.Do:
			s.exercise(step.Exercise)
		case routine.Say:
			s.lines(step.Line)
		case routine.Include:
			s.text(s.book.Title(step.Routine.Title))
		case routine.Breathe:
			s.AddPattern(step.Pattern)
		case routine.Wait:
			s.lines(step.Line)
		}
		return true
	})
}

func (s *Script) lines(lines ...routine.Line) {
	for _, l := range lines {
		for _, form := range s.book.ForSides(l) {
			s.text(form.Text)
			s.text(form.Short)
		}
	}
}

func (s *Script) text(t string) {
	if t != "" {
		s.all = append(s.all, phrases.Phrase{Text: t})
	}
}
