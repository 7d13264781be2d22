package render

import (
	"context"
	"fmt"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/soundfile"
)

// shelf has its recordings in memory.
type shelf struct{ clip soundfile.Clip }

func (s shelf) Line(string, string) (soundfile.Clip, error) { return s.clip, nil }
func (s shelf) File(string) (File, error)                   { return clipFile(s), nil }

// session is one of twenty minutes with 300 lines of two seconds and as many
// tones, and perhaps a bed.
func session(minutes int, background string) (*plan.Plan, shelf) {
	frames := plan.Frame(minutes) * 60 * plan.Rate
	var events []plan.Event
	if background != "" {
		events = append(events, bed(0, frames, background))
	}
	for i := range plan.Frame(minutes) * 15 {
		events = append(events, line(i*4*plan.Rate, 2*plan.Rate, fmt.Sprintf("Line %d.", i)), cue(i*4*plan.Rate+3*plan.Rate, plan.ToneGo))
	}
	c, _ := (&studio{length: 2 * plan.Rate}).clip("line", 1)
	return planOf(frames, events...), shelf{c}
}

// BenchmarkSession mixes whole sessions, from New on. The metric is how many
// times faster than real time.
func BenchmarkSession(b *testing.B) {
	for _, minutes := range []int{20, 480} {
		for _, background := range []string{"", "rain", "surf", "stream", "fire", "drone", "chords"} {
			if minutes > 20 && background != "" {
				continue
			}
			b.Run(fmt.Sprintf("%dmin/bed=%s", minutes, background), func(b *testing.B) {
				p, src := session(minutes, background)
				out := make([][2]float64, 8192)
				b.ReportAllocs()
				for b.Loop() {
					s := New(p, src, Options{})
					for {
						if _, ok := s.Stream(out); !ok {
							break
						}
					}
					s.Close()
				}
				faster(b, p.Frames)
			})
		}
	}
}

// BenchmarkCopy is the yardstick: the same bytes, copied.
func BenchmarkCopy(b *testing.B) {
	const frames = 20 * 60 * plan.Rate
	from, to := make([][2]float64, 8192), make([][2]float64, 8192)
	for b.Loop() {
		for n := 0; n < frames; n += len(from) {
			copy(to, from)
		}
	}
	faster(b, frames)
}

func faster(b *testing.B, frames plan.Frame) {
	b.ReportMetric(frames.Duration().Seconds()*float64(b.N)/b.Elapsed().Seconds(), "x-real-time")
}

// BenchmarkBlock is what a device asks for: a few milliseconds at a time.
func BenchmarkBlock(b *testing.B) {
	p, src := session(20, "surf")
	s := New(p, src, Options{})
	defer s.Close()
	if err := s.Prepare(context.Background(), 0); err != nil {
		b.Fatal(err)
	}
	out := make([][2]float64, 480)
	for b.Loop() {
		if n, _ := s.Stream(out); n < len(out) {
			s.Seek(0)
		}
	}
}

// BenchmarkFirstBlock is how long a listener waits from New to the first sound
// when decoding takes no time.
func BenchmarkFirstBlock(b *testing.B) {
	for _, background := range []string{"", "surf", "rain"} {
		b.Run("bed="+background, func(b *testing.B) {
			p, src := session(20, background)
			out := make([][2]float64, 512)
			for b.Loop() {
				s := New(p, src, Options{})
				s.Stream(out)
				s.Close()
			}
		})
	}
}
