package export

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
)

// Loudness says how loud a file is to be.
type Loudness struct {
	Target float64 // integrated loudness in LUFS; 0: -16 in stereo, -19 in mono
	Keep   bool    // leave the level as the session has it
}

// The usual targets. A mono file is played by two loudspeakers, which makes it
// 3 LU louder than it measures.
const (
	targetStereo = -16.0
	targetMono   = -19.0
)

// maxGain is the most that a session is raised or lowered, in dB.
const maxGain = 40.0

// The highest true peak in dBTP. What a lossy encoder throws away can make a
// peak higher than it was, so these get more room.
const (
	ceiling      = -1.0
	ceilingLossy = -2.0
)

// presets are names for targets.
var presets = []struct {
	name string
	loud Loudness
}{
	{"podcast", Loudness{}},
	{"speech", Loudness{Target: -18}},    // AES TD1008
	{"broadcast", Loudness{Target: -23}}, // EBU R 128
	{"streaming", Loudness{Target: -14}},
	{"off", Loudness{Keep: true}},
}

// ParseLoudness reads a target in LUFS, such as -23, or the name of a preset.
func ParseLoudness(s string) (Loudness, error) {
	var names []string
	for _, p := range presets {
		if strings.EqualFold(s, p.name) {
			return p.loud, nil
		}
		names = append(names, p.name)
	}
	number := strings.TrimSpace(strings.TrimSuffix(strings.ToUpper(s), "LUFS"))
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return Loudness{}, fmt.Errorf("loudness %q is neither a number of LUFS, such as -23, nor one of %s", s, list(names, "and"))
	}
	if !(v >= -60 && v <= -5) {
		return Loudness{}, fmt.Errorf("loudness %g LUFS is outside of what is sensible: -60 to -5", v)
	}
	return Loudness{Target: v}, nil
}

// Measured is the level of a file, as ITU-R BS.1770-4 defines it, before any
// lossy encoder.
type Measured struct {
	Integrated float64 // LUFS; -Inf for silence
	TruePeak   float64 // dBTP; -Inf for silence
	Gain       float64 // dB that the session was raised by
	Limited    bool    // peaks were held down
}

// factor is the gain as a factor.
func (m Measured) factor() float64 { return math.Pow(10, m.Gain/20) }

// measure reads the whole session to find its level and the gain that it needs.
func (j *job) measure(ctx context.Context) error {
	if j.opt.Loudness.Keep {
		return nil
	}
	meter := loudness.NewMeter(plan.Rate, j.opt.Channels)
	samples := make([]float32, blockFrames*j.opt.Channels)
	var done plan.Frame
	err := pump(ctx, j.stream, j.plan.Frames, func(block [][2]float64) error {
		meter.Write(fold(samples, block, j.opt.Channels, 1))
		done += plan.Frame(len(block))
		j.progress(done, 0, j.writeStart())
		return nil
	})
	if err != nil {
		return err
	}
	j.level = Measured{Integrated: meter.Integrated(), TruePeak: meter.TruePeak()}
	if math.IsInf(j.level.Integrated, 0) {
		return nil
	}
	gain := j.target() - j.level.Integrated
	j.level.Gain = max(-maxGain, min(maxGain, gain))
	j.level.Integrated += j.level.Gain
	j.level.TruePeak += j.level.Gain
	j.level.Limited = j.level.TruePeak > j.ceiling()
	return nil
}

func (j *job) target() float64 {
	switch {
	case j.opt.Loudness.Target != 0:
		return j.opt.Loudness.Target
	case j.opt.Channels == 1:
		return targetMono
	}
	return targetStereo
}

func (j *job) ceiling() float64 {
	if j.format.Lossy {
		return ceilingLossy
	}
	return ceiling
}

// writeStart is the share of the work that is done when writing begins.
func (j *job) writeStart() float64 {
	switch {
	case j.opt.Loudness.Keep:
		return 0
	case j.format.Name == "wav":
		return 0.5
	}
	return 0.1
}

// quantizer is how this file's samples become whole numbers.
func (j *job) quantizer() quantizer {
	return quantizer{channels: j.opt.Channels, dither: !j.opt.Plain}
}

// limiter gives the limiter where the measuring found that one is needed.
func (j *job) limiter() *limiter {
	if !j.level.Limited {
		return nil
	}
	return newLimiter(j.opt.Channels, j.ceiling())
}

// checker measures what is written, where the first reading cannot tell.
func (j *job) checker() *checker {
	c := &checker{level: &j.level}
	if j.opt.Loudness.Keep || j.level.Limited {
		c.meter = loudness.NewMeter(plan.Rate, j.opt.Channels)
	}
	return c
}

// checker is a meter that may be absent.
type checker struct {
	meter *loudness.Meter
	level *Measured
}

func (c *checker) write(samples []float32) {
	if c.meter != nil {
		c.meter.Write(samples)
	}
}

func (c *checker) finish() {
	if c.meter != nil {
		c.level.Integrated, c.level.TruePeak = c.meter.Integrated(), c.meter.TruePeak()
	}
}
