package session

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"unhunch/internal/fault"
	"unhunch/internal/render"
	"unhunch/internal/routine"
	"unhunch/internal/soundfile"
)

// maxAudio is the size of the largest audio file of a user's that is read whole.
const maxAudio = 200 << 20

var errTooLarge = fmt.Errorf("larger than %d MiB", maxAudio>>20)

// NoBed is the choice of no background at all.
const NoBed = "none"

// openBed puts a background under the session: one of ours, or a file.
func (s *Session) openBed(name string) error {
	s.options.UsualBed = s.mix.Bed.Given
	switch {
	case name == NoBed, name == routine.BedOff, s.mix.Bed.Off:
		s.options.Bed.Sound = routine.BedOff
		return nil
	case name == "":
		return nil
	}
	if bed, ok := routine.NameOfBed(name); ok {
		s.options.Bed.Sound = bed
		return nil
	}
	file, err := bedFile(name)
	if err != nil {
		return err
	}
	s.options.Bed.Sound = "file"
	s.mix.BedFile = render.NewBedFile(file)
	return nil
}

// bedFile opens an audio file that is decoded while it is heard, and stays open
// as long as the session.
func bedFile(name string) (*soundfile.File, error) {
	file, size, err := openAnywhere(name)
	if err != nil {
		return nil, fmt.Errorf("background %s: %w", name, fault.Cause(err))
	}
	opened, err := soundfile.Open(name, file, size)
	if err != nil {
		return nil, fault.WithHint(fmt.Errorf("background %w", err), "use an mp3, wav, flac or ogg file")
	}
	return opened, nil
}

// openAnywhere opens a file to be read at any place. What cannot be, such as a
// pipe, is read first.
func openAnywhere(name string) (r io.ReaderAt, size int64, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, 0, err
	}
	if info.IsDir() {
		return nil, 0, errors.New("is a folder")
	}
	f, err := os.Open(name)
	if err != nil || info.Mode().IsRegular() {
		return f, info.Size(), err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxAudio+1))
	if len(data) > maxAudio {
		err = errTooLarge
	}
	return bytes.NewReader(data), int64(len(data)), err
}

func readAudio(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, fault.Cause(err)
	}
	if info.Size() > maxAudio {
		return nil, errTooLarge
	}
	data, err := fs.ReadFile(fsys, name)
	return data, fault.Cause(err)
}
