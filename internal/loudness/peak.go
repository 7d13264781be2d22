package loudness

import (
	"math"

	"unhunch/internal/sinc"
)

const (
	oversampling = 4
	taps         = 24 // of each phase
	peakChunk    = 128
)

// interpolator reads off what lies between two samples.
type interpolator struct {
	phases [oversampling - 1][taps]float32
	gain   float32 // the most that it makes of samples that are not larger than 1
	stray  float32 // how far it leads away from the nearer sample, for steps of 1 between samples
}

var between = newInterpolator()

// newInterpolator makes the phases of a Kaiser-windowed sinc.
func newInterpolator() interpolator {
	const beta = 7
	var in interpolator
	for p := range in.phases {
		var sum, size, stray float64
		var h [taps]float64
		for t := range h {
			x := float64(t) - Middle - float64(p+1)/oversampling
			h[t] = sinc.Of(x) * sinc.Kaiser(x/(taps/2), beta) / sinc.Kaiser(0, beta)
			sum += h[t]
		}
		nearer := float64(Middle)
		if p+1 > oversampling/2 {
			nearer++
		}
		for t := range h {
			in.phases[p][t] = float32(h[t] / sum)
			size += math.Abs(h[t] / sum)
			stray += math.Abs(h[t]/sum) * math.Abs(float64(t)-nearer)
		}
		const rounding = 1.0001
		in.gain = max(in.gain, float32(size*rounding))
		in.stray = max(in.stray, float32(stray*rounding))
	}
	return in
}

// peak is the highest level that is read off between the two samples in the
// middle of x.
func (in *interpolator) peak(x *[taps]float32) float32 {
	var top uint32
	for p := range in.phases {
		h := &in.phases[p]
		var even, odd float32
		for t := 0; t < taps; t += 2 {
			even += h[t] * x[t]
			odd += h[t+1] * x[t+1]
		}
		top = max(top, magnitude(even+odd))
	}
	return math.Float32frombits(top)
}

// tail is the last samples of a channel, whose surroundings are not known yet.
type tail [taps - 1]float32

// peakMeter finds the highest true peak of all its channels.
type peakMeter struct {
	tails   []tail
	highest float32
}

// write reads interleaved samples of which none is larger than level. What is
// too low for a new peak, which is nearly everything, is not looked at.
func (p *peakMeter) write(samples []float32, level float32) {
	for c := range p.tails {
		level = max(level, Loudest(p.tails[c][:]))
	}
	for c := range p.tails {
		p.writeOne(samples, c, level)
	}
}

// writeOne is write for one channel.
func (p *peakMeter) writeOne(samples []float32, channel int, level float32) {
	channels, last := len(p.tails), &p.tails[channel]
	if n := len(samples) / channels; level*between.gain <= p.highest && n >= len(last) {
		for t := range last {
			last[t] = samples[(n-len(last)+t)*channels+channel]
		}
		return
	}
	var buf [taps - 1 + peakChunk]float32
	for i := channel; i < len(samples); {
		copy(buf[:], last[:])
		n := taps - 1
		for ; n < len(buf) && i < len(samples); n++ {
			buf[n] = samples[i]
			i += channels
		}
		p.measure(buf[:n])
		copy(last[:], buf[n-len(last):n])
	}
}

// measure looks at the samples of buf and between them. Between them it only
// has to look where they are large enough, and steep enough, to give a new peak.
func (p *peakMeter) measure(buf []float32) {
	level := Loudest(buf)
	if level > p.highest {
		p.highest = level
	}
	if !(level*between.gain > p.highest) {
		return
	}
	stray := steepest(buf) * between.stray
	for i := 0; i+taps <= len(buf); i++ {
		x := (*[taps]float32)(buf[i:])
		if Loudest(x[Middle:Middle+2])+stray > p.highest {
			p.highest = max(p.highest, between.peak(x))
		}
	}
}

// end is the highest true peak so far, with silence following.
func (p *peakMeter) end() float32 {
	end := peakMeter{tails: append([]tail{}, p.tails...), highest: p.highest}
	end.write(make([]float32, len(tail{})*len(p.tails)), 0)
	return end.highest
}

// Loudest is the highest magnitude of samples, 0 of none. They are looked at two
// at a time.
func Loudest(samples []float32) float32 {
	var even, odd uint32
	for i := 1; i < len(samples); i += 2 {
		even = max(even, magnitude(samples[i-1]))
		odd = max(odd, magnitude(samples[i]))
	}
	if n := len(samples); n%2 == 1 {
		even = max(even, magnitude(samples[n-1]))
	}
	return math.Float32frombits(max(even, odd))
}

// steepest is the largest step from one sample to the next.
func steepest(samples []float32) float32 {
	var top uint32
	for i := 1; i < len(samples); i++ {
		top = max(top, magnitude(samples[i]-samples[i-1]))
	}
	return math.Float32frombits(top)
}

// magnitude is the bits of a number without its sign. They are in the order of
// the numbers, and the higher of two is found without a branch.
func magnitude(x float32) uint32 { return math.Float32bits(x) &^ (1 << 31) }
