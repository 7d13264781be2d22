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
	if s := r.asana(small); s != "" {
		return s
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

// breathed are the consonants of Sanskrit that an American says without their h.
var breathed = strings.NewReplacer("bh", "b", "dh", "d", "gh", "g", "jh", "j", "kh", "k", "ph", "p", "th", "t")

// asana reads the name of a yoga pose.
func (r *Reader) asana(small string) string {
	stem, ok := strings.CutSuffix(small, "asana")
	if !ok || len(stem) < 2 {
		return ""
	}
	return stressed(r.letters.Sounds(breathed.Replace(stem)), demoted) + "ˈɑsənə"
}

// prefixes are beginnings that join any word, with their sounds.
var prefixes = map[string]string{"un": "ʌn", "re": "ɹi", "non": "nɑn", "mid": "mɪd", "sub": "sʌb", "pre": "pɹi", "anti": "ænti",
	"semi": "sɛmi", "over": "Ovəɹ", "under": "ʌndəɹ", "inter": "ɪntəɹ", "intra": "ɪntɹə", "micro": "mIkɹO", "multi": "mʌlti",
	"hind": "hInd", "fore": "fɔɹ", "super": "supəɹ", "ultra": "ʌltɹə", "infra": "ɪnfɹə", "supra": "supɹə", "para": "pɛɹə",
	"peri": "pɛɹi", "extra": "ɛkstɹə", "retro": "ɹɛtɹO", "co": "kO", "bio": "bIO", "neuro": "nʊɹO", "myo": "mIO", "osteo": "ɑstiO",
	"hyper": "hIpəɹ", "hypo": "hIpO", "cervico": "sɜɹvɪkO", "cranio": "kɹAniO", "lumbo": "lʌmbO", "thoraco": "θɔɹəkO",
	"costo": "kɑstO", "sterno": "stɜɹnO", "gleno": "ɡlinO", "scapulo": "skæpjəlO", "ilio": "ɪliO", "ischio": "ɪskiO", "pubo": "pjubO",
	"sacro": "sækɹO", "femoro": "fɛməɹO", "patello": "pətɛlO", "tibio": "tɪbiO", "talo": "tAlO"}

// twoWords reads a word that a prefix and a word make, or two words, such as shoulderblade. Of two words the second
// has the lighter stress.
func (r *Reader) twoWords(small string) string {
	for i := min(len(small)-3, 10); i >= 2; i-- {
		if sounds := prefixes[small[:i]]; sounds != "" {
			if second := r.listedPart(small[i:]); second != "" {
				return mark1(sounds, secondary) + second
			}
		}
	}
	for i := len(small) - 3; i >= 3; i-- {
		first, second := r.listedPart(small[:i]), r.listedPart(small[i:])
		if first != "" && second != "" && len(small) > 6 {
			return stressed(first, strong) + stressed(second, demoted)
		}
	}
	return ""
}

// listedPart reads a part of a word that is itself in a list that people have checked, or comes from one by its
// ending.
func (r *Reader) listedPart(small string) string {
	if _, ok := r.checked(small); !ok && r.inflected(small, "NN", asIs, ahead{sound: consonant}) == "" {
		return ""
	}
	return r.word(small, "NN", asIs, ahead{sound: consonant})
}
