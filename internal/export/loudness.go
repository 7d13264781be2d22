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
	Dual   bool    // Target is for two channels: one, which two loudspeakers play, gets 3 LU less
	AsIs   bool    // leave the level as the session has it
	Unsaid bool    // with Keep: nobody asks for the level, so it is not measured
}

// usual is what podcasts have.
var usual = Loudness{Target: -16, Dual: true}

// dualMono is how much louder than it measures a file of one channel is, in LU, as
// two loudspeakers play it.
const dualMono = 3.0

// maxGain is the most that a session is raised or lowered, in dB.
const maxGain = 40.0

// ceiling is the highest true peak of a file in dBTP.
const ceiling = -1.0

// presets are names for targets.
var presets = []struct {
	name string
	loud Loudness
}{
	{"podcast", Loudness{}},
	{"speech", Loudness{Target: -18, Dual: true}}, // AES TD1008
	{"broadcast", Loudness{Target: -23}},          // EBU R 128
	{"streaming", Loudness{Target: -14, Dual: true}},
	{"off", Loudness{AsIs: true}},
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
// lossy encoder; zero where it was not measured.
type Measured struct {
	Integrated float64 // LUFS; -Inf for silence
	TruePeak   float64 // dBTP; -Inf for silence
	Gain       float64 // dB that the session was raised by
	Limited    bool    // peaks were held down
}

// Holding down peaks by limitSlight dB takes less from the loudness than anybody
// could tell. Where it is more, the gain is corrected for what it takes, and
// that at most limitRounds times.
const (
	limitSlight = 2.0
	limitRounds = 3
)

// measure reads the whole session to find its level and the gain that it
// needs. Where peaks must be held down, it reads again to see how much quieter
// that makes the session.
func (j *job) measure(ctx context.Context) error {
	if j.opt.Loudness.AsIs {
		return nil
	}
	level, err := j.levelAt(ctx, 0, false)
	if err != nil {
		return err
	}
	j.level = level
	if math.IsInf(level.Integrated, 0) {
		return nil
	}
	gain := clampGain(j.target() - level.Integrated)
	j.level = Measured{Integrated: level.Integrated + gain, TruePeak: level.TruePeak + gain, Gain: gain}
	j.room = j.format.room.of(j.level.TruePeak - ceiling)
	over := j.level.TruePeak - j.ceiling()
	if j.level.Limited = over > 0; over <= limitSlight {
		return nil
	}
	for range limitRounds {
		if j.level, err = j.levelAt(ctx, gain, true); err != nil {
			return err
		}
		short := j.target() - j.level.Integrated
		if math.Abs(short) < 0.05 {
			break
		}
		gain = clampGain(gain + short)
	}
	j.level.Gain = gain
	return nil
}

// clampGain keeps a gain sensible, and to hundredths of a dB, so that no last
// bit of a measurement changes the whole file.
func clampGain(gain float64) float64 {
	return math.Round(100*max(-maxGain, min(maxGain, gain))) / 100
}

// levelAt measures the session with a gain, and with the limiter if asked.
func (j *job) levelAt(ctx context.Context, gain float64, limited bool) (Measured, error) {
	meter := loudness.NewMeter(plan.Rate, j.opt.Channels)
	level := Measured{Gain: gain, Limited: limited}
	err := j.samples(ctx, level, nil, func(samples []float32, done plan.Frame) error {
		meter.Write(samples)
		j.progress(done, 0, j.writeStart())
		return nil
	})
	level.Integrated, level.TruePeak = meter.Integrated(), meter.TruePeak()
	return level, err
}

func (j *job) target() float64 {
	l := j.opt.Loudness
	if l.Target == 0 {
		l = usual
	}
	if l.Dual && j.opt.Channels == 1 {
		return l.Target - dualMono
	}
	return l.Target
}

// ceiling is the highest true peak of what goes into the encoder.
func (j *job) ceiling() float64 { return ceiling - j.room }

// room is by how much encoding may raise a peak: the more, the more peaks there
// are at the ceiling.
type room struct {
	least float64 // dB
	share float64 // of the dB by which the peaks would be over the ceiling of the file
}

// of is the room for peaks that would be over the ceiling of the file by so much.
func (r room) of(over float64) float64 { return max(r.least, r.share*over) }

// writeStart is the share of the work that is done when writing begins.
func (j *job) writeStart() float64 {
	switch {
	case j.opt.Loudness.AsIs:
		return 0
	case j.format.plain:
		return 0.5
	}
	return 0.1
}

// quantizer is how this file's samples become whole numbers.
func (j *job) quantizer() quantizer {
	return quantizer{channels: j.opt.Channels, dither: !j.opt.Plain}
}

// samples hands the session to use as interleaved samples, with a gain and,
// where level says so, through the limiter, and then past the meter, if there is
// one. Done counts the frames so far.
func (j *job) samples(ctx context.Context, level Measured, meter *loudness.Meter, use func(samples []float32, done plan.Frame) error) error {
	read, blocks, err := reader(j.stream, j.plan.Frames, j.opt.Channels, math.Pow(10, level.Gain/20))
	if err != nil {
		return err
	}
	steps := []step{read}
	if level.Limited {
		steps = append(steps, newLimiter(j.opt.Channels, j.ceiling()).step)
	}
	if meter != nil {
		steps = append(steps, func(b *block) error { meter.Write(b.samples); return nil })
	}
	var done plan.Frame
	steps = append(steps, func(b *block) error {
		done += plan.Frame(len(b.samples) / j.opt.Channels)
		return use(b.samples, done)
	})
	return relay(ctx, blocks, steps)
}

// feed sends the session into the encoder. The level of what goes in is
// measured here where measure could not tell it.
func (j *job) feed(ctx context.Context, enc encoder) error {
	var meter *loudness.Meter
	if l := j.opt.Loudness; l.AsIs && !l.Unsaid || j.level.Limited {
		meter = loudness.NewMeter(plan.Rate, j.opt.Channels)
	}
	err := j.samples(ctx, j.level, meter, func(samples []float32, done plan.Frame) error {
		j.progress(done, j.writeStart(), 1)
		return enc.write(samples)
	})
	if meter != nil {
		j.level.Integrated, j.level.TruePeak = meter.Integrated(), meter.TruePeak()
	}
	return err
}
