package voice

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"
)

// flacBlocks reads the frames of a FLAC file.
type flacBlocks struct {
	stream *flac.Stream
	left   uint64 // frames to come, where the file says
	counts bool   // whether it does
	out    []float32
}

func openFLAC(data []byte) (sound, error) {
	stream, err := flac.New(bytes.NewReader(data))
	if err != nil {
		return sound{}, flacError(err)
	}
	info := stream.Info
	return sound{
		rate:     int(info.SampleRate),
		channels: int(info.NChannels),
		body:     &flacBlocks{stream: stream, left: info.NSamples, counts: info.NSamples > 0},
	}, nil
}

func (f *flacBlocks) next() ([]float32, error) {
	if f.counts && f.left == 0 {
		return nil, io.EOF
	}
	block, err := f.stream.ParseNext()
	switch {
	case err == io.EOF && !f.counts:
		return nil, io.EOF
	case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("is cut short")
	case err != nil:
		return nil, flacError(err)
	}
	channels := int(f.stream.Info.NChannels)
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
		bits = f.stream.Info.BitsPerSample
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

// flacError leaves out the colours and source lines that some errors come with.
func flacError(err error) error {
	if strings.ContainsRune(err.Error(), '\x1b') {
		return errors.New("is corrupt")
	}
	return fmt.Errorf("is corrupt: %w", err)
}

// encodeFLAC writes mono 16-bit samples at Rate.
func encodeFLAC(samples []int16) ([]byte, error) {
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
	if err := enc.Close(); err != nil {
		return nil, err
	}
	return out.data, nil
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
