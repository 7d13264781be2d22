package main

import (
	"fmt"
	"io/fs"
	"os"
	"strings"

	"unhunch/audio"
	"unhunch/internal/fault"
	"unhunch/internal/routine"
	"unhunch/internal/voice"
)

// defaultVoice is the pack that speaks when none is named.
const defaultVoice = "june"

// builtinVoices are the packs in the binary.
func builtinVoices() []string {
	entries, err := fs.ReadDir(audio.Packs, ".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// findPack opens a voice pack by its built-in name or by its folder.
func findPack(name string) (*voice.Pack, error) {
	if !isPath(name) {
		for _, b := range builtinVoices() {
			if b == name {
				return voice.Open(audio.Packs, name)
			}
		}
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			return nil, fault.WithHint(fmt.Errorf("no voice called %q", name),
				"there are %s; name the folder of a pack of your own as ./%s", strings.Join(builtinVoices(), " and "), name)
		}
	}
	return openPackFolder(name)
}

// source gives the renderer the recordings of a session: lines by one of two
// packs, and the user's own audio files, which are decoded when it is opened.
type source struct {
	voice, fallback *voice.Pack
	files           map[string]voice.Clip
}

func (f *sessionFlags) openSource(r *routine.Routine) (*source, error) {
	s := &source{files: map[string]voice.Clip{}}
	var err error
	if s.voice, err = findPack(f.voice); err != nil {
		return nil, err
	}
	fallback := f.fallback
	if fallback == "" && isPath(f.voice) {
		fallback = defaultVoice // a pack of the user's may hold a few lines only
	}
	if fallback != "" && fallback != "none" {
		if s.fallback, err = findPack(fallback); err != nil {
			return nil, err
		}
	}
	if faults := s.readFiles(r.Steps); len(faults) > 0 {
		return nil, faults
	}
	return s, nil
}

// readFiles decodes the audio files that steps play. One that cannot be
// decoded is a fault of the step.
func (s *source) readFiles(steps []routine.Step) fault.List {
	var faults fault.List
	routine.Walk(steps, func(step routine.Step) bool {
		if step, ok := step.(routine.Play); ok {
			if err := s.readFile(step); err != nil {
				faults = append(faults, fault.Fault{Pos: step.Where(), Message: fmt.Sprintf("%s cannot be played: %v", step.File, err),
					Hint: "use an mp3, wav, flac or ogg file in the folder of the routine"})
			}
		}
		return true
	})
	return faults
}

func (s *source) readFile(step routine.Play) error {
	if _, ok := s.files[step.File]; ok {
		return nil
	}
	data, err := readAudio(step.FS, step.File)
	if err != nil {
		return err
	}
	clip, err := voice.Decode(step.File, data)
	if err != nil {
		return err
	}
	s.files[step.File] = clip
	return nil
}

func (s *source) fileLength(step routine.Play) (int64, bool) {
	clip, ok := s.files[step.File]
	return int64(clip.Frames()), ok
}

// Line gives the recording of a text, by the fallback if it is named.
func (s *source) Line(name, text string) (voice.Clip, error) {
	if s.fallback != nil && name == s.fallback.Name() && name != s.voice.Name() {
		return s.fallback.Clip(text)
	}
	return s.voice.Clip(text)
}

// File gives an audio file of the user's.
func (s *source) File(name string) (voice.Clip, error) {
	clip, ok := s.files[name]
	if !ok {
		return voice.Clip{}, fmt.Errorf("%s: not read", name)
	}
	return clip, nil
}
