package soundfile

import (
	"bytes"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"

	"unhunch/internal/ogg"
)

// forge writes numbers with the lowest bit first. One of some hundred is another than
// the one that is asked for.
type forge struct {
	random *rand.Rand
	wrong  int // how many numbers, of a thousand
	bytes  []byte
	at     int
	stereo bool
}

func (f *forge) put(n, bits int) {
	if f.random.IntN(1000) < f.wrong {
		n = int(strangeNumbers[f.random.IntN(len(strangeNumbers))])
		if f.random.IntN(2) == 0 {
			n = f.random.IntN(1 << min(bits, 31))
		}
	}
	f.exactly(n, bits)
}

func (f *forge) exactly(n, bits int) {
	for i := range bits {
		if f.at%8 == 0 {
			f.bytes = append(f.bytes, 0)
		}
		f.bytes[f.at/8] |= byte(n>>i&1) << (f.at % 8)
		f.at++
	}
}

// upTo is a number that is often small.
func (f *forge) upTo(n int) int { return f.random.IntN(1 + f.random.IntN(n)) }

// pick chooses one of some numbers.
func (f *forge) pick(n ...int) int { return n[f.random.IntN(len(n))] }

// book writes a code book whose codes are whole.
func (f *forge) book() {
	bits := 1 + f.upTo(10)
	codes := 1 << bits
	f.exactly(0x564342, 24)
	dimensions := f.pick(1, 1, 1, 1, 2, 2, 2, 4, 8, 3, 100)
	f.put(dimensions, 16)
	f.exactly(codes, 24)
	switch f.random.IntN(3) {
	case 0: // one after the other
		f.exactly(1, 1)
		f.put(bits-1, 5)
		f.put(codes, bitLength(codes))
	case 1: // a long code for each but the last two
		f.exactly(0, 1)
		f.exactly(1, 1)
		for i := range codes {
			used := i < 32
			f.exactly(map[bool]int{true: 1}[used], 1)
			if used {
				last := min(codes, 32) - 1
				f.put(min(i, last-1), 5)
			}
		}
	default:
		f.exactly(0, 1)
		f.exactly(0, 1)
		for range codes {
			f.exactly(bits-1, 5)
		}
	}
	lookup := f.pick(0, 1, 1, 1, 1, 1, 1, 1, 1, 1)
	f.put(lookup, 4)
	if lookup == 1 {
		f.put(0x60000000|f.random.IntN(1<<20), 32)
		f.put(0x60000000|f.random.IntN(1<<20), 32)
		f.put(3, 4)
		f.put(0, 1)
		for range lookupValues(codeBook{codes: codes, dimensions: dimensions}) {
			f.exactly(f.random.IntN(16), 4)
		}
	}
}

// setup writes a setup header.
func (f *forge) setup(channels int) []byte {
	f.bytes, f.at = []byte("\x05vorbis"), 56
	books := 1 + f.upTo(6)
	f.put(books-1, 8)
	for range books {
		f.book()
	}
	f.put(0, 6)
	f.put(0, 16)
	floors, residues, mappings, modes := 1+f.upTo(3), 1+f.upTo(3), 1+f.upTo(3), 1+f.upTo(3)
	f.times(floors, func() { f.floor(books) })
	f.times(residues, func() { f.residue(books) })
	f.times(mappings, func() { f.mapping(channels, floors, residues) })
	f.times(modes, func() {
		f.put(f.random.IntN(2), 1)
		f.put(0, 16)
		f.put(0, 16)
		f.put(f.random.IntN(mappings), 8)
	})
	f.put(1, 1)
	return f.bytes
}

func (f *forge) times(n int, do func()) {
	f.put(n-1, 6)
	for range n {
		do()
	}
}

func (f *forge) floor(books int) {
	f.put(f.pick(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0), 16)
	partitions := f.upTo(5)
	f.put(partitions, 5)
	for range partitions {
		f.put(0, 4)
	}
	dimensions := 1 + f.random.IntN(3)
	f.put(dimensions-1, 3)
	f.put(1, 2)
	f.put(f.random.IntN(books), 8)
	f.put(f.random.IntN(books+1), 8)
	f.put(f.random.IntN(books+1), 8)
	f.put(f.random.IntN(4), 2)
	bits := f.pick(4, 5, 6, 7, 7, 8, 10, 13)
	f.put(bits, 4)
	for i := range partitions * dimensions {
		f.put((i*7+1)%(1<<bits), bits)
	}
}

func (f *forge) residue(books int) {
	f.put(f.random.IntN(3), 16)
	f.put(f.pick(0, 0, 1, 16, 4000), 24)
	f.put(f.pick(16, 128, 1024, 8192, 1<<24-1), 24)
	f.put(f.pick(0, 1, 7, 15, 31, 31, 63, 255), 24)
	classes := f.pick(1, 1, 1, 1, 2, 4, 64)
	f.put(classes-1, 6)
	f.put(f.random.IntN(books), 8)
	passes := 0
	for range classes {
		low, high := f.random.IntN(8), f.random.IntN(32)&f.random.IntN(32)&f.random.IntN(32)
		f.exactly(low, 3)
		f.exactly(1, 1)
		f.exactly(high, 5)
		for n := low | high<<3; n > 0; n &= n - 1 {
			passes++
		}
	}
	for range passes {
		f.put(f.random.IntN(books), 8)
	}
}

func (f *forge) mapping(channels, floors, residues int) {
	f.put(0, 16)
	f.put(0, 1)
	steps := 0
	if f.random.IntN(2) == 0 && channels == 2 {
		steps = 1 + f.upTo(4)
	}
	f.put(min(1, steps), 1)
	if steps > 0 {
		f.put(steps-1, 8)
		for range steps {
			f.put(0, 1)
			f.put(1, 1)
		}
	}
	f.put(0, 2)
	f.put(0, 8)
	f.put(f.random.IntN(floors), 8)
	f.put(f.random.IntN(residues), 8)
}

// file writes a whole file: the headers, and packets of all sizes.
func (f *forge) file() []byte { return f.pages(20, 0, 1, 2, 10, 100, 1000) }

// pages writes a file of some pages with packets of some sizes.
func (f *forge) pages(n int, sizes ...int) []byte {
	channels := 1 + f.random.IntN(2)
	f.stereo = channels == 2
	short := 6 + f.random.IntN(4)
	id := append([]byte("\x01vorbis\x00\x00\x00\x00"), byte(channels), 0x80, 0xBB, 0, 0)
	id = append(append(id, make([]byte, 12)...), byte(short|(short+f.random.IntN(14-short))<<4), 1)
	var out bytes.Buffer
	w := ogg.NewWriter(&out, 1)
	add := func(p []byte, position int64, flags byte) {
		w.Packet(p, position) // into a buffer: neither fails
		w.Flush(flags)
	}
	add(id, 0, ogg.First)
	w.Packet(append([]byte("\x03vorbis"), ogg.Comments("", nil)...), 0)
	add(f.setup(channels), 0, 0)
	for i := range n {
		for range f.random.IntN(6) {
			w.Packet(f.packet(sizes), 0)
		}
		flags := byte(0)
		if i == n-1 {
			flags = ogg.Last
		}
		add(f.packet(sizes), int64(i)<<f.pick(9, 9, 9, 12, 12, 60), flags)
	}
	return out.Bytes()
}

// packet is one of sound, with nothing or anything in it.
func (f *forge) packet(sizes []int) []byte {
	p := make([]byte, f.pick(sizes...))
	for i := range p {
		p[i] = byte(f.random.Uint32()) * byte(f.at&1)
	}
	if len(p) > 0 {
		p[0] &^= 1
	}
	return p
}

// forgedSetups are Vorbis files with setup headers that say what they should not.
func forgedSetups(_ testing.TB, random *rand.Rand) iter.Seq[hostile] {
	return func(yield func(hostile) bool) {
		for i := range 6000 {
			f := &forge{random: random, wrong: []int{0, 5, 20}[i%3]}
			if !yield(hostile{fmt.Sprint("setup ", i), f.file()}) {
				return
			}
		}
	}
}
