package voice

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/jfreymuth/oggvorbis"
)

// vorbisBlocks reads an Ogg Vorbis file.
type vorbisBlocks struct {
	reader *oggvorbis.Reader
	out    []float32
}

func openVorbis(data []byte) (sound, error) {
	if err := checkVorbis(data); err != nil {
		return sound{}, fmt.Errorf("is not Ogg Vorbis that can be read: %w", err)
	}
	if !oggEnds(data) {
		return sound{}, errors.New("is cut short")
	}
	reader, err := oggvorbis.NewReader(struct{ io.Reader }{bytes.NewReader(data)})
	if err != nil {
		return sound{}, fmt.Errorf("is corrupt: %w", err)
	}
	out := make([]float32, 1<<14)
	return sound{reader.SampleRate(), reader.Channels(), &vorbisBlocks{reader, out}}, nil
}

func (v *vorbisBlocks) next() ([]float32, error) {
	n, err := v.reader.Read(v.out)
	switch {
	case n > 0:
		return v.out[:n], nil // an error comes again
	case err != nil && err != io.EOF:
		return nil, fmt.Errorf("is corrupt: %w", err)
	}
	return nil, io.EOF
}

var errVorbisHeader = errors.New("its header is corrupt")

// checkVorbis looks through the three headers for what the decoder takes on
// trust, and would hang on or fill the memory with: the number of comments,
// the sizes of blocks and code books, and that every code leads somewhere.
func checkVorbis(data []byte) error {
	packets := oggPackets(data, 3)
	if len(packets) < 3 {
		return errors.New("it is cut short in its header")
	}
	for i, kind := range []byte{1, 3, 5} {
		if !bytes.HasPrefix(packets[i], append([]byte{kind}, "vorbis"...)) {
			return errors.New("it holds something else than Vorbis")
		}
		packets[i] = packets[i][7:]
	}
	if err := checkIdentification(packets[0]); err != nil {
		return err
	}
	if err := checkComments(packets[1]); err != nil {
		return err
	}
	return checkCodeBooks(packets[2])
}

// oggPage is one page of an Ogg stream.
type oggPage struct {
	last        bool
	sizes, body []byte // of its pieces of packets
}

// cutOggPage takes the first page off data.
func cutOggPage(data []byte) (page oggPage, rest []byte, ok bool) {
	if len(data) < 27 || string(data[:4]) != "OggS" {
		return page, data, false
	}
	segments := int(data[26])
	if segments == 0 || len(data) < 27+segments {
		return page, data, false
	}
	page.last = data[5]&4 != 0
	page.sizes = data[27 : 27+segments]
	rest = data[27+segments:]
	size := 0
	for _, s := range page.sizes {
		size += int(s)
	}
	if size > len(rest) {
		return page, data, false
	}
	page.body = rest[:size]
	return page, rest[size:], true
}

// oggEnds says whether the page marked as the last one is there.
func oggEnds(data []byte) bool {
	for {
		page, rest, ok := cutOggPage(data)
		if !ok || page.last {
			return ok
		}
		data = rest
	}
}

// oggPackets gives the first packets of an Ogg stream, as many as there are.
func oggPackets(data []byte, most int) [][]byte {
	var packets [][]byte
	var packet []byte
	for {
		page, rest, ok := cutOggPage(data)
		if !ok {
			return packets
		}
		for _, size := range page.sizes {
			packet = append(packet, page.body[:size]...)
			page.body = page.body[size:]
			if size == 255 {
				continue
			}
			if packets = append(packets, packet); len(packets) == most {
				return packets
			}
			packet = nil
		}
		data = rest
	}
}

func checkIdentification(p []byte) error {
	if len(p) < 23 {
		return errVorbisHeader
	}
	if channels := p[4]; channels != 1 && channels != 2 {
		return fmt.Errorf("it has %d channels, where one or two can be played", channels)
	}
	short, long := p[21]&15, p[21]>>4
	if short < 6 || long > 13 || short > long {
		return errVorbisHeader
	}
	return nil
}

func checkComments(p []byte) error {
	if len(p) < 8 {
		return errVorbisHeader
	}
	vendor := uint64(binary.LittleEndian.Uint32(p))
	if vendor > uint64(len(p)-8) {
		return errVorbisHeader
	}
	p = p[4+vendor:]
	if comments := uint64(binary.LittleEndian.Uint32(p)); comments > uint64(len(p)/4) {
		return errVorbisHeader
	}
	return nil
}

// What encoders write stays far below these.
const (
	maxCodes  = 1 << 16 // in all code books together
	maxValues = 1 << 20
)

func checkCodeBooks(p []byte) error {
	r := &bitReader{data: p}
	codes, values := 0, 0
	for range r.read(8) + 1 {
		book, err := readCodeBook(r)
		if err != nil {
			return err
		}
		codes += book.codes
		values += book.codes * book.dimensions
		if r.over || codes > maxCodes || values > maxValues {
			return errVorbisHeader
		}
	}
	return nil
}

type codeBook struct{ codes, dimensions int }

// readCodeBook reads past one code book.
func readCodeBook(r *bitReader) (codeBook, error) {
	magic := r.read(24)
	book := codeBook{dimensions: r.read(16), codes: r.read(24)}
	if magic != 0x564342 || book.dimensions == 0 || book.codes < 2 || book.codes > maxCodes {
		return book, errVorbisHeader
	}
	if !codesAreWhole(r, book.codes) || r.over {
		return book, errVorbisHeader
	}
	lookup := r.read(4)
	if lookup == 0 {
		return book, nil
	}
	if lookup > 2 || book.codes*book.dimensions > maxValues {
		return book, errVorbisHeader
	}
	r.read(32)
	r.read(32)
	bits := r.read(4) + 1
	r.read(1)
	numbers := book.codes * book.dimensions
	if lookup == 1 {
		numbers = lookupValues(book)
	}
	r.skip(numbers * bits)
	return book, nil
}

// codesAreWhole reads the lengths of the codes, and says whether every sequence
// of bits begins with one of them. A book of one code need not be whole.
func codesAreWhole(r *bitReader, codes int) bool {
	const whole = int64(1) << 32
	var taken int64
	used := 0
	if r.read(1) == 0 {
		sparse := r.read(1) == 1
		for range codes {
			if !sparse || r.read(1) == 1 {
				taken += whole >> (r.read(5) + 1)
				used++
			}
		}
	} else {
		for length := r.read(5) + 1; used < codes; length++ {
			n := r.read(bitLength(codes - used))
			if length > 32 || n > codes-used || r.over {
				return false
			}
			taken += int64(n) * (whole >> length)
			used += n
		}
	}
	return taken == whole || used == 1 && taken == whole/2
}

func bitLength(n int) int {
	bits := 0
	for ; n > 0; n >>= 1 {
		bits++
	}
	return bits
}

// lookupValues is the largest number whose power to the dimensions is not more
// than the codes.
func lookupValues(b codeBook) int {
	for n := 1; ; n++ {
		power := 1
		for range b.dimensions {
			if power *= n + 1; power > b.codes {
				return n
			}
		}
	}
}

// bitReader reads numbers that are packed with the lowest bit first.
type bitReader struct {
	data []byte
	at   int  // in bits
	over bool // more was asked for than there is
}

func (r *bitReader) read(bits int) int {
	v := 0
	for i := range bits {
		if r.at>>3 >= len(r.data) {
			r.over = true
			return 0
		}
		v |= int(r.data[r.at>>3]>>(r.at&7)&1) << i
		r.at++
	}
	return v
}

func (r *bitReader) skip(bits int) {
	r.at += bits
	r.over = r.over || r.at > 8*len(r.data)
}
