package soundfile

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sort"

	mp3 "github.com/hajimehoshi/go-mp3"

	"unhunch/internal/ogg"
)

// mp3Delay is how many frames an MP3 decoder lags behind the encoder.
const mp3Delay = 529

// mp3Header is the header of an MPEG audio frame of layer III.
type mp3Header struct {
	word    uint32
	mpeg1   bool
	mono    bool
	rate    int
	size    int // of the frame in bytes, with the header
	taken   int // of these by the decoder, which rounds in another way
	samples int // of the frame, in one channel
	side    int // bytes of side information
}

// The places of bits in the header of a frame.
const (
	mp3NoChecksum = 1 << 16
	mp3Padding    = 1 << 9
	mp3Bitrate    = 12 // the lowest of four bits
)

// parseMP3Header reads the header that data begins with.
func parseMP3Header(data []byte) (h mp3Header, ok bool) {
	if len(data) < 4 {
		return h, false
	}
	return newMP3Header(binary.BigEndian.Uint32(data))
}

func newMP3Header(word uint32) (h mp3Header, ok bool) {
	version, layer := word>>19&3, word>>17&3
	bitrate, rate := word>>mp3Bitrate&15, word>>10&3
	if word>>21 != 0x7FF || version < 2 || layer != 1 || bitrate == 0 || bitrate == 15 || rate == 3 {
		return h, false
	}
	h.word = word
	h.mpeg1 = version == 3
	h.mono = word>>6&3 == 3
	kbits := [2][15]int{
		{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
		{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	}[version&1][bitrate]
	padding := int(word / mp3Padding & 1)
	h.rate = []int{44100, 48000, 32000}[rate]
	h.samples = 1152
	h.side = 32
	if h.mono {
		h.side = 17
	}
	if !h.mpeg1 {
		h.rate /= 2
		h.samples = 576
		h.side = h.side/2 + 1
	}
	h.size = h.samples/8*kbits*1000/h.rate + padding
	h.taken = h.size
	if !h.mpeg1 {
		h.taken = (144*kbits*1000/h.rate + padding) / 2
	}
	return h, true
}

// ahead is how many bytes lie before the main data of the frame: the header, a
// checksum and the side information.
func (h mp3Header) ahead() int {
	if h.word&mp3NoChecksum == 0 {
		return 6 + h.side
	}
	return 4 + h.side
}

// firstMP3Frame finds the first frame in the start of a file: a header that
// another one follows where it says, or the end of the file.
func firstMP3Frame(data []byte) (at int, h mp3Header, ok bool) {
	for i := 0; i < min(len(data), mp3Farthest); i++ {
		if data[i] != 0xFF {
			continue
		}
		h, ok := parseMP3Header(data[i:])
		if !ok || i+h.size > len(data) {
			continue
		}
		next := data[i+h.size:]
		if _, ok := parseMP3Header(next); ok || len(next) < 4 || bytes.HasPrefix(next, []byte("TAG")) {
			return i, h, true
		}
	}
	return 0, h, false
}

const (
	mp3Farthest = 1 << 16 // what is no frame by then is no MP3
	mp3Largest  = 1 << 11 // no frame has as many bytes
)

// skipID3 gives the place after the tags at the head of a file.
func skipID3(r *io.SectionReader) (at int64, err error) {
	parts := headParts{}
	for {
		if err := parts.count(); err != nil {
			return 0, err
		}
		b, err := ogg.ReadAt(r, at, 10)
		if err != nil || len(b) < 10 || string(b[:3]) != "ID3" {
			return at, err
		}
		at += 10
		for i, b := range b[6:] {
			at += int64(b&0x7F) << (21 - 7*i)
		}
	}
}

// encoderTag reads the frame without sound that encoders put first: how many
// frames at the start and at the end of the sound are not of the original.
func encoderTag(frame []byte, h mp3Header) (head, tail int, found bool) {
	at := 4 + h.side
	if len(frame) < at+8 {
		return 0, 0, false
	}
	switch string(frame[at : at+4]) {
	case "Xing", "Info":
	default:
		return 0, 0, false
	}
	flags := frame[at+7]
	at += 8
	for bit, size := range []int{4, 4, 100, 4} { // frames, bytes, contents, quality
		if flags>>bit&1 != 0 {
			at += size
		}
	}
	if len(frame) < at+24 {
		return 0, 0, true
	}
	switch string(frame[at : at+4]) {
	case "LAME", "Lavc", "Lavf":
		b := frame[at+21:]
		delay := int(b[0])<<4 | int(b[1])>>4
		padding := int(b[1]&0x0F)<<8 | int(b[2])
		return delay + mp3Delay, max(0, padding-mp3Delay), true
	}
	return 0, 0, true
}

// misread says whether the decoder takes the frames that data begins with to be
// shorter than they are. It rounds the length of padded ones down where half a
// byte is over, as at 22,050 Hz, and what refers to the byte that is lost becomes
// loud noise.
func misread(data []byte) bool {
	for {
		h, ok := parseMP3Header(data)
		switch {
		case !ok || h.size > len(data):
			return false
		case h.taken != h.size:
			return true
		}
		data = data[h.size:]
	}
}

// mp3File is an opened MP3 file.
type mp3File struct {
	r          *io.SectionReader // from the first frame of sound on
	header     mp3Header         // of that frame
	head, tail int               // frames at the start and at the end that are not of the original
	points     []mp3Point
}

// mp3Point is a place in a file where a frame begins, and how many samples of
// one channel have come before.
type mp3Point struct{ at, sample int64 }

// mp3Step is the number of frames from one point to the next: a few seconds.
const mp3Step = 64

func openMP3(r *io.SectionReader) (opened, error) {
	at, err := skipID3(r)
	if err != nil {
		return opened{}, err
	}
	start, err := ogg.ReadAt(r, at, mp3Farthest+mp3Largest)
	if err != nil {
		return opened{}, err
	}
	skip, h, ok := firstMP3Frame(start)
	if !ok {
		return opened{}, errors.New("is not a WAV, FLAC, Ogg Vorbis or MP3 file")
	}
	start = start[skip:]
	if misread(start) {
		return opened{}, fmt.Errorf("is an MP3 file of %d Hz, which cannot be read well: convert it to FLAC, Ogg Vorbis or another rate", h.rate)
	}
	m := &mp3File{header: h}
	var tagged bool
	if m.head, m.tail, tagged = encoderTag(start[:h.size], h); tagged {
		skip += h.size
	}
	at += int64(skip)
	m.r = io.NewSectionReader(r, at, r.Size()-at)
	channels := 2
	if h.mono {
		channels = 1
	}
	return opened{h.rate, channels, m}, nil
}

// frames goes through the headers of all frames.
func (m *mp3File) frames() (int64, error) {
	w := m.walk(mp3Point{})
	var sample int64
	for n := 0; ; n++ {
		f, err := w.next()
		if err == io.EOF {
			return max(0, sample-int64(m.head+m.tail)), nil
		}
		if err != nil {
			return 0, err
		}
		if n%mp3Step == 0 {
			m.points = append(m.points, f.mp3Point)
		}
		sample += int64(f.samples)
	}
}

// from begins to decode some frames before the one that is wanted, since what
// a frame sounds like depends on two before it, and on bytes that lie in
// several.
func (m *mp3File) from(frame int64) (blocks, error) {
	sample := frame + int64(m.head)
	i := sort.Search(len(m.points), func(i int) bool { return m.points[i].sample > sample })
	for i -= 2; i >= 0; i-- {
		if frames, err := m.upTo(m.points[i], sample); err != nil {
			return nil, err
		} else if b, err := m.join(frames, sample); b != nil || err != nil {
			return b, err
		}
	}
	return m.decode(readFrom(m.r, 0), sample)
}

// upTo gives the frames from a point up to the one with a sample.
func (m *mp3File) upTo(p mp3Point, sample int64) ([]mp3Frame, error) {
	var frames []mp3Frame
	for w := m.walk(p); ; {
		f, err := w.next()
		if err == io.EOF {
			return nil, ogg.ErrCut
		}
		if err != nil {
			return nil, err
		}
		frames = append(frames, f)
		if f.sample+int64(f.samples) > sample {
			return frames, nil
		}
	}
}

// join decodes from a sample of the last of some frames on. It gives nil if
// they are too few to begin with.
func (m *mp3File) join(frames []mp3Frame, sample int64) (blocks, error) {
	const before = 2
	if len(frames) <= before {
		return nil, nil
	}
	first := len(frames) - 1 - before
	var reservoir []byte
	for i := first; len(reservoir) < frames[first].reservoir(); {
		if i--; i < 0 {
			return nil, nil
		}
		f := frames[i]
		main, err := ogg.ReadAt(m.r, f.at+int64(f.ahead()), f.taken-f.ahead())
		if err != nil {
			return nil, err
		}
		reservoir = append(main, reservoir...)
	}
	f := frames[first]
	primer := f.primer(reservoir[len(reservoir)-f.reservoir():])
	return m.decode(io.MultiReader(bytes.NewReader(primer), readFrom(m.r, f.at)), int64(f.samples)+sample-f.sample)
}

// reservoir is how many bytes before its own a frame may refer to.
func (h mp3Header) reservoir() int {
	if h.mpeg1 {
		return 511
	}
	return 255
}

// primer is a frame of silence that goes before a frame which refers to some
// bytes: they are its last ones.
func (h mp3Header) primer(reservoir []byte) []byte {
	largest, _ := newMP3Header(h.word&^(mp3Padding|15<<mp3Bitrate) | mp3NoChecksum | 14<<mp3Bitrate)
	b := make([]byte, largest.taken)
	binary.BigEndian.PutUint32(b, largest.word)
	copy(b[len(b)-len(reservoir):], reservoir)
	return b
}

// mp3Walk goes from frame to frame as the decoder does.
type mp3Walk struct {
	mp3Point
	r    *bufio.Reader
	size int64
}

// mp3Frame is a frame at its place.
type mp3Frame struct {
	mp3Point
	mp3Header
}

func (m *mp3File) walk(p mp3Point) *mp3Walk {
	return &mp3Walk{mp3Point: p, r: readFrom(m.r, p.at), size: m.r.Size()}
}

// next gives the next frame, and io.EOF after the last whole one. Between
// frames there may be anything that does not look like one.
func (w *mp3Walk) next() (f mp3Frame, err error) {
	for {
		b, err := w.r.Peek(4)
		if err != nil {
			return f, err
		}
		word := binary.BigEndian.Uint32(b)
		if !looksLikeMP3(word) {
			w.at++
			w.r.Discard(1)
			continue
		}
		h, ok := newMP3Header(word)
		if !ok {
			return f, errors.New("is corrupt: it holds something else than MP3")
		}
		f = mp3Frame{w.mp3Point, h}
		w.at += int64(h.taken)
		w.sample += int64(h.samples)
		if w.at > w.size {
			return f, io.EOF
		}
		_, err = w.r.Discard(h.taken)
		return f, err
	}
}

// looksLikeMP3 says whether the decoder takes a word for the header of a
// frame, be it one that it can decode or not.
func looksLikeMP3(word uint32) bool {
	version, layer, bitrate, rate, emphasis := word>>19&3, word>>17&3, word>>mp3Bitrate&15, word>>10&3, word&3
	return word>>21 == 0x7FF && version != 1 && layer != 0 && bitrate != 15 && rate != 3 && emphasis != 2
}

// mp3Blocks reads an MP3 file. It holds back as much as is to be taken off the
// end.
type mp3Blocks struct {
	decoder  *mp3.Decoder
	channels int
	tail     int // frames to be left at the end
	bytes    []byte
	out      []float32
	held     []float32
}

// decode decodes what r gives, and leaves out some frames at its start. The
// decoder is not let to seek, which goes wrong, and sees no tags, whose lengths
// it trusts.
func (m *mp3File) decode(r io.Reader, skip int64) (blocks, error) {
	decoder, err := mp3.NewDecoder(struct{ io.Reader }{r})
	if err != nil {
		return nil, mp3Error(err)
	}
	if decoder.SampleRate() != m.header.rate {
		return nil, errors.New("is corrupt: its sample rate changes")
	}
	channels := 2
	if m.header.mono {
		channels = 1
	}
	b := &mp3Blocks{decoder: decoder, channels: channels, tail: m.tail, bytes: make([]byte, 1<<14)}
	return &without{skip * int64(channels), b}, nil
}

func mp3Error(err error) error {
	if err == io.EOF {
		return errors.New("is cut short: no sound in it")
	}
	return fmt.Errorf("is corrupt: %w", err)
}

func (m *mp3Blocks) next() ([]float32, error) {
	for {
		n, err := io.ReadFull(m.decoder, m.bytes)
		if err == io.EOF {
			return nil, io.EOF
		}
		if err != nil && err != io.ErrUnexpectedEOF {
			return nil, mp3Error(err)
		}
		m.out = append(m.out[:0], m.held...)
		for b := m.bytes[:n/4*4]; len(b) > 0; b = b[4:] {
			m.out = append(m.out, float32(int16(binary.LittleEndian.Uint16(b)))/(1<<15))
			if m.channels == 2 {
				m.out = append(m.out, float32(int16(binary.LittleEndian.Uint16(b[2:])))/(1<<15))
			}
		}
		keep := max(0, len(m.out)-m.tail*m.channels)
		m.held = append(m.held[:0], m.out[keep:]...)
		if keep > 0 {
			return m.out[:keep], nil
		}
	}
}
