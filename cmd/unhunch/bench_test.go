package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"unhunch/internal/export"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// benchSession loads a session the way a command does, from nothing.
func benchSession(b *testing.B, id string) *session.Session {
	b.Helper()
	s, err := session.Open(b.Context(), id, session.Choices{})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkFirstFrame is what a listener waits for after the program has
// started: the routine read and laid out, and its first sound mixed.
func BenchmarkFirstFrame(b *testing.B) {
	for b.Loop() {
		s, done := benchSession(b, "guide-a").Stream()
		if n, _ := s.Stream(make([][2]float64, 512)); n != 512 {
			b.Fatal(s.Err())
		}
		done()
	}
}

// BenchmarkExport writes whole sessions as WAV files, every recording decoded
// anew. Its "x" is how many times faster than real time that is.
func BenchmarkExport(b *testing.B) {
	for _, id := range []string{"daily", "guide-a"} {
		for name, target := range map[string]string{"": "off", "-levelled": "podcast"} {
			b.Run(id+name, func(b *testing.B) { benchExport(b, func() *session.Session { return benchSession(b, id) }, target) })
		}
	}
}

// BenchmarkLongExport shows that the cost of a session grows with its length alone.
func BenchmarkLongExport(b *testing.B) {
	for _, times := range []int{1, 4, 16} {
		daily, err := session.Builtin().Load("daily")
		if err != nil {
			b.Fatal(err)
		}
		daily.Steps = []routine.Step{routine.Repeat{Times: times, Steps: daily.Steps}}
		s, err := session.New(b.Context(), daily, session.Choices{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(s.Plan.Frames.Duration().Round(time.Minute).String(), func(b *testing.B) {
			benchExport(b, func() *session.Session { return s }, "off")
		})
	}
}

func benchExport(b *testing.B, load func() *session.Session, target string) {
	loudness, err := export.ParseLoudness(target)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	var audio time.Duration
	for b.Loop() {
		s := load()
		stream, done := s.Stream()
		o := export.Options{Loudness: loudness, Force: true}
		if _, err := export.Write(context.Background(), filepath.Join(b.TempDir(), "a.wav"), s.Plan, stream, o); err != nil {
			b.Fatal(err)
		}
		done()
		audio += s.Plan.Frames.Duration()
	}
	b.ReportMetric(audio.Seconds()/b.Elapsed().Seconds(), "x")
}
