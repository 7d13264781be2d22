package plan

import (
	"unhunch/internal/fault"
	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// Script collects the texts that a voice needs for routines, exercises and
// breathing patterns: every wording for every side.
type Script struct {
	book *phrases.Book
	all  []phrases.Phrase
	calm bool // what is added now goes with breathing or imagery
}

// NewScript is a script without texts yet, in the language of a book.
func NewScript(book *phrases.Book) *Script { return &Script{book: book} }

// Phrases are the texts collected, each once, in the order of their first use.
func (s *Script) Phrases() []phrases.Phrase { return phrases.Distinct(s.all) }

// AddOwn adds what the program says by itself.
func (s *Script) AddOwn() { s.all = append(s.all, s.book.Script()...) }

// AddTexts adds texts. Those that the program says by itself are counts or calm
// as there.
func (s *Script) AddTexts(texts ...string) {
	own := map[string]phrases.Phrase{}
	for _, p := range s.book.Script() {
		own[p.Text] = p
	}
	for _, text := range texts {
		if p, ok := own[text]; ok {
			s.all = append(s.all, p)
		} else {
			s.text(fault.Pos{}, text)
		}
	}
}

// AddRoutine adds a routine with all that it names.
func (s *Script) AddRoutine(r *routine.Routine) {
	s.text(r.Pos, s.book.Title(r.Title))
	s.steps(r.Steps)
}

// AddExercise adds an exercise.
func (s *Script) AddExercise(e *routine.Exercise) { s.steps([]routine.Step{routine.Do{Exercise: e}}) }

// exercise adds an exercise without the steps that it may be made of.
func (s *Script) exercise(e *routine.Exercise) {
	s.text(e.Pos, s.book.Title(e.Title))
	s.lines(e.Position)
	for _, c := range e.Choosing {
		s.lines(c.Say)
	}
	s.lines(e.Setup...)
	s.lines(e.Out...)
	s.lines(e.Changing...)
	for _, p := range e.Phases {
		s.lines(phaseLine(s.book, p))
		for _, m := range p.Moves {
			s.lines(m.Say)
		}
	}
	s.lines(e.LeaveOut, e.Care)
	s.lines(e.Out...)
	for _, l := range adviceOf(e) {
		s.lines(l.line)
	}
}

// AddPattern adds a breathing pattern.
func (s *Script) AddPattern(p *routine.Pattern) {
	defer s.calmly()()
	s.text(p.Pos, s.book.Title(p.Title))
	s.lines(p.LeaveOut)
	s.lines(p.Setup...)
	s.lines(p.Close...)
	for _, ph := range p.Phases {
		if ph.Say.Text == "" {
			s.text(ph.Pos, s.book.Breathing.Words[ph.Kind])
		}
		s.lines(ph.Say)
	}
}

func (s *Script) steps(steps []routine.Step) {
	routine.Walk(steps, func(step routine.Step) bool {
		switch step := step.(type) {
		case routine.Do:
			s.exercise(step.Exercise)
			if len(step.Exercise.Body) > 0 {
				s.body(step.Exercise.Body)
				return false
			}
		case routine.Say:
			s.lines(step.Line)
		case routine.Include:
			s.text(step.Pos, s.book.Title(step.Routine.Title))
		case routine.Breathe:
			s.AddPattern(step.Pattern)
		case routine.Wait:
			s.lines(step.Line)
		}
		return true
	})
}

// body adds what an exercise is made of that is breathed or listened to.
func (s *Script) body(steps []routine.Step) {
	defer s.calmly()()
	s.steps(steps)
}

// calmly makes all calm that is added until what it gives is called.
func (s *Script) calmly() (done func()) {
	was := s.calm
	s.calm = true
	return func() { s.calm = was }
}

func (s *Script) lines(lines ...routine.Line) {
	for _, l := range lines {
		for _, form := range s.book.ForSides(l) {
			s.text(l.Pos, form.Text)
			s.text(l.Pos, form.Short)
		}
	}
}

func (s *Script) text(at fault.Pos, t string) {
	if t != "" {
		s.all = append(s.all, phrases.Phrase{Pos: at, Text: t, Calm: s.calm})
	}
}
