package soundfile

import (
	"errors"
	"fmt"
	"io"

	"unhunch/internal/ogg"
)

// File is an audio file of which any piece can be decoded at any time. What a
// piece sounds like depends on its place alone. A File may be used by several
// goroutines at once.
type File struct {
	name   string
	sound  opened
	filter *resampler // nil if the file is at Rate
	frames int64      // at Rate
}

// Open opens a WAV, FLAC, Ogg Vorbis or MP3 file as Decode does, of any
// length, and makes sure that its end is there. It reads on from r as pieces
// are asked for. Errors begin with the name, those of the File as well.
func Open(name string, r io.ReaderAt, size int64) (*File, error) {
	f := &File{name: name}
	if err := f.open(io.NewSectionReader(r, 0, size)); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, at := range []int64{0, f.frames - 1} {
		if _, err := f.Read(at, 1); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// longest is more frames than any file has, of which none is reckoned with that would
// not fit.
const longest = 1 << 42

func (f *File) open(r *io.SectionReader) (err error) {
	defer corrupt(&err)
	if f.sound, err = openSound(r); err != nil {
		return err
	}
	if f.frames, err = f.sound.frames(); err != nil {
		return err
	}
	if f.frames > longest {
		return errors.New("is corrupt: it says that it is years long")
	}
	if f.sound.rate != Rate {
		f.filter = newResampler(f.sound.rate, f.sound.channels)
		f.frames = f.filter.length(f.frames)
	}
	if f.frames <= 0 {
		return errors.New("recording is empty")
	}
	return nil
}

// Frames is the length of the file at Rate.
func (f *File) Frames() int64 { return f.frames }

// Channels is 1 or 2.
func (f *File) Channels() int { return f.sound.channels }

// Plain says that there is nothing to decode: the samples need only be read.
func (f *File) Plain() bool {
	_, wav := f.sound.source.(*wavFile)
	return wav && f.filter == nil
}

// Read decodes so many frames from a frame on, all of which must be within the
// file.
func (f *File) Read(from int64, frames int) (Clip, error) {
	c := Clip{Samples: make([]int16, 0, frames*f.Channels()), Channels: f.Channels()}
	if err := f.read(&c, from); err != nil {
		return Clip{}, fmt.Errorf("%s: %w", f.name, err)
	}
	return c, nil
}

// read fills the samples of c.
func (f *File) read(c *Clip, from int64) (err error) {
	defer corrupt(&err)
	body, err := f.from(from)
	for err == nil && len(c.Samples) < cap(c.Samples) {
		var block []float32
		block, err = body.next()
		c.Samples = appendInt16(c.Samples, block[:min(len(block), cap(c.Samples)-len(c.Samples))])
	}
	if err == io.EOF {
		return ogg.ErrCut
	}
	return err
}

// from decodes from a frame on, at Rate.
func (f *File) from(frame int64) (blocks, error) {
	if f.filter == nil {
		return f.sound.from(frame)
	}
	by, at := f.filter.at(frame)
	in, err := f.sound.from(at)
	return &resampled{in: in, by: by}, err
}
