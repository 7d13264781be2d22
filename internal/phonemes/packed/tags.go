package packed

import "fmt"

// Tags is a packed averaged-perceptron tagger: what each feature says for each tag, and the words that have one
// tag alone. Features and words are kept as hashes of 32 bits.
//
// Section: the number of tags and each with its length before it; the number of words of one tag, their hashes in
// order, their tags; the number of words of the vocabulary and their hashes in order; the weights.
type Tags struct {
	Names []string

	fixed    table
	fixedTag string
	vocab    table
	weights  weights
}

// tagStep is the grain of the weights.
const tagStep = 0.5

// Model is a tagger before it is packed: the names of the tags, the words with one tag alone, the words that the
// features know, and the weights.
type Model struct {
	Tags    []string                      `json:"tags"`
	Fixed   map[string]string             `json:"tagdict"`
	Vocab   []string                      `json:"vocab"`
	Weights map[string]map[string]float64 `json:"weights"`
}

// leastTagWeight is the smallest weight that is kept.
const leastTagWeight = 2.5

// PackTags makes the section.
func PackTags(m Model) ([]byte, error) {
	index := map[string]uint8{}
	out := []byte{byte(len(m.Tags))}
	for i, t := range m.Tags {
		index[t] = uint8(i)
		out = append(out, byte(len(t)))
		out = append(out, t...)
	}
	fixed := map[uint32][]byte{}
	for w, t := range m.Fixed {
		fixed[hash(w)] = []byte{index[t]}
	}
	if len(fixed) != len(m.Fixed) {
		return nil, fmt.Errorf("two words have one hash")
	}
	vocab := map[uint32][]byte{}
	for _, w := range m.Vocab {
		vocab[hash(w)] = nil
	}
	out = appendTable(out, fixed)
	out = appendTable(out, vocab)
	features := map[uint32]map[uint8]float64{}
	for f, w := range m.Weights {
		row := features[hash(f)]
		if row == nil {
			row = map[uint8]float64{}
			features[hash(f)] = row
		}
		for t, v := range w {
			row[index[t]] += v
		}
	}
	return appendWeights(out, features, leastTagWeight, tagStep), nil
}

func openTags(data string) (*Tags, error) {
	r := reader{rest: data}
	t := &Tags{Names: make([]string, r.byte())}
	for i := range t.Names {
		t.Names[i] = r.text(int(r.byte()))
	}
	t.fixed = r.table()
	t.fixedTag = r.text(len(t.fixed) / 4)
	t.vocab = r.table()
	t.weights = r.weights()
	if r.bad || r.rest != "" {
		return nil, errDamaged
	}
	return t, nil
}

// Fixed gives the index of the tag of a word that has one tag alone.
func (t *Tags) Fixed(word string) (uint8, bool) {
	i := t.fixed.find(hash(word))
	if i < 0 || int(t.fixedTag[i]) >= len(t.Names) {
		return 0, false
	}
	return t.fixedTag[i], true
}

// Known is true for a word that the features know.
func (t *Tags) Known(word string) bool { return t.vocab.find(hash(word)) >= 0 }

// Add adds what a feature says to the scores of the tags, one for each name.
func (t *Tags) Add(scores []int32, feature string) { t.weights.add(scores, hash(feature)) }
