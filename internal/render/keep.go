package render

import (
	"math"

	"unhunch/internal/noise"
	"unhunch/internal/plan"
)

// Keepalive says what is heard where nothing is: some sound devices and
// speakers fall asleep on digital silence, and swallow the first sound after it.
type Keepalive string

// The ways of keeping a device awake. All are far too quiet to be noticed.
const (
	KeepSilence Keepalive = "silence" // the usual, also for "": noise at -84 dBFS before the first sound, then zeros
	KeepNoise   Keepalive = "noise"   // noise at -80 dBFS throughout
	KeepTone    Keepalive = "tone"    // 30 Hz at -40 dBFS before the first sound, for a speaker that noise does not wake
	KeepOff     Keepalive = "off"     // zeros
)

// The levels as amplitudes. Noise is even between -a and a, a dB figure its peak.
const (
	leadNoise  = 6.3e-5
	quietNoise = 1e-4
	wakeTone   = 0.01
	wakeFade   = plan.Rate / 5
)

// keeper makes the sound that keeps a device awake, a function of the frame.
type keeper struct {
	mode Keepalive
	lead plan.Frame // the first frame that sounds
}

func (k keeper) add(out [][2]float64, f plan.Frame) {
	level := leadNoise
	switch k.mode {
	case KeepOff:
		return
	case KeepNoise:
		level = quietNoise
	default:
		if f >= k.lead {
			return
		}
		out = out[:min(plan.Frame(len(out)), k.lead-f)]
	}
	if k.mode == KeepTone {
		k.hum(out, f)
		return
	}
	for i := range out {
		left, right := hash(uint64(f) + uint64(i))
		out[i][0] += float64(left * level)
		out[i][1] += float64(right * level)
	}
}

// hum adds the tone, which fades in and out within the lead.
func (k keeper) hum(out [][2]float64, f plan.Frame) {
	const period = plan.Rate / 30
	for i := range out {
		at := f + plan.Frame(i)
		s := wakeTone * math.Sin(2*math.Pi*float64(at%period)/period)
		s *= smooth(at, wakeFade) * smooth(k.lead-at, wakeFade)
		out[i][0] += s
		out[i][1] += s
	}
}

// hash gives two numbers between -1 and 1 that look random.
func hash(x uint64) (a, b float64) {
	x = noise.At(x)
	const scale = 1.0 / (1 << 31)
	return float64(int32(x>>32)) * scale, float64(int32(x)) * scale
}
