package export

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
)

// Loudness says how loud a file is to be.
type Loudness struct {
	Target float64 // gated loudness of the words, or of everything where there are none, in LUFS; 0: -18 in stereo, -21 in mono
	Dual   bool    // Target is for two channels: one, which two loudspeakers play, gets 3 LU less
	AsIs   bool    // leave the level as the session has it
	Unsaid bool    // with Keep: nobody asks for the level, so it is not measured
}

// usual is what AES TD1008 anchors speech at. Words are recorded with peaks that leave
// room at it, in every format: nothing is held down.
var usual = Loudness{Target: -18, Dual: true}

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
	{"speech", Loudness{}},
	{"podcast", Loudness{Target: -16, Dual: true}},
	{"broadcast", Loudness{Target: -23}}, // EBU R 128
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
	Integrated float64 // LUFS, of the words, or of everything where there are none; -Inf for silence
	Wordless   bool    // there are none
	TruePeak   float64 // dBTP, of everything; -Inf for silence
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

// measure finds the level of the words and the gain that they need, without the
// rest of the session: so a voice is as loud beside a breath or a background as it
// is alone. Where their peaks must be held down, it reads them again to see how
// much quieter that makes them. Without words, all of this is about everything.
func (j *job) measure(ctx context.Context) error {
	if l := j.opt.Loudness; l.AsIs && (l.Unsaid || j.wordless) {
		return nil
	}
	if j.besideWords() {
		j.level.Gain = clampGain(j.target() - j.spoken())
		return nil
	}
	level, err := j.levelAt(ctx, 0, false)
	if err != nil {
		return err
	}
	if math.IsInf(level.Integrated, 0) && !j.wordless {
		j.wordless = true // none that could be heard
		return j.measure(ctx)
	}
	j.level.Integrated = level.Integrated
	if j.opt.Loudness.AsIs || math.IsInf(level.Integrated, 0) {
		return nil
	}
	gain := clampGain(j.target() - level.Integrated)
	j.room = j.format.room.of(j.peakOf(level) + gain - ceiling)
	over := level.TruePeak + gain - j.ceiling()
	level.Integrated += gain
	for round := 0; over > limitSlight && round < limitRounds; round++ {
		if level, err = j.levelAt(ctx, gain, true); err != nil {
			return err
		}
		short := j.target() - level.Integrated
		if math.Abs(short) < 0.05 {
			break
		}
		gain = clampGain(gain + short)
	}
	j.level.Integrated, j.level.Gain = level.Integrated, gain
	return nil
}

// besideWords says whether the session gets the gain that it would have with words: so
// does a breath alone, without a file of the user's, to be as loud with words as
// without, in every pattern.
func (j *job) besideWords() bool {
	breath := false
	for _, e := range j.plan.Events {
		if e.Kind == plan.KindLine && e.File != "" {
			return false
		}
		breath = breath || e.Kind == plan.KindBreath
	}
	return breath && j.wordless && !j.opt.Loudness.AsIs
}

// spoken is how loud a line is in a session, in LUFS.
func (j *job) spoken() float64 {
	if j.opt.Channels == 1 {
		return -16 - dualMono
	}
	return -16
}

// peakOf is the highest peak that there may be, given that of the words: an audio
// file of the user's may reach full scale.
func (j *job) peakOf(words Measured) float64 {
	for _, e := range j.plan.Events {
		if e.Kind == plan.KindLine && e.File != "" {
			return max(0, words.TruePeak)
		}
	}
	return words.TruePeak
}

// clampGain keeps a gain sensible, and to hundredths of a dB, so that no last
// bit of a measurement changes the whole file.
func clampGain(gain float64) float64 {
	return math.Round(100*max(-maxGain, min(maxGain, gain))) / 100
}

// levelAt measures the words with a gain, and with the limiter if asked.
func (j *job) levelAt(ctx context.Context, gain float64, limited bool) (Measured, error) {
	source, length := j.words, plan.Frame(j.words.Len())
	if j.wordless {
		source, length = j.sound, j.plan.Frames
	}
	var limit *limiter
	if limited {
		limit = newLimiter(j.opt.Channels, j.ceiling())
	}
	meter := loudness.NewMeter(plan.Rate, j.opt.Channels)
	err := j.samples(ctx, passage{source, length, gain, limit, nil}, func(samples []float32, share float64) error {
		meter.Write(samples)
		j.progress(share * j.writeStart())
		return nil
	})
	return Measured{Integrated: meter.Integrated(), TruePeak: meter.TruePeak()}, err
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
	case j.format.plain && j.wordless:
		return 0.5
	case j.format.plain:
		return 0.3 // words are decoded once
	}
	return 0.1
}

// quantizer is how this file's samples become whole numbers.
func (j *job) quantizer() quantizer {
	return quantizer{channels: j.opt.Channels, dither: !j.opt.Plain}
}

// passage is a way through a sound.
type passage struct {
	sound  beep.StreamSeeker
	length plan.Frame
	gain   float64         // dB
	limit  *limiter        // or nil
	meter  *loudness.Meter // of what comes out, or nil
}

// samples hands a sound to use as interleaved samples. Share is how much of it has
// come.
func (j *job) samples(ctx context.Context, p passage, use func(samples []float32, share float64) error) error {
	read, blocks, err := reader(p.sound, p.length, j.opt.Channels, math.Pow(10, p.gain/20))
	if err != nil {
		return err
	}
	steps := []step{read}
	if p.limit != nil {
		steps = append(steps, p.limit.step)
	}
	if p.meter != nil {
		steps = append(steps, func(b *block) error { p.meter.Write(b.samples); return nil })
	}
	done := 0
	steps = append(steps, func(b *block) error {
		done += len(b.samples) / j.opt.Channels
		return use(b.samples, float64(done)/float64(p.length))
	})
	return relay(ctx, blocks, steps)
}

// feed sends the session into the encoder, and measures what goes in.
func (j *job) feed(ctx context.Context, enc encoder) error {
	p := passage{sound: j.sound, length: j.plan.Frames, gain: j.level.Gain}
	if !j.opt.Loudness.AsIs {
		p.limit = newLimiter(j.opt.Channels, j.ceiling())
	}
	if l := j.opt.Loudness; !l.AsIs || !l.Unsaid {
		p.meter = loudness.NewMeter(plan.Rate, j.opt.Channels)
	}
	err := j.samples(ctx, p, func(samples []float32, share float64) error {
		j.progress(j.writeStart() + share*(1-j.writeStart()))
		return enc.write(samples)
	})
	if p.meter != nil {
		j.level.TruePeak, j.level.Wordless = p.meter.TruePeak(), j.wordless
		if j.wordless {
			j.level.Integrated = p.meter.Integrated()
		}
	}
	j.level.Limited = p.limit != nil && p.limit.turned
	return err
}
