package soundfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"

	"unhunch/internal/ogg"
)

// flacFile is an opened FLAC file.
type flacFile struct {
	r     *io.SectionReader
	info  *meta.StreamInfo
	start int64 // where the first frame begins, in bytes
	first flacHeader
}

func openFLAC(r *io.SectionReader) (opened, error) {
	first, err := meta.Parse(readFrom(r, 4))
	if err != nil {
		return opened{}, flacError(err)
	}
	info, ok := first.Body.(*meta.StreamInfo)
	if !ok {
		return opened{}, errors.New("is corrupt: it does not begin with what sound it holds")
	}
	f := &flacFile{r: r, info: info, start: 4}
	parts := headParts{}
	for last := false; !last; {
		if err := parts.count(); err != nil {
			return opened{}, err
		}
		b, err := ogg.ReadAt(r, f.start, 4)
		if err != nil {
			return opened{}, err
		}
		if len(b) < 4 {
			return opened{}, errors.New("is cut short in its header")
		}
		last = b[0]&0x80 != 0
		f.start += 4 + int64(b[1])<<16 + int64(b[2])<<8 + int64(b[3])
	}
	return opened{int(f.info.SampleRate), int(f.info.NChannels), f}, nil
}

func (f *flacFile) frames() (int64, error) {
	b, err := ogg.ReadAt(f.r, f.start, flacHeaderSize)
	if err != nil {
		return 0, err
	}
	f.first, _ = parseFLACHeader(b) // one that is none is found when it is decoded
	if f.info.NSamples > 0 {
		return int64(f.info.NSamples), nil
	}
	last, err := f.find(math.MaxInt64)
	return last.sample + int64(last.size), err
}

// flacPlace is a place where a frame begins.
type flacPlace struct {
	at     int64 // in bytes
	sample int64
	size   int // of the frame, in samples
}

// find gives the last frame that begins at or before a sample.
func (f *flacFile) find(sample int64) (flacPlace, error) {
	const near = 1 << 14 // bytes: from there on, frame by frame
	low := flacPlace{at: f.start, size: f.first.size}
	high := flacPlace{at: f.r.Size(), sample: math.MaxInt64}
	for high.at-low.at > 1 {
		middle := low.at + (high.at-low.at)/2
		if high.at-low.at < near {
			middle = low.at + 1
		}
		p, err := f.between(middle, low, high)
		if err != nil {
			return p, err
		}
		if p.size > 0 && p.sample <= sample {
			low = p
			continue
		}
		high.at = middle
		if p.size > 0 {
			high.sample = p.sample
		}
	}
	return low, nil
}

// between gives the first frame at or after a place that can be one between
// two others. It is of no size if there is none.
func (f *flacFile) between(at int64, low, high flacPlace) (p flacPlace, err error) {
	const window = 1 << 12
	for ; at < high.at; at += window {
		b, err := ogg.ReadAt(f.r, at, window+flacHeaderSize)
		if err != nil {
			return p, err
		}
		for i := range int(min(window, high.at-at)) {
			if b[i] != 0xFF {
				continue
			}
			h, ok := parseFLACHeader(b[i:])
			if sample := f.place(h); ok && h.kind == f.first.kind && sample > low.sample && sample < high.sample {
				return flacPlace{at + int64(i), sample, h.size}, nil
			}
		}
	}
	return p, nil
}

// place is the sample that a frame begins with. Frames need not be numbered
// from zero.
func (f *flacFile) place(h flacHeader) int64 {
	n := h.number - f.first.number
	if h.kind.counted {
		n *= int64(f.first.size)
	}
	return n
}

func (f *flacFile) from(frame int64) (blocks, error) {
	p := flacPlace{at: f.start}
	if frame > 0 {
		var err error
		if p, err = f.find(frame); err != nil {
			return nil, err
		}
	}
	b := &flacBlocks{info: f.info, r: readFrom(f.r, p.at), counts: f.info.NSamples > 0}
	b.left = f.info.NSamples - uint64(p.sample)
	return &without{(frame - p.sample) * int64(f.info.NChannels), b}, nil
}

// flacHeader is the header of a frame.
type flacHeader struct {
	kind   flacKind
	size   int   // of the frame, in samples
	number int64 // of the frame or of its first sample
}

// flacKind is what the headers of all frames of a file agree in.
type flacKind struct {
	counted  bool // frames have numbers, and not samples
	rate     byte
	channels int
	bits     byte
}

// flacHeaderSize is the most bytes that a header takes.
const flacHeaderSize = 16

// parseFLACHeader reads the header that data begins with. It gives false for
// what is none.
func parseFLACHeader(data []byte) (h flacHeader, ok bool) {
	if len(data) < 6 || data[0] != 0xFF || data[1]&0xFE != 0xF8 || data[3]&1 != 0 {
		return h, false
	}
	size, channels := data[2]>>4, data[3]>>4
	h.kind = flacKind{counted: data[1]&1 == 0, rate: data[2] & 15, channels: int(channels) + 1, bits: data[3] >> 1 & 7}
	if channels >= 8 { // one of two is a difference
		h.kind.channels = 2
	}
	at := 4
	if h.number, at = flacNumber(data, at); at == 0 || size == 0 || channels > 10 {
		return h, false
	}
	more := func(n int) (v int) { // of n bytes
		for ; n > 0 && at < len(data); n-- {
			v = v<<8 | int(data[at])
			at++
		}
		return v
	}
	switch {
	case size == 1:
		h.size = 192
	case size <= 5:
		h.size = 576 << (size - 2)
	case size <= 7:
		h.size = more(int(size)-5) + 1
	default:
		h.size = 256 << (size - 8)
	}
	switch h.kind.rate {
	case 12:
		more(1)
	case 13, 14:
		more(2)
	}
	return h, at < len(data) && flacChecksum(data[:at]) == data[at]
}

// flacNumber reads a number that is written like a character in UTF-8, and
// gives the place after it, or 0.
func flacNumber(data []byte, at int) (n int64, after int) {
	length := bits.LeadingZeros8(^data[at])
	if length == 1 || length > 7 || at+max(1, length) > len(data) {
		return 0, 0
	}
	n = int64(data[at]) & (0x7F >> length)
	for at++; length > 1; length-- {
		if data[at]&0xC0 != 0x80 {
			return 0, 0
		}
		n = n<<6 | int64(data[at]&0x3F)
		at++
	}
	return n, at
}

// flacChecksum is the CRC-8 of a header.
func flacChecksum(data []byte) (crc byte) {
	for _, b := range data {
		crc ^= b
		for range 8 {
			crc = crc<<1 ^ crc>>7*7
		}
	}
	return crc
}

// flacBlocks reads the frames of a FLAC file.
type flacBlocks struct {
	r      *bufio.Reader
	info   *meta.StreamInfo
	left   uint64 // samples of a channel to come, where the file says
	counts bool   // whether it does
	out    []float32
}

func (f *flacBlocks) next() ([]float32, error) {
	if f.counts && f.left == 0 {
		return nil, io.EOF
	}
	block, err := frame.Parse(f.r)
	switch {
	case err == io.EOF && !f.counts:
		return nil, io.EOF
	case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
		return nil, ogg.ErrCut
	case err != nil:
		return nil, flacError(err)
	}
	channels := int(f.info.NChannels)
	if len(block.Subframes) != channels {
		return nil, errors.New("is corrupt: the number of channels changes")
	}
	n := len(block.Subframes[0].Samples)
	if f.counts {
		n = int(min(uint64(n), f.left))
		f.left -= uint64(n)
	}
	bits := block.BitsPerSample
	if bits == 0 {
		bits = f.info.BitsPerSample
	}
	scale := 1 / float32(uint64(1)<<(bits-1))
	f.out = slices.Grow(f.out[:0], n*channels)[:n*channels]
	for c, sub := range block.Subframes {
		for i, v := range sub.Samples[:n] {
			f.out[i*channels+c] = float32(v) * scale
		}
	}
	return f.out, nil
}

// flacError leaves out the colors and source lines that some errors come with.
func flacError(err error) error {
	if strings.ContainsRune(err.Error(), '\x1b') {
		return errors.New("is corrupt")
	}
	return fmt.Errorf("is corrupt: %w", err)
}
