package export

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/binary"
	"errors"
	"hash"
	"io"

	"unhunch/internal/plan"
)

func flacFormat() Format {
	return Format{Name: "flac", About: "compressed without loss, 16 or 24 bits", streams: true, stereo: true, open: openFLAC}
}

const (
	flacBlock = 4096 // frames of the session in a FLAC frame
	flacRun   = 16   // FLAC frames that are encoded in one go
)

// flacFile writes FLAC. FLAC frames share nothing, so all cores encode them.
type flacFile struct {
	pipeline *pipeline[*flacPiece]
	q        quantizer
	bits     int
	channels int
	piece    *flacPiece // the one under way
	next     uint64     // number of its first FLAC frame
}

// flacPiece is a run of FLAC frames.
type flacPiece struct {
	first   uint64 // its number
	samples []byte // interleaved, little-endian
	coder   flacCoder
	out     bitWriter
	ends    []int // of each FLAC frame in it
}

func openFLAC(ctx context.Context, w io.WriteSeeker, j *job) (encoder, error) {
	e := &flacFile{q: j.quantizer(), bits: j.opt.Bits, channels: j.opt.Channels}
	out := &flacWriter{
		out: newBuffered(w), sum: md5.New(), give: func(p *flacPiece) { e.pipeline.give(p) },
		info: flacInfo{channels: e.channels, bits: e.bits, frames: uint64(j.plan.Frames)},
	}
	if err := out.head(j); err != nil {
		return nil, err
	}
	var err error
	e.pipeline, err = newPipeline(ctx, func() (*flacPiece, error) {
		return &flacPiece{coder: flacCoder{channels: e.channels, bits: e.bits}}, nil
	})
	if err != nil {
		return nil, err
	}
	e.pipeline.start(out.collect, out.finish)
	return e, nil
}

// width is how many bytes a frame of the session takes.
func (e *flacFile) width() int { return e.channels * e.bits / 8 }

func (e *flacFile) write(samples []float32) error {
	const most = flacBlock * flacRun
	for len(samples) > 0 {
		if e.piece == nil {
			p, err := e.pipeline.take()
			if err != nil {
				return err
			}
			p.first, p.samples = e.next, p.samples[:0]
			e.next += flacRun
			e.piece = p
		}
		n := min(len(samples)/e.channels, most-len(e.piece.samples)/e.width())
		e.piece.samples = e.numbers(e.piece.samples, samples[:n*e.channels])
		samples = samples[n*e.channels:]
		if len(e.piece.samples) == most*e.width() {
			e.send()
		}
	}
	return nil
}

// numbers appends samples as whole numbers.
func (e *flacFile) numbers(dst []byte, samples []float32) []byte {
	if e.bits == 24 {
		return int24s(dst, samples)
	}
	return e.q.int16s(dst, samples)
}

func (e *flacFile) send() {
	p := e.piece
	e.piece = nil
	e.pipeline.send(p, p.encode)
}

func (e *flacFile) close() error {
	if e.piece != nil {
		e.send()
	}
	return e.pipeline.finish()
}

func (e *flacFile) abort() { e.pipeline.abort() }

// encode makes the FLAC frames.
func (p *flacPiece) encode(ctx context.Context) error {
	p.out.reset()
	p.ends = p.ends[:0]
	width := p.coder.channels * p.coder.bits / 8
	for i, at := 0, 0; at < len(p.samples); i++ {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		end := min(at+flacBlock*width, len(p.samples))
		p.coder.encode(&p.out, p.first+uint64(i), p.samples[at:end])
		p.ends = append(p.ends, len(p.out.bytes))
		at = end
	}
	return nil
}

// flacWriter writes the file from what the cores give.
type flacWriter struct {
	out  *buffered
	sum  hash.Hash
	info flacInfo
	give func(*flacPiece)
}

func (f *flacWriter) collect(p *flacPiece) error {
	f.sum.Write(p.samples)
	_, err := f.out.Write(p.out.bytes)
	start := 0
	for _, end := range p.ends {
		f.info.size(end - start)
		start = end
	}
	f.give(p)
	return err
}

// finish completes the header, unless the file is a pipe.
func (f *flacWriter) finish() error {
	f.info.sum = f.sum.Sum(nil)
	if err := f.out.patch(int64(len(flacMark)+4), f.info.body()); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

// flacMark is how a FLAC file begins.
const flacMark = "fLaC"

// head writes all that comes before the sound.
func (f *flacWriter) head(j *job) error {
	f.out.WriteString(flacMark)
	blocks := []struct {
		kind byte
		body []byte
	}{{0, f.info.body()}, {4, vorbisComment(j.meta.vorbis())}, {6, pictureBlock(drawCover(j.plan))}}
	for i, b := range blocks {
		kind := b.kind
		if i == len(blocks)-1 {
			kind |= 0x80 // the last one
		}
		head := be32(uint32(len(b.body)))
		head[0] = kind
		f.out.Write(head)
		f.out.Write(b.body)
	}
	return f.out.Flush()
}

// flacInfo is what the STREAMINFO block says.
type flacInfo struct {
	channels, bits int
	frames         uint64
	least, most    int    // bytes in a FLAC frame; 0: not known
	sum            []byte // MD5 of the samples; nil: not known
}

func (f *flacInfo) size(n int) {
	if f.least == 0 || n < f.least {
		f.least = n
	}
	f.most = max(f.most, n)
}

func (f *flacInfo) body() []byte {
	b := bytes.NewBuffer(be32(flacBlock<<16 | flacBlock))
	b.Write(be32(uint32(f.least))[1:])
	b.Write(be32(uint32(f.most))[1:])
	binary.Write(b, binary.BigEndian, uint64(plan.Rate)<<44|uint64(f.channels-1)<<41|uint64(f.bits-1)<<36|f.frames)
	b.Write(append(make([]byte, 0, md5.Size), f.sum...)[:md5.Size])
	return b.Bytes()
}
