package export

import (
	"encoding/binary"
	"hash/crc32"
	"io"
	"math/bits"
)

// oggPages writes packets of one logical stream as Ogg pages. Its serial number
// is fixed, for there is one stream in a file, and the file is to be the same
// every time.
type oggPages struct {
	w        io.Writer
	sequence uint32
	lacing   []byte // of the page under way
	body     []byte
	granule  int64 // of the last packet that ends on it
	ends     bool  // one does
	carried  bool  // it begins within a packet
}

const (
	oggSerial    = 0x756e6875 // "uhnu", as it lies in the file
	oggContinued = 1
	oggFirst     = 2
	oggLast      = 4
	oggFull      = 255 // segments of a page
	noGranule    = -1
)

// packet adds a packet that ends at a granule position.
func (o *oggPages) packet(data []byte, granule int64) error {
	for within := false; ; within = true {
		if len(o.lacing) == oggFull {
			if err := o.flush(0); err != nil {
				return err
			}
			o.carried = within
		}
		n := min(len(data), 255)
		o.lacing = append(o.lacing, byte(n))
		o.body = append(o.body, data[:n]...)
		data = data[n:]
		if n < 255 { // also ends a packet of a whole number of segments
			o.granule, o.ends = granule, true
			return nil
		}
	}
}

// flush ends the page under way.
func (o *oggPages) flush(flags byte) error {
	if o.carried {
		flags |= oggContinued
	}
	granule := int64(noGranule)
	if o.ends {
		granule = o.granule
	}
	le := binary.LittleEndian
	page := append([]byte("OggS\x00"), flags)
	page = le.AppendUint64(page, uint64(granule))
	page = le.AppendUint32(page, oggSerial)
	page = le.AppendUint32(page, o.sequence)
	page = le.AppendUint32(page, 0)
	page = append(page, byte(len(o.lacing)))
	page = append(page, o.lacing...)
	page = append(page, o.body...)
	le.PutUint32(page[22:], oggChecksum(page))
	o.sequence++
	o.lacing, o.body = o.lacing[:0], o.body[:0]
	o.ends, o.carried = false, false
	_, err := o.w.Write(page)
	return err
}

// oggChecksum is the CRC-32 of Ogg, which shifts the other way than usual and
// inverts nothing. It is the usual one of the mirrored bits.
func oggChecksum(page []byte) uint32 {
	var crc uint32
	for _, b := range page {
		crc = crc<<8 ^ oggTable[byte(crc>>24)^b]
	}
	return crc
}

var oggTable = func() (table [256]uint32) {
	for i := range table {
		crc := uint32(i) << 24
		for range 8 {
			crc = crc<<1 ^ (crc>>31)*bits.Reverse32(crc32.IEEE)
		}
		table[i] = crc
	}
	return table
}()
