package packed

import (
	"slices"
	"strings"
)

// Letters are rules that read a word from its letters, for words that are in no lexicon. Each letter says a chunk
// of no, one or several sounds. An averaged perceptron chooses the chunks from the last letter to the first: the
// ending of an English word decides where its stress lies.
//
// Section: the number of chunks and each with its length before it; for each letter from a to z the number of its
// chunks and their indices; the weights.
type Letters struct {
	chunks  []string
	choices [26]string // indices of chunks
	weights weights
}

// letterStep and leastLetterWeight are the grain of the weights and the smallest that is kept.
const (
	letterStep        = 0.25
	leastLetterWeight = 1.5
)

// edge is how many letters beyond a letter its features may ask for.
const edge = 5

// padding stands before and after a word, so that every letter has neighbors.
const padding = "^^^^^"

// letterFeatures appends the hash of each feature of a letter. i is its place in the text; said are the numbers of
// the chunks of the letters after it, the nearest last.
func letterFeatures(features []uint32, text string, i int, said []uint8, stress byte) []uint32 {
	feature := func(kind byte, from, to int, more ...byte) {
		h := (uint32(hashStart) ^ uint32(kind)) * hashPrime
		for _, b := range []byte(text[i+from : i+to+1]) {
			h = (h ^ uint32(b)) * hashPrime
		}
		for _, b := range more {
			h = (h ^ uint32(b)) * hashPrime
		}
		features = append(features, h)
	}
	for from := -4; from <= 0; from++ { // the letters around it, up to five in a row
		for to := 0; to <= edge && to-from < 5; to++ {
			feature(byte(16*(from+5)+to), from, to)
		}
	}
	var after [3]byte // what the next letters say
	for n := range min(len(after), len(said)) {
		after[n] = said[len(said)-1-n] + 1
	}
	feature(1, 0, 0, after[0])
	feature(2, 0, 0, after[:2]...)
	feature(3, 0, 0, after[:]...)
	feature(4, -1, 0, after[:2]...)
	feature(5, -2, 0, after[0])
	feature(6, 0, 0, stress)
	feature(7, -1, 0, stress)
	feature(8, -2, 0, stress, after[0])
	return features
}

// stressCount follows the vowels and stresses of the chunks that have been said.
type stressCount struct{ vowels, primary, secondary, since byte }

// next counts a chunk.
func (s stressCount) next(chunk string) stressCount {
	for _, r := range chunk {
		switch {
		case r == 'ˈ':
			s.primary, s.since = 1, 255
		case r == 'ˌ':
			s.secondary, s.since = 1, 255
		case strings.ContainsRune("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻᵊ", r):
			s.vowels = min(s.vowels+1, 3)
			if s.since++; s.since > 3 {
				s.since = 3
			}
		}
	}
	return s
}

func (s stressCount) code() byte { return s.vowels + 4*s.primary + 8*s.secondary + 16*(s.since&3) }

// Walk goes over the letters of a word of small letters a to z, from the last to the first, and returns the chunk of
// each, the last first. choose gets a letter with its features and gives the number of its chunk.
func Walk(word string, names []string, choose func(letter byte, features []uint32) uint8) []uint8 {
	text := padding + word + padding
	said := make([]uint8, 0, len(word))
	features := make([]uint32, 0, 40)
	var stress stressCount
	for i := len(word) - 1; i >= 0; i-- {
		features = letterFeatures(features[:0], text, i+edge, said, stress.code())
		c := choose(word[i], features)
		said = append(said, c)
		stress = stress.next(names[c])
	}
	return said
}

// Sounds reads a word of small letters a to z, and gives "" for any other. Its time grows with the length of the
// word.
func (l *Letters) Sounds(word string) string {
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	scores := make([]int32, len(l.chunks))
	said := Walk(word, l.chunks, func(letter byte, features []uint32) uint8 {
		clear(scores)
		for _, f := range features {
			l.weights.add(scores, f)
		}
		return Best(scores, l.choices[letter-'a'])
	})
	var b strings.Builder
	for _, c := range slices.Backward(said) {
		b.WriteString(l.chunks[c])
	}
	return b.String()
}

// Best is the choice with the highest score; of equal ones the first.
func Best[T int32 | float64](scores []T, choices string) uint8 {
	best := choices[0]
	for _, c := range []byte(choices) {
		if scores[c] > scores[best] {
			best = c
		}
	}
	return best
}

// OpenLetters reads the section by itself.
func OpenLetters(data string) (*Letters, error) {
	r := reader{rest: data}
	l := &Letters{chunks: make([]string, r.byte())}
	for i := range l.chunks {
		l.chunks[i] = r.text(int(r.byte()))
	}
	for i := range l.choices {
		l.choices[i] = r.text(int(r.byte()))
		r.bad = r.bad || l.choices[i] == ""
		for _, c := range []byte(l.choices[i]) {
			r.bad = r.bad || int(c) >= len(l.chunks)
		}
	}
	l.weights = r.weights()
	if r.bad || r.rest != "" {
		return nil, errDamaged
	}
	return l, nil
}

// PackLetters makes the section.
func PackLetters(chunks []string, choices [26]string, learned map[uint32]map[uint8]float64) []byte {
	out := []byte{byte(len(chunks))}
	for _, c := range append(slices.Clone(chunks), choices[:]...) {
		out = append(out, byte(len(c)))
		out = append(out, c...)
	}
	return appendWeights(out, learned, leastLetterWeight, letterStep)
}
