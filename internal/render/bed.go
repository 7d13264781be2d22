package render

import (
	"errors"
	"fmt"
	"math"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
	"unhunch/internal/voice"
)

// Beds are the names of the built-in backgrounds.
func Beds() []string { return []string{"waves", "rain", "brown", "drone"} }

const (
	loopLength = 30 * plan.Rate  // of a built-in bed
	seamLength = 2 * plan.Rate   // of the crossfade where a loop begins again
	voiceLUFS  = -16.0           // of speech on two channels
	enough     = 120 * plan.Rate // of a user's file is measured, so that it begins soon
)

// loop is a recording that goes on for ever: the seam, then the body, then the
// seam again. The seam is the end of the recording fading into its beginning.
type loop struct{ seam, body recording }

func (l loop) frames() int { return l.seam.frames() + l.body.frames() }
func (l loop) bytes() int  { return l.seam.bytes() + l.body.bytes() }

func (l loop) add(out [][2]float64, from int, gain [2]float64) {
	total, seam := l.frames(), l.seam.frames()
	for at := from % total; len(out) > 0; at = 0 {
		n := min(len(out), total-at)
		if at < seam {
			n = min(n, seam-at)
			l.seam.add(out[:n], at, gain)
			out = out[n:]
			at += n
			n = min(len(out), total-at)
		}
		l.body.add(out[:n], at-seam, gain)
		out = out[n:]
	}
}

// newLoop makes a loop of a clip with a crossfade of overlap frames, or of
// half the clip if that is shorter.
func newLoop(c voice.Clip, overlap int) loop {
	overlap = min(overlap, c.Frames()/2)
	end := c.Frames() - overlap
	seam := make([]int16, overlap*c.Channels)
	for i := range seam {
		// The two are different sounds, so it is their powers that must add to one.
		angle := math.Pi / 2 * float64(i/c.Channels) / float64(overlap)
		fresh, old := float64(c.Samples[i]), float64(c.Samples[end*c.Channels+i])
		seam[i] = toInt16((fresh*math.Sin(angle) + old*math.Cos(angle)) / 32768)
	}
	body := c.Samples[overlap*c.Channels : end*c.Channels]
	return loop{recording{seam, c.Channels}, recording{body, c.Channels}}
}

func toInt16(x float64) int16 {
	return int16(math.Round(math.Max(-1, math.Min(1, x)) * 32767))
}

// bed makes the bed of a name, and the gain that brings it to its usual level.
func (m maker) bed(name string) (sound, float64, error) {
	if name == "file" {
		return userBed(m.bedClip)
	}
	b, ok := builtIn(name)
	if !ok {
		return nil, 0, fmt.Errorf("unknown background %q", name)
	}
	overlap := seamLength
	if b.periodic {
		overlap = 0
	}
	c := voice.Clip{Samples: make([]int16, 2*(loopLength+overlap)), Channels: 2}
	for i := range loopLength + overlap {
		left, right := b.sound.next()
		c.Samples[2*i], c.Samples[2*i+1] = toInt16(left), toInt16(right)
	}
	return newLoop(c, overlap), bedGain(b.lufs), nil
}

func userBed(c voice.Clip) (sound, float64, error) {
	if _, err := checked("background", c, nil); err != nil {
		return nil, 0, err
	}
	if c.Frames() == 0 {
		return nil, 0, errors.New("background: recording is empty")
	}
	start := c
	start.Samples = c.Samples[:c.Channels*min(c.Frames(), enough)]
	measured := loudnessOf(start)
	if c.Channels == 1 { // heard on both
		measured += 10 * math.Log10(2)
	}
	const audible = -60 // below that, there is only noise to make louder
	if measured < audible {
		measured = voiceLUFS
	}
	return newLoop(c, seamLength), bedGain(measured), nil
}

// bedGain brings a bed of the given loudness to its usual level.
func bedGain(lufs float64) float64 { return fromDB(voiceLUFS + BedDB - lufs) }

// loudnessOf is the integrated loudness of a clip in LUFS.
func loudnessOf(c voice.Clip) float64 {
	m := loudness.NewMeter(plan.Rate, c.Channels)
	var part [4096]float32
	for s := c.Samples; len(s) > 0; {
		n := min(len(s), len(part))
		for i, v := range s[:n] {
			part[i] = float32(v) / 32768
		}
		m.Write(part[:n])
		s = s[n:]
	}
	return m.Integrated()
}

// fromDB is the factor for a gain in dB.
func fromDB(db float64) float64 { return math.Pow(10, db/20) }
