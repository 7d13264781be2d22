package play

import (
	"context"

	"github.com/gopxl/beep/v2"
)

// Stream is the sound of a session.
type Stream interface {
	beep.StreamSeekCloser
	// Prepare makes ready what is heard soon after a frame, so that the stream
	// can go on there at once. It may take its time, and may be called at the
	// same time as any other method.
	Prepare(ctx context.Context, frame int) error
	// Late is how many sounds were left out because they were not ready.
	Late() int
}

// prepare makes the stream that plays ready to go on at a frame.
func (p *Player) prepare(ctx context.Context, at int64) error {
	if at == 0 && p.options.QuietStart {
		return nil
	}
	return (*p.plays.Load()).Prepare(ctx, int(at))
}

// closeRetired closes the stream that a jump left behind.
func (p *Player) closeRetired() {
	if left := p.feed.retired.Swap(nil); left != nil {
		p.closeStream(left.stream)
	}
}

// close closes all streams. Nothing pulls any more.
func (p *Player) close() {
	p.cancel()
	p.closeRetired()
	p.closeStream(p.feed.stream)
	p.closeStream(p.feed.old)
	if j := p.feed.jump.Swap(nil); j != nil {
		p.closeStream(j.stream)
	}
}

// closeStream closes a stream, or nil, and keeps what is to be told of it.
func (p *Player) closeStream(s Stream) {
	if s != nil {
		p.late.Add(int64(s.Late()))
		s.Close()
	}
}
