package phrases

import (
	"time"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
)

// Phrase is a text that a voice needs.
type Phrase struct {
	fault.Pos // of a text that stands in a file
	Text      string
	Count     bool // a bare number, to be spoken fast enough for its second
	Calm      bool // goes with breathing or imagery, to be spoken slowly
}

// Script is every text that the program says by itself, each once.
func (b *Book) Script() []Phrase {
	var s script
	s.counts(b)
	s.course(b)
	s.positions(b)
	for n := 1; n <= mostCounted; n++ {
		s.add(b.Minutes(time.Duration(n)*time.Minute), b.Left(time.Duration(n)*time.Minute))
	}
	for n := 1; n <= mostDone; n++ {
		s.add(b.Breathed(time.Duration(n)*time.Minute), b.Done(n))
	}
	o, c := b.Opening, b.Closing
	s.add(b.Title(b.Course.Breathing), b.Counting.Last, b.Counting.Halfway, b.Counting.HalfRest, b.Course.Instead, o.Needs, o.Fetch,
		o.Go, o.GoAndHold, o.Until, o.Hold, o.LetGo, c.Advice, o.Doctor, o.Gently)
	s.calm(b)
	for _, l := range b.BreathSafety(true) {
		s.line(l)
	}
	s.add(c.Tips...)
	s.add(c.Thanks...)
	s.add(b.Hurt()...)
	s.answers(b)
	return Distinct(s)
}

// Distinct leaves out every phrase whose text was there before. What is a count
// or calm anywhere is so everywhere: a voice has one recording of a text.
func Distinct(in []Phrase) []Phrase {
	at := map[string]int{}
	var out []Phrase
	for _, p := range in {
		i, seen := at[p.Text]
		if !seen {
			at[p.Text] = len(out)
			out = append(out, p)
			continue
		}
		out[i].Count = out[i].Count || p.Count
		out[i].Calm = out[i].Calm || p.Calm
	}
	return out
}

// script collects texts.
type script []Phrase

func (s *script) add(texts ...string) {
	for _, t := range texts {
		*s = append(*s, Phrase{Text: t})
	}
}

func (s *script) line(l routine.Line) {
	s.add(l.Text)
	if l.Short != "" {
		s.add(l.Short)
	}
}

func (s *script) counts(b *Book) {
	for n := 1; n <= mostCounted; n++ {
		*s = append(*s, Phrase{Text: b.Count(n), Count: true})
	}
}

func (s *script) course(b *Book) {
	for of := 2; of <= mostExercises; of++ {
		for n := 1; n <= of; n++ {
			s.add(b.Exercise(n, of).Text)
		}
	}
	for n := 1; n <= mostAlone; n++ {
		s.add(b.Exercise(n, n).Short)
	}
	for of := 2; of <= mostSets; of++ {
		for n := 1; n <= of; n++ {
			s.line(b.Set(n, of))
			s.line(b.Round(n, of))
		}
		s.add(b.Dose(of, 1, routine.SidesNone, false)...)
	}
	for n := 1; n <= mostReps; n++ {
		s.add(b.Dose(1, n, routine.SidesNone, false)...)
		s.add(b.Dose(1, n, routine.SidesNone, true)...)
		s.add(b.Dose(1, n, routine.SidesEach, false)...)
	}
	for n := 2; n <= mostLeft; n++ {
		s.add(b.about(b.Counting.More, n))
	}
	for _, n := range spans {
		d := time.Duration(n) * time.Second
		s.add(b.Hold(d))
		s.line(b.Rest(d))
	}
	for _, side := range []routine.Side{routine.Left, routine.Right} {
		s.line(b.FirstSide(side))
		s.line(b.NextSide(side))
	}
}

func (s *script) positions(b *Book) {
	for _, p := range routine.Postures {
		s.add(b.Positions.Into[p])
		for _, to := range routine.Postures {
			s.add(b.Positions.Ways[Way{p, to}]...)
		}
	}
	eyes := b.Positions.Eyes
	s.add(eyes.Open, eyes.Keep, eyes.Close, eyes.Again)
	for _, e := range routine.AllEquipment {
		s.add(b.Positions.Need[e])
		if e.IsPlace() {
			s.add(b.Positions.GoTo[e])
		}
	}
}

// calm adds what is said around breathing and rest.
func (s *script) calm(b *Book) {
	from := len(*s)
	s.add(b.Closing.Easy...)
	s.add(b.Closing.Calm, b.Closing.Wake, b.Closing.Eyes, b.Breathing.Last, b.Breathing.Gently)
	for _, k := range routine.BreathKinds {
		s.add(b.Breathing.Words[k])
	}
	s.add(b.Breathing.On[routine.Filling], b.Breathing.On[routine.Emptying])
	s.add(b.Breathing.Reminders...)
	for i := range (*s)[from:] {
		(*s)[from+i].Calm = true
	}
}

func (s *script) answers(b *Book) {
	a := b.Answers
	s.add(a.Paused, a.More, a.Longer, a.NotHere, a.Again, a.Voice, a.Cues, a.Bed, a.Waiting, a.OwnKeys, a.Next, a.LastExercise, a.AnyPain, a.HowHard, a.Last, a.LongLeft)
	s.add(a.Keys...)
	for n := 1; n <= mostAlone; n++ {
		s.add(b.rep(n))
		s.add(b.RepNow(1, n)...)
	}
}
