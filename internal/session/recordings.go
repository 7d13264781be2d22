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
	files map[string]*soundfile.File
	named []routine.AudioFile // the first naming of each file
	beds  map[string]*render.BedFile
}

// maxPlayed is the longest audio file that a step may play, in seconds.
const maxPlayed = 60 * 60

func openRecordings(r *routine.Routine, c Choices, o speech.Options) (*recordings, error) {
	x := &recordings{files: map[string]*soundfile.File{}, beds: map[string]*render.BedFile{}}
	var err error
	if x.voices, err = openVoices(c, o); err != nil {
		return nil, err
	}
	if faults := x.readFiles(r); len(faults) > 0 {
		return nil, faults
	}
	return x, nil
}

// readFiles opens the audio files that a routine plays, and what it includes. One that
// cannot be is a fault of its place.
func (x *recordings) readFiles(r *routine.Routine) fault.List {
	faults := x.readBed(r.Bed)
	routine.Walk(r.Steps, func(step routine.Step) bool {
		faults = append(faults, x.readBed(step.Background())...)
		switch step := step.(type) {
		case routine.Play:
			faults = append(faults, x.readPlayed(step)...)
		case routine.Include:
			faults = append(faults, x.readFiles(step.Routine)...)
			return false
		}
		return true
	})
	return faults
}

func (x *recordings) readPlayed(step routine.Play) fault.List {
	f, err := x.readFile(step.AudioFile)
	if err == nil && f.Frames() > maxPlayed*soundfile.Rate {
		err = fmt.Errorf("%s: goes on for too long: more than %d minutes", step.File, maxPlayed/60)
	}
	if err != nil {
		return fault.List{unplayable(step.AudioFile, err)}
	}
	return nil
}

func (x *recordings) readBed(b routine.Bed) fault.List {
	if b.File == nil || x.beds[b.File.File] != nil {
		return nil
	}
	f, err := x.readFile(*b.File)
	if err != nil {
		return fault.List{unplayable(*b.File, err)}
	}
	x.beds[b.File.File] = render.NewBedFile(f)
	return nil
}

func unplayable(a routine.AudioFile, err error) fault.Fault {
	return fault.Fault{Pos: a.At, Message: fmt.Sprintf("%s cannot be played: %v", a.File, err),
		Hint: "use an mp3, wav, flac or ogg file in the folder of the routine"}
}

// damaged are the faults of the files that a session plays, which are decoded wholly
// for it.
func (x *recordings) damaged() (faults fault.List) {
	for _, a := range x.named {
		if err := readThrough(x.files[a.File]); err != nil {
			faults = append(faults, unplayable(a, err))
		}
	}
	return faults
}

func (x *recordings) readFile(a routine.AudioFile) (*soundfile.File, error) {
	if f, ok := x.files[a.File]; ok {
		return f, nil
	}
	f, err := openInFolder(a)
	if err != nil {
		return nil, err
	}
	x.files[a.File] = f
	x.named = append(x.named, a)
	return f, nil
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
