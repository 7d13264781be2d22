package soundfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sort"

	"unhunch/internal/ogg"

	"github.com/jfreymuth/vorbis"
)

// vorbisFile is an opened Ogg Vorbis file. It counts frames as the file does,
// where the first one need not be frame 0: that is a position.
type vorbisFile struct {
	r      *io.SectionReader
	id     []byte // headers
	setup  []byte
	start  int64 // where the first page of sound begins, in bytes
	points []vorbisPoint
	zero   int64 // the position of the first frame
}

// vorbisPoint is a page that can be decoded from, and the position after it.
type vorbisPoint struct{ at, position int64 }

func openVorbis(r *io.SectionReader) (opened, error) {
	v := &vorbisFile{r: r}
	if err := v.readHeaders(); err != nil {
		return opened{}, err
	}
	channels, rate := int(v.id[11]), int(binary.LittleEndian.Uint32(v.id[12:]))
	if err := v.findPoints(rate); err != nil {
		return opened{}, err
	}
	return opened{rate, channels, v}, nil
}

// readHeaders reads the three headers, and checks what the decoder takes on
// trust. Sound begins on a page of its own.
func (v *vorbisFile) readHeaders() error {
	pages := ogg.NewReader(v.r, 0)
	var headers [][]byte
	for len(headers) < 3 {
		_, packets, err := pages.Next()
		if err != nil {
			return err
		}
		if pages.Offset() > maxVorbisHeaders {
			return errors.New("is corrupt: its header does not end")
		}
		headers = append(headers, packets...)
	}
	v.id, v.setup, v.start = headers[0], headers[2], pages.Offset()
	if err := checkVorbis(headers[0], headers[1], headers[2]); err != nil {
		return fmt.Errorf("is not Ogg Vorbis that can be read: %w", err)
	}
	return nil
}

func (v *vorbisFile) newDecoder() (*vorbis.Decoder, error) {
	d := new(vorbis.Decoder)
	for _, h := range [][]byte{v.id, v.setup} {
		if err := d.ReadHeader(h); err != nil {
			return nil, fmt.Errorf("is corrupt: %w", err)
		}
	}
	return d, nil
}

// findPoints finds points at least a quarter of a second apart, and makes sure
// that the page is there which is marked as the last one.
func (v *vorbisFile) findPoints(rate int) error {
	least := int64(0)
	for at := v.start; ; {
		page, err := ogg.At(v.r, at)
		if err != nil {
			return err
		}
		if page.Has(ogg.Last) {
			return nil
		}
		if page.Position >= least && page.Ends() > 0 {
			v.points = append(v.points, vorbisPoint{at, page.Position})
			least = page.Position + int64(rate)/4
		}
		at += int64(page.Size())
	}
}

// frames decodes the first page and the last ones: with how many frames a file
// begins and ends is written nowhere.
func (v *vorbisFile) frames() (int64, error) {
	b, err := v.decode(v.start)
	if err != nil {
		return 0, err
	}
	var first []float32
	for b.position < 0 && err == nil {
		first, err = b.next()
	}
	v.zero = max(0, b.position-int64(len(first)/b.channels))
	if n := len(v.points); n > 0 && err == nil {
		b, err = v.join(v.points[n-1])
	}
	for err == nil {
		_, err = b.next()
	}
	if err != io.EOF {
		return 0, err
	}
	return b.position - v.zero, nil
}

func (v *vorbisFile) from(frame int64) (blocks, error) {
	position := v.zero + frame
	i := sort.Search(len(v.points), func(i int) bool { return v.points[i].position > position })
	if i == 0 || frame == 0 {
		b, err := v.decode(v.start)
		if err != nil {
			return nil, err
		}
		return &without{frame * int64(b.channels), b}, nil
	}
	b, err := v.join(v.points[i-1])
	if err != nil {
		return nil, err
	}
	return &without{(position - b.position) * int64(b.channels), b}, nil
}

// decode decodes from a page on.
func (v *vorbisFile) decode(at int64) (*vorbisBlocks, error) {
	d, err := v.newDecoder()
	if err != nil {
		return nil, err
	}
	return &vorbisBlocks{
		pages: ogg.NewReader(v.r, at), decoder: d, channels: d.Channels(), position: -1,
		out: make([]float32, d.BufferSize()),
	}, nil
}

// join decodes from after a page on. A packet sounds together with the one
// before it.
func (v *vorbisFile) join(p vorbisPoint) (*vorbisBlocks, error) {
	b, err := v.decode(p.at)
	if err != nil {
		return nil, err
	}
	if err := b.turn(); err != nil {
		return nil, err
	}
	b.packets = b.packets[len(b.packets)-1:]
	if _, err := b.decode(); err != nil {
		return nil, err
	}
	b.position = p.position
	return b, nil
}

// vorbisBlocks reads an Ogg Vorbis file.
type vorbisBlocks struct {
	pages    *ogg.Reader
	page     ogg.Page
	packets  [][]byte // of the page, still to be decoded
	decoder  *vorbis.Decoder
	channels int
	position int64 // after what was read; -1 before the first packet
	out      []float32
}

func (v *vorbisBlocks) next() ([]float32, error) {
	for {
		if len(v.packets) == 0 {
			if err := v.turn(); err != nil {
				return nil, err
			}
			if v.position < 0 {
				return v.first()
			}
			continue
		}
		out, err := v.decode()
		if err != nil {
			return nil, err
		}
		if out = v.count(out); len(out) > 0 {
			return out, nil
		}
	}
}

// turn reads the next page.
func (v *vorbisBlocks) turn() (err error) {
	if v.page.Has(ogg.Last) {
		return io.EOF
	}
	v.page, v.packets, err = v.pages.Next()
	return err
}

// first decodes all of the first page on which a packet ends: where it holds
// more than its position says, the start is not of the original.
func (v *vorbisBlocks) first() ([]float32, error) {
	if len(v.packets) == 0 {
		return nil, nil
	}
	v.position = 0
	if v.page.Has(ogg.Last) || v.page.Position < 0 {
		return nil, nil
	}
	var all []float32
	for len(v.packets) > 0 {
		out, err := v.decode()
		if err != nil {
			return nil, err
		}
		all = append(all, out...)
	}
	v.position = v.page.Position
	excess := max(0, int64(len(all)/v.channels)-v.position)
	return all[excess*int64(v.channels):], nil
}

// count goes on by what was decoded, and takes off the end of the last page
// what goes beyond its position.
func (v *vorbisBlocks) count(out []float32) []float32 {
	frames := int64(len(out) / v.channels)
	if v.page.Has(ogg.Last) && v.page.Position >= 0 {
		frames = max(0, min(frames, v.page.Position-v.position))
	}
	v.position += frames
	return out[:frames*int64(v.channels)]
}

// decode decodes the next packet of the page.
func (v *vorbisBlocks) decode() ([]float32, error) {
	out, err := v.decoder.DecodeInto(v.packets[0], v.out)
	if err != nil {
		return nil, fmt.Errorf("is corrupt: %w", err)
	}
	v.packets = v.packets[1:]
	for i, x := range out {
		out[i] = max(-1, min(x, 1))
	}
	return out, nil
}
