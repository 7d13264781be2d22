package wholefile

import (
	"errors"
	"io"
	"os"
)

var errNoFile = errors.New("is not an ordinary file")

// Open opens an ordinary file to be read: a pipe would wait for somebody, and a
// device has no end.
func Open(path string) (*os.File, error) {
	if err := Ordinary(path); err != nil {
		return nil, err
	}
	return os.Open(path)
}

// Ordinary says what a file is that is there and is no ordinary one.
func Ordinary(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &os.PathError{Op: "open", Path: path, Err: errNoFile}
	}
	return nil
}

// ReadStart reads an ordinary file, up to so many bytes of it.
func ReadStart(path string, most int64) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}
