package routine

import (
	"slices"
	"strings"
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

// key is the same for corrections of the same word: in any case, but for one whose
// first word is in capitals, which holds for that only.
func (p Pronunciation) key() string {
	first, rest, _ := strings.Cut(p.Word, " ")
	if len(first) < 2 || first != strings.ToUpper(first) {
		first = strings.ToLower(first)
	}
	return first + " " + strings.ToLower(rest)
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

// Pronunciations are those of a routine and of all that it names. Where a word
// has several, the first one holds: that of the routine goes before those of
// its parts.
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
	return FirstOf(all)
}

// FirstOf leaves out all but the first pronunciation of each word.
func FirstOf(all []Pronunciation) []Pronunciation {
	seen := map[string]bool{}
	var first []Pronunciation
	for _, p := range all {
		if !seen[p.key()] {
			seen[p.key()] = true
			first = append(first, p)
		}
	}
	return first
}
