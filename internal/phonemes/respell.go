package phonemes

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Alphabet is what the voice can say: sounds, stresses, punctuation and the space.
const Alphabet = ";:,.!?—…\"()“” \u0303ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ"

// badSound is the byte at which sounds have a character that is not of the alphabet, or -1.
func badSound(sounds string) int {
	for i, r := range sounds {
		if !strings.ContainsRune(Alphabet, r) {
			return i
		}
	}
	return -1
}

// maxCorrection is how many characters a correction may have, and how many phonemes it may stand for.
const maxCorrection = 200

// checked gives the sounds of a correction, or says what is wrong with them.
func checked(sounds string) (string, error) {
	n := utf8.RuneCountInString(sounds)
	switch i := badSound(sounds); {
	case i >= 0:
		return "", fmt.Errorf("%s is no phoneme of the voice", shown([]rune(sounds[i:])[0]))
	case silent(sounds):
		return "", fmt.Errorf("%q has nothing to say", clip(sounds))
	case n > maxCorrection:
		return "", fmt.Errorf("%d phonemes: %d are the most", n, maxCorrection)
	}
	return sounds, nil
}

// shown is a character for a message: one that stands over or under others is named, since it would do so there.
func shown(r rune) string {
	if unicode.Is(unicode.Mn, r) {
		return fmt.Sprintf("the mark U+%04X", r)
	}
	return fmt.Sprintf("%q", r)
}

// ParseCorrection gives the sounds of a correction, as Read takes them. A correction is either sounds between
// slashes, /skˈæpjəli/, or how the word is said in plain letters: syllables with hyphens between them, each an
// English word or written as it sounds, the stressed one in capitals, SCAP-you-lee. Without capitals the first
// of up to three syllables is stressed, and the last but one of more. A word without hyphens that is no English one is
// parted into syllables by its vowels: scapyoulee. Words with spaces between them are read as
// in any text: "range of motion".
func (r *Reader) ParseCorrection(text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n > maxCorrection {
		return "", fmt.Errorf("a correction of %d characters: %d are the most", n, maxCorrection)
	}
	if strings.HasPrefix(text, "/") {
		return exactSounds(text)
	}
	tokens, err := scan(text)
	if err != nil {
		return "", err
	}
	for _, t := range tokens {
		if t.kind != letters && t.text != "-" {
			return "", fmt.Errorf("%q in a correction: it takes letters and hyphens, or phonemes between slashes", t.text)
		}
	}
	var out []string
	for _, word := range strings.Fields(text) {
		sounds := r.respelled(strings.FieldsFunc(word, func(c rune) bool { return c == '-' }))
		if sounds != "" {
			out = append(out, sounds)
		}
	}
	if len(out) == 0 {
		return "", fmt.Errorf("a correction without a letter: it takes syllables, as in SCAP-you-lee, or phonemes, as in /skˈæpjəli/")
	}
	return checked(strings.Join(out, " "))
}

// exactSounds gives the sounds between slashes.
func exactSounds(text string) (string, error) {
	sounds, closed := strings.CutSuffix(text[1:], "/")
	if sounds = strings.TrimSpace(sounds); !closed {
		return "", fmt.Errorf("the phonemes %q have no slash at their end", clip(text))
	}
	return checked(stressBeforeVowel(dictionary.Replace(sounds)))
}

// dictionary turns the phonemes of dictionaries into the spelling of the voice,
// where a diphthong and an affricate are one character each.
var dictionary = strings.NewReplacer("l̩", "ᵊl", "n̩", "ᵊn", "m̩", "əm", "r̩", "əɹ", "ɹ̩", "əɹ", "t͡ʃ", "ʧ", "tʃ", "ʧ", "d͡ʒ", "ʤ", "dʒ", "ʤ", "eɪ", "A", "aɪ", "I", "oʊ", "O", "əʊ", "O", "aʊ", "W", "ɔɪ", "Y",
	"ɝ", "ɜɹ", "ɚ", "əɹ", "r", "ɹ", "g", "ɡ", "ɫ", "l", "ʍ", "w", "'", "ˈ", "ː", "", ".", "", "(", "", ")", "")

// stressBeforeVowel puts each mark of stress right before the vowel of its syllable,
// as the voice has learned it; dictionaries put it before the consonants.
func stressBeforeVowel(sounds string) string {
	var b strings.Builder
	mark := ""
	for _, r := range sounds {
		switch {
		case r == 'ˈ' || r == 'ˌ':
			b.WriteString(mark)
			mark = string(r)
			continue
		case strings.ContainsRune(vowels, r) || r == ' ':
			b.WriteString(mark)
			mark = ""
		}
		b.WriteRune(r)
	}
	return b.String() + mark
}

// respelled gives the sounds of one word, of what stands between its hyphens.
func (r *Reader) respelled(parts []string) string {
	if len(parts) == 1 {
		if sounds := r.word(parts[0], "NN", asIs, ahead{sound: consonant}); sounds != "" {
			return finish(sounds)
		}
	}
	syllables := parts
	if len(parts) == 1 {
		syllables = r.apart(parts[0])
	}
	main := 0
	if len(syllables) > 3 {
		main = len(syllables) - 2
	}
	for i, s := range syllables {
		if len(syllables) > 1 && capitals(s) || len(s) == 1 && s[0] < 'a' {
			main = i
			break
		}
	}
	var b strings.Builder
	for i, s := range syllables {
		e := bare
		if i == main {
			e = strong
		}
		b.WriteString(stressed(r.syllable(strings.ToLower(s), i == main), e))
	}
	return finish(b.String())
}

// apart gives the syllables that are written in a row: scapyoulee. What is a word, or no such row, stays whole.
func (r *Reader) apart(s string) []string {
	small := strings.ToLower(s)
	if r.word(small, "NN", asIs, ahead{sound: consonant}) != "" || r.asana(small) != "" || r.twoWords(small) != "" {
		return []string{s}
	}
	var syllables []string
	_, end := nextVowel(small, 0)
	for from := 0; ; {
		next, after := nextVowel(small, end)
		switch {
		case next == len(small):
			return append(syllables, s[from:])
		case next == end: // two vowels in a row: who knows
			return []string{s}
		}
		to := end + codaLength(small[end:next])
		syllables = append(syllables, s[from:to])
		from, end = to, after
	}
}

// nextVowel is where the first vowel at or after a place begins and ends. An r between two vowels is of the second.
func nextVowel(s string, from int) (start, end int) {
	vowelAt := func(i int) bool { return i < len(s) && strings.IndexByte("aeiou", s[i]) >= 0 }
	for i := from; i < len(s); i++ {
		if !vowelAt(i) && (s[i] != 'y' || vowelAt(i+1)) {
			continue
		}
		for _, v := range plainVowels {
			end := i + len(v.letters)
			if strings.HasPrefix(s[i:], v.letters) && !(s[end-1] == 'r' && vowelAt(end)) {
				return i, end
			}
		}
		if strings.HasPrefix(s[i:], "ou") {
			return i, i + 2
		}
		return i, i + 1
	}
	return len(s), len(s)
}

// codaLength is how many of the letters between two vowels belong to the first: the first consonant of several, and
// one that no syllable begins with.
func codaLength(between string) int {
	for _, c := range consonantLetters {
		if strings.HasPrefix(between, c.letters) {
			if c.letters == between && !among(between, " ng nk ck tch x ss ll ff zz tt ") {
				return 0
			}
			return len(c.letters)
		}
	}
	return 0
}

// syllable gives the sounds of a syllable: of the spelling if it is a plain one, else of the word it is, else by
// the letter rules.
func (r *Reader) syllable(s string, main bool) string {
	if main && s == "uh" {
		return "ʌ"
	}
	if sounds, ok := plainSyllable(s); ok && !among(s, " me be he she we do to who ") {
		if !main {
			sounds = strings.ReplaceAll(sounds, "ɜɹ", "əɹ")
		}
		return sounds
	}
	sounds := r.word(s, "NN", asIs, ahead{sound: consonant})
	if sounds == "" {
		sounds = r.guess(s)
	}
	sounds = stressed(sounds, bare)
	if main {
		sounds = mark1(sounds, primary)
	}
	return sounds
}

// consonantLetters are the consonants that a plain syllable begins and ends with, the longest first.
var consonantLetters = []struct{ letters, sounds string }{
	{"sch", "sk"}, {"tch", "ʧ"}, {"ch", "ʧ"}, {"sh", "ʃ"}, {"zh", "ʒ"}, {"th", "θ"}, {"dh", "ð"}, {"ph", "f"}, {"ng", "ŋ"}, {"nk", "ŋk"},
	{"ck", "k"}, {"kh", "k"}, {"gh", "ɡ"}, {"bh", "b"}, {"wh", "w"}, {"qu", "kw"}, {"ss", "s"}, {"ll", "l"}, {"ff", "f"}, {"zz", "z"}, {"tt", "t"},
	{"b", "b"}, {"c", "k"}, {"d", "d"}, {"f", "f"}, {"g", "ɡ"}, {"h", "h"}, {"j", "ʤ"}, {"k", "k"}, {"l", "l"}, {"m", "m"}, {"n", "n"},
	{"p", "p"}, {"r", "ɹ"}, {"s", "s"}, {"t", "t"}, {"v", "v"}, {"w", "w"}, {"x", "ks"}, {"y", "j"}, {"z", "z"},
}

// plainVowels are the spellings of vowels that say one thing: those with an r first, then the others. The vowels of
// one letter are short before a consonant and as in the second list at the end.
var (
	plainVowels = []struct{ letters, sounds string }{
		{"air", "ɛɹ"}, {"eer", "ɪɹ"}, {"ear", "ɪɹ"}, {"oor", "ʊɹ"}, {"our", "Wəɹ"}, {"ire", "Iəɹ"}, {"ore", "ɔɹ"},
		{"ar", "ɑɹ"}, {"er", "ɜɹ"}, {"ir", "ɜɹ"}, {"or", "ɔɹ"}, {"ur", "ɜɹ"}, {"igh", "I"}, {"eye", "I"},
		{"ay", "A"}, {"ai", "A"}, {"ee", "i"}, {"ea", "i"}, {"ah", "ɑ"}, {"aa", "ɑ"}, {"eh", "ɛ"}, {"ih", "ɪ"}, {"oh", "O"}, {"oa", "O"}, {"uh", "ə"},
		{"oo", "u"}, {"ew", "u"}, {"ow", "W"}, {"oy", "Y"}, {"oi", "Y"}, {"aw", "ɔ"}, {"au", "ɔ"}, {"ie", "I"}, {"ye", "I"}, {"ei", "A"}, {"ey", "A"},
	}
	shortVowels = map[byte]string{'a': "æ", 'e': "ɛ", 'i': "ɪ", 'o': "ɑ", 'u': "ʌ", 'y': "ɪ"}
	openVowels  = map[byte]string{'a': "ɑ", 'e': "A", 'i': "i", 'o': "O", 'u': "u", 'y': "I"}
	longVowels  = map[byte]string{'a': "A", 'e': "i", 'i': "I", 'o': "O", 'u': "u", 'y': "I"} // with an e at the end: nate
)

// plainSyllable reads a syllable that is written as it sounds: consonants, one vowel, consonants. It is not ok for
// any other.
func plainSyllable(s string) (sounds string, ok bool) {
	onset, rest := consonantRun(s)
	for _, v := range plainVowels {
		if after, found := strings.CutPrefix(rest, v.letters); found {
			coda, left := consonantRun(after)
			return onset + v.sounds + coda, left == ""
		}
	}
	if rest == "" || strings.IndexByte("aeiouy", rest[0]) < 0 {
		return "", false
	}
	coda, left := consonantRun(rest[1:])
	switch {
	case left == "e" && len(rest) == 3:
		return onset + longVowels[rest[0]] + coda, true
	case left != "":
		return "", false
	case coda == "":
		return onset + openVowels[rest[0]], true
	}
	return onset + shortVowels[rest[0]] + coda, true
}

// consonantRun reads the consonants that a text begins with. A y is one only before a vowel.
func consonantRun(s string) (sounds, rest string) {
next:
	for s != "" {
		if s[0] == 'y' && (len(s) == 1 || strings.IndexByte("aeiouy", s[1]) < 0 || s == "ye") {
			break
		}
		for _, c := range consonantLetters {
			if after, ok := strings.CutPrefix(s, c.letters); ok {
				sounds, s = sounds+c.sounds, after
				continue next
			}
		}
		break
	}
	return sounds, s
}
