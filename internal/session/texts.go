package session

import (
	"math"
	"slices"
	"strings"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/voice"
)

// Script is what a voice must say, and how it says words that it would say
// otherwise, see speech.Options.
type Script struct {
	Lines       []voice.ScriptLine
	Corrections map[string]string
}

// Texts are the lines of ScriptOf.
func Texts(files ...string) ([]voice.ScriptLine, error) {
	s, err := ScriptOf(files...)
	return s.Lines, err
}

// ScriptOf has all texts of what is built in, or, where files are named, all that
// is said in a session of the routines in them. A correction in the first file
// goes before one in the next.
func ScriptOf(files ...string) (s Script, err error) {
	script := plan.NewScript(phrases.English)
	if len(files) == 0 {
		err = addBuiltin(script)
	}
	var said []routine.Pronunciation
	for _, file := range files {
		r, err := checked(file)
		if err != nil {
			return s, err
		}
		script.AddRoutine(r)
		if err := addSaid(script, r); err != nil {
			return s, err
		}
		said = append(said, r.Pronunciations()...)
	}
	if err != nil {
		return s, err
	}
	s.Lines = scriptLines(script.Phrases())
	s.Corrections, err = corrections(said)
	return s, err
}

func scriptLines(all []phrases.Phrase) []voice.ScriptLine {
	lines := make([]voice.ScriptLine, len(all))
	for i, p := range all {
		lines[i] = voice.ScriptLine{Text: p.Text, Count: p.Count, Calm: p.Calm}
	}
	return lines
}

// checked is the routine in a file that has no fault.
func checked(path string) (*routine.Routine, error) {
	f, err := OpenFile(path)
	if err != nil {
		return nil, err
	}
	if err := f.Check(Choices{}); err != nil {
		return nil, err
	}
	return f.Routine()
}

// addSaid adds what the program says around a routine, whichever dose and side
// the listener chooses, whatever is drawn, and however long the voice takes.
func addSaid(script *plan.Script, r *routine.Routine) error {
	closing := phrases.English.Closing
	said := slices.Concat(closing.Thanks, closing.Easy)
	if r.Tips {
		said = append(said, closing.Tips...)
	}
	shortest, longest := math.MaxInt, 0 // in minutes: no voice is as quick or as slow
	for _, pace := range []plan.Frame{plan.Rate / 8, plan.Rate / 3, plan.Rate} {
		listener := &listener{word: pace, known: map[string]bool{}}
		for _, o := range choices() {
			o.Voice = listener
			o.FileLength = func(routine.Play) (int64, bool) { return plan.Rate, true }
			p, err := plan.Compile(r, o)
			if err != nil {
				return err
			}
			shortest, longest = min(shortest, p.Minutes), max(longest, p.Minutes)
		}
		said = append(said, listener.asked...)
	}
	for n := shortest; n <= longest; n++ {
		said = append(said, phrases.English.Minutes(time.Duration(n)*time.Minute))
	}
	script.AddTexts(said...)
	return nil
}

// choices are all that a listener may choose that changes what is said.
func choices() []plan.Options {
	var all []plan.Options
	for _, dose := range append([]routine.Dose{routine.DoseDefault}, routine.AllDoses...) {
		for _, first := range routine.BothSides {
			all = append(all, plan.Options{Dose: dose, First: first})
		}
	}
	for _, words := range routine.AllBreathWords {
		all = append(all, plan.Options{Words: words})
	}
	for _, countdown := range routine.Countdowns {
		all = append(all, plan.Options{Countdown: countdown})
	}
	return append(all, plan.Options{SkipOptional: true}, plan.Options{Explain: plan.ExplainSome}, plan.Options{Explain: plan.ExplainFew})
}

// listener is a voice that says anything, and takes note of what it is asked for.
type listener struct {
	word  plan.Frame // how long a word takes
	asked []string   // each once
	known map[string]bool
}

func (l *listener) Name() string     { return "listener" }
func (l *listener) Language() string { return phrases.English.Language }

func (l *listener) Length(text string) (frames int64, ok bool) {
	if !l.known[text] {
		l.known[text] = true
		l.asked = append(l.asked, text)
	}
	return int64(l.word) * int64(len(strings.Fields(text))), true
}

func addBuiltin(script *plan.Script) error {
	script.AddOwn()
	lib := Builtin()
	routines, exercises, patterns := lib.IDs()
	for _, id := range routines {
		r, err := lib.Load(id)
		if err != nil {
			return err
		}
		script.AddRoutine(r)
	}
	for _, id := range exercises {
		x, err := lib.Exercise(id)
		if err != nil {
			return err
		}
		script.AddExercise(x)
	}
	for _, id := range patterns {
		p, err := lib.Pattern(id)
		if err != nil {
			return err
		}
		script.AddPattern(p)
	}
	return nil
}
