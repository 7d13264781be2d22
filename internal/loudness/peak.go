package loudness

import "math"

const (
	oversampling = 4
	taps         = 24 // of each phase
	peakChunk    = 128
)

// interpolators are the phases that lie between two samples.
var interpolators, interpolatorGain = newInterpolators()

// newInterpolators makes the phases of a Kaiser-windowed sinc, and the most
// that any of them can make of samples that are not larger than 1.
func newInterpolators() (phases [oversampling - 1][taps]float32, gain float32) {
	const beta = 7
	for p := range phases {
		var sum, size float64
		var h [taps]float64
		for t := range h {
			x := float64(t) - (taps/2 - 1) - float64(p+1)/oversampling
			h[t] = math.Sin(math.Pi*x) / (math.Pi * x) * bessel(beta*math.Sqrt(1-sq(x/(taps/2)))) / bessel(beta)
			sum += h[t]
		}
		for t := range h {
			phases[p][t] = float32(h[t] / sum)
			size += math.Abs(h[t] / sum)
		}
		gain = max(gain, float32(size))
	}
	return phases, gain
}

func sq(x float64) float64 { return x * x }

// bessel is the modified Bessel function of the first kind, of order zero.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > sum*1e-12; k++ {
		term *= sq(x / (2 * k))
		sum += term
	}
	return sum
}

// peakMeter finds the true peak of one channel. It holds the last samples,
// whose surroundings are not known yet.
type peakMeter struct {
	last    [taps - 1]float32
	highest float32
}

// write reads one channel of interleaved samples. What is too low for a new
// peak, which is nearly everything, is only looked at once.
func (p *peakMeter) write(samples []float32, channel, channels int) {
	level := loudest(p.last[:], 0, 1, 0)
	level = loudest(samples, channel, channels, level)
	if n := len(samples) / channels; level*interpolatorGain <= p.highest && n >= len(p.last) {
		for t := range p.last {
			p.last[t] = samples[(n-len(p.last)+t)*channels+channel]
		}
		return
	}
	var buf [taps - 1 + peakChunk]float32
	for i := channel; i < len(samples); {
		copy(buf[:], p.last[:])
		n := taps - 1
		for ; n < len(buf) && i < len(samples); n++ {
			buf[n] = samples[i]
			i += channels
		}
		p.measure(buf[:n])
		copy(p.last[:], buf[n-len(p.last):n])
	}
}

// loudest is the highest magnitude of a channel and of level.
func loudest(samples []float32, channel, channels int, level float32) float32 {
	for i := channel; i < len(samples); i += channels {
		x := samples[i]
		if x < 0 {
			x = -x
		}
		if x > level {
			level = x
		}
	}
	return level
}

// peak is the highest so far, with silence following.
func (p *peakMeter) peak() float32 {
	end := *p
	var silence [taps - 1]float32
	end.write(silence[:], 0, 1)
	return end.highest
}

// measure looks at the samples of buf and between them. Between them it only
// has to look where they are large enough to give a new peak.
func (p *peakMeter) measure(buf []float32) {
	level := loudest(buf, 0, 1, 0)
	if level > p.highest {
		p.highest = level
	}
	if level*interpolatorGain <= p.highest {
		return
	}
	for i := 0; i+taps <= len(buf); i++ {
		x := (*[taps]float32)(buf[i:])
		for phase := range interpolators {
			h := &interpolators[phase]
			var even, odd float32
			for t := 0; t < taps; t += 2 {
				even += h[t] * x[t]
				odd += h[t+1] * x[t+1]
			}
			p.highest = max(p.highest, even+odd, -even-odd)
		}
	}
}
