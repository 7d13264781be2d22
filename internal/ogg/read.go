package ogg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ErrCut says that a file ends within a page, or within whatever else was begun.
var ErrCut = errors.New("is cut short")

// maxPacket is the longest packet that is read, in bytes. Only comments with
// pictures come near.
const maxPacket = 16 << 20

var errLong = errors.New("is corrupt: a packet does not end")

var errChecksum = errors.New("is corrupt: a page has a wrong checksum")

// At reads the header of the page at a place in bytes, all of which must be there.
func At(r *io.SectionReader, at int64) (Page, error) {
	b, err := ReadAt(r, at, longest)
	if err != nil {
		return Page{}, err
	}
	p, ok := parse(b)
	if !ok || at+int64(p.Size()) > r.Size() {
		return p, ErrCut
	}
	return p, nil
}

// parse reads the header that data begins with.
func parse(data []byte) (p Page, ok bool) {
	if len(data) < header || string(data[:4]) != "OggS" || data[4] != 0 {
		return p, false
	}
	p.Flags = data[5]
	p.Position = int64(binary.LittleEndian.Uint64(data[6:]))
	p.checksum = binary.LittleEndian.Uint32(data[checksumAt:])
	end := header + int(data[26])
	if len(data) < end {
		return p, false
	}
	p.Sizes = data[header:end]
	return p, true
}

// ReadAt reads n bytes at a place, or as many as there are before the end. Where
// the file has become shorter than r says, the error is ErrCut.
func ReadAt(r *io.SectionReader, at int64, n int) ([]byte, error) {
	b := make([]byte, max(0, min(int64(n), r.Size()-at)))
	n, err := r.ReadAt(b, at)
	switch {
	case n == len(b):
		return b, nil
	case err == io.EOF:
		return nil, ErrCut
	}
	return nil, fmt.Errorf("cannot be read: %w", err)
}

// Reader reads a stream page by page.
type Reader struct {
	file *io.SectionReader
	at   int64  // where the next page begins
	rest []byte // of a packet that goes on there
}

// NewReader reads from the page at a place in bytes on.
func NewReader(file *io.SectionReader, at int64) *Reader { return &Reader{file: file, at: at} }

// Offset is where the next page begins, in bytes.
func (r *Reader) Offset() int64 { return r.at }

// Next gives the next page, and the packets that end on it. One that began
// before the first page that is read is left out.
func (r *Reader) Next() (p Page, packets [][]byte, err error) {
	if p, err = At(r.file, r.at); err != nil {
		return p, nil, err
	}
	whole, err := ReadAt(r.file, r.at, p.Size())
	if err != nil {
		return p, nil, err
	}
	if checksum(whole) != p.checksum {
		return p, nil, errChecksum
	}
	if len(r.rest) > maxPacket {
		return p, nil, errLong
	}
	r.at += int64(len(whole))
	return p, r.packets(p, whole[header+len(p.Sizes):]), nil
}

// packets takes apart the body of a page.
func (r *Reader) packets(p Page, body []byte) (packets [][]byte) {
	rest, skip := r.rest, p.Has(Continued) && r.rest == nil
	if !p.Has(Continued) {
		rest = nil
	}
	end := 0
	for _, size := range p.Sizes {
		if end += int(size); size == piece {
			continue
		}
		packet := body[:end:end]
		if rest != nil {
			packet = append(rest, packet...)
		}
		if !skip {
			packets = append(packets, packet)
		}
		rest, skip, body, end = nil, false, body[end:], 0
	}
	r.rest = nil
	if !skip && end > 0 {
		r.rest = append(rest, body...)
	}
	return packets
}
