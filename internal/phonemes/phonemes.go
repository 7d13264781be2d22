// Package phonemes gives the phonemes, in the alphabet of the voice, that an American would say for an English text.
//
// The way of a text, each step in the file of its name:
//
//   - glyph: accents and typography are folded into ASCII; what no voice could read is a fault.
//   - scan: characters become tokens: words, numbers, marks, symbols, addresses.
//   - correct: the words that a correction is for get its sounds. Respell reads corrections in plain letters.
//   - sentence: tokens are parted into sentences, with a look at abbreviations.
//   - expand: tokens are written out as words, with quantity, clock and numbers, units, symbols and abbreviations.
//   - tag: each word gets a part of speech. Senses overrules it for words that are said in two ways, since
//     instructions are commands, which a tagger does not expect.
//   - speak: words get their sounds, from the last to the first since "the" depends on what follows: those of words.txt,
//     else of the lexicon, else of a listed word with another of the endings, else by guess: of its parts, or by the
//     letter rules that were learned from the lexicon. Functionwords and stress fit them to the sentence.
//
// The lexicon and most of its rules are misaki's, on whose reading the voice was trained; package packed holds it.
// All arithmetic is of integers, so the same text has the same phonemes on every machine.
package phonemes

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"unhunch/internal/phonemes/packed"
)

// Limits of what is read.
const (
	MaxText     = 10_000 // characters of a text
	MaxWord     = 60     // letters of a word, digits of a number
	MaxPhonemes = 380    // phonemes of a sentence; a longer one is split at a comma or between words
)

//go:embed phonemes.bin
var embedded string

// Reader reads text. It may be used by several goroutines at once.
type Reader struct {
	lexicon *packed.Lexicon
	tags    *packed.Tags
	letters *packed.Letters
	own     map[string]packed.Entry // words.txt
}

// Open gives the reader that the program carries with it. It is opened once, at the first call, in about a millisecond.
var Open = sync.OnceValues(func() (*Reader, error) { return open(embedded) })

func open(data string) (*Reader, error) {
	f, err := packed.Open(data)
	if err != nil {
		return nil, fmt.Errorf("phonemes: %w", err)
	}
	own, err := ownWords(wordList)
	if err != nil {
		return nil, err
	}
	return &Reader{lexicon: f.Lexicon, tags: f.Tags, letters: f.Letters, own: own}, nil
}

// Fault is what makes a text unreadable.
type Fault struct {
	Offset  int // byte in the text
	Message string
}

func (f *Fault) Error() string { return f.Message }

func faultf(offset int, format string, args ...any) *Fault {
	return &Fault{offset, fmt.Sprintf(format, args...)}
}

// Pause is what stands at the end of a sentence, and so how long to wait before the next.
type Pause string

// Pauses. The end of a text has one like any other sentence.
const (
	None        Pause = ""  // the text just ends, or the sentence was too long and is split between two words
	Comma       Pause = "," // also a semicolon, and where a sentence that was too long is split
	Colon       Pause = ":"
	Dash        Pause = "—"
	Stop        Pause = "."
	Exclamation Pause = "!"
	Question    Pause = "?"
	Ellipsis    Pause = "…"
)

// Sentence is a piece of a text that is spoken in one breath.
type Sentence struct {
	Text       string // as it is written, without the space around it
	Start, End int    // bytes in the text
	Phonemes   string // at least one vowel or consonant, with the punctuation that shapes the melody; see Alphabet
	Pause      Pause
}

// Guess is a word that is in no lexicon and was read by rule.
type Guess struct {
	Word     string // as it is written, or the part of it that was read so
	Start    int    // byte in the text
	Phonemes string

	end int
}

// Reading is a text that has been read.
type Reading struct {
	Sentences []Sentence // at least one
	Guesses   []Guess    // in the order of the text; a word that comes twice is here twice
}

// Phonemes are the phonemes of all sentences, joined by spaces.
func (r Reading) Phonemes() string {
	var parts []string
	for _, s := range r.Sentences {
		parts = append(parts, s.Phonemes)
	}
	return strings.Join(parts, " ")
}

// Read gives the sentences of a text. Corrections give the sounds of words (or of several words in a row, with
// spaces between), in any case, as ParseCorrection makes them; they also hold for the word with an -s or 's.
//
// A text that cannot be read is a *Fault: one with another script, a control character, damaged text, no word at
// all, or more than the limits allow.
func (r *Reader) Read(text string, corrections map[string]string) (Reading, error) {
	if n := utf8.RuneCountInString(text); n > MaxText {
		return Reading{}, faultf(0, "a text of %d characters: %d are the most", n, MaxText)
	}
	tokens, err := scan(text)
	if err != nil {
		return Reading{}, err
	}
	if tokens, err = correct(tokens, corrections); err != nil {
		return Reading{}, err
	}
	var out Reading
	for _, part := range split(tokens) {
		s := r.sentence(part)
		for _, piece := range s.pieces() {
			piece.Text = text[piece.Start:piece.End]
			out.Sentences = append(out.Sentences, piece)
		}
		for _, g := range s.guesses {
			g.Word = text[g.Start:g.end]
			out.Guesses = append(out.Guesses, g)
		}
	}
	if len(out.Sentences) == 0 {
		return Reading{}, faultf(0, "no word in %q", clip(text))
	}
	return out, nil
}

// clip cuts a text short for a message.
func clip(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}
