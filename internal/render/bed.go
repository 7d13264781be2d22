package render

import (
	"errors"
	"fmt"
	"math"

	"unhunch/internal/plan"
	"unhunch/internal/soundfile"
)

// Beds are the names of the built-in backgrounds.
func Beds() []string {
	names := make([]string, len(backgrounds))
	for i, b := range backgrounds {
		names[i] = b.name
	}
	return names
}

const (
	loopLength  = 30 * plan.Rate // of a built-in bed
	pieceLength = 5 * plan.Rate  // of what is made ready of a bed at a time, if it is longer than that
	seamLength  = 2 * plan.Rate  // of the crossfade where a loop begins again
	voiceLUFS   = -16.0          // of speech on two channels
)

// loop is a recording that goes on for ever.
type loop struct{ recording }

func (l loop) add(out [][2]float64, from int, gain [2]float64) {
	total := l.frames()
	for at := from % total; len(out) > 0; at = 0 {
		n := min(len(out), total-at)
		l.recording.add(out[:n], at, gain)
		out = out[n:]
	}
}

// crossfade fades from the end of a recording, which is not heard otherwise,
// into its start.
func crossfade(start, end soundfile.Clip) {
	for i, old := range end.Samples {
		// The two are different sounds, so it is their powers that must add to one.
		angle := math.Pi / 2 * float64(i/end.Channels) / float64(end.Frames())
		fresh := float64(start.Samples[i])
		start.Samples[i] = toInt16((fresh*math.Sin(angle) + float64(old)*math.Cos(angle)) / 32768)
	}
}

func toInt16(x float64) int16 {
	return int16(math.Round(math.Max(-1, math.Min(1, x)) * 32767))
}

// bed makes a bed, or the part of it that a key names, and the gain that
// brings it to its usual level. In live play, a part of a file that cannot be
// decoded is silent.
func (m maker) bed(k key) (sound, float64, error) {
	if k.sound != "file" {
		return builtInBed(k.sound)
	}
	if m.bedFile == nil {
		return nil, 0, errors.New("background: there is no file")
	}
	part, err := m.bedFile.part(k.part)
	switch {
	case err != nil && m.live:
		m.bedFile.lost.CompareAndSwap(nil, &err)
		return recording{}, 0, nil
	case err != nil:
		return nil, 0, fmt.Errorf("background %w", err)
	}
	return part, m.bedFile.trim(), nil
}

func builtInBed(name string) (sound, float64, error) {
	b, ok := builtIn(name)
	if !ok {
		return nil, 0, fmt.Errorf("unknown background %q", name)
	}
	overlap := seamLength
	if b.periodic {
		overlap = 0
	}
	samples := make([]int16, 2*(loopLength+overlap))
	from := b.begin()
	for i := 0; i < len(samples); i += 2 {
		left, right := from.next()
		samples[i], samples[i+1] = toInt16(left), toInt16(right)
	}
	body := soundfile.Clip{Samples: samples[:2*loopLength], Channels: 2}
	crossfade(body, soundfile.Clip{Samples: samples[2*loopLength:], Channels: 2})
	return loop{recording(body)}, bedGain(b.lufs), nil
}

// piece is a part of an event that is made ready by itself.
type piece struct {
	span
	key   key
	start plan.Frame // where the sound of the key begins, perhaps before the span
}

// cut cuts a bed into pieces. Those of a loop that is longer than a piece are
// parts of it, and the others are all heard in the same sound.
func (m maker) cut(k key, event span) []piece {
	var loop plan.Frame
	if k.sound == "file" && m.bedFile != nil && m.bedFile.loop > pieceLength {
		loop = plan.Frame(m.bedFile.loop)
	}
	var pieces []piece
	for at := event.from; at < event.to; {
		p := piece{span{at, min(at+pieceLength, event.to)}, k, event.from}
		if loop > 0 {
			in := (at - event.from) % loop
			p.key.part, p.start, p.to = int(in/pieceLength), at, min(p.to, at+loop-in)
		}
		pieces = append(pieces, p)
		at = p.to
	}
	return pieces
}

// bedGain brings a bed of the given loudness to its usual level.
func bedGain(lufs float64) float64 { return fromDB(voiceLUFS + BedDB - lufs) }

// fromDB is the factor for a gain in dB.
func fromDB(db float64) float64 { return math.Pow(10, db/20) }
