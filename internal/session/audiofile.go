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

// maxPiped is the most that is read from a pipe, in bytes: it is kept in memory.
const maxPiped = 64 << 20

var (
	errTooLarge = fmt.Errorf("is a pipe that gives more than %d MiB", maxPiped>>20)
	errNoFile   = errors.New("is not an ordinary file")
)

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
	s.options.Bed.Sound = routine.BedFile
	s.mix.BedFiles[""] = render.NewBedFile(file)
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

// openAnywhere opens a file to be read at any place. A pipe is read first.
func openAnywhere(name string) (r io.ReaderAt, size int64, err error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, 0, err
	case info.IsDir():
		return nil, 0, errors.New("is a folder")
	case info.Mode().IsRegular():
		f, err := os.Open(name)
		return f, info.Size(), err
	case info.Mode()&fs.ModeNamedPipe == 0: // a device gives something without end
		return nil, 0, errNoFile
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxPiped+1))
	if len(data) > maxPiped {
		err = errTooLarge
	}
	return bytes.NewReader(data), int64(len(data)), err
}

// openInFolder opens an audio file beside a routine. It is decoded while it is heard,
// and stays open as long as the session.
func openInFolder(a routine.AudioFile) (*soundfile.File, error) {
	info, err := fs.Stat(a.FS, a.File)
	switch {
	case err != nil:
		return nil, fault.Cause(err)
	case !info.Mode().IsRegular():
		return nil, errNoFile
	}
	in, err := a.FS.Open(a.File)
	if err != nil {
		return nil, fault.Cause(err)
	}
	r, ok := in.(io.ReaderAt)
	if !ok {
		in.Close()
		return nil, errNoFile
	}
	f, err := soundfile.Open(a.File, r, info.Size())
	if err != nil {
		in.Close()
		return nil, err
	}
	return f, nil
}

// readThrough decodes all of a file, and tells what is wrong with it.
func readThrough(f *soundfile.File) error {
	const step = 10 * soundfile.Rate
	for at := int64(0); at < f.Frames(); at += step {
		if _, err := f.Read(at, int(min(step, f.Frames()-at))); err != nil {
			return err
		}
	}
	return nil
}
