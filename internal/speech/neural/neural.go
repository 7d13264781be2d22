// Package neural makes sound of phonemes: one small neural network with its
// signal processing, written out by hand.
//
// The same phonemes, settings and seed give the same samples, bit for bit, on
// every processor.
package neural

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	Rate = 24000 // samples a second

	// Unit is the step in which lengths are counted, 25 ms in samples.
	Unit = 2 * hop

	// MaxPhonemes is how many phonemes Speak takes at once. Longer text is cut
	// at sentences and clauses.
	MaxPhonemes = 400

	// MaxSeconds is how long one utterance can become.
	MaxSeconds = 60

	maxUnits   = MaxSeconds * Rate / Unit
	longestOne = 5 * Rate / Unit // no phoneme takes longer
)

// An Engine speaks with a model. It keeps the memory it works in, at most about
// 40 MB after the longest utterance, so it is for one goroutine at a time.
type Engine struct {
	model  *Model
	kernel kernel
	ctx    context.Context // of the present call

	// of a matrix product, see band
	values  []int16
	scratch []int16
	scales  [bandRows]float32
	sums    [bandRows * panel]int32

	ids           []int
	unitOf        []int // for each unit, the place of its phoneme in ids
	prompt, text  []float32
	state, normed []float32 // of blocks
	padded        []float32 // what a dense convolution reads
	inner, outer  []float32 // a band within a block
	row, product  []float32
	qkv           []float32 // of attention
	attention     attention
	logs          []float32 // of lengths

	f0, energy []float32
	source     []float32 // pulses
	mixed      []float32 // frames added up
	synthesis  synthesis
}

// NewEngine returns an engine that speaks with m.
func NewEngine(m *Model) *Engine {
	return &Engine{
		model:   m,
		kernel:  bestKernel(),
		values:  make([]int16, bandRows*longest),
		scratch: make([]int16, panel*longest),
		inner:   make([]float32, bandRows*max(768, soundWide)),
		outer:   make([]float32, bandRows*soundWide),
		row:     make([]float32, soundWide),
		product: make([]float32, soundWide),
	}
}

// An Utterance is what was said.
type Utterance struct {
	Samples []float32 // mono, at Rate; seldom beyond ±1
	Marks   []Mark    // one for each rune of the phonemes
}

// A Mark says where in the samples the sound of a phoneme begins, within about
// 15 ms, and how long it is, in samples. Before the first and after the last
// one there is near-silence. A stress mark has a length of its own, which is
// the beginning of its vowel.
type Mark struct {
	Phoneme  rune
	At, Long int
}

// Stress is where the first stressed vowel begins, of main stress if there is
// any: the moment that a listener would tap to.
func Stress(marks []Mark) int {
	for _, mark := range "ˈˌ" {
		for _, m := range marks {
			if m.Phoneme == mark {
				return m.At
			}
		}
	}
	for _, m := range marks {
		if strings.ContainsRune(vowels, m.Phoneme) {
			return m.At
		}
	}
	return marks[0].At
}

const vowels = "AIOQWYaeiouyɑɐɒæɔəɚɛɜɨɪɯɤøœʊʌᵊᵻ"

// Speak says the phonemes of one sentence or clause. It is an error if there
// are none, more than MaxPhonemes, or one that the model does not know, if a
// setting is out of its bounds or the utterance would exceed MaxSeconds, and if
// ctx ends, which is noticed within some milliseconds.
func (e *Engine) Speak(ctx context.Context, phonemes string, how Reading) (*Utterance, error) {
	e.ctx = ctx
	defer func() { e.ctx = nil }()
	lengths, err := e.time(phonemes, &how)
	if err != nil {
		return nil, err
	}
	e.spread(lengths)
	e.melody(&how)
	e.text = grow(e.text, len(e.ids)*textWide)
	e.encode(e.text, &e.model.text)
	e.decode()
	samples := e.sound(&how)
	if e.stopped() {
		return nil, ctx.Err()
	}
	return &Utterance{samples, marks(phonemes, lengths, how.Pace)}, nil
}

// Time gives the marks that Speak would give, in a tenth of the time. The
// sound ends a little after the last one.
func (e *Engine) Time(ctx context.Context, phonemes string, how Reading) ([]Mark, error) {
	e.ctx = ctx
	defer func() { e.ctx = nil }()
	lengths, err := e.time(phonemes, &how)
	if err != nil {
		return nil, err
	}
	return marks(phonemes, lengths, how.Pace), nil
}

// time says how many units each id takes.
func (e *Engine) time(phonemes string, how *Reading) ([]int, error) {
	if err := e.readPhonemes(phonemes); err != nil {
		return nil, err
	}
	if err := how.check(len(e.ids)); err != nil {
		return nil, err
	}
	e.prompt = grow(e.prompt, len(e.ids)*lengthWide)
	e.encode(e.prompt, &e.model.prompt)
	if e.stopped() {
		return nil, e.ctx.Err()
	}
	return e.lengths(how)
}

func (e *Engine) stopped() bool { return e.ctx.Err() != nil }

// readPhonemes sets the ids, with a 0 at both ends.
func (e *Engine) readPhonemes(phonemes string) error {
	n := utf8.RuneCountInString(phonemes)
	if n == 0 {
		return errors.New("there are no phonemes to speak")
	}
	if n > MaxPhonemes {
		return fmt.Errorf("%d phonemes are too many to speak at once: at most %d", n, MaxPhonemes)
	}
	e.ids = append(e.ids[:0], 0)
	for _, r := range phonemes {
		id := e.model.ids[r]
		if id == 0 {
			return fmt.Errorf("%q is not a phoneme", r)
		}
		e.ids = append(e.ids, id)
	}
	e.ids = append(e.ids, 0)
	return nil
}

// lead is how far the sound of a phoneme is ahead of its units at a pace of 1,
// in samples: the network learned it so.
const lead = Unit * 3 / 2

func marks(phonemes string, lengths []int, pace float64) []Mark {
	out := make([]Mark, 0, len(lengths))
	at := lengths[0]*Unit - int(lead/pace)
	for _, r := range phonemes {
		long := lengths[len(out)+1] * Unit
		out = append(out, Mark{r, max(at, 0), long})
		at += long
	}
	return out
}

// grow returns a slice of n numbers, in the memory of s where it is enough.
// What they are is left open.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}
