// Package ogg reads and writes the pages of an Ogg stream that holds one logical
// stream, and the comments that its codecs share with FLAC.
package ogg

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"
)

// Flags of a page.
const (
	Continued = 1 << iota // it begins with the rest of a packet
	First                 // of the stream
	Last                  // of the stream
)

// Page is the header of a page.
type Page struct {
	Flags    byte
	Position int64  // after the last packet that ends on it, or -1 if none does
	Sizes    []byte // of its pieces of packets; one of 255 goes on in the next piece

	checksum uint32
}

// The sizes of the header of a page, in bytes, and where its checksum is.
const (
	header     = 27 // without the sizes of pieces
	longest    = header + full
	full       = 255 // pieces of a page
	piece      = 255 // bytes of a piece after which the packet goes on
	checksumAt = 22
)

// Has tells whether a page has a flag.
func (p Page) Has(flag byte) bool { return p.Flags&flag != 0 }

// body is the size of what follows the header.
func (p Page) body() (n int) {
	for _, s := range p.Sizes {
		n += int(s)
	}
	return n
}

// Size is that of the whole page, in bytes.
func (p Page) Size() int { return header + len(p.Sizes) + p.body() }

// Ends is how many packets end on the page, and did not begin before it.
func (p Page) Ends() (n int) {
	for _, s := range p.Sizes {
		if s < piece {
			n++
		}
	}
	if p.Has(Continued) {
		n--
	}
	return n
}

// Seal puts the checksum of a whole page in its place.
func Seal(page []byte) { binary.LittleEndian.PutUint32(page[checksumAt:], checksum(page)) }

// checksum is the CRC-32 of a page whose own is taken to be zero. It shifts the
// other way than usual and inverts nothing.
func checksum(page []byte) (crc uint32) {
	for i, b := range page {
		if i >= checksumAt && i < checksumAt+4 {
			b = 0
		}
		crc = crc<<8 ^ table[byte(crc>>24)^b]
	}
	return crc
}

var table = func() (table [256]uint32) {
	for i := range table {
		crc := uint32(i) << 24
		for range 8 {
			crc = crc<<1 ^ (crc>>31)*bits.Reverse32(crc32.IEEE)
		}
		table[i] = crc
	}
	return table
}()
