package phonemes

import "strings"

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

// lastSounds gives the last sound and the one before it, or "".
func lastSounds(sounds string) (last, before string) {
	r := []rune(sounds)
	if n := len(r); n > 0 {
		last = string(r[n-1])
		if n > 1 {
			before = string(r[n-2])
		}
	}
	return last, before
}

// oneOf is true for a sound that is in a list.
func oneOf(sound, list string) bool { return sound != "" && strings.Contains(list, sound) }

// withS is the plural, or the third person, or the possessive of a word.
func withS(sounds string) string {
	switch last, _ := lastSounds(sounds); {
	case last == "":
		return ""
	case oneOf(last, "ptkfθ"):
		return sounds + "s"
	case oneOf(last, "szʃʒʧʤ"):
		return sounds + "ᵻz"
	}
	return sounds + "z"
}

// withED is the past of a verb.
func withED(sounds string) string {
	switch last, before := lastSounds(sounds); {
	case last == "":
		return ""
	case oneOf(last, "pkfθʃsʧ"):
		return sounds + "t"
	case last == "d":
		return sounds + "ᵻd"
	case last != "t":
		return sounds + "d"
	case before == "":
		return sounds + "ɪd"
	case oneOf(before, flapAfter):
		return strings.TrimSuffix(sounds, "t") + "ɾᵻd"
	}
	return sounds + "ᵻd"
}

// withING is the present participle of a verb.
func withING(sounds string) string {
	last, before := lastSounds(sounds)
	switch {
	case last == "":
		return ""
	case last == "t" && oneOf(before, flapAfter):
		return strings.TrimSuffix(sounds, "t") + "ɾɪŋ"
	}
	return sounds + "ɪŋ"
}

// contracted reads a word with one of the short verbs at its end, as in "that'll", or gives "".
func (r *Reader) contracted(w, tag string, e emphasis, a ahead) string {
	stem, end := contraction(w)
	if end == "" || !r.known(stem) {
		return ""
	}
	sounds := r.lookup(stem, tag, e, a)
	switch last, _ := lastSounds(sounds); strings.ToLower(end) {
	case "'ll":
		return sounds + "ᵊl"
	case "'re":
		return sounds + "əɹ"
	case "'ve":
		return sounds + "əv"
	case "'d":
		if oneOf(last, "td") {
			return sounds + "ᵻd"
		}
		return sounds + "d"
	}
	return ""
}
