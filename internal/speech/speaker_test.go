package speech

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"unhunch/internal/master"
	"unhunch/internal/phonemes"
	"unhunch/internal/soundfile"
	"unhunch/internal/voice"
)

func speaker(t testing.TB, name string, o Options) *Speaker {
	t.Helper()
	v, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return New(v, o)
}

func say(t testing.TB, s *Speaker, text string) soundfile.Clip {
	t.Helper()
	c, err := s.Clip(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var sayings = []string{
	"Squeeze your shoulder blades together, and hold for five seconds.",
	"Two.",
	"Up.",
	"Sit tall. Let your scapulae slide down your back. Breathe!",
	"Press 3x10 with 5 kg, then rest 90 s.",
	"Is that the edge of your stretch? Ease off a little.",
	"Yes",
}

// TestLines: a line is exactly as long as the plan was told, as loud as all
// others, and nothing is cut off at either end.
func TestLines(t *testing.T) {
	for _, name := range []string{"june", "otto"} {
		for _, pace := range []float64{0.7, 1, 1.5} {
			s := speaker(t, name, Options{Pace: pace})
			for _, text := range sayings {
				frames, ok := s.Length(text)
				c := say(t, s, text)
				if !ok || frames != int64(c.Frames()) || c.Channels != 1 {
					t.Errorf("%q is %d frames long, and lasts %d", text, frames, c.Frames())
				}
				f := voice.Measure(c)
				if math.Abs(f.Loudness-voice.Target) > 0.6 || f.TruePeak > -1.9 {
					t.Errorf("%s, %q: %.2f LUFS, %.2f dBTP", name, text, f.Loudness, f.TruePeak)
				}
				if at := s.Stress(text); at <= int64(f.Head) || at >= frames-int64(f.Tail) {
					t.Errorf("%q: its stressed vowel is at %d of %d", text, at, frames)
				}
				if most := soundfile.Rate * 35 / 100; f.Head > most || f.Tail > most {
					t.Errorf("%s at %g, %q: %.3f s of silence before it, %.3f s after it", name, pace, text, float64(f.Head)/soundfile.Rate, float64(f.Tail)/soundfile.Rate)
				}
			}
		}
	}
}

// TestSilenceBetweenSentences: one has time to do what was said, and more of it
// where it is calm.
func TestSilenceBetweenSentences(t *testing.T) {
	const text = "Sit tall. Let go."
	calmly := func() []voice.ScriptLine { return []voice.ScriptLine{{Text: text, Calm: true}} }
	for _, c := range []struct {
		name        string
		o           Options
		least, most float64
	}{{"plain", Options{}, 0.35, 0.7}, {"calm", Options{Script: calmly}, 1.2, 1.7}} {
		if s := longestSilence(say(t, speaker(t, "june", c.o), text)); s < c.least || s > c.most {
			t.Errorf("%s: %.2f s between two sentences, want %g to %g", c.name, s, c.least, c.most)
		}
	}
}

// longestSilence is how long the longest one is within a clip, in seconds.
func longestSilence(c soundfile.Clip) float64 {
	now, most := 0, 0
	for _, v := range c.Samples {
		if now++; v > 60 || v < -60 {
			now = 0
		}
		most = max(most, now)
	}
	return float64(most) / soundfile.Rate
}

// TestManners: counts are quick enough for their second, imagery is slow.
func TestManners(t *testing.T) {
	const text = "Twenty-seven."
	length := func(l voice.ScriptLine) int {
		c := say(t, speaker(t, "june", Options{Script: func() []voice.ScriptLine { return []voice.ScriptLine{l} }}), text)
		f := voice.Measure(c)
		return c.Frames() - f.Head - f.Tail
	}
	plain, calm, count := length(voice.ScriptLine{Text: text}), length(voice.ScriptLine{Text: text, Calm: true}), length(voice.ScriptLine{Text: text, Count: true})
	if !(count < plain && plain < calm) || count > soundfile.Rate*8/10 {
		t.Errorf("%q takes %d frames as a count, %d plainly and %d calmly", text, count, plain, calm)
	}
}

// TestSameSamples: the same words are the same samples on every machine, and
// when several are spoken at once.
func TestSameSamples(t *testing.T) {
	const want = "741fa733ec8200b3"
	clips := make([]soundfile.Clip, len(sayings))
	s := speaker(t, "otto", Options{})
	var group sync.WaitGroup
	for i, text := range sayings {
		group.Go(func() { clips[i], _ = s.Clip(text) })
	}
	group.Wait()
	sum := sha256.New()
	for _, c := range clips {
		binary.Write(sum, binary.LittleEndian, c.Samples)
	}
	if got := fmt.Sprintf("%x", sum.Sum(nil)[:8]); got != want {
		t.Errorf("the samples have the digest %s, want %s", got, want)
	}
}

// TestUnreadable: what cannot be said is an error, never silence.
func TestUnreadable(t *testing.T) {
	s := speaker(t, "june", Options{})
	for _, text := range []string{"", "...", "Привет", "你好", "a\x00b", "\xff", strings.Repeat("word ", 1000), strings.Repeat("a", 20000)} {
		if _, ok := s.Length(text); ok {
			t.Errorf("%.20q has a length", text)
		}
		if _, err := s.Clip(text); err == nil {
			t.Errorf("%.20q is said", text)
		}
	}
	var fault *phonemes.Fault
	if err := s.Ready(t.Context(), "你好"); !errors.As(err, &fault) {
		t.Errorf("of another script it says %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := s.Say(stopped, "Sit tall."); err == nil {
		t.Error("it goes on when nobody listens any more")
	}
	if _, err := s.Say(t.Context(), "Sit tall."); err != nil {
		t.Errorf("and then says nothing: %v", err)
	}
}

// FuzzText: whatever is written, it is said for as long as it was timed, or it is
// an error. Nothing makes the voice crash or go on for long.
func FuzzText(f *testing.F) {
	for _, text := range append(sayings, "", "...", "1/2 x 3 @ 4:30 a.m.", "\u202eabc", "Ünï café", "a-b-c-d", "99999999999999999999", "Dr. T. Y. I.") {
		f.Add(text)
	}
	s := speaker(f, "june", Options{})
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 100 { // longer ones only take longer
			t.Skip()
		}
		frames, ok := s.Length(text)
		c, err := s.Clip(text)
		if ok && errors.Is(err, master.ErrSilent) {
			t.Errorf("%q is silence", text)
		}
		if ok != (err == nil) || int64(c.Frames()) != frames {
			t.Errorf("%q is %d frames long, %v, and lasts %d (%v)", text, frames, ok, c.Frames(), err)
		}
	})
}

// BenchmarkText is from text to samples, on one core.
func BenchmarkText(b *testing.B) {
	s := speaker(b, "june", Options{})
	var frames int
	for b.Loop() {
		frames = 0
		for _, text := range sayings {
			frames += say(b, s, text).Frames()
		}
	}
	b.ReportMetric(float64(frames)/soundfile.Rate*float64(b.N)/b.Elapsed().Seconds(), "x-real-time")
}
