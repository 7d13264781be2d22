package phonemes

import (
	"cmp"
	"slices"
	"strings"
)

// spoken is a word with its sounds.
type spoken struct {
	word
	sounds string
}

// sentence is a sentence that has been read.
type sentence struct {
	words   []spoken
	guesses []Guess
}

// sentence reads the tokens of a sentence. From the last word to the first, since what follows decides how
// "the" and "to" are said.
func (r *Reader) sentence(tokens []token) *sentence {
	words := expand(r.quiet(tokens))
	r.tag(words)
	s := &sentence{words: make([]spoken, len(words))}
	for i, w := range words {
		s.words[i] = spoken{word: w}
	}
	var a ahead
	for end := len(words); end > 0; {
		start := end - 1
		for start > 0 && words[start].joined {
			start--
		}
		a = r.compound(s, start, end, a)
		end = start
	}
	slices.Reverse(s.guesses)
	return s
}

// quiet gives a sentence of nothing but capitals in small letters, but for those that stand for something.
func (r *Reader) quiet(tokens []token) []token {
	n := 0
	for _, t := range tokens {
		if t.kind == letters {
			n++
			if t.text != strings.ToUpper(t.text) {
				return tokens
			}
		}
	}
	if n < 3 {
		return tokens
	}
	out := slices.Clone(tokens)
	for i, t := range out {
		small := strings.ToLower(t.text)
		_, own := r.own[t.text]
		if t.kind == letters && !own && t.text != "I" && (len(t.text) == 1 || r.listed(small) || r.inflected(small, "NN", asIs, ahead{}) != "") {
			if out[i].text = small; i == 0 {
				out[i].text = capitalized(small)
			}
		}
	}
	return out
}

// maxCompound is how many words with hyphens between them are looked up as one.
const maxCompound = 4

// compound reads the words from start to end, which hyphens join, as few words of the lexicon as it can, and
// gives what is ahead of them.
func (r *Reader) compound(s *sentence, start, end int, a ahead) ahead {
	for right := end; right > start; {
		left := max(start, right-maxCompound)
		for left < right-1 {
			if sounds := r.joined(s.words[left:right], a); sounds != "" {
				s.words[left].sounds = sounds
				break
			}
			left++
		}
		if left == right-1 {
			r.single(s, left, a)
		}
		a = a.past(s.words[left].sounds, s.words[left].text)
		right = left
	}
	if end-start > 1 {
		var parts []*spoken
		for i := start; i < end; i++ {
			parts = append(parts, &s.words[i])
		}
		settle(parts)
	}
	return a
}

// joined looks up words that hyphens join as one, or gives "".
func (r *Reader) joined(words []spoken, a ahead) string {
	var text []string
	tag, longest := "", 0
	for _, w := range words {
		if w.mark || w.word.sounds != "" {
			return ""
		}
		text = append(text, w.text)
		if len(w.text) > longest {
			tag, longest = w.tag, len(w.text)
		}
	}
	whole := strings.Join(text, "-")
	if !r.listed(whole) && !r.listed(strings.ToLower(whole)) && !strings.HasSuffix(whole, "s") {
		return ""
	}
	return r.word(whole, tag, emphasisOf(whole), a)
}

// emphasisOf is the stress that capitals give.
func emphasisOf(w string) emphasis {
	switch w {
	case strings.ToLower(w):
		return asIs
	case strings.ToUpper(w):
		return strong
	}
	return light
}

// single reads one word.
func (r *Reader) single(s *sentence, i int, a ahead) {
	w := &s.words[i]
	switch {
	case w.mark:
		w.sounds = w.text
	case w.word.sounds != "":
		w.sounds = w.word.sounds
	case w.spell:
		w.sounds = r.spelled(w.text)
	default:
		w.sounds = r.word(w.text, w.tag, emphasisOf(w.text), a)
		if w.sounds == "" {
			w.sounds = r.guess(w.text)
			s.guesses = append(s.guesses, Guess{Start: w.start, end: w.end, Phonemes: finish(w.sounds)})
		}
	}
}

// pieces gives the sentence as sentences of no more than MaxPhonemes.
func (s *sentence) pieces() []Sentence {
	var out []Sentence
	for from := 0; from < len(s.words); {
		to := s.piece(from)
		if p, ok := utter(s.words[from:to]); ok {
			out = append(out, p)
		}
		from = to
	}
	return out
}

// piece is the end of the piece that begins at a word: the end of the sentence, or else after the last mark that
// fits, or else between words.
func (s *sentence) piece(from int) int {
	n, atMark, atSpace := 0, 0, 0
	for i := from; i < len(s.words); i++ {
		w := &s.words[i]
		if i > from && w.space {
			atSpace = i
			if before := s.words[i-1]; before.mark && strings.Contains(ends+"—", before.text) {
				atMark = i
			}
		}
		n += 1 + len([]rune(finish(w.sounds)))
		if n > MaxPhonemes && i > from {
			return cmp.Or(atMark, atSpace, i)
		}
	}
	return len(s.words)
}

// utter puts the sounds of words together. It is not ok if there is no sound at all.
func utter(words []spoken) (Sentence, bool) {
	var b strings.Builder
	p := Sentence{Start: -1}
	voiced := false
	for _, w := range words {
		if w.start < p.Start || p.Start < 0 {
			p.Start = w.start
		}
		p.End = max(p.End, w.end)
		if w.space && b.Len() > 0 && w.sounds != "" {
			b.WriteByte(' ')
		}
		b.WriteString(finish(w.sounds))
		if w.mark {
			if strings.Contains(ends+"—", w.text) {
				p.Pause = Pause(w.text)
			}
			continue
		}
		p.Pause = None
		voiced = voiced || !silent(w.sounds)
	}
	if p.Pause == ";" {
		p.Pause = Comma
	}
	p.Phonemes = b.String()
	return p, voiced
}
