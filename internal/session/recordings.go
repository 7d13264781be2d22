package session

import (
	"fmt"

	"unhunch/internal/fault"
	"unhunch/internal/render"
	"unhunch/internal/routine"
	"unhunch/internal/soundfile"
	"unhunch/internal/speech"
)

// recordings give the renderer what a session is made of: lines by its voices,
// and the user's own audio files.
type recordings struct {
	voices
	files  map[string]*soundfile.File
	played []routine.Play // the first step of each file
}

func openRecordings(r *routine.Routine, c Choices, o speech.Options) (*recordings, error) {
	x := &recordings{files: map[string]*soundfile.File{}}
	var err error
	if x.voices, err = openVoices(c, o); err != nil {
		return nil, err
	}
	if faults := x.readFiles(r.Steps); len(faults) > 0 {
		return nil, faults
	}
	return x, nil
}

// readFiles opens the audio files that steps play. One that cannot be is a fault of
// the step.
func (x *recordings) readFiles(steps []routine.Step) fault.List {
	var faults fault.List
	routine.Walk(steps, func(step routine.Step) bool {
		if step, ok := step.(routine.Play); ok {
			if err := x.readFile(step); err != nil {
				faults = append(faults, unplayable(step, err))
			}
		}
		return true
	})
	return faults
}

func unplayable(step routine.Play, err error) fault.Fault {
	return fault.Fault{Pos: step.Where(), Message: fmt.Sprintf("%s cannot be played: %v", step.File, err),
		Hint: "use an mp3, wav, flac or ogg file in the folder of the routine"}
}

// damaged are the faults of the files that steps play, which are decoded wholly for it.
func (x *recordings) damaged() (faults fault.List) {
	for _, step := range x.played {
		if err := readThrough(x.files[step.File]); err != nil {
			faults = append(faults, unplayable(step, err))
		}
	}
	return faults
}

func (x *recordings) readFile(step routine.Play) error {
	if _, ok := x.files[step.File]; ok {
		return nil
	}
	f, err := openPlayed(step.FS, step.File)
	if err != nil {
		return err
	}
	x.files[step.File] = f
	x.played = append(x.played, step)
	return nil
}

func (x *recordings) fileLength(step routine.Play) (int64, bool) {
	f, ok := x.files[step.File]
	if !ok {
		return 0, false
	}
	return f.Frames(), true
}

// Line implements render.Recordings.
func (x *recordings) Line(name, text string) (soundfile.Clip, error) {
	if x.second != nil && name == x.second.Name() && name != x.first.Name() {
		return x.second.Clip(text)
	}
	return x.first.Clip(text)
}

// File implements render.Recordings.
func (x *recordings) File(name string) (render.File, error) {
	f, ok := x.files[name]
	if !ok {
		return nil, fmt.Errorf("%s: not read", name)
	}
	return f, nil
}
