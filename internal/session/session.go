// Package session is a routine with a voice, laid out and ready to be heard: as
// a file, on a device, or as the answer to a key.
//
// A session is found or given, its voices and files are opened, and it is laid
// out with their lengths. From then on it is not changed: what a listener asks
// for on the way gives another plan, whose sound takes the place of the one
// before.
package session

import (
	"cmp"
	"context"
	"slices"
	"time"

	"unhunch/internal/fit"
	"unhunch/internal/plan"
	"unhunch/internal/render"
	"unhunch/internal/routine"
	"unhunch/internal/speech"
)

// Choices are the listener's. The zero value of each field is the usual choice.
type Choices struct {
	Voice    string // who speaks: a built-in voice or the folder of a pack; "": DefaultVoice
	Fallback string // who says what Voice has not recorded; "": DefaultVoice for a pack of the listener's; "none": nobody
	Bed      string // the background: one of routine.Beds, or an audio file; "none": none; "": that of the routine

	Wish   fit.Wish       // what the session is made to suit
	Layout plan.Options   // but for the voices, the files and the background
	Mix    render.Options // the levels, what wakes a loudspeaker, and the memory for a file

	Progress func(share float64) // told how much of what is to be spoken has been made ready; nil: nobody
}

// Session is a routine with a voice. Its methods may be called at the same time.
type Session struct {
	Routine *routine.Routine
	Plan    *plan.Plan // as it is without anything that the listener asks for on the way
	Choices Choices
	Fitted  []string // what was changed to suit Choices.Wish, each in a line

	options    plan.Options
	mix        render.Options
	words      words
	recordings *recordings
	lost       *render.Lost
}

// Open finds a routine by its built-in name or by the path of its file, and lays
// it out; "" is DefaultRoutine. What is wrong with a file is told as faults.
func Open(ctx context.Context, name string, c Choices) (*Session, error) {
	r, err := Find(name)
	if err != nil {
		return nil, err
	}
	return New(ctx, r, c)
}

// New lays out a routine. It ends with ctx, since a thousand lines that have to
// be spoken take some seconds.
func New(ctx context.Context, r *routine.Routine, c Choices) (*Session, error) {
	s := &Session{Routine: r, Choices: c, options: c.Layout, mix: c.Mix, lost: new(render.Lost)}
	var err error
	if s.words, err = wordsOf(r); err != nil {
		return nil, err
	}
	if s.recordings, err = openRecordings(r, c, s.words.speech); err != nil {
		return nil, err
	}
	if err := s.recordings.ready(ctx, s.words.texts, c.Progress); err != nil {
		return nil, err
	}
	s.mix.BedFiles = s.recordings.beds
	if err := s.openBed(c.Bed); err != nil {
		return nil, err
	}
	s.options.Voice = s.recordings.first
	if second := s.recordings.second; second != nil {
		s.options.Fallback = second
	}
	s.options.FileLength = s.recordings.fileLength
	if err := s.fit(ctx); err != nil {
		return nil, err
	}
	if s.Plan, err = plan.Compile(s.Routine, s.options); err != nil {
		return nil, err
	}
	s.Plan.Notes = append(slices.Clip(s.Fitted), s.Plan.Notes...)
	return s, nil
}

// fit makes the session suit the listener's wish.
func (s *Session) fit(ctx context.Context) error {
	if s.Choices.Wish.None() {
		return nil // most sessions start without reading all exercises
	}
	pool, err := fit.Pool(Builtin())
	if err != nil {
		return err
	}
	maker := fit.Maker{
		Pool: pool, Dose: cmp.Or(s.options.Dose, s.Routine.Dose), Explain: s.options.Explain, Brief: s.options.SkipOptional,
		Length: func(r *routine.Routine, explain plan.Explain) (time.Duration, error) {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			o := s.options
			o.Explain = explain
			p, err := plan.Compile(r, o)
			if err != nil {
				return 0, err
			}
			return p.Frames.Duration(), nil
		},
	}
	f, err := maker.Fit(s.Routine, s.Choices.Wish)
	if err != nil || len(f.Changes) == 0 {
		return err
	}
	s.Routine, s.options.Explain, s.Fitted = f.Routine, f.Explain, f.Changes
	s.words.texts = textsOf(f.Routine)
	return s.recordings.ready(ctx, s.words.texts, nil)
}

// SoundCheck is a short session without a routine, from which one can hear
// whether all is well.
func SoundCheck(voiceName string) (*Session, error) {
	v, err := openVoices(Choices{Voice: voiceName}, speech.Options{})
	if err != nil {
		return nil, err
	}
	return &Session{Plan: plan.SoundCheck(v.first), recordings: &recordings{voices: v}, lost: new(render.Lost)}, nil
}

// Changed is the layout of the session with what the listener asked for on the
// way. What was heard before the first change is as it was.
func (s *Session) Changed(changes []plan.Change) (*plan.Plan, error) {
	o := s.options
	o.Changes, o.Minutes = changes, s.Plan.Minutes
	return plan.Compile(s.Routine, o)
}
