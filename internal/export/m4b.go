//go:build !nolgpl

package export

import (
	"context"
	"io"
	"runtime"

	aac "github.com/tphakala/go-aac"

	"unhunch/internal/plan"
)

// aacFormats are the formats whose encoder is under the LGPL. The build tag
// nolgpl leaves them out.
func aacFormats() []Format {
	rate := [2]int{64000, 96000}
	return []Format{
		{Name: "m4b", About: "audiobook in AAC, for phones and podcast players", Lossy: true, rate: rate, room: 1, open: openM4B},
		{Name: "m4a", About: "the same, filed as music", Lossy: true, rate: rate, room: 1, open: openM4B},
	}
}

// leftOut says that a format is missing from this build only. None is.
func leftOut(string) error { return nil }

// Long silences let the session be encoded in parts that share nothing, on all
// cores. Where a part may end depends on the sound alone.
const (
	partLeast = 8 * plan.Rate / aac.FrameSize // AAC frames in a part, at least
	partAhead = partLeast + 64                // frames that wait for an encoder
)

// m4b encodes to AAC and writes an MP4 file.
type m4b struct {
	cfg    aac.EncoderConfig
	ctx    context.Context
	stop   context.CancelCauseFunc
	parts  chan *aacPart // in order, to the goroutine that writes
	part   *aacPart      // the one under way
	free   chan [][]float32
	frame  [][]float32 // the AAC frame under way
	filled int
	silent bool          // the frame before was silent
	turns  chan struct{} // as many as there may be parts at once
	done   chan error    // the writer's end
}

// aacPart is a stretch of the session that is encoded by itself.
type aacPart struct {
	in    chan [][]float32
	out   chan []byte // access units
	count int         // frames sent to it
}

func openM4B(ctx context.Context, w io.WriteSeeker, j *job) (encoder, error) {
	e := &m4b{cfg: aacConfig(j.opt.Channels, j.bitrate())}
	first, err := aac.NewEncoder(e.cfg)
	if err != nil {
		return nil, err
	}
	units := int((j.plan.Frames+aac.FrameSize-1)/aac.FrameSize) + 1
	out, err := newMP4(w, j, mp4Audio{
		config: first.AudioSpecificConfig(), delay: first.Delay(), unit: aac.FrameSize,
		units: units, most: 768 * j.opt.Channels, bitrate: j.bitrate(),
	})
	if err != nil {
		return nil, err
	}
	e.ctx, e.stop = context.WithCancelCause(ctx)
	e.parts = make(chan *aacPart, runtime.GOMAXPROCS(0))
	e.turns = make(chan struct{}, runtime.GOMAXPROCS(0))
	e.free = make(chan [][]float32, cap(e.turns)*partAhead)
	e.done = make(chan error, 1)
	go func() { e.done <- e.collect(out) }()
	e.next()
	return e, nil
}

// aacConfig chooses the search that left the least noise of our sessions, in
// every band, and took half the time of the library's usual one. Alone it would
// narrow the band below 64 kbit/s a channel more than speech deserves.
func aacConfig(channels, bitrate int) aac.EncoderConfig {
	cfg := aac.EncoderConfig{SampleRate: plan.Rate, Channels: channels, Bitrate: bitrate, Coder: aac.CoderFast}
	switch each := bitrate / channels; {
	case each >= 48000:
		cfg.Cutoff = 16000
	case each >= 32000:
		cfg.Cutoff = 14000
	}
	return cfg
}

func (e *m4b) write(samples []float32) error {
	n := e.cfg.Channels
	for i := 0; i < len(samples); i += n {
		if e.filled == 0 {
			e.frame = e.empty()
		}
		for c := range n {
			e.frame[c][e.filled] = samples[i+c]
		}
		if e.filled++; e.filled == aac.FrameSize {
			if err := e.send(); err != nil {
				return err
			}
		}
	}
	return nil
}

// empty is a frame to be filled, used before or new.
func (e *m4b) empty() [][]float32 {
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

// send gives the frame under way to the part under way, or to a new one if
// there is silence on both sides of its start.
func (e *m4b) send() error {
	for c := range e.frame {
		e.frame[c] = e.frame[c][:e.filled]
	}
	e.filled = 0
	silent := isSilent(e.frame)
	if silent && e.silent && e.part.count >= partLeast {
		close(e.part.in)
		e.next()
	}
	e.silent = silent
	e.part.count++
	select {
	case e.part.in <- e.frame:
		return nil
	case <-e.ctx.Done():
		return context.Cause(e.ctx)
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

// next starts a part, when it is its turn.
func (e *m4b) next() {
	p := &aacPart{in: make(chan [][]float32, partAhead), out: make(chan []byte, partAhead)}
	e.part = p
	select {
	case e.turns <- struct{}{}:
	case <-e.ctx.Done():
		return
	}
	select {
	case e.parts <- p:
	case <-e.ctx.Done():
		return
	}
	go func() {
		defer func() { <-e.turns }()
		defer close(p.out)
		if err := e.encode(p); err != nil {
			e.stop(err)
		}
	}()
}

// encode turns the frames of a part into access units.
func (e *m4b) encode(p *aacPart) error {
	enc, err := aac.NewEncoder(e.cfg)
	if err != nil {
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

func (e *m4b) recycle(frame [][]float32) {
	for c := range frame {
		frame[c] = frame[c][:aac.FrameSize]
	}
	select {
	case e.free <- frame:
	default:
	}
}

// collect writes the access units of all parts in order. The first unit of a
// part stands for the same silence as the last one of the part before it, and
// is left out.
func (e *m4b) collect(out *mp4) error {
	first := true
	for p := range e.parts {
		skip := !first
		first = false
		for unit := range p.out {
			if skip {
				skip = false
				continue
			}
			if err := out.write(unit); err != nil {
				e.stop(err)
				return err
			}
		}
	}
	if err := e.ctx.Err(); err != nil {
		return context.Cause(e.ctx)
	}
	return out.close()
}

func (e *m4b) close() error {
	if e.filled > 0 {
		if err := e.send(); err != nil {
			e.abort()
			return err
		}
	}
	close(e.part.in)
	close(e.parts)
	err := <-e.done
	e.stop(nil)
	return err
}

func (e *m4b) abort() {
	e.stop(context.Canceled)
	close(e.parts)
	<-e.done
}
