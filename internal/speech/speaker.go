package speech

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"unhunch/internal/master"
	"unhunch/internal/phonemes"
	"unhunch/internal/soundfile"
	"unhunch/internal/speech/neural"
	"unhunch/internal/voice"
)

// Options are how a Speaker reads.
type Options struct {
	Pace        float64                   // 1, or 0, is the voice's own; 2 is twice as fast
	Script      func() []voice.ScriptLine // which texts are counts, or said calmly; all others are plain
	Corrections map[string]string         // phonemes of words, see Correction
}

// Speaker says any English text in a voice. It is a voice.Speaker: the length of
// a line is known without speaking it, and the sound is made when it is asked
// for. Nothing is loaded before the first text.
type Speaker struct {
	voice   Voice
	options Options
	manners func() map[string]manner // but for plain ones

	mu    sync.Mutex
	lines map[string]timed
}

type timed struct {
	layout
	err error
}

var _ voice.Speaker = (*Speaker)(nil)

// New returns a Speaker in a voice.
func New(v Voice, o Options) *Speaker {
	if o.Pace == 0 {
		o.Pace = 1
	}
	s := &Speaker{voice: v, options: o, lines: map[string]timed{}}
	s.manners = sync.OnceValue(func() map[string]manner { return manners(o.Script) })
	return s
}

func manners(script func() []voice.ScriptLine) map[string]manner {
	all := map[string]manner{}
	if script == nil {
		return all
	}
	for _, l := range script() {
		if m := mannerOf(l); m != plain {
			all[l.Text] = m
		}
	}
	return all
}

// Correction reads how a word is to be said instead: in plain letters such as
// scap-you-lee, or as phonemes between slashes.
func Correction(as string) (phonemic string, err error) {
	reader, err := phonemes.Open()
	if err != nil {
		return "", err
	}
	return reader.ParseCorrection(as)
}

// engines are those at rest, one for each processor; nil is one that was never
// needed.
var engines = sync.OnceValue(func() chan *neural.Engine {
	c := make(chan *neural.Engine, runtime.GOMAXPROCS(0))
	for range cap(c) {
		c <- nil
	}
	return c
})

// withEngine lets one engine work, as soon as one is free. Before the first, the
// model is read, which takes some milliseconds.
func withEngine(work func(*neural.Engine) error) error {
	model, err := Model()
	if err != nil {
		return err
	}
	c := engines()
	e := <-c
	defer func() { c <- e }()
	if e == nil {
		e = neural.NewEngine(model)
	}
	return work(e)
}

func (s *Speaker) reading(m manner) neural.Reading { return s.voice.reading(m, s.options.Pace) }

// Name implements voice.Speaker.
func (s *Speaker) Name() string { return s.voice.Name }

// Language implements voice.Speaker.
func (s *Speaker) Language() string { return "en" }

// Read gives how a text is read. An error is a *phonemes.Fault if the text
// cannot be.
func (s *Speaker) Read(text string) (phonemes.Reading, error) {
	reader, err := phonemes.Open()
	if err != nil {
		return phonemes.Reading{}, err
	}
	return reader.Read(text, s.options.Corrections)
}

// Length implements voice.Speaker.
func (s *Speaker) Length(text string) (frames int64, ok bool) {
	l, err := s.line(context.Background(), text)
	return l.frames, err == nil
}

// Ready times a text, so that its Length and Clip can be had, or says why they
// cannot.
func (s *Speaker) Ready(ctx context.Context, text string) error {
	_, err := s.line(ctx, text)
	return err
}

// line lays out a text, or finds it as it was laid out before.
func (s *Speaker) line(ctx context.Context, text string) (layout, error) {
	s.mu.Lock()
	known, ok := s.lines[text]
	s.mu.Unlock()
	if ok {
		return known.layout, known.err
	}
	l, err := s.read(ctx, text)
	if ctx.Err() == nil {
		s.mu.Lock()
		s.lines[text] = timed{l, err}
		s.mu.Unlock()
	}
	return l, err
}

func (s *Speaker) read(ctx context.Context, text string) (l layout, err error) {
	read, err := s.Read(text)
	if err != nil {
		return layout{}, err
	}
	err = withEngine(func(e *neural.Engine) error {
		l, err = s.layOut(ctx, e, s.manners()[text], read.Sentences)
		return err
	})
	if err == nil && l.frames > voice.MaxLine {
		err = fmt.Errorf("it takes %d seconds to say, and at most %d are said at once", l.frames/soundfile.Rate, voice.MaxLine/soundfile.Rate)
	}
	return l, err
}

// Clip implements voice.Speaker.
func (s *Speaker) Clip(text string) (soundfile.Clip, error) {
	clip, err := s.Say(context.Background(), text)
	if err != nil {
		err = fmt.Errorf("voice %s: %q: %w", s.Name(), text, err)
	}
	return clip, err
}

// Stress is the frame at which the first stressed vowel of a text begins; 0 if
// it cannot be said.
func (s *Speaker) Stress(text string) int64 {
	l, _ := s.line(context.Background(), text)
	return l.stress
}

// Say is Clip for one who may lose interest.
func (s *Speaker) Say(ctx context.Context, text string) (soundfile.Clip, error) {
	l, err := s.line(ctx, text)
	if err != nil {
		return soundfile.Clip{}, err
	}
	var sound []float32
	err = withEngine(func(e *neural.Engine) error {
		sound, err = s.speak(ctx, e, l)
		return err
	})
	if err != nil {
		return soundfile.Clip{}, err
	}
	samples, err := master.Line(sound)
	return soundfile.Clip{Samples: samples, Channels: 1}, err
}

// recipe changes when lines sound differently although they are read the same.
const recipe = 1

// Recipe is all that the sound of a text is made of, but for the model.
func (s *Speaker) Recipe(text string) string {
	read, err := s.Read(text)
	if err != nil {
		return err.Error()
	}
	all := fmt.Sprintf("%d %+v %d", recipe, s.voice, s.manners()[text])
	for _, p := range read.Sentences {
		all += fmt.Sprintf(" %s%s", p.Phonemes, p.Pause)
	}
	return all
}

func (s *Speaker) speak(ctx context.Context, e *neural.Engine, l layout) ([]float32, error) {
	sound := make([]float32, 0, l.frames)
	for _, p := range l.sentences {
		u, err := e.Speak(ctx, p.phonemes, s.reading(l.manner))
		if err != nil {
			return nil, err
		}
		words := soundfile.Resample(kept(u.Samples, p), neural.Rate)
		master.Fade(words)
		sound = append(sound, words...)
		sound = append(sound, make([]float32, perSample*p.pause)...)
	}
	return sound, nil
}

// kept is what is kept of the sound of a sentence, with silence where it ends
// before that.
func kept(samples []float32, p sentence) []float32 {
	out := make([]float32, p.to-p.from)
	copy(out, samples[min(p.from, len(samples)):min(p.to, len(samples))])
	return out
}
