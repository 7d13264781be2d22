package routine

import (
	"slices"
	"unicode/utf8"

	"unhunch/internal/document"
	"unhunch/internal/fault"

	"gopkg.in/yaml.v3"
)

// Pronunciation corrects how a word, or several in a row, are said.
type Pronunciation struct {
	fault.Pos
	Word string
	As   string // in plain letters, such as scap-you-lee, or phonemes between slashes
}

// pronounce reads how words are said. What the voice makes of it is not known
// here.
func (r *reader) pronounce(f field) []Pronunciation {
	if !f.given() {
		return nil
	}
	var out []Pronunciation
	document.Pairs(f.node, f.name, r.fault, func(key, value *yaml.Node) {
		word := r.text(field{"the word", key})
		as := r.text(field{"how " + fault.Quote(key.Value) + " is said", value})
		switch {
		case word == "" || as == "":
		case utf8.RuneCountInString(word) > MaxWord:
			r.fault(key, "correct one word at a time", "a word is at most %d characters long", MaxWord)
		default:
			out = append(out, Pronunciation{r.pos(value), word, as})
		}
	})
	return out
}

// Pronunciations are those of a routine and of all that it names, in the order in
// which they hold: that of the routine goes before those of its parts.
func (r *Routine) Pronunciations() []Pronunciation {
	all := slices.Clone(r.Pronounce)
	Walk(r.Steps, func(step Step) bool {
		switch step := step.(type) {
		case Do:
			all = append(all, step.Exercise.Pronounce...)
		case Include:
			all = append(all, step.Routine.Pronounce...)
		case Breathe:
			all = append(all, step.Pattern.Pronounce...)
		}
		return true
	})
	return all
}
