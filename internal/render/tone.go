package render

import (
	"math"

	"unhunch/internal/plan"
)

// partial, of breath.go, is a multiple of the pitch and its level. A struck
// sound loses its higher partials first.

// The colours of the tones: fundamentals lie between 520 and 1050 Hz, where
// older ears hear well, with harmonics that tell a tone from a whistle.
var (
	marimba = []partial{{1, 1}, {2, 0.22}, {4, 0.12}}
	bell    = []partial{{1, 1}, {2, 0.35}, {3, 0.16}, {4, 0.07}}
	reed    = []partial{{1, 1}, {2, 0.3}, {3, 0.18}}
	wood    = []partial{{1, 1}, {3, 0.18}}
)

// note is one note of a tone.
type note struct {
	at, end float64 // seconds
	pitch   float64 // Hz
	level   float64 // against the other notes
	decay   float64 // seconds to lose 8.7 dB; 0: does not decay
}

// figure is a tone. Tones differ in rhythm and colour first, since pitch alone
// is told apart only by comparison.
type figure struct {
	partials []partial
	peak     float64 // dBFS
	notes    []note
}

// The notes, in Hz.
const (
	c5, d5, e5 = 523.25, 587.33, 659.26
	f5, g5     = 698.46, 783.99
	fis5, a5   = 739.99, 880.0
)

func figureOf(t plan.Tone) figure {
	switch t {
	case plan.ToneStart:
		return figure{bell, -13, []note{{0, 2, c5, 1, 0.5}}}
	case plan.ToneCount:
		return figure{reed, -15, []note{{0, 0.1, 660, 1, 0}}}
	case plan.ToneGo:
		return figure{reed, -14, []note{{0, 0.4, a5, 1, 0.6}}}
	case plan.ToneHold:
		return figure{marimba, -13, []note{{0, 0.15, d5, 0.9, 0.15}, {0.13, 0.3, a5, 1, 0.15}}}
	case plan.ToneHalf:
		return figure{wood, -17, []note{{0, 0.09, g5, 1, 0.03}, {0.15, 0.25, g5, 1, 0.03}}}
	case plan.ToneRelease:
		return figure{marimba, -13, []note{{0, 0.15, a5, 1, 0.15}, {0.13, 0.3, d5, 1, 0.15}}}
	case plan.ToneFree:
		return figure{bell, -12.5, []note{{0, 0.25, a5, 1, 0.25}, {0.2, 0.6, d5, 1, 0.2}}}
	case plan.ToneMove:
		return figure{wood, -16, []note{{0, 0.12, f5, 1, 0.035}}}
	case plan.ToneBack:
		return figure{wood, -16, []note{{0, 0.12, c5, 1, 0.035}}}
	case plan.ToneSet:
		return figure{bell, -14, []note{{0, 0.2, e5, 1, 0.12}, {0.18, 0.5, e5, 1, 0.12}}}
	case plan.ToneDone:
		return figure{bell, -12.5, []note{{0, 0.25, d5, 0.8, 0.15}, {0.16, 0.4, fis5, 0.8, 0.15}, {0.32, 0.8, a5, 1, 0.18}}}
	case plan.ToneEnd:
		return figure{bell, -12.5, []note{{0, 0.6, a5, 1, 0.3}, {0.42, 1.1, e5, 1, 0.35}, {0.84, 1.8, c5, 1, 0.35}}}
	case plan.ToneMissing:
		return figure{wood, -20, []note{{0, 0.25, 520, 1, 0}}}
	default:
		return figure{}
	}
}

// The edges of a note. Anything faster would be heard as a click.
const (
	attack  = plan.Rate * 10 / 1000
	release = plan.Rate * 30 / 1000
)

// makeTone computes a tone, as long as plan.Tones says. An unknown tone is empty.
func makeTone(t plan.Tone) []float32 {
	f := figureOf(t)
	sum := make([]float64, plan.Tones[t])
	for _, n := range f.notes {
		n.add(sum, f.partials)
	}
	var top float64
	for _, s := range sum {
		top = math.Max(top, math.Abs(s))
	}
	out := make([]float32, len(sum))
	if top == 0 {
		return out
	}
	scale := math.Pow(10, f.peak/20) / top
	for i, s := range sum {
		out[i] = float32(s * scale)
	}
	return out
}

// add adds the note to sum. All its partials begin at zero, upwards.
func (n note) add(sum []float64, partials []partial) {
	from := int(math.Round(n.at * plan.Rate))
	sum = sum[min(from, len(sum)):min(int(math.Round(n.end*plan.Rate)), len(sum))]
	for _, p := range partials {
		step := 2 * math.Pi * n.pitch * p.ratio / plan.Rate
		loss := 0.0 // a frame
		if n.decay > 0 {
			loss = math.Sqrt(p.ratio) / (n.decay * plan.Rate)
		}
		for i := range sum {
			edge := rise(i, attack) * rise(len(sum)-i, release)
			sum[i] += n.level * p.level * edge * math.Exp(-loss*float64(i)) * math.Sin(step*float64(i))
		}
	}
}

// rise is a raised cosine from 0 at frame 0 to 1 at frame n.
func rise(i, n int) float64 {
	if i >= n {
		return 1
	}
	return halfCosine(float64(i) / float64(n))
}
