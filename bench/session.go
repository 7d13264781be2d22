//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"unhunch/audio"
	"unhunch/internal/plan"
	"unhunch/internal/soundfile"
	"unhunch/internal/voice"
)

// material is a routine of some length, and where its lines lie.
type material struct {
	routine string // path
	voice   string // path of a pack with the same WAV files that the others are given
	seconds float64
	frames  plan.Frame
	places  []place
	tones   int

	channels int // of the WAV files: two unless those would be too long for WAV
}

// place is a recording and the frame at which it starts.
type place struct {
	at, frames plan.Frame
	wav        string
}

// material writes a routine of about as many minutes, and each of its lines as
// a WAV file for the other programs, and for ours as a pack.
func (b *bench) material(minutes int) (material, error) {
	s := material{routine: b.path(fmt.Sprintf("bench%d.yaml", minutes)), voice: b.path(fmt.Sprintf("voice%d", minutes))}
	if err := os.WriteFile(s.routine, []byte(routineOf(minutes)), 0o666); err != nil {
		return s, err
	}
	data, err := exec.CommandContext(b.ctx, b.program, "show", "--json", s.routine).Output()
	if err != nil {
		return s, fmt.Errorf("laying out %d minutes: %w", minutes, err)
	}
	var p plan.Plan
	if err := json.Unmarshal(data, &p); err != nil {
		return s, err
	}
	s.frames, s.seconds, s.channels = p.Frames, p.Frames.Duration().Seconds(), 2
	if 4*p.Frames > math.MaxUint32-1<<20 {
		s.channels = 1
	}
	pack, err := voice.Open(audio.Packs, p.Voice)
	if err != nil {
		return s, err
	}
	if err := os.Mkdir(s.voice, 0o777); err != nil {
		return s, err
	}
	files := map[string]string{}
	lines := fmt.Appendf(nil, "name: %s\nlanguage: en\nformat: wav\nlines:\n", p.Voice)
	for _, e := range p.Events {
		if e.Kind == plan.KindTone {
			s.tones++
		}
		if e.Kind != plan.KindLine {
			continue
		}
		if files[e.Text] == "" {
			clip, err := pack.Clip(e.Text)
			if err != nil {
				return s, err
			}
			name := fmt.Sprintf("line%d.wav", len(files))
			files[e.Text] = filepath.Join(s.voice, name)
			lines = fmt.Appendf(lines, "  %q: {file: %s, frames: %d}\n", e.Text, name, clip.Frames())
			if err := os.WriteFile(files[e.Text], soundfile.WAV(clip), 0o666); err != nil {
				return s, err
			}
		}
		s.places = append(s.places, place{e.At, e.Frames, files[e.Text]})
	}
	return s, os.WriteFile(filepath.Join(s.voice, voice.PackFile), lines, 0o666)
}

// routineOf is a routine with about fifteen lines a minute, all of which are recorded.
func routineOf(minutes int) string {
	var b strings.Builder
	b.WriteString("title: Mobility\nsession:\n")
	for minutes > 0 {
		n := min(minutes, 100)
		fmt.Fprintf(&b, `  - repeat: %d
    steps:
      - exercise: neck-tilts
        reps: 2
      - say: Close your eyes, if you like.
      - rest: 2s
      - say: When you are ready, open your eyes.
      - rest: 2s
`, n)
		minutes -= n
	}
	return b.String()
}

// makeBed writes half a minute of quiet brown noise, which loops.
func (b *bench) makeBed() error {
	samples := make([]int16, 2*30*plan.Rate)
	state, level := uint64(1), [2]float64{}
	for i := range samples {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		c := i % 2
		level[c] = 0.999*level[c] + float64(int16(state))/32768*0.02
		samples[i] = int16(math.Round(3000 * math.Tanh(level[c])))
	}
	return os.WriteFile(b.path("bed.wav"), soundfile.WAV(soundfile.Clip{Samples: samples, Channels: 2}), 0o666)
}
