package render

import (
	"errors"
	"fmt"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/soundfile"
)

// key names a sound: events with the same key share one buffer.
type key struct {
	kind   plan.Kind
	voice  string // of a line
	text   string // of a line
	file   string // of a line or a bed that is a file of the user's
	tone   plan.Tone
	phase  routine.BreathKind
	seed   uint64 // of a breath: no two are alike
	lungs  plan.Lungs
	sound  string // of a breath or a bed
	part   int    // of a bed or a file that is made ready part by part
	side   routine.Side
	frames plan.Frame // of a breath
}

// keyOf is the key of an event, and whether it sounds at all.
func keyOf(p *plan.Plan, e plan.Event) (key, bool) {
	k := key{kind: e.Kind}
	switch e.Kind {
	case plan.KindLine:
		if e.File != "" {
			k.file = e.File
			return k, true
		}
		k.voice, k.text = p.Voice, e.Text
		if e.Voice != "" {
			k.voice = e.Voice
		}
	case plan.KindTone:
		k.tone = e.Tone
	case plan.KindBreath:
		k.phase, k.sound, k.side, k.frames = e.Breath(), e.Sound, e.Side, min(e.Frames, longestPhase)
		k.seed, k.lungs = seedOf(p.Seed, e.At), e.Lungs
	case plan.KindBed:
		k.sound, k.file = e.Sound, e.File
	default:
		return key{}, false
	}
	return k, true
}

// breath is the phase of a breath that the key names.
func (k key) breath() breath {
	return breath{kind: k.phase, frames: int(k.frames), sound: k.sound, side: k.side, lungs: k.lungs, seed: k.seed}
}

// longestPhase bounds the memory that one phase of a breath may take.
const longestPhase = 120 * plan.Rate

// cost is what the sound is likely to take that is heard for so many frames, in
// bytes.
func (k key) cost(frames plan.Frame) int {
	switch {
	case k.kind == plan.KindBreath:
		return 4 * int(k.frames+breathTail)
	case k.kind == plan.KindTone:
		return 4 * int(plan.Tones[k.tone])
	case k.file != "", k.kind == plan.KindBed:
		return 4 * int(frames)
	default:
		return 2 * int(frames)
	}
}

// maker makes sounds from their keys.
type maker struct {
	src      Recordings
	bedFiles map[string]*BedFile
	lost     *Lost // nil: what cannot be decoded of the user's files is an error
	layers   layers
	scratch  *scratch // or nil
}

// ready makes the sound of a key, or finds it as it was made before.
func (m maker) ready(k key) *ready {
	if r := m.scratch.get(k); r != nil {
		return r
	}
	r := m.made(k)
	if m.worthKeeping(k) {
		m.scratch.keep(k, r)
	}
	return r
}

// worthKeeping says whether a sound takes longer to be made than to be read again.
func (m maker) worthKeeping(k key) bool {
	switch {
	case k.kind == plan.KindBed:
		file := m.bedFiles[k.file]
		return file != nil && !file.file.Plain()
	case k.file != "":
		f, err := m.src.File(k.file)
		return err == nil && !f.Plain()
	}
	return true
}

// sound decodes or computes a sound.
func (m maker) sound(k key) (sound, error) {
	switch {
	case k.kind == plan.KindTone:
		return mono(makeTone(k.tone)), nil
	case k.kind == plan.KindBreath:
		return k.breath().render(m.layers), nil
	case k.file != "":
		return m.piece(k)
	default:
		c, err := m.src.Line(k.voice, k.text)
		return checked(fmt.Sprintf("voice %s: %q", k.voice, k.text), c, err)
	}
}

var errClip = errors.New("recording has neither one nor two channels")

// checked makes sure that a clip of the given name can be mixed.
func checked(name string, c soundfile.Clip, err error) (recording, error) {
	if err == nil && c.Channels != 1 && c.Channels != 2 {
		err = fmt.Errorf("%s: %w", name, errClip)
	}
	return recording(c), err
}

// made makes a sound. What breaks is an error of it: the goroutine has nobody else to
// tell, and would take the program down with the terminal as it is.
func (m maker) made(k key) (r *ready) {
	r = &ready{trim: 1}
	defer func() {
		if broken := recover(); broken != nil {
			r.err = fmt.Errorf("internal error in a sound: %v", broken)
		}
	}()
	if k.kind == plan.KindBed {
		r.sound, r.trim, r.err = m.bed(k)
	} else {
		r.sound, r.err = m.sound(k)
	}
	return r
}
