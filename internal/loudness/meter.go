// Package loudness measures programme loudness and true peak as ITU-R BS.1770-4
// defines them.
package loudness

import "math"

const (
	absoluteGate = -70.0 // LUFS; quieter blocks never count
	relativeGate = -10.0 // LU below the mean of the blocks above the absolute gate
)

// Meter measures a stream of mono or stereo samples. Its memory does not grow
// with the length of the stream.
type Meter struct {
	channels int
	filters  []kWeighting
	peaks    peakMeter

	hop    int        // frames in 100 ms
	filled int        // frames of the hop under way
	energy float64    // their weighted sum of squares over all channels
	hops   int        // whole hops so far
	recent [4]float64 // mean squares of the last ones, which make a block
	blocks histogram
}

// NewMeter returns a meter for interleaved samples at the given rate in frames
// per second. Channels must be 1 or 2.
func NewMeter(rate, channels int) *Meter {
	m := &Meter{
		channels: channels,
		hop:      max(1, (rate+5)/10),
		filters:  make([]kWeighting, channels),
		peaks:    peakMeter{tails: make([]tail, channels)},
	}
	for c := range m.filters {
		m.filters[c] = newKWeighting(float64(rate))
	}
	return m
}

// piece is how many frames are looked at together. Silence, and what is the
// same in both ears, is measured in less time, if all of a piece is so.
const piece = 480

// Write measures interleaved samples, full scale being 1. What is left of a
// last incomplete frame is ignored.
func (m *Meter) Write(samples []float32) {
	for frames := len(samples) / m.channels; frames > 0; {
		n := min(frames, m.hop-m.filled, piece)
		m.energy += m.measure(samples[:n*m.channels])
		samples = samples[n*m.channels:]
		frames -= n
		m.filled += n
		if m.filled == m.hop {
			m.endHop()
		}
	}
}

// measure looks for peaks and gives the weighted sum of squares of all channels.
func (m *Meter) measure(samples []float32) (energy float64) {
	level := Loudest(samples)
	switch {
	case level == 0 && m.rests():
		return 0
	case m.channels == 1:
		m.peaks.write(samples, level)
		return m.filters[0].energy(samples, 0, 1)
	case m.filters[0] == m.filters[1] && m.peaks.tails[0] == m.peaks.tails[1] && alike(samples):
		m.peaks.writeOne(samples, 0, max(level, Loudest(m.peaks.tails[0][:])))
		m.peaks.tails[1] = m.peaks.tails[0]
		energy = 2 * m.filters[0].energy(samples, 0, 2)
		m.filters[1] = m.filters[0]
		return energy
	}
	m.peaks.write(samples, level)
	return energyOfBoth(&m.filters[0], &m.filters[1], samples)
}

// rests says that nothing sounds on from before.
func (m *Meter) rests() bool {
	for c := range m.channels {
		if !m.filters[c].rests() || m.peaks.tails[c] != (tail{}) {
			return false
		}
	}
	return true
}

// alike says that two channels are the same.
func alike(samples []float32) bool {
	for i := 1; i < len(samples); i += 2 {
		if samples[i] != samples[i-1] {
			return false
		}
	}
	return true
}

// endHop takes note of the 100 ms that have just been filled, and of the
// blocks that end with them.
func (m *Meter) endHop() {
	m.recent[m.hops%len(m.recent)] = m.energy / float64(m.hop)
	m.hops++
	m.energy, m.filled = 0, 0
	if m.hops >= len(m.recent) {
		m.blocks.add(m.block())
	}
}

// block is the mean square of the last 400 ms.
func (m *Meter) block() float64 {
	var sum float64
	for i := range m.recent {
		sum += m.recent[(m.hops+i)%len(m.recent)] // from the oldest on
	}
	return sum / float64(len(m.recent))
}

// Integrated is the gated loudness of everything so far in LUFS. It is -Inf
// where nothing is louder than the absolute gate, or the stream is shorter
// than the 400 ms of one block.
func (m *Meter) Integrated() float64 {
	count, sum := m.blocks.above(absoluteGate)
	if count == 0 {
		return math.Inf(-1)
	}
	count, sum = m.blocks.above(lufs(sum/float64(count)) + relativeGate)
	return lufs(sum / float64(count))
}

// TruePeak is the highest level between and on the samples so far in dBTP,
// read off a fourfold oversampling, or -Inf for silence.
func (m *Meter) TruePeak() float64 { return 20 * math.Log10(float64(m.peaks.end())) }

// lufs is the loudness of a weighted mean square.
func lufs(meanSquare float64) float64 { return -0.691 + 10*math.Log10(meanSquare) }

// The histogram covers what can count, in steps that are a tenth of the
// precision loudness is given with.
const (
	binsPerUnit = 100
	topOfBins   = 20.0 // LUFS
	bins        = int((topOfBins - absoluteGate) * binsPerUnit)
)

// histogram sorts mean squares by loudness. The sums within a bin are exact;
// only a gate is rounded to the edge of a bin.
type histogram struct {
	count [bins]int32
	sum   [bins]float64
}

func (h *histogram) add(meanSquare float64) {
	l := lufs(meanSquare)
	if !(l >= absoluteGate) {
		return
	}
	i := min(bin(l), bins-1)
	h.count[i]++
	h.sum[i] += meanSquare
}

func bin(l float64) int { return max(0, int((l-absoluteGate)*binsPerUnit)) }

// above gives the number and the sum of the mean squares that are at least as
// loud as the gate.
func (h *histogram) above(gate float64) (count int, sum float64) {
	for i := bin(gate); i < bins; i++ {
		count += int(h.count[i])
		sum += h.sum[i]
	}
	return count, sum
}
