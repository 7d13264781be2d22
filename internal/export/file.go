package export

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
)

// createFile writes a file through a temporary one beside it, which takes the
// file's name when write has succeeded and is removed otherwise. It gives the
// file's size. A device or a pipe is written to as it is.
func createFile(path string, force bool, write func(io.WriteSeeker) error) (int64, error) {
	t, err := resolve(path, force)
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
	defer os.Remove(f.Name())
	defer f.Close()
	if err := write(f); err != nil {
		return 0, wordError(t.path, err)
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, wordError(t.path, err)
	}
	return size, t.take(f)
}

// Draft is a small file, such as captions, that is written and has not yet its
// name: whatever can fail has failed before the long work for another begins.
type Draft struct {
	target
	file *os.File // nil if the target is written to directly
	data []byte
}

// NewDraft writes a draft of the file at path. It gives ErrExists if there is one
// already, unless force is set.
func NewDraft(path string, data []byte, force bool) (*Draft, error) {
	t, err := resolve(path, force)
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

// Keep gives the draft its name.
func (d *Draft) Keep() error {
	if d.file == nil {
		_, err := writeDirect(d.path, func(w io.WriteSeeker) error { _, err := w.Write(d.data); return err })
		return err
	}
	return d.take(d.file)
}

// Discard removes what was not kept.
func (d *Draft) Discard() {
	if d.file != nil {
		d.file.Close()
		os.Remove(d.file.Name())
	}
}

// WriteFile writes a small file whole or not at all. It gives ErrExists unless
// force is set or there is no such file.
func WriteFile(path string, data []byte, force bool) error {
	d, err := NewDraft(path, data, force)
	if err != nil {
		return err
	}
	defer d.Discard()
	return d.Keep()
}

// target is where a file is to be.
type target struct {
	path   string // with links followed
	direct bool   // a device or a pipe, which is written to as it is
	force  bool
	mode   fs.FileMode // of the file that is replaced; 0: there is none
}

// mostLinks is how many links are followed to a file that is not there yet.
const mostLinks = 40

// resolve follows links to the file that is to be made or replaced.
func resolve(path string, force bool) (target, error) {
	t := target{path: path, force: force}
	info, err := os.Stat(path)
	for n := 0; errors.Is(err, fs.ErrNotExist) && n < mostLinks; n++ {
		to, notLink := os.Readlink(t.path)
		if notLink != nil {
			return t, nil
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(t.path), to)
		}
		t.path = to
	}
	if err != nil {
		return t, err
	}
	switch mode := info.Mode(); {
	case mode.IsDir():
		return t, fmt.Errorf("%s is a folder", path)
	case !mode.IsRegular():
		t.direct = true
		return t, nil
	case !force:
		return t, fmt.Errorf("%s is %w", path, ErrExists)
	}
	t.mode = info.Mode().Perm()
	t.path, err = filepath.EvalSymlinks(path)
	return t, err
}

// temporaries counts the temporary files of this process. No name is used again:
// who is done with a file removes it by its name.
var temporaries atomic.Int64

// temporary makes a new file beside the target, with the rights that the target
// has or would get. Its name is short: that of the target may be as long as names
// can be.
func (t target) temporary() (*os.File, error) {
	for {
		name := fmt.Sprintf(".unhunch-%d-%d.part", os.Getpid(), temporaries.Add(1))
		f, err := os.OpenFile(filepath.Join(filepath.Dir(t.path), name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil && t.mode != 0 {
			f.Chmod(t.mode) // where that cannot be, it has the usual rights
		}
		return f, wordError(t.path, err)
	}
}

// take gives a finished temporary file the name of the target.
func (t target) take(f *os.File) error {
	if err := f.Close(); err != nil {
		return wordError(t.path, err)
	}
	if !t.force { // somebody else may have been here meanwhile
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
	counted := &forwardOnly{w: f}
	err = write(counted)
	return counted.n, errors.Join(err, f.Close())
}

// FileError says that a file could not be written, and why.
type FileError struct {
	Path string // as the user named it
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("writing %s: %v", e.Path, e.Err) }

// Unwrap is the reason.
func (e *FileError) Unwrap() error { return e.Err }

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
	return &FileError{path, err}
}

// buffered is a writer that keeps the first error and counts what it was given.
type buffered struct {
	*bufio.Writer
	file io.WriteSeeker
	n    int64
}

func newBuffered(w io.WriteSeeker) *buffered {
	return &buffered{Writer: bufio.NewWriterSize(w, 1<<18), file: w}
}

func (b *buffered) Write(p []byte) (int, error) {
	n, err := b.Writer.Write(p)
	b.n += int64(n)
	return n, err
}

// patch overwrites bytes from an offset on and returns to the end.
func (b *buffered) patch(offset int64, parts ...[]byte) error {
	if err := b.Flush(); err != nil {
		return err
	}
	if _, err := b.file.Seek(offset, io.SeekStart); err != nil {
		return err
	}
	for _, p := range parts {
		if _, err := b.file.Write(p); err != nil {
			return err
		}
	}
	_, err := b.file.Seek(0, io.SeekEnd)
	return err
}
