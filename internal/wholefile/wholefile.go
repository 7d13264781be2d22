// Package wholefile writes files that are there whole or not at all: what is
// written has another name until it is complete, and what was there before
// stays until then.
package wholefile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Options say what may become of what is there, and how the new file is to be.
type Options struct {
	// Replace allows that a file is there already; without it that is ErrExists.
	Replace bool
	// Through writes to what the path leads to: the file behind a link, or a
	// device or a pipe, which is written to as it is. Otherwise the file takes the
	// place of whatever has its name.
	Through bool
	// Private gives a new file to its owner alone. A file that is replaced keeps
	// its rights.
	Private bool
	// Sync brings the file to the disk before it gets its name, so that even a
	// crash of the machine leaves either the one or the other.
	Sync bool
}

// ErrExists says that there is a file already.
var ErrExists = errors.New("there already")

// Create makes the file at path of what write writes, and gives its size. When
// write fails nothing is left behind.
func Create(path string, o Options, write func(io.WriteSeeker) error) (int64, error) {
	t, err := resolve(path, o)
	if err != nil {
		return 0, err
	}
	if t.direct {
		return writeDirect(t.path, write)
	}
	f, err := t.temporary()
	if err != nil {
		return 0, err
	}
	defer Forget(f)
	if err := write(f); err != nil {
		return 0, wordError(t.path, err)
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, wordError(t.path, err)
	}
	return size, t.take(f)
}

// Write makes the file at path of data.
func Write(path string, data []byte, o Options) error {
	_, err := Create(path, o, func(w io.WriteSeeker) error { _, err := w.Write(data); return err })
	return err
}

// Draft is a small file, such as captions, that is written and has not yet its
// name: whatever can fail has failed before the long work for another begins.
type Draft struct {
	target
	file *os.File // nil if the target is written to directly
	data []byte
}

// NewDraft writes a draft of the file at path.
func NewDraft(path string, data []byte, o Options) (*Draft, error) {
	t, err := resolve(path, o)
	if err != nil {
		return nil, err
	}
	d := &Draft{target: t, data: data}
	if t.direct {
		return d, nil
	}
	if d.file, err = t.temporary(); err != nil {
		return nil, err
	}
	if _, err := d.file.Write(data); err != nil {
		d.Discard()
		return nil, wordError(t.path, err)
	}
	return d, nil
}

// Finish gives the draft its name.
func (d *Draft) Finish() error {
	if d.file == nil {
		_, err := writeDirect(d.path, func(w io.WriteSeeker) error { _, err := w.Write(d.data); return err })
		return err
	}
	return d.take(d.file)
}

// Discard removes a draft that has no name yet.
func (d *Draft) Discard() {
	if d.file != nil {
		Forget(d.file)
	}
}

// target is where a file is to be.
type target struct {
	Options
	path   string      // with links followed
	direct bool        // a device or a pipe, which is written to as it is
	mode   fs.FileMode // of the file that is replaced; 0: there is none
}

// resolve finds the file that is to be made or replaced.
func resolve(path string, o Options) (t target, err error) {
	t = target{Options: o, path: path}
	look := os.Lstat
	if o.Through {
		look = os.Stat
	}
	info, err := look(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if o.Through {
			t.path, err = behindLinks(path)
			return t, err
		}
		return t, nil
	case err != nil:
		return t, wordError(path, err)
	case info.IsDir():
		return t, fmt.Errorf("%s is a folder", path)
	case o.Through && !info.Mode().IsRegular():
		t.direct = true
		return t, nil
	case !o.Replace:
		return t, fmt.Errorf("%s is %w", path, ErrExists)
	case !info.Mode().IsRegular():
		return t, nil
	}
	t.mode = info.Mode().Perm()
	if o.Through {
		t.path, err = filepath.EvalSymlinks(path)
	}
	return t, err
}

// mostLinks is how many links are followed.
const mostLinks = 40

// behindLinks follows links to a file that is not there yet.
func behindLinks(path string) (string, error) {
	for range mostLinks {
		to, err := os.Readlink(path)
		if err != nil { // no link
			return path, nil
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return path, &Error{path, errors.New("a link leads to itself")}
}

// temporary makes a new file beside the target, with the rights that the target
// has or would get.
func (t target) temporary() (*os.File, error) {
	rights := fs.FileMode(0o666)
	if t.Private {
		rights = 0o600
	}
	f, err := Temporary(filepath.Dir(t.path), rights)
	if err == nil && t.mode != 0 {
		f.Chmod(t.mode) // where that cannot be, it has the usual rights
	}
	return f, wordError(t.path, err)
}

// take gives a finished temporary file the name of the target.
func (t target) take(f *os.File) error {
	if t.Sync {
		if err := f.Sync(); err != nil {
			return wordError(t.path, err)
		}
	}
	free, err := closeHeld(f)
	defer free()
	if err != nil {
		return wordError(t.path, err)
	}
	if !t.Replace { // somebody else may have been here meanwhile
		if _, err := os.Lstat(t.path); err == nil {
			return fmt.Errorf("%s is %w", t.path, ErrExists)
		}
	}
	return wordError(t.path, os.Rename(f.Name(), t.path))
}

func writeDirect(path string, write func(io.WriteSeeker) error) (int64, error) {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	p := &Pipe{Writer: f}
	err = write(p)
	return p.Written, errors.Join(err, f.Close())
}

// Pipe is a writer that has no way back to what was written. What Create gives
// its function to write to is a Pipe where the target is a device or a pipe.
type Pipe struct {
	io.Writer
	Written int64 // bytes
}

func (p *Pipe) Write(b []byte) (int, error) {
	n, err := p.Writer.Write(b)
	p.Written += int64(n)
	return n, err
}

// Seek gives errors.ErrUnsupported.
func (p *Pipe) Seek(int64, int) (int64, error) { return 0, errors.ErrUnsupported }

// Error says that a file could not be written, and why.
type Error struct {
	Path string // as the user named it
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("writing %s: %v", e.Path, e.Err) }

// Unwrap is the reason.
func (e *Error) Unwrap() error { return e.Err }

// wordError names the file that was asked for instead of the temporary one.
func wordError(path string, err error) error {
	var at *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &at):
		err = at.Err
	case errors.As(err, &link):
		err = link.Err
	default:
		return err
	}
	var call *os.SyscallError
	if errors.As(err, &call) { // whose name says nothing to a user
		err = call.Err
	}
	return &Error{path, err}
}
