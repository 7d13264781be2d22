package history

import (
	"errors"
	"io"
	"os"
)

// maxPosition is more than any position takes, in bytes.
const maxPosition = 1 << 20

var errNoFile = errors.New("is not an ordinary file")

// openRead opens an ordinary file: a pipe would wait for somebody, and a device has
// no end.
func openRead(path string) (*os.File, error) {
	if err := ordinary(path); err != nil {
		return nil, err
	}
	return os.Open(path)
}

// ordinary says what a file is that is there and is no ordinary one.
func ordinary(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &os.PathError{Op: "open", Path: path, Err: errNoFile}
	}
	return nil
}

// readSmall reads a file of which only a beginning is of interest.
func readSmall(path string, most int64) ([]byte, error) {
	f, err := openRead(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}
