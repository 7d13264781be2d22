package session

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"unhunch/internal/fault"
	"unhunch/internal/parallel"
	"unhunch/internal/phonemes"
	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/speech"
	"unhunch/internal/voice"
)

// words are the texts of a routine, and how they are said.
type words struct {
	texts  []phrases.Phrase
	speech speech.Options
}

// wordsOf collects the words of a routine. What it says of their pronunciation
// may be at fault.
func wordsOf(r *routine.Routine) (w words, err error) {
	if w.speech.Corrections, err = corrections(r.Pronunciations()); err != nil {
		return w, err
	}
	w.texts = textsOf(r)
	w.speech.Script = func() []voice.ScriptLine {
		return scriptLines(phrases.Distinct(slices.Concat(w.texts, phrases.English.Script())))
	}
	return w, nil
}

// textsOf are all texts of a routine.
func textsOf(r *routine.Routine) []phrases.Phrase {
	script := plan.NewScript(phrases.English)
	script.AddRoutine(r)
	return script.Phrases()
}

// corrections reads how words are said. Of several for a word, the first one holds.
func corrections(all []routine.Pronunciation) (map[string]string, error) {
	sounds, seen := map[string]string{}, map[string]bool{}
	var faults fault.List
	for _, p := range all {
		word := phonemes.CorrectedWord(p.Word)
		if seen[word] {
			continue
		}
		seen[word] = true
		as, err := speech.Correction(p.As)
		if err != nil {
			faults = append(faults, fault.Fault{Pos: p.Pos, Message: err.Error(),
				Hint: "write it in plain letters, such as scap-you-lee, or its phonemes between slashes"})
		}
		sounds[p.Word] = as
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return sounds, nil
}

// ready makes sure that each text can be said that nobody has recorded, so that
// laying it out does not wait. A text that cannot be said is a fault of its
// place.
func (v voices) ready(ctx context.Context, texts []phrases.Phrase, progress func(share float64)) error {
	live := v.live()
	if live == nil {
		return nil
	}
	texts = slices.DeleteFunc(slices.Clone(texts), func(p phrases.Phrase) bool { return v.recorded(p.Text) })
	errs := make([]error, len(texts))
	var mu sync.Mutex
	done := 0
	parallel.Each(len(texts), func(i int) {
		errs[i] = live.Ready(ctx, texts[i].Text)
		mu.Lock()
		defer mu.Unlock()
		done++
		if progress != nil {
			progress(float64(done) / float64(len(texts)))
		}
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var faults fault.List
	for i, err := range errs {
		if wrong := unsayable(texts[i].Text, err); wrong != nil {
			wrong.Pos = texts[i].Pos
			faults = append(faults, *wrong)
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// unsayable is the fault, without its place, of a text that cannot be said, or nil.
func unsayable(text string, why error) *fault.Fault {
	if why == nil {
		return nil
	}
	return &fault.Fault{Message: fmt.Sprintf("%s cannot be spoken: %v", fault.Quote(text), why), Hint: "write it in English words, or leave it out"}
}

// Unheard are the words of the routine's pronounce: that it says nowhere.
func (s *Session) Unheard() []string {
	var out []string
	for _, word := range slices.Sorted(maps.Keys(s.words.speech.Corrections)) {
		said := func(p phrases.Phrase) bool { return strings.Contains(strings.ToLower(p.Text), strings.ToLower(word)) }
		if !slices.ContainsFunc(s.words.texts, said) {
			out = append(out, word)
		}
	}
	return out
}

// Unreadable says what is wrong with the files that the session plays, each once, and
// with the recordings of a voice of the listener's.
func (s *Session) Unreadable() error {
	var faults []error
	if damaged := s.recordings.damaged(); len(damaged) > 0 {
		faults = append(faults, damaged)
	}
	if !IsOwnVoice(s.Choices.Voice) {
		return errors.Join(faults...)
	}
	seen := map[string]bool{}
	for _, e := range s.Plan.Events {
		if e.Kind != plan.KindLine || e.File != "" || e.Voice != "" || seen[e.Text] || !s.recordings.first.recorded(e.Text) {
			continue
		}
		seen[e.Text] = true
		if _, err := s.recordings.first.Clip(e.Text); err != nil {
			faults = append(faults, fault.WithHint(err, "unhunch voice check tells all that is wrong with a voice"))
		}
	}
	return errors.Join(faults...)
}

// A Guess is a word that is in no dictionary, and how it is said.
type Guess struct{ Word, Phonemes string }

// Guesses are the words of the routine that are spoken live and read by rule,
// each once.
func (s *Session) Guesses() []Guess {
	live := s.recordings.live()
	if live == nil {
		return nil
	}
	var out []Guess
	seen := map[string]bool{}
	for _, p := range s.words.texts {
		if s.recordings.recorded(p.Text) {
			continue
		}
		read, err := live.Read(p.Text)
		if err != nil {
			continue // a fault of the session before it was opened
		}
		for _, g := range read.Guesses {
			if !seen[g.Word] {
				seen[g.Word] = true
				out = append(out, Guess{g.Word, g.Phonemes})
			}
		}
	}
	return out
}
