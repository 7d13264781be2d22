package ogg

import (
	"encoding/binary"
	"io"
)

// Writer writes packets as pages.
type Writer struct {
	w        io.Writer
	serial   uint32
	sequence uint32
	sizes    []byte // of the page under way
	body     []byte
	position int64 // of the last packet that ends on it
	ends     bool  // one does
	carried  bool  // it begins within a packet
}

const noPosition = -1

// NewWriter writes a stream with a serial number.
func NewWriter(w io.Writer, serial uint32) *Writer { return &Writer{w: w, serial: serial} }

// Packet adds a packet that ends at a position. Pages that are full are written.
func (o *Writer) Packet(data []byte, position int64) error {
	for within := false; ; within = true {
		if len(o.sizes) == full {
			if err := o.Flush(0); err != nil {
				return err
			}
			o.carried = within
		}
		n := min(len(data), piece)
		o.sizes = append(o.sizes, byte(n))
		o.body = append(o.body, data[:n]...)
		data = data[n:]
		if n < piece { // also ends a packet of a whole number of pieces
			o.position, o.ends = position, true
			return nil
		}
	}
}

// Flush writes the page under way, with flags besides Continued.
func (o *Writer) Flush(flags byte) error {
	if o.carried {
		flags |= Continued
	}
	position := int64(noPosition)
	if o.ends {
		position = o.position
	}
	le := binary.LittleEndian
	page := append([]byte("OggS\x00"), flags)
	page = le.AppendUint64(page, uint64(position))
	page = le.AppendUint32(page, o.serial)
	page = le.AppendUint32(page, o.sequence)
	page = append(page, 0, 0, 0, 0) // where the checksum will be
	page = append(page, byte(len(o.sizes)))
	page = append(page, o.sizes...)
	page = append(page, o.body...)
	Seal(page)
	o.sequence++
	o.sizes, o.body = o.sizes[:0], o.body[:0]
	o.ends, o.carried = false, false
	_, err := o.w.Write(page)
	return err
}
