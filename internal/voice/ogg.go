package voice

import (
	"encoding/binary"
	"errors"
	"io"
)

// oggPage is the header of a page of an Ogg stream.
type oggPage struct {
	continued bool  // begins with the rest of a packet
	last      bool  // of the stream
	position  int64 // after the last packet that ends on it, or -1 if none does
	checksum  uint32
	sizes     []byte // of its pieces of packets; one of 255 goes on in the next piece
}

// The sizes of the header of a page, in bytes.
const (
	oggHeader  = 27 // without the sizes of pieces
	oggLongest = oggHeader + 255
)

// parseOggPage reads the header that data begins with.
func parseOggPage(data []byte) (p oggPage, ok bool) {
	if len(data) < oggHeader || string(data[:4]) != "OggS" || data[4] != 0 {
		return p, false
	}
	p.continued, p.last = data[5]&1 != 0, data[5]&4 != 0
	p.position = int64(binary.LittleEndian.Uint64(data[6:]))
	p.checksum = binary.LittleEndian.Uint32(data[22:])
	end := oggHeader + int(data[26])
	if len(data) < end {
		return p, false
	}
	p.sizes = data[oggHeader:end]
	return p, true
}

// body is the size of what follows the header.
func (p oggPage) body() (n int) {
	for _, s := range p.sizes {
		n += int(s)
	}
	return n
}

// size is that of the whole page.
func (p oggPage) size() int { return oggHeader + len(p.sizes) + p.body() }

// ends is how many packets end on the page, and did not begin before it.
func (p oggPage) ends() (n int) {
	for _, s := range p.sizes {
		if s < 255 {
			n++
		}
	}
	if p.continued {
		n--
	}
	return n
}

// oggPageAt reads the header of the page at a place.
func oggPageAt(r *io.SectionReader, at int64) (oggPage, error) {
	b, err := readAt(r, at, oggLongest)
	if err != nil {
		return oggPage{}, err
	}
	p, ok := parseOggPage(b)
	if !ok || at+int64(p.size()) > r.Size() {
		return p, errCut
	}
	return p, nil
}

// oggReader reads an Ogg stream page by page.
type oggReader struct {
	r    *io.SectionReader
	at   int64  // where the next page begins
	rest []byte // of a packet that goes on there
}

// next gives the next page, and the packets that end on it. One that began
// before the first page that is read is left out.
func (o *oggReader) next() (p oggPage, packets [][]byte, err error) {
	if p, err = oggPageAt(o.r, o.at); err != nil {
		return p, nil, err
	}
	whole, err := readAt(o.r, o.at, p.size())
	if err != nil {
		return p, nil, err
	}
	clear(whole[22:26]) // where the checksum is
	if oggChecksum(whole) != p.checksum {
		return p, nil, errors.New("is corrupt: a page has a wrong checksum")
	}
	o.at += int64(len(whole))
	rest, skip := o.rest, p.continued && o.rest == nil
	if !p.continued {
		rest = nil
	}
	body := whole[oggHeader+len(p.sizes):]
	end := 0
	for _, size := range p.sizes {
		if end += int(size); size == 255 {
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
	o.rest = nil
	if !skip && end > 0 {
		o.rest = append(rest, body...)
	}
	return p, packets, nil
}

var oggTable = func() (table [256]uint32) {
	for i := range table {
		crc := uint32(i) << 24
		for range 8 {
			crc = crc<<1 ^ crc>>31*0x04C11DB7
		}
		table[i] = crc
	}
	return table
}()

// oggChecksum is the CRC of a page whose own checksum is zero.
func oggChecksum(page []byte) (crc uint32) {
	for _, b := range page {
		crc = crc<<8 ^ oggTable[byte(crc>>24)^b]
	}
	return crc
}
