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

// checked looks a word up in words.txt and in the part of the lexicon that people have checked.
func (r *Reader) checked(w string) (packed.Entry, bool) { return r.find(w, true) }

// find looks a word up in words.txt and in one part of the lexicon.
func (r *Reader) find(w string, checked bool) (packed.Entry, bool) {
	spellings := []string{w, otherCase(w)}
	for _, s := range spellings {
		if e, ok := r.own[s]; ok && checked {
			return e, true
		}
	}
	for _, s := range spellings {
		if e, ok := r.lexicon.Find(s); ok && s != "" && e.Checked == checked {
			return e, true
		}
	}
	return packed.Entry{}, false
}

// listed is true for a word that stands in a list just so.
func (r *Reader) listed(w string) bool {
	if _, ok := r.checked(w); ok {
		return true
	}
	_, ok := r.find(w, false)
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
	name := false
	if w == strings.ToUpper(w) {
		if _, ok := r.checked(w); !ok {
			w = strings.ToLower(w)
			name = tag == "NNP" && w == "us"
		}
	}
	entry, ok := r.checked(w)
	if !ok && !name {
		entry, ok = r.find(w, false)
	}
	sounds := ""
	if ok {
		sounds = choose(entry, tag, a)
	}
	if sounds == "" || name && !strings.Contains(sounds, primary) {
		if s := r.spelled(w); s != "" {
			return s
		}
	}
	return stressed(sounds, e)
}

// spelled gives the names of letters, with the main stress on the last.
func (r *Reader) spelled(w string) string {
	var b strings.Builder
	for i := range len(w) {
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

// special reads the words that depend on what follows or on their tag alone.
func (r *Reader) special(w, tag string, e emphasis, a ahead) string {
	small := strings.ToLower(w)
	capitals := len(w) > 1 && w == strings.ToUpper(w)
	switch {
	case w == "a" || w == "A":
		if a.sound != pause && (w == "a" || tag == "DT") {
			return "ɐ"
		}
		return "ˈA"
	case small == "am":
		if strings.HasPrefix(tag, "NN") {
			return r.spelled(w)
		}
		if a.sound == pause || w != "am" || e == strong {
			return r.lookup("am", "", asIs, a)
		}
		return "ɐm"
	case small == "an":
		return "ɐn"
	case w == "I" && tag == "PRP" && a.sound != pause:
		return secondary + "I"
	case small == "by" && parent(tag) == packed.Adverb:
		return "bˈI"
	case small == "to" && (!capitals || tag == "TO" || tag == "IN"):
		return map[sound]string{pause: r.lookup("to", "", asIs, a), consonant: "tə", vowel: "tʊ"}[a.sound]
	case small == "in" && (!capitals || tag != "NNP"):
		if a.sound == pause || tag != "IN" {
			return "ˈɪn"
		}
		return "ɪn"
	case small == "the" && (!capitals || tag == "DT"):
		if a.sound == vowel {
			return "ði"
		}
		return "ðə"
	case small == "used":
		if (tag == "VBD" || tag == "JJ") && a.to {
			return r.lookup("used", "VBD", asIs, ahead{sound: consonant})
		}
		return r.lookup("used", "", asIs, ahead{sound: consonant})
	}
	return ""
}

// word gives the sounds of a word that the lexicon has, or can make by the rules for its ending, or "".
func (r *Reader) word(w, tag string, e emphasis, a ahead) string {
	if s := r.special(w, tag, e, a); s != "" {
		return s
	}
	if small := strings.ToLower(w); len(w) > 1 && small != w && !r.listed(w) &&
		(w == strings.ToUpper(w) || w[1:] == strings.ToLower(w[1:])) &&
		(r.listed(small) && (tag != "NNP" || w != strings.ToUpper(w) || r.stressedWord(small)) || r.inflected(small, tag, e, a) != "") {
		w = small
	}
	if !r.listed(w) && w != capitalized(w) && w != strings.ToUpper(w) { // TheraBand, O'Brien
		for _, s := range []string{capitalized(w), strings.ToLower(w)} {
			if r.listed(s) {
				w = s
				break
			}
		}
	}
	switch {
	case r.known(w):
		return r.lookup(w, tag, e, a)
	case strings.HasSuffix(w, "s'") && r.known(w[:len(w)-1]+"s"):
		return r.lookup(w[:len(w)-1]+"s", tag, e, a)
	}
	return r.inflected(w, tag, e, a)
}

// stressedWord is true for a word with a stress of its own, which letters in capitals may be. "US" is none.
func (r *Reader) stressedWord(w string) bool {
	e, ok := r.checked(w)
	return ok && strings.Contains(choose(e, "", ahead{sound: consonant}), primary)
}

// inflected reads a word by its stem and its ending, or gives "".
func (r *Reader) inflected(w, tag string, e emphasis, a ahead) string {
	for _, stem := range stemsS(w) {
		if r.known(stem) {
			return withS(r.lookup(stem, tag, e, a))
		}
	}
	for _, stem := range stemsED(w) {
		if r.known(stem) {
			return withED(r.lookup(stem, tag, e, a))
		}
	}
	if e == asIs {
		e = light
	}
	for _, stem := range stemsING(w) {
		if r.known(stem) {
			return withING(r.lookup(stem, tag, e, a))
		}
	}
	return ""
}

// stemsS are what a word with an -s may come from, the likeliest first.
func stemsS(w string) (stems []string) {
	n := len(w)
	if n < 3 || w[n-1] != 's' {
		return nil
	}
	if w[n-2] != 's' {
		stems = append(stems, w[:n-1])
	}
	if strings.HasSuffix(w, "'s") || n > 4 && strings.HasSuffix(w, "es") && !strings.HasSuffix(w, "ies") {
		stems = append(stems, w[:n-2])
	}
	if n > 4 && strings.HasSuffix(w, "ies") {
		stems = append(stems, w[:n-3]+"y")
	}
	return stems
}

// stemsED are what a word with an -ed may come from.
func stemsED(w string) (stems []string) {
	n := len(w)
	if n < 4 || w[n-1] != 'd' {
		return nil
	}
	if w[n-2] == 'e' {
		stems = append(stems, w[:n-1])
	}
	if n > 4 && strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "eed") {
		stems = append(stems, w[:n-2])
		if n > 6 && w[n-3] == w[n-4] { // stopped
			stems = append(stems, w[:n-3])
		}
		if strings.HasSuffix(w, "ied") {
			stems = append(stems, w[:n-3]+"y")
		}
	}
	return stems
}

// stemsING are what a word with an -ing may come from.
func stemsING(w string) (stems []string) {
	n := len(w)
	if n < 5 || !strings.HasSuffix(w, "ing") {
		return nil
	}
	if n > 5 {
		stems = append(stems, w[:n-3])
	}
	stems = append(stems, w[:n-3]+"e")
	if n > 5 && (w[n-4] == w[n-5] && strings.IndexByte("bcdgklmnprstvxz", w[n-4]) >= 0 || strings.HasSuffix(w, "cking")) {
		stems = append(stems, w[:n-4])
	}
	return stems
}
