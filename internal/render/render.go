// Package render makes a plan audible: 48 kHz stereo, as a beep.StreamSeeker.
//
// A sound is a function of the frame number. The same plan gives the same
// samples, bit for bit, whatever the block size, after any seek, and on any
// number of cores. Everything that sounds is a buffer that was decoded or
// computed before its frame comes, by goroutines of its own; mixing opens no
// file, takes no lock and allocates nothing.
package render

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync/atomic"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/plan"
	"unhunch/internal/soundfile"
)

// Recordings finds recordings. Its methods are called from several goroutines at
// once, and must not change a clip that they have given away. Their errors say
// which recording they are about, and are passed on as they are.
type Recordings interface {
	// Line is the recording of a text by a voice.
	Line(voice, text string) (soundfile.Clip, error)
	// File is an audio file of the user's, named as plan.Event.File names it.
	File(name string) (File, error)
}

// File is an audio file that is decoded piece by piece, as soundfile.File is.
type File interface {
	Frames() int64
	Read(from int64, frames int) (soundfile.Clip, error)
	Plain() bool // the samples need only be read
}

// Level is how loud a bus is. The zero Level is the usual loudness.
type Level struct {
	DB  float64 // gain in dB, on top of the usual level of the bus
	Off bool    // silent; DB does not matter then

	Given bool // was chosen, and is not just the usual one
}

// The usual levels against the loudness of the voice, in dB; those of a breath and
// of a bed are what is heard between words. A listener who asks for the bed 30 dB
// under the voice gets Level{DB: -30 - BedDB}.
const (
	VoiceDB  = 0.0
	CueDB    = 0.0 // cues are short, and made to be heard beside speech
	BreathDB = -6.0
	BedDB    = -14.0
)

// gain is the factor that samples are multiplied with. What is not a number
// counts as silence.
func (l Level) gain() float64 {
	if l.Off || math.IsNaN(l.DB) {
		return 0
	}
	return fromDB(math.Min(l.DB, 40))
}

// Options are the listener's choices of how a plan sounds. The zero value is
// the usual sound.
type Options struct {
	Voice, Cue, Breath, Bed Level

	// BreathTone and BreathNoise are the two layers of a breath, on top of Breath.
	BreathTone, BreathNoise Level

	// WakeTone begins with a tone that nobody hears instead of noise, for a speaker
	// that noise does not wake.
	WakeTone bool
	// BedFiles are what a bed named "file" plays, by plan.Event.File. Each is brought
	// to the usual level of a bed, however loud the file is.
	BedFiles map[string]*BedFile
	// Live is for a device that must have its samples now: a sound that is not
	// ready when it should start is left out and counted, see Late. Without
	// Live, Stream waits for it.
	Live bool
	// Lost, if set, is told what Live left out of the user's files because it could
	// not be decoded. That is an error otherwise. Several streams may share one.
	Lost *Lost
	// Scratch, if set, is for an export that goes through a session twice, or
	// through a background many times: where the sounds do not fit in memory, those
	// that were decoded are kept there, at most 128 MiB. No two streams may share one.
	Scratch Scratch
	// Ahead bounds the memory for sounds decoded ahead, in bytes; 0 means 16 MiB,
	// or half of it beside a BedFile, which is decoded all the time and takes the
	// rest for that. What is needed within the next ten seconds is decoded
	// whatever it takes.
	Ahead int
}

// Stream plays a plan. Stream, Seek and Close must not be called at the same
// time as each other; the other methods may be called at any time.
type Stream struct {
	frames plan.Frame
	mix    *mixer
	loader *loader
	pos    atomic.Int64
	closed atomic.Bool
	err    atomic.Pointer[error]
}

var _ beep.StreamSeekCloser = (*Stream)(nil)

var errClosed = errors.New("stream is closed")

// New returns a stream of p from its first frame, and begins to decode what
// comes first. The plan must not change while it plays. Close must be called
// to end the decoding.
func New(p *plan.Plan, src Recordings, o Options) *Stream {
	s := &Stream{frames: max(0, p.Frames)}
	s.loader = newLoader(maker{src: src, bedFiles: o.BedFiles, lost: o.lost(), layers: o.layers(), scratch: newScratch(o.Scratch)}, o.ahead(), &s.pos)
	s.mix = newMixer(p, s.loader, o)
	s.loader.start()
	return s
}

func (o Options) ahead() int {
	switch {
	case o.Ahead > 0:
		return o.Ahead
	case len(o.BedFiles) > 0:
		return aheadBytes / 2
	}
	return aheadBytes
}

func (o Options) layers() layers {
	return layers{tone: o.BreathTone.gain(), noise: o.BreathNoise.gain()}
}

// Stream fills samples from the current position on, and returns in one of the
// three ways that beep.Streamer lists. Where a sound cannot be had, the stream
// ends a little before it; see Err.
func (s *Stream) Stream(samples [][2]float64) (n int, ok bool) {
	at := plan.Frame(s.pos.Load())
	if s.closed.Load() || s.err.Load() != nil || at >= s.frames {
		return 0, false
	}
	total := int(min(plan.Frame(len(samples)), s.frames-at))
	for n < total {
		b := samples[n:min(n+block, total)]
		clear(b)
		if err := s.mix.add(b, at); err != nil {
			if n == 0 {
				s.fail(err)
			}
			return n, n > 0
		}
		n += len(b)
		at += plan.Frame(len(b))
		s.pos.Store(int64(at))
		s.loader.moved(at)
	}
	return n, true
}

func (s *Stream) fail(err error) { s.err.Store(&err) }

// Err is the reason why Stream ended early: a line or file that could not be
// decoded, with its text and name. It is nil otherwise.
func (s *Stream) Err() error {
	if err := s.err.Load(); err != nil {
		return *err
	}
	return nil
}

// Len is the length of the plan in frames.
func (s *Stream) Len() int { return int(s.frames) }

// Position is the frame that the next call of Stream begins with.
func (s *Stream) Position() int { return int(s.pos.Load()) }

// Seek goes to frame p. The samples from there on are those that would have
// come without the seek: whoever needs a fade makes it.
func (s *Stream) Seek(p int) error {
	if s.closed.Load() {
		return errClosed
	}
	if p < 0 || p > s.Len() {
		return fmt.Errorf("cannot go to frame %d of %d", p, s.Len())
	}
	s.pos.Store(int64(p))
	s.mix.jumped()
	s.loader.jumped()
	return nil
}

// Close ends the decoding. It does not wait for a recording that is being
// decoded at that moment. A closed stream gives 0, false.
func (s *Stream) Close() error {
	if !s.closed.Swap(true) {
		s.loader.stop()
	}
	return nil
}

// Late is the number of sounds left out so far because they were not ready.
// It is always 0 without Options.Live.
func (s *Stream) Late() int { return int(s.mix.late.Load()) }

// Prepare decodes what sounds within ten seconds after frame at, and of a bed
// what sounds at that frame. It returns when that is done, or with the error of
// a recording that cannot be decoded. It is for whoever is about to start or to
// seek; the audio path does not call it.
func (s *Stream) Prepare(ctx context.Context, at int) error {
	return s.loader.prepare(ctx, plan.Frame(at))
}
