package phonemes

import "strings"

// guess reads a word that no list has, by what it is made of or letter by letter. It always gives sounds.
func (r *Reader) guess(w string) string {
	small := strings.ToLower(w)
	if rest, ok := strings.CutPrefix(w, "O'"); ok && rest != "" {
		return "O" + r.part(rest)
	}
	if s := r.inner(w); s != "" {
		return s
	}
	if s := r.stretched(small); s != "" {
		return s
	}
	if stem, ok := strings.CutSuffix(small, "'s"); ok && stem != "" {
		return withS(r.guess(w[:len(stem)]))
	}
	small = strings.ReplaceAll(small, "'", "")
	if strings.Trim(small, "bcdfghjklmnpqrstvwxz") == "" && len(small) < 7 { // no vowel: tfl
		return r.spelled(small)
	}
	if s := r.twoWords(small); s != "" {
		return s
	}
	if s := r.letters.Sounds(small); strings.ContainsAny(s, vowels) {
		if !strings.ContainsAny(s, primary+secondary) {
			s = mark1(s, primary)
		}
		return s
	}
	return r.spelled(small)
}

// inner reads a word that capitals inside it part in two or more: TheraBand.
func (r *Reader) inner(w string) string {
	var parts []*spoken
	from := 0
	for i := 1; i <= len(w); i++ {
		if i < len(w) && !(isSmall(w[i-1]) && !isSmall(w[i]) && w[i] != '\'') {
			continue
		}
		part := w[from:i]
		from = i
		if len(part) == len(w) {
			return ""
		}
		s := "mək"
		if part != "Mc" {
			s = r.part(part)
		}
		parts = append(parts, &spoken{word: word{text: part}, sounds: s})
	}
	settle(parts)
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.sounds)
	}
	return b.String()
}

// part reads a part of a word.
func (r *Reader) part(w string) string {
	if s := r.word(w, "NN", asIs, ahead{sound: consonant}); s != "" {
		return s
	}
	return r.guess(w)
}

func isSmall(c byte) bool { return c >= 'a' && c <= 'z' }

// stretched reads a word with a letter three times or more in a row as the word with two or one of them: aaah.
func (r *Reader) stretched(small string) string {
	var two, one []byte
	long := false
	for i := range len(small) {
		run := 1
		for i-run >= 0 && run < 3 && small[i-run] == small[i] {
			run++
		}
		if run < 3 {
			two = append(two, small[i])
		} else {
			long = true
		}
		if run < 2 {
			one = append(one, small[i])
		}
	}
	if !long {
		return ""
	}
	for _, w := range []string{string(two), string(one)} {
		if r.known(w) {
			return r.lookup(w, "UH", light, ahead{sound: consonant})
		}
	}
	return ""
}

// prefixes are beginnings that join any word.
var prefixes = map[string]bool{"un": true, "re": true, "non": true, "mid": true, "sub": true, "pre": true, "anti": true, "semi": true,
	"over": true, "under": true, "inter": true, "micro": true, "multi": true, "hind": true, "fore": true, "super": true, "ultra": true,
	"infra": true, "supra": true, "para": true, "peri": true, "intra": true, "extra": true, "cervico": true, "lumbo": true, "thoraco": true,
	"costo": true, "gleno": true, "patello": true, "tibio": true, "co": true, "bio": true, "hyper": true, "hypo": true}

// twoWords reads a word that two words make, such as shoulderblade. The second has the lighter stress, unless the
// first is a prefix.
func (r *Reader) twoWords(small string) string {
	if len(small) > 30 {
		return ""
	}
	for i := len(small) - 3; i >= 2; i-- {
		first, second := small[:i], small[i:]
		if !prefixes[first] && (len(first) < 4 || len(second) < 4) {
			continue
		}
		if _, ok := r.checked(second); !ok && r.inflected(second, "NN", asIs, ahead{sound: consonant}) == "" {
			continue
		}
		a := r.prefix(first)
		b := r.word(second, "NN", asIs, ahead{sound: consonant})
		if a == "" || b == "" {
			continue
		}
		if prefixes[first] {
			return stressed(a, demoted) + b
		}
		return a + stressed(b, demoted)
	}
	return ""
}

// prefix reads the first part of a compound.
func (r *Reader) prefix(first string) string {
	if _, ok := r.checked(first); ok {
		return r.lookup(first, "NN", asIs, ahead{sound: consonant})
	}
	if prefixes[first] {
		return r.letters.Sounds(first)
	}
	return ""
}
