package render

import (
	"errors"
	"fmt"
	"math"

	"unhunch/internal/beds"
	"unhunch/internal/plan"
	"unhunch/internal/soundfile"
)

const (
	pieceLength = beds.PartLength // of what is made ready of a bed at a time
	seamLength  = 2 * plan.Rate   // of the crossfade where a loop begins again
	voiceLUFS   = -16.0           // of speech on two channels
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
// brings it to its usual level.
func (m maker) bed(k key) (sound, float64, error) {
	if k.sound != "file" {
		return builtInBed(k.sound, k.part)
	}
	file := m.bedFiles[k.file]
	if file == nil {
		return nil, 0, errors.New("background: there is no file")
	}
	part, err := file.part(k.part)
	if err != nil {
		s, err := m.without(fmt.Errorf("background %w", err))
		return s, 0, err
	}
	return part, file.trim(), nil
}

func builtInBed(name string, part int) (sound, float64, error) {
	b, ok := beds.Find(name)
	if !ok {
		return nil, 0, fmt.Errorf("unknown background %q", name)
	}
	return recording{Samples: b.Part(part), Channels: 2}, bedGain(beds.LUFS), nil
}

// piece is a part of an event that is made ready by itself.
type piece struct {
	span
	key   key
	start plan.Frame // where the sound of the key begins, perhaps before the span
}

// cut cuts a bed or a file into pieces. A file begins with the event, and that of a
// bed again after its loop; one that is shorter than a piece is heard whole in each of
// them. What is computed is that of the frame, wherever the event begins: so it goes on
// as it was where a change to the session moves the event.
func (m maker) cut(k key, event span) []piece {
	begin, loop := plan.Frame(0), plan.Frame(math.MaxInt64)
	switch {
	case k.kind == plan.KindLine:
		begin = event.from
	case k.sound == "file":
		begin, loop = event.from, 0
		if file := m.bedFiles[k.file]; file != nil && file.loop > pieceLength {
			loop = plan.Frame(file.loop)
		}
	}
	var pieces []piece
	for at := event.from; at < event.to; {
		p := piece{span{at, min(at+pieceLength, event.to)}, k, event.from}
		if loop > 0 {
			in := (at - begin) % loop
			p.key.part, p.start = int(in/pieceLength), at-in%pieceLength
			p.to = min(p.start+pieceLength, event.to, at+min(loop-in, pieceLength))
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
