package export

import (
	"bufio"
	"io"
)

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
