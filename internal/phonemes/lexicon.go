package phonemes

import (
	_ "embed"
	"fmt"
	"strings"

	"unhunch/internal/phonemes/packed"
)

// wordList is words.txt: one word a line, a tab, its sounds.
//
//go:embed words.txt
var wordList string

// ownWords reads words.txt. Empty lines and lines that begin with # are passed over.
func ownWords(list string) (map[string]packed.Entry, error) {
	words := make(map[string]packed.Entry, strings.Count(list, "\n"))
	n := 0
	for line := range strings.Lines(list) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		w, sounds, ok := strings.Cut(line, "\t")
		if _, twice := words[w]; !ok || twice || w == "" {
			return nil, fmt.Errorf("words.txt:%d: %q is no word with sounds, or is there twice", n, line)
		}
		words[w] = packed.Entry{Readings: []packed.Reading{{Tag: packed.Default, Sounds: sounds}}, Checked: true}
	}
	return words, nil
}

// ahead is what follows a word, which some words change before.
type ahead struct {
	sound sound
	to    bool // the word "to"
}

// sound is the kind of the next sound.
type sound byte

const (
	pause sound = iota // punctuation or the end
	consonant
	vowel
)

// past gives what is ahead of the word before these sounds.
func (a ahead) past(sounds, text string) ahead {
	a.to = strings.EqualFold(text, "to")
	for _, r := range sounds {
		switch {
		case strings.ContainsRune(vowels, r):
			a.sound = vowel
			return a
		case strings.ContainsRune(consonants, r):
			a.sound = consonant
			return a
		case strings.ContainsRune(";:,.!?—…", r):
			a.sound = pause
			return a
		}
	}
	return a
}

// capitalized is the word with a capital first and small letters after it.
func capitalized(w string) string {
	if w == "" {
		return w
	}
	return strings.ToUpper(w[:1]) + strings.ToLower(w[1:])
}

// other is the spelling that stands for w too: with a capital for a small one, and the other way.
func otherCase(w string) string {
	switch {
	case len(w) < 2:
	case w == strings.ToLower(w):
		return capitalized(w)
	case w == capitalized(w):
		return strings.ToLower(w)
	}
	return ""
}

// find looks a word up in words.txt and in the lexicon, of which the part that people have checked comes first.
func (r *Reader) find(w string) (packed.Entry, bool) {
	spellings := []string{w, otherCase(w)}
	for _, s := range spellings {
		if e, ok := r.own[s]; ok {
			return e, true
		}
	}
	var unchecked packed.Entry
	found := false
	for _, s := range spellings {
		if e, ok := r.lexicon.Find(s); ok && e.Checked {
			return e, true
		} else if ok {
			unchecked, found = e, true
		}
	}
	return unchecked, found
}

// checked looks a word up in words.txt and in the part of the lexicon that people have checked.
func (r *Reader) checked(w string) (packed.Entry, bool) {
	e, ok := r.find(w)
	return e, ok && e.Checked
}

// listed is true for a word that stands in a list just so.
func (r *Reader) listed(w string) bool {
	_, ok := r.find(w)
	return ok
}

// known is true for a word that lookup can read.
func (r *Reader) known(w string) bool {
	switch {
	case r.listed(w):
		return true
	case strings.ContainsAny(w, "'-."):
		return false
	case len(w) == 1:
		return true
	case w == strings.ToUpper(w):
		if _, ok := r.checked(strings.ToLower(w)); ok {
			return true
		}
	}
	return len(w) > 0 && len(w) < 6 && w == strings.ToUpper(w)
}

// tagNames are the parts of speech that readings are for.
var tagNames = map[string]packed.Tag{"NOUN": packed.Noun, "VERB": packed.Verb, "ADJ": packed.Adjective, "ADV": packed.Adverb,
	"VBD": packed.Past, "VBN": packed.Participle, "VBP": packed.Present, "DT": packed.Determiner}

// parent is the part of speech that a tag belongs to.
func parent(tag string) packed.Tag {
	switch {
	case strings.HasPrefix(tag, "VB"):
		return packed.Verb
	case strings.HasPrefix(tag, "NN"):
		return packed.Noun
	case strings.HasPrefix(tag, "RB"):
		return packed.Adverb
	case strings.HasPrefix(tag, "JJ"):
		return packed.Adjective
	}
	return 0
}

// choose gives the reading of an entry for a tag and what follows.
func choose(e packed.Entry, tag string, a ahead) string {
	of := func(t packed.Tag) (string, bool) {
		for _, r := range e.Readings {
			if r.Tag == t && t != 0 {
				return r.Sounds, true
			}
		}
		return "", false
	}
	if s, ok := of(packed.Final); ok && a.sound == pause {
		return s
	}
	for _, t := range []packed.Tag{tagNames[tag], parent(tag), packed.Default} {
		if s, ok := of(t); ok {
			return s
		}
	}
	return ""
}

// lookup gives the sounds of a word that is known, or "".
func (r *Reader) lookup(w, tag string, e emphasis, a ahead) string {
	if w == strings.ToUpper(w) {
		if _, ok := r.checked(w); !ok {
			w = strings.ToLower(w)
		}
	}
	if entry, ok := r.find(w); ok {
		if sounds := choose(entry, tag, a); sounds != "" {
			return stressed(sounds, e)
		}
	}
	return r.spelled(w)
}

// maxSpelled is how many letters are named one by one; nobody follows more.
const maxSpelled = 30

// spelled gives the names of letters, with the main stress on the last.
func (r *Reader) spelled(w string) string {
	var b strings.Builder
	for i := range min(len(w), maxSpelled) {
		if !isLetter(rune(w[i])) {
			continue
		}
		e, ok := r.checked(strings.ToUpper(w[i : i+1]))
		if !ok {
			return ""
		}
		b.WriteString(choose(e, "", ahead{}))
	}
	s := strings.ReplaceAll(strings.ReplaceAll(b.String(), secondary, ""), primary, secondary)
	if i := strings.LastIndex(s, secondary); i >= 0 {
		s = s[:i] + primary + s[i+len(secondary):]
	}
	return s
}

// word gives the sounds of a word that the lexicon has, or can make by the rules for its ending, or "".
func (r *Reader) word(w, tag string, e emphasis, a ahead) string {
	if s := r.functionWord(w, tag, e, a); s != "" {
		return s
	}
	w = r.spelling(w, tag, e, a)
	switch {
	case r.known(w):
		return r.lookup(w, tag, e, a)
	case strings.HasSuffix(w, "s'") && r.known(w[:len(w)-1]):
		return r.lookup(w[:len(w)-1], tag, e, a)
	}
	if s := r.inflected(w, tag, e, a); s != "" {
		return s
	}
	return r.contracted(w, tag, e, a)
}

// spelling gives a word with the capitals by which the lexicon knows it.
func (r *Reader) spelling(w, tag string, e emphasis, a ahead) string {
	small := strings.ToLower(w)
	switch capital := capitalized(w); {
	case len(w) < 2 || w == small || r.listed(w):
	case w != capital && w != strings.ToUpper(w): // TheraBand, O'Brien
		for _, s := range []string{capital, small} {
			if r.listed(s) {
				return s
			}
		}
	case r.listed(small) || r.inflected(small, tag, e, a) != "":
		return small
	}
	return w
}
