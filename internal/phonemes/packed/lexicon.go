package packed

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"sync"
)

// A Tag says for which part of speech, or for which place, a reading is meant.
type Tag byte

// Tags of readings. Default is the one that every word has.
const (
	Default Tag = iota + 1
	Noun
	Verb
	Adjective
	Adverb
	Past       // VBD
	Participle // VBN
	Present    // VBP
	Determiner // DT
	Final      // nothing follows before the next pause
	lastTag    = Final
)

// Entry is what the lexicon says of one spelling.
type Entry struct {
	Readings []Reading
	Checked  bool // the entry is from the part of the lexicon that people have checked
}

// Reading is one way to say a word.
type Reading struct {
	Tag    Tag
	Sounds string // phonemes; "" says that the word is spelled, letter by letter
}

// blockWords is how many words are packed together. A look-up unpacks one block: smaller blocks are faster,
// larger ones take less room.
const blockWords = 1024

// maxBlock bounds what a block unpacks to.
const maxBlock = 1 << 16

// Codes in the readings of a block: 0 ends an entry, Default to lastTag begin a reading, unchecked is the mark of
// an entry that nobody has checked, and firstSound and above are phonemes.
const (
	unchecked  = 14
	firstSound = 16
)

// Lexicon is a packed list of words in the order of Key. It is safe for use by several goroutines.
//
// Section: the number of phonemes, the phonemes as text with their length before each; the number of blocks;
// for each block the length of its first word, that word, and the length of the block packed; the blocks.
type Lexicon struct {
	sounds []string
	first  []string // the first word of each block
	blocks []string // packed with DEFLATE

	mu       sync.Mutex
	unpacked map[int]*block
}

// block is a block unpacked.
type block struct {
	words  []string
	values []byte
	starts []uint16 // of the value of each word
}

// keepBlocks is how many blocks stay unpacked; at about 40 KB each they take about three megabytes.
const keepBlocks = 64

// less orders words: spellings that differ in case alone stand together.
func less(a, b string) bool {
	if la, lb := strings.ToLower(a), strings.ToLower(b); la != lb {
		return la < lb
	}
	return a < b
}

// PackLexicon makes the section. Sounds are split into characters, each of which becomes one byte.
func PackLexicon(entries map[string]Entry) ([]byte, error) {
	words := make([]string, 0, len(entries))
	codes := map[rune]byte{}
	var sounds []rune
	for w, e := range entries {
		words = append(words, w)
		for _, r := range e.Readings {
			for _, c := range r.Sounds {
				if _, ok := codes[c]; !ok {
					codes[c] = 0
					sounds = append(sounds, c)
				}
			}
		}
	}
	slices.Sort(sounds)
	if len(sounds) > 255-firstSound {
		return nil, fmt.Errorf("%d phonemes are too many", len(sounds))
	}
	out := []byte{byte(len(sounds))}
	for i, c := range sounds {
		codes[c] = byte(firstSound + i)
		out = append(out, byte(len(string(c))))
		out = append(out, string(c)...)
	}
	sort.Slice(words, func(i, j int) bool { return less(words[i], words[j]) })
	return packBlocks(out, words, entries, codes)
}

// packBlocks appends the index and the blocks.
func packBlocks(out []byte, words []string, entries map[string]Entry, codes map[rune]byte) ([]byte, error) {
	var blocks [][]byte
	n := (len(words) + blockWords - 1) / blockWords
	out = binary.LittleEndian.AppendUint32(out, uint32(n))
	for part := range slices.Chunk(words, blockWords) {
		b, err := packBlock(part, entries, codes)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, b)
		out = append(out, byte(len(part[0])))
		out = append(out, part[0]...)
		out = binary.LittleEndian.AppendUint16(out, uint16(len(b)))
	}
	return append(out, bytes.Join(blocks, nil)...), nil
}

// packBlock packs the words, each as the number of bytes it shares with the one before, the rest and 0; then one
// more 0; then their values.
func packBlock(words []string, entries map[string]Entry, codes map[rune]byte) ([]byte, error) {
	var raw []byte
	before := ""
	for _, w := range words {
		if len(w) > 250 || w == "" {
			return nil, fmt.Errorf("a word of %d letters", len(w))
		}
		k := 0
		for k < len(w) && k < len(before) && w[k] == before[k] {
			k++
		}
		raw = append(raw, byte(k+1))
		raw = append(raw, w[k:]...)
		raw = append(raw, 0)
		before = w
	}
	raw = append(raw, 0)
	for _, w := range words {
		raw = appendEntry(raw, entries[w], codes)
	}
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(raw); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if b.Len() > 1<<16-1 || len(raw) > maxBlock {
		return nil, errors.New("a block is too long")
	}
	return b.Bytes(), nil
}

func appendEntry(raw []byte, e Entry, codes map[rune]byte) []byte {
	if !e.Checked {
		raw = append(raw, unchecked)
	}
	for _, r := range e.Readings {
		if len(e.Readings) > 1 {
			raw = append(raw, byte(r.Tag))
		}
		for _, c := range r.Sounds {
			raw = append(raw, codes[c])
		}
	}
	return append(raw, 0)
}

func openLexicon(data string) (*Lexicon, error) {
	r := reader{rest: data}
	l := &Lexicon{sounds: make([]string, r.byte()), unpacked: map[int]*block{}}
	for i := range l.sounds {
		l.sounds[i] = r.text(int(r.byte()))
	}
	n := r.count()
	l.first, l.blocks = make([]string, n), make([]string, n)
	lengths := make([]int, n)
	for i := range n {
		l.first[i] = r.text(int(r.byte()))
		lengths[i] = r.uint16()
	}
	for i := range n {
		l.blocks[i] = r.text(lengths[i])
	}
	if r.bad || r.rest != "" {
		return nil, errDamaged
	}
	return l, nil
}

// Find looks a spelling up, exactly as it is.
func (l *Lexicon) Find(word string) (Entry, bool) {
	i := sort.Search(len(l.first), func(i int) bool { return less(word, l.first[i]) }) - 1
	if i < 0 {
		return Entry{}, false
	}
	b := l.block(i)
	k, ok := sort.Find(len(b.words), func(k int) int {
		switch w := b.words[k]; {
		case w == word:
			return 0
		case less(word, w):
			return -1
		}
		return 1
	})
	if !ok || k >= len(b.starts) {
		return Entry{}, false
	}
	return l.entry(b.values[b.starts[k]:]), true
}

// entry reads the value at the front of values.
func (l *Lexicon) entry(values []byte) Entry {
	e := Entry{Checked: true}
	var sounds strings.Builder
	tag := Default
	end := func() {
		e.Readings = append(e.Readings, Reading{tag, sounds.String()})
		sounds.Reset()
	}
	for i, c := range values {
		switch {
		case c == 0:
			end()
			return e
		case c == unchecked:
			e.Checked = false
		case c <= byte(lastTag):
			if i > 0 {
				end()
			}
			tag = Tag(c)
		case c >= firstSound && int(c-firstSound) < len(l.sounds):
			sounds.WriteString(l.sounds[c-firstSound])
		}
	}
	end()
	return e
}

// block unpacks block i. One that is damaged has no words.
func (l *Lexicon) block(i int) *block {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b := l.unpacked[i]; b != nil {
		return b
	}
	if len(l.unpacked) >= keepBlocks {
		clear(l.unpacked)
	}
	b := unpack(l.blocks[i])
	l.unpacked[i] = b
	return b
}

func unpack(data string) *block {
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(strings.NewReader(data)), maxBlock))
	if err != nil {
		return &block{}
	}
	b := &block{words: make([]string, 0, blockWords)}
	before := ""
	for len(raw) > 0 && raw[0] != 0 {
		k := int(raw[0]) - 1
		end := bytes.IndexByte(raw, 0)
		if end < 0 || k > len(before) {
			return &block{}
		}
		before = before[:k] + string(raw[1:end])
		b.words = append(b.words, before)
		raw = raw[end+1:]
	}
	if len(raw) == 0 {
		return &block{}
	}
	b.values = raw[1:]
	for at, start := 0, true; at < len(b.values); at++ {
		if start {
			b.starts = append(b.starts, uint16(at))
		}
		start = b.values[at] == 0
	}
	return b
}
