package render

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"testing"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/soundfile"
)

// silentVoice says every line with a second of silence, so that what is heard
// is the breath alone, with room made for words.
type silentVoice struct{}

func (silentVoice) Line(string, string) (soundfile.Clip, error) {
	return soundfile.Clip{Samples: make([]int16, plan.Rate), Channels: 1}, nil
}
func (silentVoice) File(string) (File, error) { return nil, errClip }

// everyPhase is a pattern with all that a phase can be.
var everyPhase = &routine.Pattern{Phases: []routine.BreathPhase{
	{Kind: routine.BreathIn, For: 4 * time.Second},
	{Kind: routine.BreathHold, For: 3 * time.Second},
	{Kind: routine.BreathOut, For: 6 * time.Second},
	{Kind: routine.BreathEmpty, For: 2 * time.Second},
	{Kind: routine.BreathIn, For: 2 * time.Second},
	{Kind: routine.BreathTopUp, For: time.Second},
	{Kind: routine.BreathOut, For: 5500 * time.Millisecond},
	{Kind: routine.BreathIn, For: 4 * time.Second, Nostril: routine.Left},
	{Kind: routine.BreathOut, For: 4 * time.Second, Nostril: routine.Right},
}}

var variants = routine.BreathSounds

// breathPlan is a plan of whole cycles, with a second of speech at each of the
// given frames.
func breathPlan(p *routine.Pattern, cycles int, want time.Duration, sound string, words ...plan.Frame) *plan.Plan {
	out := &plan.Plan{Version: 1, Rate: plan.Rate}
	at := func(d time.Duration) plan.Frame { return plan.Frame(d * plan.Rate / time.Second) }
	for _, b := range plan.TimedPhases(p, cycles, want) {
		out.Events = append(out.Events, plan.Event{
			At: at(b.Start), Frames: at(b.End()) - at(b.Start), Bus: plan.BusBreath, Kind: plan.KindBreath,
			Phase: string(b.Kind), Sound: sound, Side: b.Nostril, Rep: b.Cycle, Lungs: b.Lungs,
		})
		out.Frames = at(b.End())
	}
	for _, w := range words {
		out.Events = append(out.Events, plan.Event{
			At: w, Frames: plan.Rate, Bus: plan.BusVoice, Kind: plan.KindLine, Text: "Breathe in.",
		})
	}
	return out
}

// heard is all that a plan sounds like.
func heard(t testing.TB, p *plan.Plan, o Options) [][2]float64 {
	t.Helper()
	s := New(p, silentVoice{}, o)
	defer s.Close()
	out := make([][2]float64, p.Frames)
	for at := 0; at < len(out); {
		n, ok := s.Stream(out[at:])
		if !ok {
			t.Fatalf("the stream ends at frame %d of %d: %v", at, len(out), s.Err())
		}
		at += n
	}
	return out
}

// breathEvents are the phases of a plan.
func breathEvents(p *plan.Plan) []plan.Event {
	return slices.DeleteFunc(slices.Clone(p.Events), func(e plan.Event) bool { return e.Kind != plan.KindBreath })
}

// ear is one ear of a stretch of samples.
func ear(samples [][2]float64, from, to plan.Frame, side int) []float64 {
	out := make([]float64, 0, to-from)
	for _, s := range samples[from:to] {
		out = append(out, s[side])
	}
	return out
}

func mean(samples []float64) float64 {
	var sum float64
	for _, s := range samples {
		sum += s * s
	}
	return sum / float64(len(samples))
}

// decibels is the level of samples against a full scale square wave.
func decibels(samples []float64) float64 { return 10 * math.Log10(mean(samples)+1e-30) }

// power is how much of a frequency there is in samples.
func power(samples []float64, hz float64) float64 {
	var re, im float64
	sin, cos := math.Sincos(2 * math.Pi * hz / plan.Rate)
	c, s := 1.0, 0.0
	for i, v := range samples {
		w := v * (1 - math.Cos(2*math.Pi*float64(i)/float64(len(samples)))) / 2
		re += w * c
		im += w * s
		c, s = c*cos-s*sin, s*cos+c*sin
	}
	return re*re + im*im
}

// pitch is the strongest frequency between 240 Hz, or 400 in a top-up, and 540 Hz; the
// second partial is not looked at.
func pitch(samples []float64, e plan.Event) float64 {
	middle, away := 325.0, 85.0
	if e.Breath() == routine.BreathTopUp {
		middle, away = 450, 100
	}
	return strongest(samples, strongest(samples, middle, away, 5), 5, 1)
}

// strongest is the strongest frequency at most away from middle.
func strongest(samples []float64, middle, away, step float64) float64 {
	var best, most float64
	for hz := middle - away; hz <= middle+away; hz += step {
		if p := power(samples, hz); p > most {
			best, most = hz, p
		}
	}
	return best
}

// around is a stretch of 150 ms around the share u of a phase.
func around(samples [][2]float64, e plan.Event, u float64, side int) []float64 {
	const half = plan.Rate * 75 / 1000
	mid := e.At + plan.Frame(u*float64(e.Frames))
	return ear(samples, mid-half, mid+half, side)
}

func name(e plan.Event) string { return fmt.Sprintf("%s at %v", e.Phase, e.At.Duration()) }

// A listener hears from the pitch alone whether to breathe in or out, and that
// the turn is near.
func TestBreathPitch(t *testing.T) {
	takesLong(t)
	p := breathPlan(everyPhase, 1, 0, routine.SoundTone)
	samples := heard(t, p, Options{})
	for _, e := range breathEvents(p) {
		up := float64(e.Breath().Direction())
		if up == 0 {
			continue
		}
		var at []float64
		for _, u := range []float64{0.2, 0.35, 0.5, 0.65, 0.8} {
			at = append(at, pitch(around(samples, e, u, 0), e))
		}
		for i := 1; i < len(at); i++ {
			if up*(at[i]-at[i-1]) < 6 {
				t.Errorf("%s: pitches %v do not go one way", name(e), at)
				break
			}
		}
		end := pitch(around(samples, e, 0.93, 0), e)
		if late, before := math.Abs(end-at[4]), math.Abs(at[4]-at[3]); late > before/1.2 && e.Breath() != routine.BreathTopUp {
			t.Errorf("%s: the pitch moves %v Hz in the last part after %v Hz: it does not slow", name(e), late, before)
		}
	}
}

// Every sound tells the direction without the level: it is brighter the fuller the
// lungs are.
func TestBreathBrightness(t *testing.T) {
	for _, sound := range variants {
		p := breathPlan(everyPhase, 1, 0, sound)
		samples := heard(t, p, Options{})
		for _, e := range breathEvents(p) {
			up := float64(e.Breath().Direction())
			if up == 0 || e.Frames < 2*plan.Rate {
				continue
			}
			part := func(from float64) (sum float64) {
				for i := range 4 {
					sum += brightness(around(samples, e, from+0.04*float64(i), 0)) / 4
				}
				return sum
			}
			early, late := part(0.35), part(0.82)
			if up*math.Log(late/early) < 0.05 {
				t.Errorf("%s, %s: %.0f Hz early, %.0f Hz late", sound, name(e), early, late)
			}
		}
	}
}

// In and out are not the same sound at the same level: where the lungs are as full,
// their bands differ.
func TestInIsNotOut(t *testing.T) {
	bands := []float64{250, 354, 500, 707, 1000, 1414, 2000, 2828, 4000}
	for _, sound := range variants {
		p := breathPlan(followedPatterns["calm"], 3, 0, sound)
		samples := heard(t, p, Options{})
		var spectra [2][]float64
		for i, e := range breathEvents(p)[:2] {
			middle := []float64{0.65, 0.35}[i] // as full, on the way there and back
			at := e.At + plan.Frame(middle*float64(e.Frames))
			s := ear(samples, at-plan.Rate/4, at+plan.Rate/4, 0)
			for _, hz := range bands {
				var sum float64
				for f := hz * 0.85; f < hz*1.18; f += 8 {
					sum += power(s, f)
				}
				spectra[i] = append(spectra[i], 10*math.Log10(sum/mean(s)))
			}
		}
		most := 0.0
		for i := range bands {
			most = max(most, math.Abs(spectra[0][i]-spectra[1][i]))
		}
		if most < 4 {
			t.Errorf("%s: no band of in and out differs by more than %.1f dB", sound, most)
		}
	}
}

// brightness is the middle of the spectrum in Hz: how fast samples change, against how
// large they are.
func brightness(samples []float64) float64 {
	var slope float64
	for i := 1; i < len(samples); i++ {
		slope += (samples[i] - samples[i-1]) * (samples[i] - samples[i-1])
	}
	return math.Sqrt(slope/mean(samples)/float64(len(samples))) * plan.Rate / (2 * math.Pi)
}

// The marks of in, out and hold can be told apart by their pitch, whatever
// the layers are.
func TestBreathMarks(t *testing.T) {
	p := breathPlan(everyPhase, 1, 0, routine.SoundBoth)
	off := Level{Off: true}
	samples := heard(t, p, Options{BreathTone: off, BreathNoise: off})
	seen := map[float64]routine.BreathKind{}
	for _, e := range breathEvents(p) {
		best := strongest(ear(samples, e.At, e.At+plan.Rate/10, 0), 760, 460, 20)
		if kind, ok := seen[best]; ok && kind != e.Breath() {
			t.Errorf("%s and %s both sound at %v Hz", kind, e.Breath(), best)
		}
		seen[best] = e.Breath()
		if db := decibels(ear(samples, e.At+plan.Rate, e.At+2*plan.Rate, 0)); e.Frames > 2*plan.Rate && db > -75 {
			t.Errorf("%s sounds at %.1f dB with both layers off", name(e), db)
		}
	}
	if len(seen) != 5 {
		t.Errorf("%d different marks, want 5: %v", len(seen), seen)
	}
}

// A click is a corner in the wave. There is none at the edges of phases, and none
// elsewhere.
func TestBreathHasNoClicks(t *testing.T) {
	takesLong(t)
	for _, sound := range variants {
		samples := heard(t, breathPlan(everyPhase, 2, 0, sound), Options{BreathNoise: Level{Off: true}})
		for i := 2; i < len(samples); i++ {
			for side := range 2 {
				corner := math.Abs(samples[i][side] - 2*samples[i-1][side] + samples[i-2][side])
				if corner > 0.03 {
					t.Fatalf("%s: a corner of %.4f at %v", sound, corner, plan.Frame(i).Duration())
				}
			}
		}
	}
}

// Breathing through one nostril leans to its ear.
func TestBreathLeans(t *testing.T) {
	p := breathPlan(everyPhase, 1, 0, routine.SoundBoth)
	samples := heard(t, p, Options{})
	for _, e := range breathEvents(p) {
		lean := decibels(ear(samples, e.At, e.End(), 0)) - decibels(ear(samples, e.At, e.End(), 1))
		switch {
		case e.Side == routine.Left && lean < 10, e.Side == routine.Right && lean > -10, e.Side == "" && math.Abs(lean) > 3:
			t.Errorf("%s, nostril %q: left is %.1f dB over right", name(e), e.Side, lean)
		}
	}
}

// Words stay 20 dB over the breath, where it is loudest and in each ear.
func TestBreathUnderWords(t *testing.T) {
	const voiceLevel = -18.0
	for _, sound := range variants {
		var words []plan.Frame
		for _, e := range breathEvents(breathPlan(everyPhase, 1, 0, sound)) {
			words = append(words, e.At+e.Frames/2-plan.Rate/2)
		}
		samples := heard(t, breathPlan(everyPhase, 1, 0, sound, words...), Options{})
		for _, word := range words {
			for side := range 2 {
				if db := decibels(ear(samples, word, word+plan.Rate, side)); db > voiceLevel-20 {
					t.Errorf("%s: %.1f dB under words of %v dB at %v", sound, db, voiceLevel, word.Duration())
				}
			}
		}
	}
}

// Without words a breath is neither lost beside a voice nor as loud as one.
func TestBreathLevel(t *testing.T) {
	for _, sound := range variants {
		p := breathPlan(everyPhase, 1, 0, sound)
		samples := heard(t, p, Options{})
		loudest := math.Inf(-1)
		for at := plan.Frame(0); at+plan.Rate/5 < p.Frames*3/4; at += plan.Rate / 10 {
			loudest = max(loudest, decibels(ear(samples, at, at+plan.Rate/5, 0)))
		}
		if loudest < -28 || loudest > -23 {
			t.Errorf("%s: the loudest fifth of a second is at %.1f dB", sound, loudest)
		}
	}
}

// Each layer can be turned down or off by itself.
func TestBreathLayers(t *testing.T) {
	p := breathPlan(everyPhase, 1, 0, routine.SoundBoth)
	in := breathEvents(p)[0]
	off := Level{Off: true}
	part := func(o Options) []float64 { return ear(heard(t, p, o), in.At, in.End(), 0) }
	all, noTone, noNoise, neither := part(Options{}), part(Options{BreathTone: off}), part(Options{BreathNoise: off}), part(Options{BreathTone: off, BreathNoise: off})
	quiet := part(Options{BreathTone: Level{DB: -12}})
	var left, tone, quieter float64
	for i := range all {
		left = max(left, math.Abs(all[i]-noTone[i]-noNoise[i]+neither[i]))
		tone += (all[i] - noTone[i]) * (all[i] - noTone[i])
		quieter += (quiet[i] - noTone[i]) * (quiet[i] - noTone[i])
	}
	if left > 1e-6 {
		t.Errorf("the layers differ by %g from both together", left)
	}
	if db := 10 * math.Log10(quieter/tone); math.Abs(db+12) > 0.1 {
		t.Errorf("the tone at -12 dB changed by %.2f dB", db)
	}
	if a, b := decibels(noTone), decibels(noNoise); a < -45 || b < -45 {
		t.Errorf("the noise alone is at %.1f dB, the tone at %.1f", a, b)
	}
}

// A breath is the same bytes on every machine.
func TestBreathBytes(t *testing.T) {
	sum := fnv.New64a()
	for _, sound := range variants {
		for _, kind := range []routine.BreathKind{routine.BreathIn, routine.BreathTopUp, routine.BreathOut, routine.BreathEmpty} {
			b := breath{kind: kind, frames: 2*plan.Rate + 4801, sound: sound, lungs: plan.Lungs{0.25, 1}, seed: seedOf(0, 48_000)}
			if err := binary.Write(sum, binary.LittleEndian, b.render(layers{1, 1}).samples); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got, want := sum.Sum64(), uint64(0x431a0f596f8a0b8e); got != want {
		t.Errorf("the breaths have the sum %#x, want %#x: a change of their sound, or another processor", got, want)
	}
}

// What is drawn of a breath is what is heard of it.
func TestHearBreath(t *testing.T) {
	phases := plan.TimedPhases(followedPatterns["calm"], 2, 0)
	loud, hertz := HearBreath(phases, routine.SoundBoth, plan.Rate/10)
	if len(loud) != 200 || len(hertz) != 200 {
		t.Fatalf("%d and %d tenths of 20 s", len(loud), len(hertz))
	}
	for _, at := range []int{0, 100} { // in and out
		if loud[at+48]-loud[at+5] < 8 || loud[at+52]-loud[at+95] < 8 {
			t.Errorf("%.1f, %.1f, %.1f, %.1f LUFS", loud[at+5], loud[at+48], loud[at+52], loud[at+95])
		}
		if hertz[at+48] < 1.1*hertz[at+5] || hertz[at+52] < 1.1*hertz[at+95] {
			t.Errorf("%.0f, %.0f, %.0f, %.0f Hz", hertz[at+5], hertz[at+48], hertz[at+52], hertz[at+95])
		}
	}
}

// Phases of any length are finite sounds of that length, the same each time.
func TestBreathOfAnyLength(t *testing.T) {
	takesLong(t)
	kinds := []routine.BreathKind{routine.BreathIn, routine.BreathTopUp, routine.BreathHold, routine.BreathOut, routine.BreathEmpty, "sideways"}
	for _, kind := range kinds {
		for _, n := range []int{-1, 0, 1, 2, 3, 63, 64, 65, 4799, 4800, 60 * plan.Rate} {
			for _, sound := range []string{routine.SoundBoth, routine.SoundBowl, "unheard of"} {
				got := breath{kind: kind, frames: n, sound: sound, side: routine.Left}.render(layers{1, 1}).samples
				if len(got) != (max(n, 0)+breathTail)/2+1 {
					t.Fatalf("%s of %d frames has %d", kind, n, len(got))
				}
				for i, s := range got {
					if a := max(math.Abs(float64(s[0])), math.Abs(float64(s[1]))); !(a < 0.7) {
						t.Fatalf("%s of %d frames, %s: %v at %d", kind, n, sound, s, i)
					}
				}
				if !slices.Equal(got, breath{kind: kind, frames: n, sound: sound, side: routine.Left}.render(layers{1, 1}).samples) {
					t.Fatalf("%s of %d frames differs the second time", kind, n)
				}
			}
		}
	}
}

// BenchmarkBreathing renders a steady pattern. Twice the time costs twice as
// much, and takes no more memory but for the list of events.
func BenchmarkBreathing(b *testing.B) {
	for _, length := range []time.Duration{10 * time.Minute, 30 * time.Minute, time.Hour} {
		b.Run(length.String(), func(b *testing.B) {
			calm := &routine.Pattern{Phases: []routine.BreathPhase{
				{Kind: routine.BreathIn, For: 5 * time.Second}, {Kind: routine.BreathOut, For: 5 * time.Second},
			}}
			p := breathPlan(calm, 0, length, routine.SoundBoth)
			block := make([][2]float64, 512)
			b.ReportAllocs()
			for b.Loop() {
				s := New(p, silentVoice{}, Options{})
				for ok := true; ok; {
					_, ok = s.Stream(block)
				}
				if s.Close(); s.Position() != s.Len() {
					b.Fatal(s.Err())
				}
			}
			b.ReportMetric(length.Seconds()*float64(b.N)/b.Elapsed().Seconds(), "x-realtime")
		})
	}
}

// BenchmarkBreathPhase computes one phase of five seconds.
func BenchmarkBreathPhase(b *testing.B) {
	for _, sound := range variants {
		b.Run(sound, func(b *testing.B) {
			for b.Loop() {
				breath{kind: routine.BreathIn, frames: 5 * plan.Rate, sound: sound, lungs: plan.Lungs{0, 1}}.render(layers{1, 1})
			}
			b.ReportMetric(5*float64(b.N)/b.Elapsed().Seconds(), "x-realtime")
		})
	}
}
