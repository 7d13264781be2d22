package export

import (
	"context"
	"io"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"

	"unhunch/internal/plan"
	"unhunch/internal/printed"
	"unhunch/internal/soundfile"
)

func flacFormat() Format {
	return Format{Name: "flac", About: "compressed without loss, 16 or 24 bits", streams: true, stereo: true, open: openFLAC}
}

// flacBlock is the number of frames of the session in a FLAC frame.
const flacBlock = 4096

// flacFile writes FLAC. How the samples are predicted is chosen here, by all
// cores, since the library's own search knows neither linear predictors nor
// partitions; the library does the writing.
type flacFile struct {
	enc      *flac.Encoder
	out      *buffered
	pipeline *pipeline[*flacPiece]
	q        quantizer
	bits     int
	ints     []int32
	piece    *flacPiece // the one under way
}

// flacPiece becomes a FLAC frame.
type flacPiece struct {
	planes [][]int32 // samples of each channel
	search flacSearch
	frame  *frame.Frame
}

func openFLAC(ctx context.Context, w io.WriteSeeker, j *job) (encoder, error) {
	e := &flacFile{out: newBuffered(w), q: j.quantizer(), bits: j.opt.Bits}
	info := &meta.StreamInfo{
		BlockSizeMin: flacBlock, BlockSizeMax: flacBlock, SampleRate: plan.Rate,
		NChannels: uint8(j.opt.Channels), BitsPerSample: uint8(e.bits), NSamples: uint64(j.plan.Frames),
	}
	comments := &meta.Block{Body: &meta.VorbisComment{Vendor: program, Tags: j.meta.vorbis()}}
	comments.Type, comments.Length = meta.TypeVorbisComment, 1 // the encoder finds the length itself
	cover := &meta.Block{Body: &meta.Picture{
		Type: coverFront, MIME: printed.CoverType, Width: printed.CoverSize, Height: printed.CoverSize, Depth: 24, Data: printed.Cover(j.plan),
	}}
	cover.Type, cover.Length = meta.TypePicture, 1
	var err error
	if e.enc, err = flac.NewEncoder(e.sink(), info, comments, cover); err != nil {
		return nil, e.plain(err)
	}
	e.pipeline, err = newPipeline(ctx, func() (*flacPiece, error) {
		p := &flacPiece{search: flacSearch{bits: e.bits}}
		for range j.opt.Channels {
			p.planes = append(p.planes, make([]int32, 0, flacBlock))
		}
		return p, nil
	})
	if err != nil {
		return nil, err
	}
	e.pipeline.start(e.collect, e.finish)
	return e, nil
}

// sink is what the library writes to. It goes back to its header at the end,
// which a pipe cannot.
func (e *flacFile) sink() io.Writer {
	if _, err := e.out.file.Seek(0, io.SeekCurrent); err != nil {
		return e.out
	}
	return rewriter{e.out}
}

// rewriter flushes before it seeks.
type rewriter struct{ *buffered }

func (r rewriter) Seek(offset int64, whence int) (int64, error) {
	if err := r.Flush(); err != nil {
		return 0, err
	}
	return r.file.Seek(offset, whence)
}

func (e *flacFile) write(samples []float32) error {
	e.ints = e.q.ints(e.ints, samples, e.bits)
	for x := e.ints; len(x) > 0; {
		if e.piece == nil {
			p, err := e.pipeline.take()
			if err != nil {
				return err
			}
			p.empty()
			e.piece = p
		}
		if x = e.piece.add(x); len(e.piece.planes[0]) == flacBlock {
			e.send()
		}
	}
	return nil
}

func (e *flacFile) send() {
	p := e.piece
	e.piece = nil
	e.pipeline.send(p, p.predict)
}

func (e *flacFile) close() error {
	if e.piece != nil {
		e.send()
	}
	return e.pipeline.finish()
}

func (e *flacFile) abort() { e.pipeline.abort() }

func (e *flacFile) collect(p *flacPiece) error {
	err := e.enc.WriteFrame(p.frame)
	e.pipeline.give(p)
	return e.plain(err)
}

// finish completes the file.
func (e *flacFile) finish() error {
	if err := soundfile.CloseFLAC(e.enc, e.sink(), flacBlock); err != nil {
		return e.plain(err)
	}
	return e.out.Flush()
}

// plain gives the error of the file instead of the library's account of it.
func (e *flacFile) plain(err error) error {
	if err == nil {
		return nil
	}
	if cause := e.out.Flush(); cause != nil {
		return cause
	}
	return err
}

func (p *flacPiece) empty() {
	for c := range p.planes {
		p.planes[c] = p.planes[c][:0]
	}
}

// add takes interleaved samples until the piece is full, and gives the rest.
func (p *flacPiece) add(x []int32) []int32 {
	channels := len(p.planes)
	n := min(len(x)/channels, flacBlock-len(p.planes[0]))
	for c := range p.planes {
		plane := p.planes[c]
		for i := range n {
			plane = append(plane, x[i*channels+c])
		}
		p.planes[c] = plane
	}
	return x[n*channels:]
}

// predict chooses how the samples are written.
func (p *flacPiece) predict(context.Context) error {
	n := len(p.planes[0])
	p.frame = &frame.Frame{Header: frame.Header{
		HasFixedBlockSize: true, BlockSize: uint16(n), SampleRate: plan.Rate, BitsPerSample: uint8(p.search.bits),
		Channels: frame.ChannelsMono,
	}}
	planes := p.planes
	if len(planes) == 2 {
		p.frame.Channels, planes = p.search.pair(p.planes)
	}
	for c, samples := range p.planes {
		// The library makes middle and side of the samples when it writes them.
		p.frame.Subframes = append(p.frame.Subframes, &frame.Subframe{
			SubHeader: p.search.choose(planes[c]), Samples: samples, NSamples: n,
		})
	}
	return nil
}
