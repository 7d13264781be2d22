package voice

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	mp3 "github.com/hajimehoshi/go-mp3"
)

// mp3Delay is how many frames an MP3 decoder lags behind the encoder.
const mp3Delay = 529

// mp3Header is the header of an MPEG audio frame of layer III.
type mp3Header struct {
	mpeg1   bool
	mono    bool
	rate    int
	size    int // of the frame in bytes, with the header
	samples int // of the frame, in one channel
	side    int // bytes of side information
}

// parseMP3Header reads the header that data begins with.
func parseMP3Header(data []byte) (h mp3Header, ok bool) {
	if len(data) < 4 {
		return h, false
	}
	word := binary.BigEndian.Uint32(data)
	version, layer := word>>19&3, word>>17&3
	bitrate, rate := word>>12&15, word>>10&3
	if word>>21 != 0x7FF || version < 2 || layer != 1 || bitrate == 0 || bitrate == 15 || rate == 3 {
		return h, false
	}
	h.mpeg1 = version == 3
	h.mono = word>>6&3 == 3
	kbits := [2][15]int{
		{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
		{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	}[version&1][bitrate]
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
	h.size = h.samples/8*kbits*1000/h.rate + int(word>>9&1)
	return h, true
}

// firstMP3Frame finds the first frame: a header that another one follows where
// it says, or the end of the file.
func firstMP3Frame(data []byte) (rest []byte, h mp3Header, ok bool) {
	const farthest = 1 << 16 // what is no frame by then is no MP3
	data = skipID3(data)
	for i := 0; i < min(len(data), farthest); i++ {
		if data[i] != 0xFF {
			continue
		}
		h, ok := parseMP3Header(data[i:])
		if !ok || i+h.size > len(data) {
			continue
		}
		next := data[i+h.size:]
		if _, ok := parseMP3Header(next); ok || len(next) < 4 || bytes.HasPrefix(next, []byte("TAG")) {
			return data[i:], h, true
		}
	}
	return nil, h, false
}

// skipID3 takes off the tags at the head of a file.
func skipID3(data []byte) []byte {
	for len(data) >= 10 && string(data[:3]) == "ID3" {
		size := 10
		for i, b := range data[6:10] {
			size += int(b&0x7F) << (21 - 7*i)
		}
		data = data[min(size, len(data)):]
	}
	return data
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

// mp3Blocks decodes an MP3 file from its first frame of sound on. It holds
// back as much as is to be taken off the end.
type mp3Blocks struct {
	decoder  *mp3.Decoder
	channels int
	head     int // frames still to be skipped
	tail     int // frames to be left at the end
	bytes    []byte
	out      []float32
	held     []float32
}

// openMP3 never lets the decoder seek, which goes wrong, and keeps tags from
// it, whose lengths it trusts.
func openMP3(data []byte) (sound, error) {
	data, h, ok := firstMP3Frame(data)
	if !ok {
		return sound{}, errors.New("is not a WAV, FLAC, Ogg Vorbis or MP3 file")
	}
	head, tail, tagged := encoderTag(data[:h.size], h)
	if tagged {
		data = data[h.size:]
	}
	decoder, err := mp3.NewDecoder(struct{ io.Reader }{bytes.NewReader(data)})
	if err != nil {
		return sound{}, mp3Error(err)
	}
	if decoder.SampleRate() != h.rate {
		return sound{}, errors.New("is corrupt: its sample rate changes")
	}
	channels := 2
	if h.mono {
		channels = 1
	}
	return sound{h.rate, channels, &mp3Blocks{
		decoder: decoder, channels: channels, head: head, tail: tail, bytes: make([]byte, 1<<14),
	}}, nil
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
		frames := n / 4
		skip := min(frames, m.head)
		m.head -= skip
		m.out = append(m.out[:0], m.held...)
		for b := m.bytes[4*skip : 4*frames]; len(b) > 0; b = b[4:] {
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
