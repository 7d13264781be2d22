package session

import (
	"fmt"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
	"unhunch/internal/soundfile"
	"unhunch/internal/speech"
)

// recordings give the renderer what a session is made of: lines by its voices,
// and the user's own audio files, which are decoded at the start.
type recordings struct {
	voices
	files map[string]soundfile.Clip
}

func openRecordings(r *routine.Routine, c Choices, o speech.Options) (*recordings, error) {
	x := &recordings{files: map[string]soundfile.Clip{}}
	var err error
	if x.voices, err = openVoices(c, o); err != nil {
		return nil, err
	}
	if faults := x.readFiles(r.Steps); len(faults) > 0 {
		return nil, faults
	}
	return x, nil
}

// readFiles decodes the audio files that steps play. One that cannot be
// decoded is a fault of the step.
func (x *recordings) readFiles(steps []routine.Step) fault.List {
	var faults fault.List
	routine.Walk(steps, func(step routine.Step) bool {
		if step, ok := step.(routine.Play); ok {
			if err := x.readFile(step); err != nil {
				faults = append(faults, fault.Fault{Pos: step.Where(), Message: fmt.Sprintf("%s cannot be played: %v", step.File, err),
					Hint: "use an mp3, wav, flac or ogg file in the folder of the routine"})
			}
		}
		return true
	})
	return faults
}

func (x *recordings) readFile(step routine.Play) error {
	if _, ok := x.files[step.File]; ok {
		return nil
	}
	clip, err := decodeWhole(step.FS, step.File)
	if err != nil {
		return err
	}
	x.files[step.File] = clip
	return nil
}

func (x *recordings) fileLength(step routine.Play) (int64, bool) {
	clip, ok := x.files[step.File]
	return int64(clip.Frames()), ok
}

// Line implements render.Recordings.
func (x *recordings) Line(name, text string) (soundfile.Clip, error) {
	if x.second != nil && name == x.second.Name() && name != x.first.Name() {
		return x.second.Clip(text)
	}
	return x.first.Clip(text)
}

// File implements render.Recordings.
func (x *recordings) File(name string) (soundfile.Clip, error) {
	clip, ok := x.files[name]
	if !ok {
		return soundfile.Clip{}, fmt.Errorf("%s: not read", name)
	}
	return clip, nil
}
