package render

import (
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// curveStep is 50 ms.
const curveStep = plan.Rate / 20

func seconds(list ...any) *routine.Pattern {
	p := &routine.Pattern{}
	for i := 0; i < len(list); i += 2 {
		p.Phases = append(p.Phases, routine.BreathPhase{Kind: list[i].(routine.BreathKind), For: time.Duration(list[i+1].(float64) * float64(time.Second))})
	}
	return p
}

const (
	in    = routine.BreathIn
	topUp = routine.BreathTopUp
	hold  = routine.BreathHold
	out   = routine.BreathOut
	empty = routine.BreathEmpty
)

// followedPatterns have the phases that are used, and more.
var followedPatterns = map[string]*routine.Pattern{
	"calm":       seconds(in, 5.0, out, 5.0),
	"box":        seconds(in, 4.0, hold, 4.0, out, 4.0, empty, 4.0),
	"4-7-8":      seconds(in, 4.0, hold, 7.0, out, 8.0),
	"sigh":       seconds(in, 2.0, topUp, 1.0, out, 6.0),
	"long holds": seconds(in, 6.0, hold, 15.0, out, 9.5, empty, 30.0),
	"in parts":   seconds(out, 3.0, hold, 2.0, out, 3.3, empty, 1.0, in, 2.0, hold, 1.5, in, 2.0, hold, 1.0, in, 1.5, hold, 4.0),
}

func interleaved(samples [][2]float64) []float32 {
	out := make([]float32, 0, 2*len(samples))
	for _, s := range samples {
		out = append(out, float32(s[0]), float32(s[1]))
	}
	return out
}

// throughPhone takes away what a small loudspeaker does not give: all below 500 Hz,
// by 12 dB an octave.
func throughPhone(samples []float32) []float32 {
	w := math.Tan(math.Pi * 500 / plan.Rate)
	a0 := 1 + math.Sqrt2*w + w*w
	b0, a1, a2 := 1/a0, 2*(w*w-1)/a0, (1-math.Sqrt2*w+w*w)/a0
	out := make([]float32, len(samples))
	for ear := range 2 {
		var x1, x2, y1, y2 float64
		for i := ear; i < len(samples); i += 2 {
			x := float64(samples[i])
			y := b0*(x-2*x1+x2) - a1*y1 - a2*y2
			x1, x2, y1, y2 = x, x1, y, y1
			out[i] = float32(y)
		}
	}
	return out
}

func total(curve []float64) float64 {
	var sum float64
	for _, l := range curve {
		sum += math.Pow(10, l/10)
	}
	return 10 * math.Log10(sum/float64(len(curve)))
}

// loudest is the loudest 400 ms.
func loudest(curve []float64) float64 {
	most := math.Inf(-1)
	for i := 0; i+8 <= len(curve); i++ {
		most = max(most, total(curve[i:i+8]))
	}
	return most
}

// followed is what is heard of three cycles of a pattern.
type followed struct {
	name   string
	sound  string
	events []plan.Event // of the last two cycles
	// The loudness every 50 ms, on headphones and through a phone.
	curve, phone []float64
	samples      [][2]float64
}

// eachFollowed calls do with every sound and pattern, each of another seed.
func eachFollowed(t *testing.T, do func(t *testing.T, m followed)) {
	t.Helper()
	seed := int64(0)
	for _, sound := range variants {
		for _, name := range slices.Sorted(maps.Keys(followedPatterns)) {
			p := followedPatterns[name]
			t.Run(sound+"/"+name, func(t *testing.T) {
				pl := breathPlan(p, 3, 0, sound)
				pl.Seed, seed = seed, seed+1
				m := followed{name: name, sound: sound, events: breathEvents(pl)[len(p.Phases):], samples: heard(t, pl, Options{})}
				stereo := interleaved(m.samples)
				m.curve = loudness.Curve(plan.Rate, 2, stereo, curveStep)
				m.phone = loudness.Curve(plan.Rate, 2, throughPhone(stereo), curveStep)
				do(t, m)
			})
		}
	}
}

// of is the part of a curve that belongs to a phase.
func of(curve []float64, e plan.Event) []float64 { return curve[e.At/curveStep : e.End()/curveStep] }

// fifth is the level of the fifths of a phase from 0 to 4, without the first 100 ms.
func fifth(c []float64, i int) float64 {
	c = c[2:]
	return total(c[i*len(c)/5 : (i+1)*len(c)/5])
}

// quietest is how long a curve stays more than 24 dB under its peak.
func quietest(c []float64) time.Duration {
	peak, run, longest := slices.Max(c), 0, 0
	for _, l := range c {
		if run++; l > peak-24 {
			run = 0
		}
		longest = max(longest, run)
	}
	return time.Duration(longest) * 50 * time.Millisecond
}

// Nobody who breathes with closed eyes is left without a sound, hears it fall while
// breathing in, or is surprised by the end of a hold. Every pattern and sound is as loud
// as the others, a phone gives it too, and no breath is the one before.
func TestBreathCurves(t *testing.T) {
	least, most := math.Inf(1), math.Inf(-1)
	eachFollowed(t, func(t *testing.T, m followed) {
		checkCarried(t, m)
		checkFresh(t, m)
		l := m.loudness()
		least, most = min(least, l), max(most, l)
		lost := total(m.curve) - total(m.phone)
		if lost > 3 {
			t.Errorf("a phone loses %.1f dB", lost)
		}
		t.Logf("%.2f LUFS, through a phone %.1f dB less", l, lost)
	})
	if least < breathLUFS-0.6 || most > breathLUFS+0.6 || most-least > 1 {
		t.Errorf("%.2f to %.2f LUFS at their loudest, want %v", least, most, breathLUFS)
	}
}

// Each breath is as loud as any other of its sound.
func TestBreathLoudnessOfAnySeed(t *testing.T) {
	for _, sound := range variants {
		least, most := math.Inf(1), math.Inf(-1)
		for seed := range int64(6) {
			b := breath{kind: in, frames: 2 * plan.Rate, sound: sound, lungs: plan.Lungs{0, 1}, seed: seedOf(seed, plan.Rate)}
			samples := make([][2]float64, b.frames)
			b.render(layers{1, 1}).add(samples, 0, [2]float64{1, 1})
			l := loudest(loudness.Curve(plan.Rate, 2, interleaved(samples), curveStep))
			least, most = min(least, l), max(most, l)
		}
		if most-least > 0.7 {
			t.Errorf("%s: %.2f to %.2f LUFS at their loudest", sound, least, most)
		}
		t.Logf("%s: %.2f to %.2f LUFS", sound, least, most)
	}
}

// loudness is the loudest 400 ms of a cycle.
func (m followed) loudness() float64 {
	half := len(m.events) / 2
	var sum float64
	for _, cycle := range [][]plan.Event{m.events[:half], m.events[half:]} {
		sum += loudest(m.curve[cycle[0].At/curveStep : cycle[half-1].End()/curveStep])
	}
	return sum / 2
}

func checkCarried(t *testing.T, m followed) {
	t.Helper()
	for _, e := range m.events {
		c := of(m.curve, e)
		if gap := quietest(c); gap > 300*time.Millisecond {
			t.Errorf("%s is gone for %v", name(e), gap)
		}
		if len(c) < 20 {
			continue
		}
		switch e.Breath().Direction() {
		case routine.Filling:
			checkGoes(t, m, e, 1)
		case routine.Emptying:
			checkGoes(t, m, e, -1)
		default:
			checkHold(t, m, e)
		}
	}
	if gap := quietest(m.curve[m.events[0].At/curveStep:]); gap > 300*time.Millisecond {
		t.Errorf("for %v there is next to nothing", gap)
	}
}

// checkGoes: the level goes one way to the end. A bowl is struck at the turn, and sings
// louder from then on.
func checkGoes(t *testing.T, m followed, e plan.Event, way float64) {
	t.Helper()
	c, struck := of(m.curve, e), m.sound == routine.SoundBowl && way > 0
	if e.Frames < 3*plan.Rate {
		n := len(c)
		if early, late := total(c[2:n/2]), total(c[n/2:n-1]); !struck && way*(late-early) < 0.3 {
			t.Errorf("%s: %.1f dB in its first half and %.1f dB in its second", name(e), early, late)
		}
		return
	}
	whole, least := way*(e.Lungs[1]-e.Lungs[0]) == 1, -1.0 // a part of a breath hardly changes
	if whole {
		least = 0.2
	}
	for i := range 4 {
		if way*(fifth(c, i+1)-fifth(c, i)) < least && !(struck && i == 0) {
			t.Errorf("%s: %.1f dB in part %d and %.1f dB in the next", name(e), fifth(c, i), i, fifth(c, i+1))
		}
	}
	if whole && !struck && way*(fifth(c, 4)-fifth(c, 0)) < 10 {
		t.Errorf("%s goes from %.1f to %.1f dB", name(e), fifth(c, 0), fifth(c, 4))
	}
}

// checkHold: it is quieter than a breath, and louder in its last half second.
func checkHold(t *testing.T, m followed, e plan.Event) {
	t.Helper()
	c := of(m.curve, e)
	n := len(c)
	before, end := total(c[2:n/2]), total(c[n-10:n-1])
	if n > 40 {
		before = total(c[n/4 : n-20])
	}
	if end-before < 2.5 {
		t.Errorf("%s: %.1f dB in its last half second, after %.1f dB", name(e), end, before)
	}
	if before > breathLUFS-8 || before < breathLUFS-20 {
		t.Errorf("%s is at %.1f LUFS", name(e), before)
	}
}

// checkFresh: a breath is not the one before, not even a little later or sooner.
func checkFresh(t *testing.T, m followed) {
	t.Helper()
	half := len(m.events) / 2
	for i, e := range m.events[:half] {
		again := m.events[half+i]
		if r := alike(m.samples, e, again); r > 0.9 {
			t.Errorf("%s and %s are alike, r = %.3f", name(e), name(again), r)
		}
	}
}

// alike is the correlation of the middle of two phases, at any shift of 2 ms.
func alike(samples [][2]float64, a, b plan.Event) float64 {
	const shift = plan.Rate * 2 / 1000
	n := min(a.Frames, b.Frames, 3*plan.Rate) - 2*shift
	x := ear(samples, a.At+shift, a.At+shift+n, 0)
	best := 0.0
	for by := -plan.Frame(shift); by <= shift; by += 6 {
		y := ear(samples, b.At+shift+by, b.At+shift+by+n, 0)
		var xy float64
		for i := range x {
			xy += x[i] * y[i]
		}
		best = max(best, math.Abs(xy)/(float64(n)*math.Sqrt(mean(x)*mean(y))))
	}
	return best
}
