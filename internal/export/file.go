package export

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// createFile writes a file through a temporary one beside it, which takes the
// file's name when write has succeeded and is removed otherwise. It gives the
// file's size. A device or a pipe is written to as it is.
func createFile(path string, force bool, write func(io.WriteSeeker) error) (int64, error) {
	path, direct, err := resolve(path, force)
	if err != nil {
		return 0, err
	}
	if direct {
		return writeDirect(path, write)
	}
	tmp, err := temporary(path)
	if err != nil {
		return 0, err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	if err := write(tmp); err != nil {
		return 0, wordError(path, err)
	}
	size, err := tmp.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, wordError(path, err)
	}
	if err := tmp.Close(); err != nil {
		return 0, wordError(path, err)
	}
	if !force { // somebody else may have been here meanwhile
		if _, err := os.Lstat(path); err == nil {
			return 0, fmt.Errorf("%s is %w", path, ErrExists)
		}
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return 0, wordError(path, err)
	}
	return size, nil
}

// WriteFile writes a small file, such as captions, in the same way: whole or
// not at all. It gives ErrExists unless force is set or there is no such file.
func WriteFile(path string, data []byte, force bool) error {
	_, err := createFile(path, force, func(w io.WriteSeeker) error {
		_, err := w.Write(data)
		return err
	})
	return err
}

// resolve follows links to the file that would be replaced, and says whether
// it is to be written to directly.
func resolve(path string, force bool) (target string, direct bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, false, nil
	}
	if err != nil {
		return "", false, err
	}
	switch mode := info.Mode(); {
	case mode.IsDir():
		return "", false, fmt.Errorf("%s is a folder", path)
	case !mode.IsRegular():
		return path, true, nil
	case !force:
		return "", false, fmt.Errorf("%s is %w", path, ErrExists)
	}
	target, err = filepath.EvalSymlinks(path)
	return target, false, err
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

// temporary makes a new file beside path, with the rights that path would get.
func temporary(path string) (*os.File, error) {
	dir, base := filepath.Split(path)
	for n := os.Getpid(); ; n++ {
		f, err := os.OpenFile(filepath.Join(dir, "."+base+"."+strconv.Itoa(n)+".part"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return f, wordError(path, err)
		}
	}
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
		return &FileError{path, at.Err}
	case errors.As(err, &link):
		return &FileError{path, link.Err}
	}
	return err
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
