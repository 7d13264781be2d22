//go:build !nolgpl

package export

import (
	"context"
	"runtime"

	aac "github.com/tphakala/go-aac"

	"unhunch/internal/plan"
)

// A session is mostly silence. A part ends in one that is long enough, and the
// next begins with the next sound; what lies between is written as one and the
// same silent unit. Parts share nothing, so that all cores can encode. Where
// they begin and end depends on the sound alone.
const (
	partLeast  = 2 * plan.Rate / aac.FrameSize // AAC frames in a part, at least
	quietLeast = 4                             // silent ones at its end
	partAhead  = 8 * plan.Rate / aac.FrameSize // frames that wait for an encoder
)

// aacParts encodes frames into access units. Unit k is what a decoder needs
// besides unit k+1 to give frame k; so there is one unit more than frames.
type aacParts struct {
	cfg    aac.EncoderConfig
	config []byte // AudioSpecificConfig
	silent []byte // the unit of silence

	ctx      context.Context
	stop     context.CancelCauseFunc
	parts    chan *aacPart     // in order, to the goroutine that writes
	encoders chan *aac.Encoder // idle ones; as many as there may be parts at once
	free     chan [][]float32  // frames to be used again
	done     chan error        // the writer's end

	part  *aacPart // the one under way, nil in a silence
	count int      // frames in it
	quiet int      // silent ones at its end
	gap   int      // silent frames since the part before, which are in none
}

// aacPart is a stretch of the session that is encoded by itself.
type aacPart struct {
	before int  // silent units before it
	joined bool // its first unit is the last one of the part before
	in     chan [][]float32
	out    chan []byte
}

func newAACParts(ctx context.Context, cfg aac.EncoderConfig) (*aacParts, error) {
	cores := runtime.GOMAXPROCS(0)
	e := &aacParts{
		cfg: cfg, parts: make(chan *aacPart, cores), encoders: make(chan *aac.Encoder, cores),
		free: make(chan [][]float32, cores*partAhead), done: make(chan error, 1),
		gap: 1, // the unit before the first frame
	}
	for range cores {
		enc, err := aac.NewEncoder(cfg)
		if err != nil {
			return nil, err
		}
		e.encoders <- enc
	}
	enc := <-e.encoders
	defer func() { e.encoders <- enc }()
	e.config = enc.AudioSpecificConfig()
	for range 3 {
		unit, err := enc.EncodeFrame(nil, e.empty())
		if err != nil {
			return nil, err
		}
		e.silent = unit
	}
	e.ctx, e.stop = context.WithCancelCause(ctx)
	return e, nil
}

// begin starts to write the units to a file as they come.
func (e *aacParts) begin(out *mp4) {
	go func() { e.done <- e.collect(out) }()
}

// empty is a frame of silence, or one with old samples to be filled.
func (e *aacParts) empty() [][]float32 {
	select {
	case f := <-e.free:
		return f
	default:
	}
	f := make([][]float32, e.cfg.Channels)
	for c := range f {
		f[c] = make([]float32, aac.FrameSize)
	}
	return f
}

func (e *aacParts) recycle(frame [][]float32) {
	for c := range frame {
		frame[c] = frame[c][:aac.FrameSize]
	}
	select {
	case e.free <- frame:
	default:
	}
}

// frame takes the next frame of the session, and keeps it.
func (e *aacParts) frame(frame [][]float32) error {
	silent := isSilent(frame)
	if e.part == nil {
		if silent {
			e.gap++
			e.recycle(frame)
			return nil
		}
		e.part = &aacPart{before: max(0, e.gap-1), joined: e.gap == 0, in: make(chan [][]float32, partAhead), out: make(chan []byte, partAhead)}
		e.count, e.quiet, e.gap = 0, 0, 0
		if err := e.start(e.part); err != nil {
			return err
		}
	}
	select {
	case e.part.in <- frame:
	case <-e.ctx.Done():
		return context.Cause(e.ctx)
	}
	e.count++
	if e.quiet++; !silent {
		e.quiet = 0
	}
	if e.quiet >= quietLeast && e.count >= partLeast {
		e.endPart()
	}
	return nil
}

func (e *aacParts) endPart() {
	if e.part != nil {
		close(e.part.in)
		e.part = nil
	}
}

func isSilent(frame [][]float32) bool {
	for _, plane := range frame {
		for _, x := range plane {
			if x != 0 {
				return false
			}
		}
	}
	return true
}

// start gives a part to an encoder, when one is idle.
func (e *aacParts) start(p *aacPart) error {
	var enc *aac.Encoder
	select {
	case enc = <-e.encoders:
	case <-e.ctx.Done():
		return context.Cause(e.ctx)
	}
	select {
	case e.parts <- p:
	case <-e.ctx.Done():
		e.encoders <- enc
		return context.Cause(e.ctx)
	}
	go func() {
		defer close(p.out)
		if err := e.encode(enc, p); err != nil {
			e.stop(err)
		}
		e.encoders <- enc
	}()
	return nil
}

// encode turns the frames of a part into units.
func (e *aacParts) encode(enc *aac.Encoder, p *aacPart) error {
	if err := enc.Reset(e.cfg); err != nil {
		return err
	}
	emit := func(frame [][]float32) error {
		unit, err := enc.EncodeFrame(nil, frame)
		if err != nil || len(unit) == 0 {
			return err
		}
		select {
		case p.out <- unit:
			return nil
		case <-e.ctx.Done():
			return context.Cause(e.ctx)
		}
	}
	for {
		select {
		case frame, more := <-p.in:
			if !more {
				for !enc.Drained() {
					if err := emit(nil); err != nil {
						return err
					}
				}
				return nil
			}
			if err := emit(frame); err != nil {
				return err
			}
			e.recycle(frame)
		case <-e.ctx.Done():
			return context.Cause(e.ctx)
		}
	}
}

// collect writes the units of all parts in order, with the silence between.
func (e *aacParts) collect(out *mp4) error {
	for p := range e.parts {
		if err := e.collectPart(p, out); err != nil {
			e.stop(err)
			return err
		}
	}
	if e.ctx.Err() != nil {
		return context.Cause(e.ctx)
	}
	return out.close()
}

func (e *aacParts) collectPart(p *aacPart, out *mp4) error {
	for range p.before {
		if err := out.write(e.silent); err != nil {
			return err
		}
	}
	skip := p.joined
	for unit := range p.out {
		if skip {
			skip = false
			continue
		}
		if err := out.write(unit); err != nil {
			return err
		}
	}
	return nil
}

// finish encodes what is left, and completes the file.
func (e *aacParts) finish() error {
	e.endPart()
	end := &aacPart{before: e.gap, out: make(chan []byte)}
	close(end.out)
	select {
	case e.parts <- end:
	case <-e.ctx.Done():
	}
	close(e.parts)
	err := <-e.done
	e.stop(nil)
	return err
}

// abort gives up.
func (e *aacParts) abort() {
	e.stop(context.Canceled)
	close(e.parts)
	<-e.done
}
