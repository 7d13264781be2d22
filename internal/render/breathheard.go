package render

import (
	"math"
	"time"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
)

// HearBreath gives what phases of a breath sound like: how loud they are, in LUFS, and
// the middle of their spectrum in Hz, both for every so many frames.
func HearBreath(phases []plan.TimedPhase, sound string, every plan.Frame) (loud, hertz []float64) {
	p := &plan.Plan{Version: 1, Rate: plan.Rate}
	for _, b := range phases {
		at := plan.Frame(b.Start * plan.Rate / time.Second)
		p.Frames = plan.Frame(b.End() * plan.Rate / time.Second)
		p.Events = append(p.Events, plan.Event{
			At: at, Frames: p.Frames - at, Bus: plan.BusBreath, Kind: plan.KindBreath,
			Phase: string(b.Kind), Sound: sound, Side: b.Nostril, Lungs: b.Lungs,
		})
	}
	s := New(p, nil, Options{})
	defer s.Close()
	frames := make([][2]float64, max(every, 1))
	var samples []float32
	for {
		n, ok := s.Stream(frames)
		if !ok || n < len(frames) {
			break
		}
		for _, f := range frames {
			samples = append(samples, float32(f[0]), float32(f[1]))
		}
		hertz = append(hertz, middle(frames))
	}
	return loudness.Curve(plan.Rate, 2, samples, len(frames)), hertz
}

// middle is the middle of the spectrum of what both ears hear, in Hz: how fast it
// changes, against how large it is.
func middle(frames [][2]float64) float64 {
	var change, size, last float64
	for i, f := range frames {
		v := f[0] + f[1]
		if i > 0 {
			change += (v - last) * (v - last)
		}
		size += v * v
		last = v
	}
	if size == 0 {
		return 0
	}
	return math.Sqrt(change/size) * plan.Rate / (2 * math.Pi)
}
