//go:build !nolgpl

package export

import (
	"context"

	aac "github.com/tphakala/go-aac"

	"unhunch/internal/plan"
)

// A session is encoded in parts, each by an encoder of its own, so that all
// cores can work. A part ends in a silence that is long enough, and what lies
// between it and the next sound is written as one and the same silent unit.
// Sound without silence, as over a background, is divided all the same: the
// encoder of a part gets some frames of the part before, so that it has
// settled, and takes over where both have cut the sound into the same windows.
//
// Where parts begin and end depends on the sound alone.
const (
	partLeast  = 2 * plan.Rate / aac.FrameSize // frames in a part that ends in a silence, at least
	partMost   = 6 * plan.Rate / aac.FrameSize // frames in a part
	quietLeast = 4                             // silent frames at the end of one
	runUp      = 20                            // frames of the part before that an encoder gets
	rest       = 2                             // silent frames that it gets after a silence
)

// aacParts encodes frames into access units. Unit k is what a decoder needs
// besides unit k+1 to give frame k; so there is one unit more than frames. An
// encoder gives it when it has seen frame k+1.
type aacParts struct {
	cfg      aac.EncoderConfig
	config   []byte // AudioSpecificConfig
	silent   []byte // the unit of silence
	pipeline *pipeline[*aacPart]

	part  *aacPart // the one under way, nil in a silence
	at    int      // frames taken
	quiet int      // silent ones at the end of the part
}

// aacPart is a stretch of the session that is encoded by itself.
type aacPart struct {
	from   int  // its first frame
	first  int  // its first unit that counts, after a silence
	joined bool // there is no silence before it
	sound  [][]float32

	enc   *aac.Encoder
	units []byte // from unit from on, one after the other
	ends  []int  // of each in units
}

func newAACParts(ctx context.Context, cfg aac.EncoderConfig) (*aacParts, error) {
	l, err := newPipeline(ctx, func() (*aacPart, error) { return newAACPart(cfg) })
	if err != nil {
		return nil, err
	}
	e := &aacParts{cfg: cfg, pipeline: l}
	p := <-l.free
	defer l.give(p)
	p.reset(0)
	p.hush(3)
	if err := p.encode(ctx, cfg); err != nil {
		return nil, err
	}
	e.config, e.silent = p.enc.AudioSpecificConfig(), append(e.silent, p.unit(1)...)
	return e, nil
}

func newAACPart(cfg aac.EncoderConfig) (*aacPart, error) {
	enc, err := aac.NewEncoder(cfg)
	p := &aacPart{enc: enc}
	for range cfg.Channels {
		p.sound = append(p.sound, make([]float32, 0, (partMost+2)*aac.FrameSize))
	}
	return p, err
}

// begin starts to write so many units to a file, as they come.
func (e *aacParts) begin(out unitWriter, units int) {
	c := aacCollector{out: out, units: units, silent: e.silent, give: e.pipeline.give}
	e.pipeline.start(c.collect, c.finish)
}

// frame takes the next frame of the session.
func (e *aacParts) frame(frame [][]float32) error {
	silent := isSilent(frame)
	if e.part == nil && !silent {
		if err := e.open(); err != nil {
			return err
		}
	}
	e.at++
	if e.part == nil {
		return nil
	}
	e.part.add(frame)
	if e.quiet++; !silent {
		e.quiet = 0
	}
	switch n := e.part.frames(); {
	case e.quiet >= quietLeast && n >= partLeast:
		e.send()
	case n == partMost:
		return e.divide()
	}
	return nil
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

// open begins a part after a silence. Its first frame that sounds may need a
// window that the unit before leads to; so that one counts too.
func (e *aacParts) open() error {
	p, err := e.pipeline.take()
	if err != nil {
		return err
	}
	p.reset(e.at - rest)
	p.first, p.joined = e.at-1, false
	p.hush(rest)
	e.part, e.quiet = p, 0
	return nil
}

// divide ends the part under way and begins the next in the middle of a sound.
func (e *aacParts) divide() error {
	p, err := e.pipeline.take()
	if err != nil {
		return err
	}
	p.reset(e.at - runUp)
	p.joined = true
	for c, plane := range e.part.sound {
		p.sound[c] = append(p.sound[c], plane[len(plane)-runUp*aac.FrameSize:]...)
	}
	e.send()
	e.part = p
	return nil
}

// send has the part under way encoded.
func (e *aacParts) send() {
	p := e.part
	e.part = nil
	e.pipeline.send(p, func(ctx context.Context) error { return p.encode(ctx, e.cfg) })
}

// finish encodes what is left, and completes the file.
func (e *aacParts) finish() error {
	if e.part != nil {
		e.part.hush(2) // the last unit needs them
		e.send()
	}
	return e.pipeline.finish()
}

// abort gives up.
func (e *aacParts) abort() { e.pipeline.abort() }

// unitWriter is where the units go: an MP4 file.
type unitWriter interface {
	write(unit []byte) error
	close() error
}

// aacCollector writes the units of all parts in order, with the silence between.
type aacCollector struct {
	out    unitWriter
	units  int // in the file
	silent []byte
	give   func(*aacPart)

	last *aacPart // the one before, whose encoder may have to go on
	at   int      // units written
}

func (c *aacCollector) collect(p *aacPart) error {
	if p.joined {
		agreed, err := c.last.goOn(p)
		if err == nil {
			err = c.write(c.last)
		}
		if err != nil {
			return err
		}
		if !agreed {
			c.give(p)
			return nil
		}
	} else if err := c.silence(p.first); err != nil {
		return err
	}
	if c.last != nil {
		c.give(c.last)
	}
	c.last = p
	return c.write(p)
}

// write writes the units of a part that are not written yet.
func (c *aacCollector) write(p *aacPart) error {
	for ; c.at < p.end(); c.at++ {
		if err := c.out.write(p.unit(c.at)); err != nil {
			return err
		}
	}
	return nil
}

// silence writes silent units up to one that is not.
func (c *aacCollector) silence(to int) error {
	for ; c.at < to; c.at++ {
		if err := c.out.write(c.silent); err != nil {
			return err
		}
	}
	return nil
}

func (c *aacCollector) finish() error {
	if err := c.silence(c.units); err != nil {
		return err
	}
	return c.out.close()
}

// reset empties the part, which is to begin at a frame.
func (p *aacPart) reset(from int) {
	p.from = from
	for c := range p.sound {
		p.sound[c] = p.sound[c][:0]
	}
	p.units, p.ends = p.units[:0], p.ends[:0]
}

func (p *aacPart) add(frame [][]float32) {
	for c, plane := range frame {
		p.sound[c] = append(p.sound[c], plane...)
	}
}

// hush adds silent frames.
func (p *aacPart) hush(frames int) {
	for c := range p.sound {
		p.sound[c] = append(p.sound[c], make([]float32, frames*aac.FrameSize)...)
	}
}

// frames is how many there are.
func (p *aacPart) frames() int { return len(p.sound[0]) / aac.FrameSize }

// encode turns the frames into units. There is one fewer, since the encoder
// looks ahead.
func (p *aacPart) encode(ctx context.Context, cfg aac.EncoderConfig) error {
	if err := p.enc.Reset(cfg); err != nil {
		return err
	}
	for i := range p.frames() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := p.encodeFrame(p.sound, i); err != nil {
			return err
		}
	}
	return nil
}

// encodeFrame gives frame i of a sound to the encoder.
func (p *aacPart) encodeFrame(sound [][]float32, i int) error {
	var planes [2][]float32
	frame := planes[:len(sound)]
	for c, plane := range sound {
		frame[c] = plane[i*aac.FrameSize : (i+1)*aac.FrameSize]
	}
	before := len(p.units)
	var err error
	if p.units, err = p.enc.EncodeFrame(p.units, frame); err != nil {
		return err
	}
	if len(p.units) > before {
		p.ends = append(p.ends, len(p.units))
	}
	return nil
}

// end is the unit after the last that there is.
func (p *aacPart) end() int { return p.from + len(p.ends) }

// unit is unit k of the session.
func (p *aacPart) unit(k int) []byte {
	i, start := k-p.from, 0
	if i > 0 {
		start = p.ends[i-1]
	}
	return p.units[start:p.ends[i]]
}

// goOn lets the encoder go on into the next part, from where its own frames
// end, until a unit of each has the same windows; units of the next may follow
// there. It says whether there is such a place: where there is none, all of the
// next part has been encoded here.
func (p *aacPart) goOn(next *aacPart) (bool, error) {
	for {
		k := p.end() - 1
		if sameWindows(p.unit(k), next.unit(k), len(p.sound)) {
			return true, nil
		}
		ahead := k + 2 - next.from // the frame that unit k+1 needs
		if ahead == next.frames() {
			return false, nil
		}
		if err := p.encodeFrame(next.sound, ahead); err != nil {
			return false, err
		}
	}
}

// sameWindows says whether two units end in the same window, such that what
// follows one of them may follow the other. It reads the first fields only:
// units of two channels with windows of their own count as different.
func sameWindows(a, b []byte, channels int) bool {
	x, y := unitWindows(a, channels), unitWindows(b, channels)
	return x == y && x.common
}

// windows are how a unit cuts the sound: its window_sequence and window_shape.
type windows struct {
	common          bool // to both channels
	sequence, shape int
}

// unitWindows reads the windows of a unit's first channel.
func unitWindows(unit []byte, channels int) windows {
	const element, gain, reserved = 3 + 4, 8, 1 // bits
	bit := func(i int) int { return int(unit[i/8]) >> (7 - i%8) & 1 }
	w, at := windows{common: true}, element
	if channels == 2 {
		w.common = bit(at) == 1
		at++
	}
	if channels == 1 || !w.common {
		at += gain
	}
	at += reserved
	w.sequence, w.shape = 2*bit(at)+bit(at+1), bit(at+2)
	return w
}
