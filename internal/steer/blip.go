package steer

import (
	"math"

	"unhunch/internal/play"
)

// blips are the answers to the keys: two short notes each, from below or above
// the speech, so that they can be told apart without a word.
var blips = map[Action][2]float64{
	PlayPause: {523, 659}, Play: {523, 659}, Pause: {659, 523},
	Next: {659, 880}, Skip: {659, 784}, Back: {880, 659},
	Again: {587, 587}, Where: {698, 698}, Help: {698, 880},
	More: {523, 784}, Louder: {784, 784}, Softer: {440, 440},
	Voice: {523, 523}, Cues: {587, 659}, Bed: {659, 740},
	Hurt: {392, 330}, Stop: {440, 349},
}

// unknownBlip answers a key that does nothing.
var unknownBlip = [2]float64{220, 208}

const (
	noteFrames = play.Rate * 45 / 1000
	noteFade   = play.Rate * 8 / 1000
	noteLevel  = 0.16
)

// newBlip makes the answer of two notes.
func newBlip(notes [2]float64) *play.Aside {
	samples := make([]float32, 0, 4*noteFrames)
	for _, f := range notes {
		for i := range noteFrames {
			t := 2 * math.Pi * f * float64(i) / play.Rate
			edge := min(1, float64(min(i, noteFrames-1-i))/noteFade)
			edge = 0.5 - 0.5*math.Cos(math.Pi*edge)
			v := float32(noteLevel * edge * (math.Sin(t) + 0.3*math.Sin(2*t)))
			samples = append(samples, v, v)
		}
	}
	return &play.Aside{Samples: samples}
}
