package main

import (
	"fmt"
	"maps"
	"slices"

	"unhunch/internal/phonemes/packed"
)

// Chunks that fewer than rareChunk letters say are left out, and the words with them; so are features that fewer
// than rareFeature letters have.
const (
	rareChunk   = 40
	rareFeature = 12
)

// learner is an averaged perceptron that learns which chunk each letter of a word says.
type learner struct {
	chunks  []string // by number
	choices [26]string
	words   []aligned
	weights map[uint32]map[uint8]*weight // of the features that are common enough
	scores  []float64
	step    float64
}

// weight is a weight with what its average needs: the sum over steps, up to the step it was changed last.
type weight struct{ now, sum, changed float64 }

// learnLetters learns the rules from words and makes their section.
func learnLetters(words []aligned, rounds int) ([]byte, error) {
	l, err := newLearner(words)
	if err != nil {
		return nil, err
	}
	for n := range rounds {
		l.round(n)
	}
	return packed.PackLetters(l.chunks, l.choices, l.averages()), nil
}

func newLearner(words []aligned) (*learner, error) {
	count := map[string]int{}
	for _, w := range words {
		for _, c := range w.chunks {
			count[c]++
		}
	}
	l := &learner{weights: map[uint32]map[uint8]*weight{}}
	for _, c := range slices.Sorted(maps.Keys(count)) {
		if count[c] >= rareChunk {
			l.chunks = append(l.chunks, c)
		}
	}
	if len(l.chunks) > 255 {
		return nil, fmt.Errorf("%d chunks are too many", len(l.chunks))
	}
	var choices [26]map[uint8]bool
	for k := range choices {
		choices[k] = map[uint8]bool{}
	}
	for _, w := range words {
		if slices.ContainsFunc(w.chunks, func(c string) bool { return count[c] < rareChunk }) {
			continue
		}
		l.words = append(l.words, w)
		for i, c := range w.chunks {
			choices[w.word[i]-'a'][l.number(c)] = true
		}
	}
	for k, m := range choices {
		if l.choices[k] = string(slices.Sorted(maps.Keys(m))); len(m) == 0 {
			return nil, fmt.Errorf("no word has the letter %c", 'a'+k)
		}
	}
	l.countFeatures()
	return l, nil
}

func (l *learner) number(chunk string) uint8 {
	n, _ := slices.BinarySearch(l.chunks, chunk)
	return uint8(n)
}

// each calls see for every letter of a word, from the last, with its features and the chunk that is right.
func (l *learner) each(w aligned, see func(letter byte, features []uint32, chunk uint8)) {
	i := len(w.word)
	packed.Walk(w.word, l.chunks, func(letter byte, features []uint32) uint8 {
		i--
		c := l.number(w.chunks[i])
		see(letter, features, c)
		return c
	})
}

func (l *learner) countFeatures() {
	count := map[uint32]int{}
	for _, w := range l.words {
		l.each(w, func(_ byte, features []uint32, _ uint8) {
			for _, f := range features {
				count[f]++
			}
		})
	}
	for f, n := range count {
		if n >= rareFeature {
			l.weights[f] = map[uint8]*weight{}
		}
	}
}

// round goes once over all words, in an order of its own.
func (l *learner) round(n int) {
	order := make([]int, len(l.words))
	for i := range order {
		order[i] = i
	}
	seed := uint64(n + 1)
	for i := len(order) - 1; i > 0; i-- {
		seed = seed*6364136223846793005 + 1442695040888963407
		j := int(seed >> 33 % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
	l.scores = make([]float64, len(l.chunks))
	for _, i := range order {
		l.each(l.words[i], l.learn)
	}
}

// learn compares the choice for a letter with the chunk that is right.
func (l *learner) learn(letter byte, features []uint32, chunk uint8) {
	clear(l.scores)
	for _, f := range features {
		for c, w := range l.weights[f] {
			l.scores[c] += w.now
		}
	}
	best := packed.Best(l.scores, l.choices[letter-'a'])
	if l.step++; best == chunk {
		return
	}
	for _, f := range features {
		if row := l.weights[f]; row != nil {
			l.change(row, chunk, 1)
			l.change(row, best, -1)
		}
	}
}

func (l *learner) change(row map[uint8]*weight, chunk uint8, by float64) {
	w := row[chunk]
	if w == nil {
		w = &weight{}
		row[chunk] = w
	}
	w.sum += (l.step - w.changed) * w.now
	w.changed = l.step
	w.now += by
}

// averages gives the mean of each weight over all steps.
func (l *learner) averages() map[uint32]map[uint8]float64 {
	out := make(map[uint32]map[uint8]float64, len(l.weights))
	for f, row := range l.weights {
		out[f] = make(map[uint8]float64, len(row))
		for c, w := range row {
			out[f][c] = (w.sum + (l.step-w.changed)*w.now) / l.step
		}
	}
	return out
}
