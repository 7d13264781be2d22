package soundfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"unhunch/internal/ogg"
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

// wavFile is an opened WAV file.
type wavFile struct {
	data     *io.SectionReader
	width    int // bytes of a sample
	channels int
	format   int
}

func openWAV(r *io.SectionReader) (opened, error) {
	head, err := ogg.ReadAt(r, 0, 12)
	if err != nil {
		return opened{}, err
	}
	if len(head) < 12 || string(head[8:]) != "WAVE" {
		return opened{}, errors.New("is not a WAV file, though it begins like one")
	}
	var rate int
	var w *wavFile
	parts := headParts{}
	for at := int64(12); at+8 <= r.Size(); {
		if err := parts.count(); err != nil {
			return opened{}, err
		}
		chunk, err := ogg.ReadAt(r, at, 8)
		if err != nil {
			return opened{}, err
		}
		id, size := string(chunk[:4]), int64(binary.LittleEndian.Uint32(chunk[4:]))
		at += 8
		switch id {
		case "fmt ":
			if size > r.Size()-at {
				return opened{}, errors.New("is cut short in its header")
			}
			if rate, w, err = wavFormat(r, at, size); err != nil {
				return opened{}, err
			}
		case "data":
			if w == nil {
				return opened{}, errors.New("is corrupt: sound before the format of it")
			}
			if size >= wavUnknown || size == 0 {
				size = r.Size() - at
			}
			if size > r.Size()-at {
				return opened{}, fmt.Errorf("is cut short: %d of %d bytes of sound", r.Size()-at, size)
			}
			w.data = io.NewSectionReader(r, at, size/w.frame()*w.frame())
			return opened{rate, w.channels, w}, nil
		}
		at += size + size&1
	}
	return opened{}, errors.New("is cut short: no sound in it")
}

func wavFormat(r *io.SectionReader, at, size int64) (rate int, w *wavFile, err error) {
	chunk, err := ogg.ReadAt(r, at, int(min(size, 40)))
	if err != nil {
		return 0, nil, err
	}
	if len(chunk) < 16 {
		return 0, nil, errors.New("is corrupt: its format is cut short")
	}
	le := binary.LittleEndian
	format, bits := int(le.Uint16(chunk)), int(le.Uint16(chunk[14:]))
	if format == wavExtensible && len(chunk) >= 26 {
		format = int(le.Uint16(chunk[24:]))
	}
	known := format == wavInteger && (bits == 8 || bits == 16 || bits == 24 || bits == 32) ||
		format == wavFloat && (bits == 32 || bits == 64)
	if !known {
		return 0, nil, fmt.Errorf("holds samples of a kind that cannot be read (format %#x of %d bits)", format, bits)
	}
	channels := int(le.Uint16(chunk[2:]))
	if channels == 0 {
		return 0, nil, errors.New("is corrupt: no channels")
	}
	return int(le.Uint32(chunk[4:])), &wavFile{width: bits / 8, channels: channels, format: format}, nil
}

// frame is the size of a frame in bytes.
func (w *wavFile) frame() int64 { return int64(w.width * w.channels) }

func (w *wavFile) frames() (int64, error) { return w.data.Size() / w.frame(), nil }

func (w *wavFile) from(frame int64) (blocks, error) {
	const samples = 1 << 13 // whole frames of one and of two channels
	return &wavBlocks{wavFile: w, at: frame * w.frame(), in: make([]byte, samples*w.width)}, nil
}

// wavBlocks reads the samples of a WAV file.
type wavBlocks struct {
	*wavFile
	at  int64
	in  []byte
	out []float32
}

func (w *wavBlocks) next() ([]float32, error) {
	n, err := w.data.ReadAt(w.in, w.at)
	if n == 0 || err != nil && err != io.EOF {
		return nil, err
	}
	w.at += int64(n)
	w.out = w.out[:0]
	for b := w.in[:n]; len(b) > 0; b = b[w.width:] {
		w.out = append(w.out, w.sample(b))
	}
	return w.out, nil
}

func (w *wavFile) sample(b []byte) float32 {
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
