package session_test

import (
	"math"
	"slices"
	"testing"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/session"
	"unhunch/internal/soundfile"
	"unhunch/internal/voice"
)

// sixty is an exercise whose repetitions are counted to the last number that is recorded.
const sixty = "title: Taps\nposture: standing\nreps: 61\nmoves:\n  - {say: Tap., take: 1.5s}\n"

// TestCountsFallOnTheBeat: in what is heard, the vowel of each number is where the
// movement begins, by whatever voice.
func TestCountsFallOnTheBeat(t *testing.T) {
	inFolder(t, map[string]string{
		"taps.yaml":           "title: Taps\nsession:\n  - exercise: taps\n",
		"exercises/taps.yaml": sixty,
		"own/pack.yaml":       "name: own\nlanguage: en\nlines:\n  Two.: {file: two.wav, frames: 24000}\n  Three.: {file: three.wav, frames: 24000}\n",
		"own/two.wav":         hum(250),
		"own/three.wav":       hum(100),
	})
	for _, name := range []string{"june", "otto", "./own"} {
		s := open(t, "./taps.yaml", session.Choices{Voice: name})
		samples := s.Samples(s.Plan, session.Trim{})
		counts, far := 0, 0.0
		for _, e := range s.Plan.Events {
			if e.Role != plan.RoleCount || e.Rep < 2 {
				continue
			}
			clip := soundfile.Clip{Channels: 2}
			for _, v := range samples[2*e.At : 2*e.End()] {
				clip.Samples = append(clip.Samples, soundfile.Int16(v))
			}
			off := float64(e.At+plan.Frame(voice.Beat(clip))-startOf(s.Plan, e.Rep)) / plan.Rate * 1000
			if math.Abs(off) > 25 {
				t.Errorf("%s: the vowel of %q is %.0f ms from its movement", name, e.Text, off)
			}
			far = max(far, math.Abs(off))
			counts++
		}
		if counts != 60 {
			t.Errorf("%s counts %d repetitions", name, counts)
		}
		t.Logf("%s: %d counts, the farthest %.1f ms from its movement", name, counts, far)
	}
}

// TestCountsOfRoutines: so they do in every routine that is built in, whatever is said
// before them.
func TestCountsOfRoutines(t *testing.T) {
	routines, _, _ := session.Builtin().IDs()
	for _, name := range session.Voices() {
		pack, err := session.Voice(name)
		if err != nil {
			t.Fatal(err)
		}
		counts, beats := 0, map[string]plan.Frame{}
		for _, id := range routines {
			s := open(t, id, session.Choices{Voice: name})
			for _, e := range s.Plan.Events {
				if e.Role != plan.RoleCount || e.Rep < 2 {
					continue
				}
				if counts++; beats[e.Text] == 0 {
					clip, err := pack.Clip(e.Text)
					if err != nil {
						t.Fatal(err)
					}
					beats[e.Text] = plan.Frame(voice.Beat(clip))
				}
				if at := e.At + beats[e.Text]; !near(s.Plan, at) {
					t.Errorf("%s by %s: %q at %s meets no movement", id, name, e.Text, plan.Clock(at.Duration()))
				}
			}
		}
		if counts < 200 {
			t.Errorf("only %d counts by %s", counts, name)
		}
	}
}

// near says whether a movement begins within 25 ms of a frame.
func near(p *plan.Plan, at plan.Frame) bool {
	return slices.ContainsFunc(p.Events, func(e plan.Event) bool {
		return e.Kind == plan.KindMove && max(e.At-at, at-e.At) <= plan.Rate/40
	})
}

// startOf is where the movement of a repetition begins.
func startOf(p *plan.Plan, rep int) plan.Frame {
	for _, e := range p.Events {
		if e.Kind == plan.KindMove && e.Rep == rep {
			return e.At
		}
	}
	return -1
}

// hum is a recording of half a second that begins with so many milliseconds of silence.
func hum(ms int) string {
	c := soundfile.Clip{Samples: make([]int16, soundfile.Rate/2), Channels: 1}
	for i := ms * soundfile.Rate / 1000; i < 9*len(c.Samples)/10; i++ {
		c.Samples[i] = int16(6000 * math.Sin(2*math.Pi*700*float64(i)/soundfile.Rate))
	}
	return string(soundfile.WAV(c))
}

// TestBeatIsTheVowel: where an engine knows when the vowel of a number begins, what
// is heard of the recording agrees. Numbers that it stresses later are left out:
// their beat is their first vowel.
func TestBeatIsTheVowel(t *testing.T) {
	for _, name := range session.Voices() {
		pack, err := session.Voice(name)
		if err != nil {
			t.Fatal(err)
		}
		sum, n := 0.0, 0.0
		for i := 1; i <= 60; i++ {
			text := phrases.English.Count(i)
			clip, err := pack.Clip(text)
			if err != nil {
				t.Fatal(err)
			}
			off := float64(voice.Beat(clip)-pack.Stress(text)) / soundfile.Rate * 1000
			if off < -100 {
				continue
			}
			if math.Abs(off) > 40 {
				t.Errorf("%s: the vowel of %q is heard %.0f ms from where it was made", name, text, off)
			}
			sum, n = sum+off, n+1
		}
		if math.Abs(sum/n) > 10 || n < 40 {
			t.Errorf("%s: %g vowels are heard %.1f ms from where they were made, on average", name, n, sum/n)
		}
	}
}
