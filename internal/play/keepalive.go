package play

import (
	"math"
	"math/rand/v2"
)

// Keepalive says what a device that is open is given while nothing sounds, so
// that it does not fall asleep.
type Keepalive string

// KeepSilence hands over zeros with an inaudible dither; KeepTone a very low
// and quiet tone, for loudspeakers that switch themselves off; KeepOff closes
// the device in pauses.
const (
	KeepSilence Keepalive = "silence"
	KeepTone    Keepalive = "tone"
	KeepOff     Keepalive = "off"
)

// wakeful makes what a device is given in pauses.
type wakeful struct {
	keep   Keepalive
	dither rand.PCG
	phase  float64 // of the tone, in periods
}

// add gives the device something inaudible to play: some take zeros for the end
// and fall asleep.
func (w *wakeful) add(out []float32) {
	switch w.keep {
	case KeepTone:
		const low = 30.0 / Rate
		for i := range len(out) / 2 {
			s := float32(0.012 * math.Sin(2*math.Pi*w.phase))
			w.phase = math.Mod(w.phase+low, 1)
			out[2*i] += s
			out[2*i+1] += s
		}
	case KeepSilence:
		for i := range out {
			out[i] += (float32(w.dither.Uint64()>>40)/(1<<24) - 0.5) * (1.0 / 4096)
		}
	}
}
