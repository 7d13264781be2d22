// Package export writes a plan and its sound to one file: WAV, FLAC, M4B, Opus
// or MP3, at the right loudness and with chapters, and prints the plan as
// captions, labels, chapters and a picture.
//
// The same plan, sound and options give the same bytes, on any number of cores.
package export

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/plan"
	"unhunch/internal/wholefile"
)

// Options say how a file is written. The zero value writes what suits most
// listeners: the format of the path's extension at its usual rate, one channel
// or two, normalized to the usual loudness.
type Options struct {
	Format   string   // a format's name; "" takes the path's extension
	Bits     int      // 16 or 24 for WAV and FLAC; 0: 16
	Channels int      // 1 or 2; 0: what is usual for the format and the plan
	Bitrate  int      // bits a second for the lossy formats; 0: the format's usual
	Loudness Loudness // the zero value is the usual target
	Plain    bool     // round to 16 bits without dither
	Force    bool     // replace a file that is there already

	// Progress, if set, is called now and then while Write runs, from one
	// goroutine at a time, with a share of the work from 0 to 1 that never falls.
	Progress func(share float64)
}

// Sound is the sound of a session.
type Sound interface {
	beep.StreamSeeker
	// Words are the spoken lines, each at least once, as loud as they are in the
	// session; their length is 0 if there are none.
	Words() beep.StreamSeeker
}

// Result says what was written.
type Result struct {
	Path     string     `json:"path"`
	Format   string     `json:"format"`
	Lossy    bool       `json:"lossy"`
	Channels int        `json:"channels"`
	Frames   plan.Frame `json:"frames"`
	Bytes    int64      `json:"bytes"`
	Target   float64    `json:"target,omitempty"` // LUFS; 0 if there is none: the level was to stay, or a breath alone is as loud as beside words
	Measured
}

// ChoiceError is an option that the format does not have, or not together with
// another one.
type ChoiceError struct{ message string }

func (e *ChoiceError) Error() string { return e.message }

func wrongChoice(format string, args ...any) error {
	return &ChoiceError{fmt.Sprintf(format, args...)}
}

// Write writes the session of p, whose sound is s, to the file at path. The
// file appears under its name when it is complete: on an error or when ctx
// ends, nothing new is left behind and what was there is as before. A path
// that is a device or a pipe is written to directly.
//
// The words are read first, where their loudness matters, and then the stream from its
// start; its length must be that of the plan.
func Write(ctx context.Context, path string, p *plan.Plan, s Sound, o Options) (Result, error) {
	name := o.Format
	if name == "" {
		name = filepath.Ext(path)
	}
	job, err := newJob(name, p, s, o)
	if err != nil {
		return Result{}, err
	}
	size, err := wholefile.Create(path, wholefile.Options{Replace: o.Force, Through: true}, func(w io.WriteSeeker) error { return job.run(ctx, w) })
	if err != nil {
		return Result{}, err
	}
	return job.result(path, size), nil
}

// WriteTo writes the session to w, for instance standard output. Formats that
// must go back to their beginning give an error that names those that need not.
func WriteTo(ctx context.Context, w io.Writer, p *plan.Plan, s Sound, o Options) (Result, error) {
	job, err := newJob(o.Format, p, s, o)
	if err != nil {
		return Result{}, err
	}
	pipe := &wholefile.Pipe{Writer: w}
	if err := job.run(ctx, pipe); err != nil {
		return Result{}, err
	}
	return job.result("-", pipe.Written), nil
}

// job is one file being written.
type job struct {
	format Format
	plan   *plan.Plan
	sound  Sound
	words  beep.StreamSeeker
	opt    Options
	meta   *metadata
	level  Measured
	room   float64 // dB that are kept for what encoding does to peaks

	wordless bool    // no words can be heard
	shown    float64 // the progress last reported
}

func newJob(name string, p *plan.Plan, s Sound, o Options) (*job, error) {
	f, err := FormatOf(name)
	if err != nil {
		return nil, err
	}
	if s.Len() != int(p.Frames) {
		return nil, fmt.Errorf("the sound is %d frames long and the plan %d", s.Len(), p.Frames)
	}
	if o.Channels == 0 {
		o.Channels = f.usualChannels(p)
	}
	if o.Channels != 1 && o.Channels != 2 {
		return nil, wrongChoice("%d channels are not possible; 1 and 2 are", o.Channels)
	}
	if o.Bitrate > 0 && !f.Lossy {
		return nil, wrongChoice("there is no bitrate to choose in %s, which loses nothing", f.Name)
	}
	if o.Bits == 0 {
		o.Bits = 16
	}
	if o.Bits != 16 && (o.Bits != 24 || f.Lossy) {
		return nil, wrongChoice("%d bits are not possible in %s", o.Bits, f.Name)
	}
	j := &job{format: f, plan: p, sound: s, words: s.Words(), opt: o, meta: newMetadata(p)}
	j.wordless = j.words.Len() == 0
	if f.check != nil {
		if err := f.check(j); err != nil {
			return nil, err
		}
	}
	return j, nil
}

// run measures the session if it must, then writes it to w.
func (j *job) run(ctx context.Context, w io.WriteSeeker) error {
	if _, pipe := w.(*wholefile.Pipe); pipe && !j.format.streams {
		return wrongChoice("%s cannot be written to a pipe, which has no way back to its beginning; %s can",
			j.format.Name, list(streaming(), "and"))
	}
	if err := j.measure(ctx); err != nil {
		return err
	}
	enc, err := j.format.open(ctx, w, j)
	if err != nil {
		return err
	}
	if err := j.feed(ctx, enc); err != nil {
		enc.abort()
		return err
	}
	return enc.close()
}

func (j *job) result(path string, size int64) Result {
	r := Result{Path: path, Format: j.format.Name, Lossy: j.format.Lossy, Channels: j.opt.Channels,
		Frames: j.plan.Frames, Bytes: size, Measured: j.level}
	if !j.opt.Loudness.AsIs && !j.besideWords() {
		r.Target = j.target()
	}
	return r
}

// progress reports how much of the work is done.
func (j *job) progress(share float64) {
	if j.opt.Progress != nil && share > j.shown {
		j.shown = share
		j.opt.Progress(share)
	}
}
