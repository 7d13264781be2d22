package export

import (
	"math"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
)

const (
	limitAhead   = plan.Rate * 4 / 1000  // frames over which the gain goes down
	limitRelease = plan.Rate * 80 / 1000 // frames over which it comes back
	limitMargin  = 0.1                   // dB kept for what turning the gain does to peaks
	limitReach   = len(loudness.Window{})
	limitStretch = 128                                               // frames that are looked at together
	limitDelay   = limitReach - 1 - loudness.Middle + limitAhead - 1 // frames that the limiter holds back
)

// limiter holds true peaks under a ceiling. It knows a peak before it comes and
// turns both channels down toward it over limitAhead frames, so that nothing
// is clipped and nothing jumps. Where there is no peak it changes no sample.
type limiter struct {
	channels int
	ceiling  float32
	quiet    float32 // samples below it cannot make a peak above the ceiling
	release  float64 // share of the way back to 1 in a frame

	in   []float32           // limitDelay frames held back, then the block under way
	skip int                 // frames before the first one, still to be thrown away
	need [limitAhead]float64 // the gain that each of the last frames asks for, a ring
	gain [limitAhead]float64 // the lowest of those, released slowly, a ring
	at   int                 // place in both rings
	low  float64             // lowest of need
	age  int                 // frames since it came
	sum  float64             // of gain
	idle int                 // frames since a gain below 1
	loud int                 // frames until the last loud sample is out of reach

	turned bool // something was turned down
}

// newLimiter holds the true peak under a ceiling in dBTP.
func newLimiter(channels int, ceiling float64) *limiter {
	top := math.Pow(10, (ceiling-limitMargin)/20)
	l := &limiter{
		channels: channels,
		ceiling:  float32(top),
		quiet:    float32(top) / loudness.PeakBound(),
		release:  1 - math.Exp(-3.0/limitRelease),
		in:       make([]float32, limitDelay*channels),
		skip:     limitDelay,
		low:      1, sum: limitAhead, idle: limitAhead,
	}
	for i := range limitAhead {
		l.need[i], l.gain[i] = 1, 1
	}
	return l
}

// process takes samples and puts those in their place that are limitDelay frames
// older; there are fewer of them at the start.
func (l *limiter) process(samples []float32) []float32 {
	c := l.channels
	l.in = append(l.in, samples...)
	fresh := l.in[limitDelay*c:]
	copy(samples, l.in)
	for i := 0; i < len(samples)/c; {
		end := min(i+limitStretch, len(samples)/c)
		if l.rests() && loudness.Loudest(fresh[i*c:end*c]) <= l.quiet {
			i = end
			continue
		}
		for ; i < end; i++ {
			if l.hear(fresh[i*c:(i+1)*c]) || !l.rests() {
				l.turn(samples[i*c:(i+1)*c], i)
			}
		}
	}
	l.in = append(l.in[:0], l.in[len(samples):]...)
	drop := min(l.skip*c, len(samples))
	l.skip -= drop / c
	return samples[:copy(samples, samples[drop:])]
}

// step is the limiter as a step of an export.
func (l *limiter) step(b *block) error {
	b.samples = l.process(b.samples)
	if b.last {
		b.samples = append(b.samples, l.flush()...)
	}
	return nil
}

// rests says that nothing is turned down, and no loud sample within reach.
func (l *limiter) rests() bool { return l.loud == 0 && l.idle >= limitAhead }

// flush gives what is still held back.
func (l *limiter) flush() []float32 {
	return l.process(make([]float32, limitDelay*l.channels))
}

// hear takes note of a frame, and says whether one that can make a peak is
// within reach.
func (l *limiter) hear(frame []float32) bool {
	if loudness.Loudest(frame) > l.quiet {
		l.loud = limitReach
		return true
	}
	if l.loud == 0 {
		return false
	}
	l.loud--
	return true
}

// turn sets the gain of a frame that leaves, in the place of frame i of a block.
func (l *limiter) turn(frame []float32, i int) {
	need := 1.0
	if l.loud > 0 {
		need = l.needOf(limitDelay + i)
	}
	if g := l.next(need); g < 1 {
		l.turned = true
		for k := range frame {
			frame[k] *= float32(g)
		}
	}
}

// needOf is the gain that the peak between two frames asks for, given the last
// frame that it depends on.
func (l *limiter) needOf(last int) float64 {
	var peak float32
	var w loudness.Window
	for k := range l.channels {
		for t := range w {
			w[t] = l.in[(last-limitReach+1+t)*l.channels+k]
		}
		if !w.Under(l.ceiling) {
			peak = max(peak, w.Peak())
		}
	}
	if peak <= l.ceiling {
		return 1
	}
	return float64(l.ceiling / peak)
}

// next takes the gain that a frame asks for and gives that of the frame
// limitAhead-1 frames before it.
func (l *limiter) next(need float64) float64 {
	l.need[l.at] = need
	if l.age++; need <= l.low {
		l.low, l.age = need, 0
	} else if l.age >= limitAhead {
		l.rescan()
	}
	last := l.gain[(l.at+limitAhead-1)%limitAhead]
	gain := min(l.low, last+(1-last)*l.release)
	if gain > 0.9999 && l.low == 1 {
		gain = 1
	}
	l.sum += gain - l.gain[l.at]
	l.gain[l.at] = gain
	l.at = (l.at + 1) % limitAhead
	if l.idle++; gain < 1 {
		l.idle = 0
	}
	if l.idle >= limitAhead {
		l.sum = limitAhead
	}
	return l.sum / limitAhead
}

// rescan finds the lowest of the last frames, the newest where there are more.
func (l *limiter) rescan() {
	l.low = math.Inf(1)
	for back := range limitAhead {
		if n := l.need[(l.at-back+limitAhead)%limitAhead]; n < l.low {
			l.low, l.age = n, back
		}
	}
}
