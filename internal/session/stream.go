package session

import (
	"os"

	"unhunch/internal/plan"
	"unhunch/internal/render"
	"unhunch/internal/wholefile"
)

// liveAhead is the memory for sounds decoded ahead of a device, which is in no
// hurry, in bytes.
const liveAhead = 4 << 20

// Trim is how much louder than it was chosen each kind of sound is, in dB. The
// breath goes with the background.
type Trim struct{ Voice, Cues, Bed float64 }

// Stream is the sound of the session for a file, and what to do with it at the
// end. What was decoded and does not fit in memory is kept in a temporary file,
// if one can be had.
func (s *Session) Stream() (stream *render.Stream, done func()) {
	o, drop := s.mix, func() {}
	if f, err := wholefile.Temporary(os.TempDir(), 0o600); err == nil {
		o.Scratch = f
		os.Remove(f.Name()) // where an open file can be removed, nothing is ever left behind
		drop = func() { wholefile.Forget(f) }
	}
	stream = render.New(s.Plan, s.recordings, o)
	return stream, func() { stream.Close(); drop() }
}

// Live is the sound of a layout of the session for a device, which never waits:
// what is not ready in time is left out.
func (s *Session) Live(p *plan.Plan, t Trim) *render.Stream {
	o := s.trimmed(t)
	o.Live, o.Ahead, o.Lost = true, liveAhead, s.lost
	return render.New(p, s.recordings, o)
}

// Samples is the sound of a short plan as a whole, such as an answer to a key:
// left and right in turn. It ends where a recording cannot be had.
func (s *Session) Samples(p *plan.Plan, t Trim) []float32 {
	o := s.trimmed(t)
	o.Ahead = liveAhead
	stream := render.New(p, s.recordings, o)
	defer stream.Close()
	samples := make([]float32, 0, 2*p.Frames)
	var block [512][2]float64
	for {
		n, ok := stream.Stream(block[:])
		for _, at := range block[:n] {
			samples = append(samples, float32(at[0]), float32(at[1]))
		}
		if !ok {
			return samples
		}
	}
}

func (s *Session) trimmed(t Trim) render.Options {
	o := s.mix
	o.Voice.DB += t.Voice
	o.Cue.DB += t.Cues
	o.Bed.DB += t.Bed
	o.Breath.DB += t.Bed
	return o
}

// Lost is why parts of the listener's own files were left out of what was heard live,
// or nil.
func (s *Session) Lost() error { return s.lost.Err() }
