package render

import (
	"math"

	"unhunch/internal/noise"
	"unhunch/internal/plan"
)

// The levels as amplitudes. Noise is even between -a and a.
const (
	wakeNoise = 6.3e-5 // -84 dBFS
	wakeTone  = 0.01   // -40 dBFS
	wakeFade  = plan.Rate / 5
)

// waker makes what is heard before the first sound, a function of the frame: some
// sound devices and speakers fall asleep on digital silence, and swallow the first
// sound after it. It is far too quiet to be noticed. Then there are zeros.
type waker struct {
	tone bool       // 30 Hz, for a speaker that noise does not wake
	lead plan.Frame // the first frame that sounds
}

func (w waker) add(out [][2]float64, f plan.Frame) {
	if f >= w.lead {
		return
	}
	out = out[:min(plan.Frame(len(out)), w.lead-f)]
	if w.tone {
		w.hum(out, f)
		return
	}
	for i := range out {
		left, right := hash(uint64(f) + uint64(i))
		out[i][0] += float64(left * wakeNoise)
		out[i][1] += float64(right * wakeNoise)
	}
}

// hum adds the tone, which fades in and out within the lead.
func (w waker) hum(out [][2]float64, f plan.Frame) {
	const period = plan.Rate / 30
	for i := range out {
		at := f + plan.Frame(i)
		s := wakeTone * math.Sin(2*math.Pi*float64(at%period)/period)
		s *= smooth(at, wakeFade) * smooth(w.lead-at, wakeFade)
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
