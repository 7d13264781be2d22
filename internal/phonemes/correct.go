package phonemes

import (
	"maps"
	"slices"
	"strings"
)

// correction gives the sounds of some words in a row.
type correction struct {
	words  []token
	sounds string
}

// correct puts the sounds of corrections in place of the words they are for: the longest that fits, and of equal
// ones that which has the same capitals.
func correct(tokens []token, corrections map[string]string) ([]token, error) {
	if len(corrections) == 0 {
		return tokens, nil
	}
	byFirst, err := parseCorrections(corrections)
	if err != nil {
		return nil, err
	}
	var out []token
	for len(tokens) > 0 {
		t, n := tokens[0], 1
		if c := fitting(tokens, byFirst); len(c.words) > 0 {
			n = len(c.words)
			for _, more := range tokens[1:n] {
				t.text += " " + more.text
			}
			t.kind, t.end, t.sounds = given, tokens[n-1].end, c.sounds
		}
		out = append(out, t)
		tokens = tokens[n:]
	}
	return out, nil
}

// parseCorrections orders corrections by their first word in small letters.
func parseCorrections(corrections map[string]string) (map[string][]correction, error) {
	byFirst := make(map[string][]correction, len(corrections))
	for _, text := range slices.Sorted(maps.Keys(corrections)) {
		sounds := corrections[text]
		if _, err := checked(sounds); err != nil {
			return nil, faultf(0, "the correction of %q: %v", clip(text), err)
		}
		words, err := scan(text)
		if err != nil || len(words) == 0 {
			return nil, faultf(0, "cannot correct %q: it is no word", clip(text))
		}
		first := strings.ToLower(words[0].text)
		byFirst[first] = append(byFirst[first], correction{words, sounds})
	}
	return byFirst, nil
}

// fitting is the correction for the words that tokens begin with. One of a single word also holds for its plural
// and possessive.
func fitting(tokens []token, byFirst map[string][]correction) correction {
	small := strings.ToLower(tokens[0].text)
	var best correction
	for _, c := range byFirst[small] {
		n := len(c.words)
		if capitals(c.words[0].text) && tokens[0].text != c.words[0].text {
			continue
		}
		if n < len(best.words) || n > len(tokens) || n == len(best.words) && tokens[0].text != c.words[0].text {
			continue
		}
		if sameWords(c.words, tokens[:n]) {
			best = c
		}
	}
	if len(best.words) > 0 {
		return best
	}
	for _, stem := range stemsS(small) {
		for _, c := range byFirst[stem] {
			if len(c.words) == 1 && (!capitals(c.words[0].text) || strings.HasPrefix(tokens[0].text, c.words[0].text)) {
				return correction{c.words, withS(c.sounds)}
			}
		}
	}
	return correction{}
}

// CorrectedWord is the same for all ways to write a word, or several in a row, to
// which one correction applies: in any case, but for what begins with a word in
// capitals, which is corrected only where it is written so.
func CorrectedWord(text string) string {
	first, rest, _ := strings.Cut(text, " ")
	if !capitals(first) {
		first = strings.ToLower(first)
	}
	return first + " " + strings.ToLower(rest)
}

// capitals is true for a word that is written in capitals, as IT is: its correction
// is not one of "it".
func capitals(w string) bool { return len(w) > 1 && w == strings.ToUpper(w) && w != strings.ToLower(w) }

// sameWords is true for the same words in any case, with space between them in the same places.
func sameWords(a, b []token) bool {
	for i := range a {
		if !strings.EqualFold(a[i].text, b[i].text) || i > 0 && a[i].space != b[i].space {
			return false
		}
	}
	return true
}
