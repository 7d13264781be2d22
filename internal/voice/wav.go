package voice

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// The sample formats of a WAV file.
const (
	wavInteger    = 1
	wavFloat      = 3
	wavExtensible = 0xFFFE
)

// wavUnknown is the least size of a data chunk that stands for "to the end":
// programs that write to a pipe put one of several large numbers there.
const wavUnknown = 0x7FFF0000

// wavBlocks reads the samples of a WAV file.
type wavBlocks struct {
	data   []byte
	width  int // bytes of a sample
	format int
	out    []float32
}

func openWAV(data []byte) (sound, error) {
	if len(data) < 12 || string(data[8:12]) != "WAVE" {
		return sound{}, errors.New("is not a WAV file, though it begins like one")
	}
	var s sound
	var w *wavBlocks
	for rest := data[12:]; len(rest) >= 8; {
		id, size := string(rest[:4]), int64(binary.LittleEndian.Uint32(rest[4:]))
		rest = rest[8:]
		switch id {
		case "fmt ":
			if size > int64(len(rest)) {
				return sound{}, errors.New("is cut short in its header")
			}
			var err error
			if s, w, err = wavFormat(rest[:size]); err != nil {
				return sound{}, err
			}
		case "data":
			if w == nil {
				return sound{}, errors.New("is corrupt: sound before the format of it")
			}
			if size >= wavUnknown || size == 0 {
				size = int64(len(rest))
			}
			if size > int64(len(rest)) {
				return sound{}, fmt.Errorf("is cut short: %d of %d bytes of sound", len(rest), size)
			}
			frame := w.width * s.channels
			w.data = rest[:int(size)/frame*frame]
			s.body = w
			return s, nil
		}
		if size += size & 1; size > int64(len(rest)) {
			break
		}
		rest = rest[size:]
	}
	return sound{}, errors.New("is cut short: no sound in it")
}

func wavFormat(chunk []byte) (sound, *wavBlocks, error) {
	if len(chunk) < 16 {
		return sound{}, nil, errors.New("is corrupt: its format is cut short")
	}
	le := binary.LittleEndian
	format, bits := int(le.Uint16(chunk)), int(le.Uint16(chunk[14:]))
	if format == wavExtensible && len(chunk) >= 26 {
		format = int(le.Uint16(chunk[24:]))
	}
	known := format == wavInteger && (bits == 8 || bits == 16 || bits == 24 || bits == 32) ||
		format == wavFloat && (bits == 32 || bits == 64)
	if !known {
		return sound{}, nil, fmt.Errorf("holds samples of a kind that cannot be read (format %#x of %d bits)", format, bits)
	}
	s := sound{rate: int(le.Uint32(chunk[4:])), channels: int(le.Uint16(chunk[2:]))}
	if s.channels == 0 {
		return sound{}, nil, errors.New("is corrupt: no channels")
	}
	return s, &wavBlocks{width: bits / 8, format: format}, nil
}

func (w *wavBlocks) next() ([]float32, error) {
	if len(w.data) == 0 {
		return nil, io.EOF
	}
	n := min(len(w.data)/w.width, 1<<13) // whole frames of one and of two channels
	w.out = w.out[:0]
	for i := range n {
		w.out = append(w.out, w.sample(w.data[i*w.width:]))
	}
	w.data = w.data[n*w.width:]
	return w.out, nil
}

func (w *wavBlocks) sample(b []byte) float32 {
	le := binary.LittleEndian
	switch {
	case w.format == wavFloat && w.width == 4:
		return finite(math.Float32frombits(le.Uint32(b)))
	case w.format == wavFloat:
		return finite(float32(math.Float64frombits(le.Uint64(b))))
	case w.width == 1:
		return (float32(b[0]) - 128) / 128
	case w.width == 2:
		return float32(int16(le.Uint16(b))) / (1 << 15)
	case w.width == 3:
		return float32(int32(b[0])<<8|int32(b[1])<<16|int32(b[2])<<24) / (1 << 31)
	}
	return float32(int32(le.Uint32(b))) / (1 << 31)
}

// finite takes what is not a number, or far beyond full scale, for silence.
func finite(v float32) float32 {
	if v > -1000 && v < 1000 {
		return v
	}
	return 0
}

// encodeWAV writes mono 16-bit samples at Rate.
func encodeWAV(samples []int16) []byte {
	size := 2 * len(samples)
	b := make([]byte, 0, 44+size)
	le := binary.LittleEndian
	b = append(b, "RIFF"...)
	b = le.AppendUint32(b, uint32(36+size))
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 16)
	b = le.AppendUint16(b, wavInteger)
	b = le.AppendUint16(b, 1)
	b = le.AppendUint32(b, Rate)
	b = le.AppendUint32(b, 2*Rate)
	b = le.AppendUint16(b, 2)
	b = le.AppendUint16(b, 16)
	b = append(b, "data"...)
	b = le.AppendUint32(b, uint32(size))
	for _, v := range samples {
		b = le.AppendUint16(b, uint16(v))
	}
	return b
}
