package soundfile

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"
)

// WAVHeader is the beginning of a WAV file at Rate of so many frames and channels,
// of 16 or 24 bits, up to the first frame. After is how many bytes of chunks
// follow the sound; where that is of an odd number of bytes, a byte of padding
// comes before them.
func WAVHeader(frames int64, channels, bits, after int) []byte {
	return wavHeader(Rate, frames, channels, bits, after)
}

func wavHeader(rate uint32, frames int64, channels, bits, after int) []byte {
	width := channels * bits / 8
	data := int(frames) * width
	le := binary.LittleEndian
	h := append([]byte{}, "RIFF"...)
	h = le.AppendUint32(h, uint32(36+data+data%2+after))
	h = append(h, "WAVEfmt "...)
	h = le.AppendUint32(h, 16)
	h = le.AppendUint16(h, wavInteger)
	h = le.AppendUint16(h, uint16(channels))
	h = le.AppendUint32(h, rate)
	h = le.AppendUint32(h, rate*uint32(width))
	h = le.AppendUint16(h, uint16(width))
	h = le.AppendUint16(h, uint16(bits))
	h = append(h, "data"...)
	return le.AppendUint32(h, uint32(data))
}

// WAV is a clip as a WAV file of 16 bits.
func WAV(c Clip) []byte { return wav(Rate, c) }

// HalfWAV is a clip as a WAV file at half of Rate, for one that has nothing above
// a quarter of Rate: every second frame of it.
func HalfWAV(c Clip) []byte {
	half := Clip{Channels: c.Channels}
	for i := 0; i+c.Channels <= len(c.Samples); i += 2 * c.Channels {
		half.Samples = append(half.Samples, c.Samples[i:i+c.Channels]...)
	}
	return wav(Rate/2, half)
}

func wav(rate uint32, c Clip) []byte {
	b := wavHeader(rate, int64(c.Frames()), c.Channels, 16, 0)
	b = slices.Grow(b, 2*len(c.Samples))
	for _, v := range c.Samples {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}

// LameScale is the factor by which libmp3lame, as of 3.100, turns down everything
// at a constant rate in kbit/s, to make room for what encoding does to peaks.
func LameScale(rate int) float64 {
	switch {
	case rate <= 160:
		return 0.95
	case rate <= 192:
		return 0.97
	case rate <= 224:
		return 0.98
	}
	return 1
}

// FLAC is a FLAC file of 16-bit samples at Rate, of one channel. Predictors are
// chosen by the library's own quick search.
func FLAC(samples []int16) ([]byte, error) {
	const blockSize = 4096
	var out seekBuffer
	info := &meta.StreamInfo{
		BlockSizeMin: blockSize, BlockSizeMax: blockSize,
		SampleRate: Rate, NChannels: 1, BitsPerSample: 16,
	}
	enc, err := flac.NewEncoder(&out, info)
	if err != nil {
		return nil, err
	}
	for block := range slices.Chunk(samples, blockSize) {
		wide := make([]int32, len(block))
		for i, v := range block {
			wide[i] = int32(v)
		}
		err := enc.WriteFrame(&frame.Frame{
			Header: frame.Header{
				HasFixedBlockSize: true, BlockSize: uint16(len(block)),
				SampleRate: Rate, Channels: frame.ChannelsMono, BitsPerSample: 16,
			},
			// Verbatim is what the encoder looks for something smaller than.
			Subframes: []*frame.Subframe{{SubHeader: frame.SubHeader{Pred: frame.PredVerbatim}, Samples: wide, NSamples: len(wide)}},
		})
		if err != nil {
			return nil, err
		}
	}
	return out.data, CloseFLAC(enc, &out, blockSize)
}

// CloseFLAC completes a file of blocks of one length, in frames, that was written
// to w. Where w can go back, the header is completed too. The library counts the
// last block among those whose lengths the header gives, which FLAC does not: of
// fewer than 16 frames it makes a file that decoders refuse, the library's own
// among them, and otherwise one whose lengths some players would take to vary.
func CloseFLAC(enc *flac.Encoder, w io.Writer, block uint16) error {
	if err := enc.Close(); err != nil {
		return err
	}
	file, ok := w.(io.WriteSeeker)
	if !ok {
		return nil
	}
	const lengths = 8 // where they are
	if _, err := file.Seek(lengths, io.SeekStart); err != nil {
		return err
	}
	_, err := file.Write(binary.BigEndian.AppendUint32(nil, uint32(block)<<16|uint32(block)))
	return err
}

// seekBuffer is a file in memory: the encoder goes back to write the length.
type seekBuffer struct {
	data []byte
	at   int
}

func (b *seekBuffer) Write(p []byte) (int, error) {
	n := copy(b.data[b.at:], p)
	b.data = append(b.data, p[n:]...)
	b.at += len(p)
	return len(p), nil
}

func (b *seekBuffer) Seek(offset int64, whence int) (int64, error) {
	if whence != io.SeekStart || offset < 0 || offset > int64(len(b.data)) {
		return 0, errors.New("seek to where nothing is")
	}
	b.at = int(offset)
	return offset, nil
}
