package export

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/plan"
)

// prepared is a sound that costs nothing to make, so that the benchmarks
// measure the export alone.
type prepared struct {
	second [][2]float64
	length int
	at     int
}

func newPrepared(seconds int, sound func(int) (float64, float64)) *prepared {
	p := &prepared{second: make([][2]float64, plan.Rate), length: seconds * plan.Rate}
	for i := range p.second {
		p.second[i][0], p.second[i][1] = sound(i)
	}
	return p
}

func (p *prepared) Words() beep.StreamSeeker {
	return newPrepared(min(p.length/plan.Rate, 10), func(i int) (float64, float64) { return p.second[i][0], p.second[i][1] })
}
func (p *prepared) Len() int           { return p.length }
func (p *prepared) Position() int      { return p.at }
func (p *prepared) Err() error         { return nil }
func (p *prepared) Seek(at int) error  { p.at = at; return nil }
func (p *prepared) Close() error       { return nil }
func (p *prepared) next() [][2]float64 { return p.second[p.at%plan.Rate:] }

func (p *prepared) Stream(out [][2]float64) (int, bool) {
	n := min(len(out), p.length-p.at)
	for done := 0; done < n; {
		k := copy(out[done:n], p.next())
		done += k
		p.at += k
	}
	return n, n > 0
}

// BenchmarkWrite writes a minute, of tones with silence between and of a
// background; the metric is how many times faster than real time that is.
func BenchmarkWrite(b *testing.B) {
	const seconds = 60
	for _, f := range Formats() {
		for name, sound := range map[string]func(int) (float64, float64){"tones": beeps(0.2), "background": hiss(0.05)} {
			b.Run(f.Name+" "+name, func(b *testing.B) {
				if f.Name == "mp3" {
					tool(b, "lame")
				}
				p, _ := session(seconds)
				path := filepath.Join(b.TempDir(), "a."+f.Name)
				for b.Loop() {
					if _, err := Write(context.Background(), path, p, newPrepared(seconds, sound), Options{Force: true}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(seconds*float64(b.N)/b.Elapsed().Seconds(), "x")
			})
		}
	}
}

func BenchmarkStages(b *testing.B) {
	const frames = 4096
	block := newPrepared(1, beeps(0.2)).second[:frames]
	stereo, scratch := make([]float32, 2*frames), make([]float32, 2*frames)
	fold(stereo, block, 2, 0.9)
	perFrame := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/frames, "ns/frame")
	}
	b.Run("fold", func(b *testing.B) {
		dst := make([]float32, 2*frames)
		for b.Loop() {
			fold(dst, block, 2, 0.9)
		}
		perFrame(b)
	})
	dither := func(samples []float32) func(b *testing.B) {
		return func(b *testing.B) {
			q := quantizer{channels: 2, dither: true}
			var raw []byte
			for b.Loop() {
				raw = q.int16s(raw[:0], samples)
			}
			perFrame(b)
		}
	}
	b.Run("dither", dither(stereo))
	apart := make([]float32, 2*frames)
	fold(apart, newPrepared(1, hiss(0.05)).second[:frames], 2, 0.9)
	b.Run("dither, sides apart", dither(apart))
	b.Run("limiter idle", func(b *testing.B) {
		l := newLimiter(2, -1)
		for b.Loop() {
			l.process(append(scratch[:0], stereo...))
		}
		perFrame(b)
	})
	b.Run("limiter", func(b *testing.B) {
		l := newLimiter(2, -20)
		for b.Loop() {
			l.process(append(scratch[:0], stereo...))
		}
		perFrame(b)
	})
}
