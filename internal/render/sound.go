package render

import (
	"math"

	"unhunch/internal/soundfile"
)

// sound is a buffer that can be heard.
type sound interface {
	// add adds the sound to out, from its own frame from on, with a gain for
	// each ear. Where the sound is over, it adds nothing.
	add(out [][2]float64, from int, gain [2]float64)
	frames() int
	bytes() int
}

// Products are converted to float64 before they are added, which forbids the
// compiler to fuse the two: the last bit would then depend on whether a sound
// passes through an envelope, and so on the edges of blocks.

// recording is a decoded clip.
type recording soundfile.Clip

func (r recording) frames() int { return soundfile.Clip(r).Frames() }
func (r recording) bytes() int  { return 2 * len(r.Samples) }

func (r recording) add(out [][2]float64, from int, gain [2]float64) {
	n := min(len(out), r.frames()-from)
	if n <= 0 {
		return
	}
	left, right := gain[0]/32768, gain[1]/32768
	if r.Channels == 1 {
		in := r.Samples[from : from+n]
		for i := range out[:n] {
			v := float64(in[i])
			out[i][0] += float64(v * left)
			out[i][1] += float64(v * right)
		}
		return
	}
	for i := range out[:n] {
		j := (from + i) * r.Channels
		out[i][0] += float64(float64(r.Samples[j]) * left)
		out[i][1] += float64(float64(r.Samples[j+1]) * right)
	}
}

// mono is a computed sound for both ears.
type mono []float32

func (m mono) frames() int { return len(m) }
func (m mono) bytes() int  { return 4 * len(m) }

func (m mono) add(out [][2]float64, from int, gain [2]float64) {
	n := min(len(out), len(m)-from)
	if n <= 0 {
		return
	}
	in := m[from : from+n]
	for i := range out[:n] {
		v := float64(in[i])
		out[i][0] += float64(v * gain[0])
		out[i][1] += float64(v * gain[1])
	}
}

// halfRate is a computed sound of half the rate, with a sample between every two.
type halfRate struct {
	samples [][2]float32 // one more than the frames need
	length  int          // in frames
}

func (h halfRate) frames() int { return h.length }
func (h halfRate) bytes() int  { return 8 * len(h.samples) }

func (h halfRate) add(out [][2]float64, from int, gain [2]float64) {
	n := min(len(out), h.length-from)
	if n <= 0 {
		return
	}
	out = out[:n]
	left, right := gain[0]/2, gain[1]/2
	samples := h.samples[from/2 : (from+n)/2+1]
	if from%2 == 1 { // the one between the first two
		a, b := samples[0], samples[1]
		out[0][0] += float64(float64(a[0]+b[0]) * left)
		out[0][1] += float64(float64(a[1]+b[1]) * right)
		out, samples = out[1:], samples[1:]
	}
	next := samples[0]
	for samples = samples[1:]; len(out) >= 2 && len(samples) > 0; out, samples = out[2:], samples[1:] {
		a, b := next, samples[0]
		out[0][0] += float64(float64(a[0]) * gain[0])
		out[0][1] += float64(float64(a[1]) * gain[1])
		out[1][0] += float64(float64(a[0]+b[0]) * left)
		out[1][1] += float64(float64(a[1]+b[1]) * right)
		next = b
	}
	if len(out) == 1 {
		out[0][0] += float64(float64(next[0]) * gain[0])
		out[0][1] += float64(float64(next[1]) * gain[1])
	}
}

// panned gives the gain for each ear: 1 for both in the middle, and the same
// power in all between the left ear, -1, and the right one, 1.
func panned(gain, pan float64) [2]float64 {
	if pan == 0 || math.IsNaN(pan) {
		return [2]float64{gain, gain}
	}
	angle := (math.Max(-1, math.Min(1, pan)) + 1) * math.Pi / 4
	return [2]float64{gain * math.Sqrt2 * math.Cos(angle), gain * math.Sqrt2 * math.Sin(angle)}
}

// The ears of a cue that lies wholly at one of them, in dB. Constant power would
// lift the nearer one by more, and words that lean would need a limiter.
const (
	nearDB = 2.5
	farDB  = -12.5
)

// leaning gives the gain for each ear of a cue between the left ear, -1, and the
// right one, 1.
func leaning(gain, pan float64) [2]float64 {
	if pan == 0 || math.IsNaN(pan) {
		return [2]float64{gain, gain}
	}
	by := math.Min(1, math.Abs(pan))
	near, far := gain*fromDB(by*nearDB), gain*fromDB(by*farDB)
	if pan < 0 {
		return [2]float64{near, far}
	}
	return [2]float64{far, near}
}
