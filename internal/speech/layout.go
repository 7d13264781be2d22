package speech

import (
	"context"
	"strings"
	"time"

	"unhunch/internal/phonemes"
	"unhunch/internal/soundfile"
	"unhunch/internal/speech/neural"
	"unhunch/internal/voice"
)

// manner is how a line is said.
type manner int

const (
	plain manner = iota
	calm
	count
)

func mannerOf(l voice.ScriptLine) manner {
	switch {
	case l.Count:
		return count
	case l.Calm:
		return calm
	}
	return plain
}

// usualSilence is how much of what is kept around the words of a sentence is
// silent: 70 ms before them and 150 ms after them in the median of 320 lines.
const usualSilence = 220 * time.Millisecond

// silence is between the words of two sentences.
func (m manner) silence(p phonemes.Pause) time.Duration {
	stop, comma := 500*time.Millisecond, 250*time.Millisecond
	if m == calm {
		stop, comma = 1400*time.Millisecond, 400*time.Millisecond
	}
	switch p {
	case phonemes.None:
		return 150 * time.Millisecond
	case phonemes.Comma:
		return comma
	}
	return stop
}

// Silence is what has to be added between two sentences that are spoken apart,
// to be as they are in one line.
func Silence(after phonemes.Pause) time.Duration {
	return max(0, plain.silence(after)-usualSilence)
}

func samples(d time.Duration) int { return int(d * neural.Rate / time.Second) }

// layout is a line before it is spoken: its sentences one after the other.
type layout struct {
	manner    manner
	sentences []sentence
	frames    int64 // at soundfile.Rate
	stress    int64 // the frame at which the first stressed vowel begins
}

// sentence is what is spoken at once. Lengths are in samples of the network.
type sentence struct {
	phonemes string
	from, to int // what is kept of the sound
	pause    int // silence after it
}

// perSample is how many frames a sample of the network lasts.
const perSample = soundfile.Rate / neural.Rate

// layOut times a line whose sentences have been read.
func (s *Speaker) layOut(ctx context.Context, e *neural.Engine, m manner, read []phonemes.Sentence) (layout, error) {
	l := layout{manner: m}
	for i, r := range read {
		p := sentence{phonemes: spelling(r.Phonemes)}
		marks, err := e.Time(ctx, p.phonemes, s.reading(m))
		if err != nil {
			return l, err
		}
		p.from, p.to = edges(marks, s.reading(m).Pace)
		if i == 0 {
			l.stress = perSample * int64(neural.Stress(marks)-p.from)
		}
		if i+1 < len(read) {
			p.pause = samples(max(0, m.silence(r.Pause)-usualSilence))
		}
		l.frames += perSample * int64(p.to-p.from+p.pause)
		l.sentences = append(l.sentences, p)
	}
	return l, nil
}

// spelling is how the network says a sentence best: single words, which it
// would rush through or drawl, are said as if more came.
func spelling(phonemes string) string {
	if word, single := strings.CutSuffix(phonemes, "."); single && !strings.Contains(word, " ") {
		return word + ","
	}
	return phonemes
}

// edges are where the words of a sentence begin and end, in samples of the
// network. They go by where the network puts the phonemes, and not by how loud
// the sound is, so that the length of a line is known before its sound. Its last
// phoneme lasts until the silence after it is over: what predicts the end of the
// sound is where that phoneme begins. Of 320 lines at five paces, none lost more
// than 50 dB under its level.
func edges(marks []neural.Mark, pace float64) (from, to int) {
	last := marks[0]
	for _, m := range marks {
		if !strings.ContainsRune(silent, m.Phoneme) {
			last = m
		}
	}
	before := 0.080 + 0.190*max(0, 1/pace-1)
	after := 0.080 + 0.170/pace
	return max(0, marks[0].At-int(before*neural.Rate)), last.At + int(after*neural.Rate)
}

// silent are the marks that make no sound of their own.
const silent = ` .,;:!?…—"“”()`
