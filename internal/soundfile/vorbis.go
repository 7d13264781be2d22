package soundfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sort"

	"unhunch/internal/ogg"

	"github.com/jfreymuth/vorbis"
)

// vorbisFile is an opened Ogg Vorbis file. It counts frames as the file does,
// where the first one need not be frame 0: that is a position.
type vorbisFile struct {
	r      *io.SectionReader
	id     []byte // headers
	setup  []byte
	start  int64 // where the first page of sound begins, in bytes
	points []vorbisPoint
	zero   int64 // the position of the first frame
}

// vorbisPoint is a page that can be decoded from, and the position after it.
type vorbisPoint struct{ at, position int64 }

func openVorbis(r *io.SectionReader) (opened, error) {
	v := &vorbisFile{r: r}
	if err := v.readHeaders(); err != nil {
		return opened{}, err
	}
	channels, rate := int(v.id[11]), int(binary.LittleEndian.Uint32(v.id[12:]))
	if err := v.findPoints(rate); err != nil {
		return opened{}, err
	}
	return opened{rate, channels, v}, nil
}

// readHeaders reads the three headers, and checks what the decoder takes on
// trust. Sound begins on a page of its own.
func (v *vorbisFile) readHeaders() error {
	pages := ogg.NewReader(v.r, 0)
	var headers [][]byte
	for len(headers) < 3 {
		_, packets, err := pages.Next()
		if err != nil {
			return err
		}
		if pages.Offset() > maxVorbisHeaders {
			return errors.New("is corrupt: its header does not end")
		}
		headers = append(headers, packets...)
	}
	v.id, v.setup, v.start = headers[0], headers[2], pages.Offset()
	if err := checkVorbis(headers[0], headers[1], headers[2]); err != nil {
		return fmt.Errorf("is not Ogg Vorbis that can be read: %w", err)
	}
	return nil
}

func (v *vorbisFile) newDecoder() (*vorbis.Decoder, error) {
	d := new(vorbis.Decoder)
	for _, h := range [][]byte{v.id, v.setup} {
		if err := d.ReadHeader(h); err != nil {
			return nil, fmt.Errorf("is corrupt: %w", err)
		}
	}
	return d, nil
}

// findPoints finds points at least a quarter of a second apart, and makes sure
// that the page is there which is marked as the last one.
func (v *vorbisFile) findPoints(rate int) error {
	least := int64(0)
	for at := v.start; ; {
		page, err := ogg.At(v.r, at)
		if err != nil {
			return err
		}
		if page.Has(ogg.Last) {
			return nil
		}
		if page.Position >= least && page.Ends() > 0 {
			v.points = append(v.points, vorbisPoint{at, page.Position})
			least = page.Position + int64(rate)/4
		}
		at += int64(page.Size())
	}
}

// frames decodes the first page and the last ones: with how many frames a file
// begins and ends is written nowhere.
func (v *vorbisFile) frames() (int64, error) {
	b, err := v.decode(v.start)
	if err != nil {
		return 0, err
	}
	var first []float32
	for b.position < 0 && err == nil {
		first, err = b.next()
	}
	v.zero = max(0, b.position-int64(len(first)/b.channels))
	if n := len(v.points); n > 0 && err == nil {
		b, err = v.join(v.points[n-1])
	}
	for err == nil {
		_, err = b.next()
	}
	if err != io.EOF {
		return 0, err
	}
	return b.position - v.zero, nil
}

func (v *vorbisFile) from(frame int64) (blocks, error) {
	position := v.zero + frame
	i := sort.Search(len(v.points), func(i int) bool { return v.points[i].position > position })
	if i == 0 || frame == 0 {
		b, err := v.decode(v.start)
		if err != nil {
			return nil, err
		}
		return &without{frame * int64(b.channels), b}, nil
	}
	b, err := v.join(v.points[i-1])
	if err != nil {
		return nil, err
	}
	return &without{(position - b.position) * int64(b.channels), b}, nil
}

// decode decodes from a page on.
func (v *vorbisFile) decode(at int64) (*vorbisBlocks, error) {
	d, err := v.newDecoder()
	if err != nil {
		return nil, err
	}
	return &vorbisBlocks{
		pages: ogg.NewReader(v.r, at), decoder: d, channels: d.Channels(), position: -1,
		out: make([]float32, d.BufferSize()),
	}, nil
}

// join decodes from after a page on. A packet sounds together with the one
// before it.
func (v *vorbisFile) join(p vorbisPoint) (*vorbisBlocks, error) {
	b, err := v.decode(p.at)
	if err != nil {
		return nil, err
	}
	if err := b.turn(); err != nil {
		return nil, err
	}
	b.packets = b.packets[len(b.packets)-1:]
	if _, err := b.decode(); err != nil {
		return nil, err
	}
	b.position = p.position
	return b, nil
}

// vorbisBlocks reads an Ogg Vorbis file.
type vorbisBlocks struct {
	pages    *ogg.Reader
	page     ogg.Page
	packets  [][]byte // of the page, still to be decoded
	decoder  *vorbis.Decoder
	channels int
	position int64 // after what was read; -1 before the first packet
	out      []float32
}

func (v *vorbisBlocks) next() ([]float32, error) {
	for {
		if len(v.packets) == 0 {
			if err := v.turn(); err != nil {
				return nil, err
			}
			if v.position < 0 {
				return v.first()
			}
			continue
		}
		out, err := v.decode()
		if err != nil {
			return nil, err
		}
		if out = v.count(out); len(out) > 0 {
			return out, nil
		}
	}
}

// turn reads the next page.
func (v *vorbisBlocks) turn() (err error) {
	if v.page.Has(ogg.Last) {
		return io.EOF
	}
	v.page, v.packets, err = v.pages.Next()
	return err
}

// first decodes all of the first page on which a packet ends: where it holds
// more than its position says, the start is not of the original.
func (v *vorbisBlocks) first() ([]float32, error) {
	if len(v.packets) == 0 {
		return nil, nil
	}
	v.position = 0
	if v.page.Has(ogg.Last) || v.page.Position < 0 {
		return nil, nil
	}
	var all []float32
	for len(v.packets) > 0 {
		out, err := v.decode()
		if err != nil {
			return nil, err
		}
		all = append(all, out...)
	}
	v.position = v.page.Position
	excess := max(0, int64(len(all)/v.channels)-v.position)
	return all[excess*int64(v.channels):], nil
}

// count goes on by what was decoded, and takes off the end of the last page
// what goes beyond its position.
func (v *vorbisBlocks) count(out []float32) []float32 {
	frames := int64(len(out) / v.channels)
	if v.page.Has(ogg.Last) && v.page.Position >= 0 {
		frames = max(0, min(frames, v.page.Position-v.position))
	}
	v.position += frames
	return out[:frames*int64(v.channels)]
}

// decode decodes the next packet of the page.
func (v *vorbisBlocks) decode() ([]float32, error) {
	out, err := v.decoder.DecodeInto(v.packets[0], v.out)
	if err != nil {
		return nil, fmt.Errorf("is corrupt: %w", err)
	}
	v.packets = v.packets[1:]
	for i, x := range out {
		out[i] = max(-1, min(x, 1))
	}
	return out, nil
}

var errVorbisHeader = errors.New("its header is corrupt")

// checkVorbis looks through the three headers for what the decoder takes on
// trust, and would hang on or fill the memory with: the number of comments,
// the sizes of blocks and code books, and that every code leads somewhere.
func checkVorbis(headers ...[]byte) error {
	for i, kind := range []byte{1, 3, 5} {
		if !bytes.HasPrefix(headers[i], append([]byte{kind}, "vorbis"...)) {
			return errors.New("it holds something else than Vorbis")
		}
		headers[i] = headers[i][7:]
	}
	if err := checkIdentification(headers[0]); err != nil {
		return err
	}
	if !ogg.CommentsAreWhole(headers[1]) {
		return errVorbisHeader
	}
	return checkCodeBooks(headers[2])
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

// What encoders write stays far below these.
const (
	maxVorbisHeaders = 64 << 20 // bytes, with pictures

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
