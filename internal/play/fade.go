package play

import "math"

// Lengths of the fades, in frames.
const (
	pauseFade = Rate * 150 / 1000 // for pausing, going on and stopping
	jumpFade  = Rate * 40 / 1000  // for jumps, which answer a key
	crossFade = Rate * 30 / 1000  // from one stream to another one at the same frame
	duckFade  = Rate * 200 / 1000 // under what is said over the session
	dropFade  = Rate * 15 / 1000  // for an aside that another one replaces
)

// ducked is how far the session stays faded in under speech that is laid over
// it: -12 dB.
const ducked = 1.0 / 3

// fade is how far the session is faded in, from 0, silent, to 1, whole.
type fade struct {
	in   float64
	rise int // frames that a fade from 0 to 1 takes at this time
}

// toward fades a block further in or out, to where it should be, along a raised
// cosine. A whole fade takes so many frames.
func (f *fade) toward(goal float64, frames int, block [][2]float64) {
	step := 1 / float64(max(1, frames))
	for i := range block {
		if f.in == goal {
			scale(block[i:], curve(goal))
			return
		}
		if f.in < goal {
			f.in = min(goal, f.in+step)
		} else {
			f.in = max(goal, f.in-step)
		}
		scale(block[i:i+1], curve(f.in))
	}
}

func scale(block [][2]float64, gain float64) {
	if gain == 1 {
		return
	}
	for i := range block {
		block[i][0] *= gain
		block[i][1] *= gain
	}
}

// curve is the gain of what is so far faded in.
func curve(in float64) float64 {
	if in >= 1 {
		return 1
	}
	return 0.5 - 0.5*math.Cos(math.Pi*in)
}
