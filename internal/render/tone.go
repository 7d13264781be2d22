package render

import (
	"math"

	"unhunch/internal/plan"
)

// partial, of breath.go, is a multiple of the pitch and its level.

// The tones are those of felt mallets and of a bowl, not of a timer. All lie in the
// pentatonic scale of C, as the breath does, so that whatever meets is in tune;
// fundamentals are between 520 and 1050 Hz, where older ears hear well and a phone
// sounds. A rise of 10 to 20 ms is soft, and still marks a moment. A partial dies away
// as much sooner as it is higher: what is left of a stroke is its pitch.
//
// What has to be told apart differs in its figure, not in its pitch alone: a hold is
// two notes that rise, letting go two that fall, the end of a set one low bell, that of
// an exercise two bells at once, that of the session three that fall; a count is one
// dull note, and the go after it a bright one. Levels are those of the loudest 100 ms,
// 6 dB under a line's where the listener is to act and 7 to 9 where not: TestToneLevels.
var (
	mallet = voicing{[]partial{{1, 1}, {2, 0.16}, {4, 0.14}, {9.2, 0.02}}, 0.016}
	bowl   = voicing{[]partial{{1, 0.75}, {1.003, 0.25}, {2, 0.3}, {3, 0.1}, {4.2, 0.04}}, 0.024}
	felt   = voicing{[]partial{{1, 1}, {2, 0.1}, {3, 0.05}}, 0.014}
)

// voicing is what a note sounds like.
type voicing struct {
	partials []partial
	rise     float64 // seconds
}

// note is one note of a tone.
type note struct {
	at, end float64 // seconds
	pitch   float64 // Hz
	level   float64 // against the other notes
	decay   float64 // seconds to lose 8.7 dB
}

// figure is a tone.
type figure struct {
	voicing
	peak  float64 // dBFS
	notes []note
}

// The notes, in Hz.
const (
	c5, d5, e5 = 523.25, 587.33, 659.26
	g5, a5, c6 = 783.99, 880.0, 1046.5
)

var figures = map[plan.Tone]figure{
	plan.ToneStart:   {bowl, -11, []note{{0, 2, c5, 1, 0.5}, {0, 2, g5, 0.5, 0.4}}},
	plan.ToneCount:   {felt, -12.5, []note{{0, 0.15, g5, 1, 0.05}}},
	plan.ToneGo:      {mallet, -14.5, []note{{0, 0.5, c6, 1, 0.22}}},
	plan.ToneHold:    {mallet, -11.5, []note{{0, 0.35, d5, 0.9, 0.12}, {0.12, 0.4, a5, 1, 0.13}}},
	plan.ToneRelease: {mallet, -11.1, []note{{0, 0.35, a5, 0.9, 0.12}, {0.12, 0.4, d5, 1, 0.13}}},
	plan.ToneHalf:    {felt, -12, []note{{0, 0.2, e5, 1, 0.06}, {0.16, 0.4, e5, 1, 0.09}}},
	plan.ToneMove:    {felt, -12.5, []note{{0, 0.12, e5, 1, 0.04}}},
	plan.ToneBack:    {felt, -12.5, []note{{0, 0.12, c5, 1, 0.04}}},
	plan.ToneSet:     {bowl, -14.5, []note{{0, 0.6, e5, 1, 0.2}}},
	plan.ToneDone:    {bowl, -11.3, []note{{0, 0.9, g5, 1, 0.25}, {0, 0.9, c6, 0.9, 0.2}}},
	plan.ToneEnd:     {bowl, -12, []note{{0, 0.8, a5, 0.9, 0.3}, {0.45, 1.3, e5, 0.9, 0.35}, {0.9, 2.2, c5, 1, 0.4}}},
	plan.ToneMissing: {felt, -20, []note{{0, 0.25, 520, 1, 0.2}}},
}

// release is how long a note takes to end that has not died away.
const release = plan.Rate * 60 / 1000

// makeTone computes a tone, as long as plan.Tones says. An unknown tone is empty.
func makeTone(t plan.Tone) []float32 {
	f := figures[t]
	sum := make([]float64, plan.Tones[t])
	for _, n := range f.notes {
		n.add(sum, f.voicing)
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
func (n note) add(sum []float64, v voicing) {
	from := int(math.Round(n.at * plan.Rate))
	sum = sum[min(from, len(sum)):min(int(math.Round(n.end*plan.Rate)), len(sum))]
	attack := int(math.Round(v.rise * plan.Rate))
	for _, p := range v.partials {
		step := 2 * math.Pi * n.pitch * p.ratio / plan.Rate
		loss := p.ratio / (n.decay * plan.Rate) // a frame
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
