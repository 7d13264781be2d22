//go:build !nolgpl

package export

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"unhunch/internal/plan"
)

// mp4Audio is what an MP4 file must know of its audio before any is there.
type mp4Audio struct {
	config  []byte // AudioSpecificConfig
	delay   int    // frames that the decoder gives before the first one
	unit    int    // frames in an access unit
	units   int    // access units in the file
	most    int    // bytes in the largest access unit
	bitrate int
}

// unitsInChunk is how many access units lie together; about two seconds.
const unitsInChunk = 94

// mp4 writes an MP4 file for audiobooks: the tables first, so that it plays
// while it is being loaded, then the sound. The size of the tables is known
// from the start, and their place is filled in at the end.
//
// Chapters are written twice, since players read one or the other: as a text
// track (Apple) and as a chpl box (Nero).
type mp4 struct {
	out    *buffered
	audio  mp4Audio
	job    *job
	titles [][]byte // samples of the text track
	wide   bool     // 64-bit places of chunks
	moovAt int64
	moov   int // size of its box
	mdatAt int64

	units  int    // written so far
	sizes  []byte // of each, in 32 bits
	chunks []uint64
}

func newMP4(w io.WriteSeeker, j *job, a mp4Audio) (*mp4, error) {
	m := &mp4{out: newBuffered(w), audio: a, job: j, wide: uint64(a.units)*uint64(a.most) > math.MaxUint32-1<<24}
	for _, c := range j.meta.chapters {
		m.titles = append(m.titles, textSample(c.Title))
	}
	m.out.Write(box("ftyp", []byte(j.format.brand+"\x00\x00\x02\x00"+"M4A M4B mp42isom")))
	m.moovAt = m.out.n
	m.moov = len(m.tables()) + m.sizesLength() + m.offsetWidth()*m.chunkCount()
	m.out.Write(make([]byte, m.moov))
	m.sizes = make([]byte, 0, m.sizesLength())
	m.chunks = make([]uint64, 0, m.chunkCount())
	m.mdatAt = m.out.n
	m.out.Write(make([]byte, 16))
	for _, t := range m.titles {
		m.out.Write(t)
	}
	return m, m.out.Flush()
}

// textSample is a chapter's title as the text track has it, marked as UTF-8.
func textSample(title string) []byte {
	title = cutText(title, math.MaxUint16)
	s := binary.BigEndian.AppendUint16(nil, uint16(len(title)))
	s = append(s, title...)
	return append(s, box("encd", []byte{0, 0, 1, 0})...)
}

func (m *mp4) write(unit []byte) error {
	if m.units%unitsInChunk == 0 {
		m.chunks = append(m.chunks, uint64(m.out.n))
	}
	m.units++
	m.sizes = binary.BigEndian.AppendUint32(m.sizes, uint32(len(unit)))
	_, err := m.out.Write(unit)
	return err
}

func (m *mp4) close() error {
	if m.units != m.audio.units {
		return fmt.Errorf("the AAC encoder gave %d units instead of %d", m.units, m.audio.units)
	}
	head := binary.BigEndian.AppendUint32(nil, 1) // the size follows in 64 bits
	head = append(head, "mdat"...)
	head = binary.BigEndian.AppendUint64(head, uint64(m.out.n-m.mdatAt))
	if err := m.out.patch(m.mdatAt, head); err != nil {
		return err
	}
	moov := m.tables()
	if n := len(moov) + m.sizesLength(); n != m.moov {
		return fmt.Errorf("the tables of the MP4 file take %d bytes instead of %d", n, m.moov)
	}
	split := bytes.Index(moov, []byte("stsz")) + len("stsz") + 12
	return m.out.patch(m.moovAt, moov[:split], m.sizes, moov[split:])
}

// sizesLength is how many bytes the sizes of all units take.
func (m *mp4) sizesLength() int { return 4 * m.audio.units }

// around is a box that holds the sizes, which are megabytes in a session of
// hours. They are left out of it, but counted, and put in when it is written.
func (m *mp4) around(b []byte) []byte {
	binary.BigEndian.PutUint32(b, uint32(len(b)+m.sizesLength()))
	return b
}

// The tracks.
const (
	audioTrack = 1
	textTrack  = 2
)

// tables is the moov box, with the places of what was written so far and
// without the sizes.
func (m *mp4) tables() []byte {
	frames := uint64(m.job.plan.Frames)
	mvhd := append(times(frames, plan.Rate), 0, 1, 0, 0, 1, 0) // rate and volume
	mvhd = append(mvhd, make([]byte, 10)...)
	mvhd = append(mvhd, matrix...)
	mvhd = append(mvhd, make([]byte, 24)...)
	mvhd = binary.BigEndian.AppendUint32(mvhd, textTrack+1)
	return m.around(box("moov", fullBox("mvhd", version(frames), 0, mvhd), m.audioTrak(), m.textTrak(),
		box("udta", m.nero(), m.tags())))
}

func (m *mp4) audioTrak() []byte {
	a := m.audio
	frames := uint64(m.job.plan.Frames)
	length := frames + uint64(a.delay)
	last := uint32(length - uint64(a.units-1)*uint64(a.unit)) // what the last unit adds
	edit := be32(1)
	edit = binary.BigEndian.AppendUint64(edit, frames)
	edit = binary.BigEndian.AppendUint64(edit, uint64(a.delay))
	edit = append(edit, 0, 1, 0, 0)
	entry := append(make([]byte, 6), 0, 1) // data reference
	entry = append(entry, make([]byte, 8)...)
	entry = append(entry, 0, byte(m.job.opt.Channels), 0, 16, 0, 0, 0, 0)
	entry = append(entry, be32(plan.Rate<<16)...)
	stbl := m.around(box("stbl",
		fullBox("stsd", 0, 0, be32(1), box("mp4a", entry, m.esds())),
		fullBox("stts", 0, 0, be32(2, uint32(a.units-1), uint32(a.unit), 1, last)),
		fullBox("stsc", 0, 0, chunkRuns(a.units)),
		m.around(fullBox("stsz", 0, 0, be32(0, uint32(a.units)))),
		m.chunkOffsets()))
	return m.around(box("trak",
		trackHeader(audioTrack, 7, frames, 0x0100),
		box("edts", fullBox("elst", 1, 0, edit)),
		box("tref", box("chap", be32(textTrack))),
		m.around(box("mdia", mediaHeader(length, m.job.meta.language), handler("soun", "Sound"),
			m.around(box("minf", fullBox("smhd", 0, 0, be32(0)), dataInfo(), stbl))))))
}

// chunkRuns says that all chunks hold as many units, but for the last.
func chunkRuns(units int) []byte {
	whole, rest := units/unitsInChunk, units%unitsInChunk
	switch {
	case whole == 0:
		return be32(1, 1, uint32(rest), 1)
	case rest == 0:
		return be32(1, 1, unitsInChunk, 1)
	}
	return be32(2, 1, unitsInChunk, 1, uint32(whole+1), uint32(rest), 1)
}

func (m *mp4) chunkCount() int { return (m.audio.units + unitsInChunk - 1) / unitsInChunk }

// offsetWidth is how many bytes the place of a chunk takes.
func (m *mp4) offsetWidth() int {
	if m.wide {
		return 8
	}
	return 4
}

func (m *mp4) chunkOffsets() []byte {
	body := make([]byte, 0, 4+8*len(m.chunks))
	body = append(body, be32(uint32(m.chunkCount()))...)
	for _, c := range m.chunks {
		if m.wide {
			body = binary.BigEndian.AppendUint64(body, c)
		} else {
			body = binary.BigEndian.AppendUint32(body, uint32(c))
		}
	}
	if m.wide {
		return fullBox("co64", 0, 0, body)
	}
	return fullBox("stco", 0, 0, body)
}

// esds describes the AAC stream, in nested descriptors of MPEG-4.
func (m *mp4) esds() []byte {
	specific := descriptor(5, m.audio.config)
	rate := uint32(m.audio.bitrate)
	decoder := append([]byte{0x40, 0x15, 0, byte(m.audio.most >> 8), byte(m.audio.most)}, be32(rate, rate)...)
	stream := append([]byte{0, audioTrack, 0}, descriptor(4, append(decoder, specific...))...)
	stream = append(stream, descriptor(6, []byte{2})...)
	return fullBox("esds", 0, 0, descriptor(3, stream))
}

func descriptor(tag byte, body []byte) []byte {
	n := len(body)
	return append([]byte{tag, 0x80, 0x80, 0x80 | byte(n>>7), byte(n & 0x7f)}, body...)
}

// textTrak is the track of chapter titles, which is never shown as a text.
func (m *mp4) textTrak() []byte {
	var lengths, sizes []byte
	for i, c := range m.job.meta.chapters {
		lengths = append(lengths, be32(1, uint32(c.End-c.At))...)
		sizes = append(sizes, be32(uint32(len(m.titles[i])))...)
	}
	n := uint32(len(m.titles))
	entry := append(make([]byte, 6), 0, 1)
	entry = append(entry, 0, 0, 0, 1) // display flags
	entry = append(entry, make([]byte, 18)...)
	entry = append(entry, 0, 1, 0, 0, 0, 0, 0, 0) // font
	entry = append(entry, box("ftab", []byte{0, 1, 0, 1, 0})...)
	stbl := box("stbl",
		fullBox("stsd", 0, 0, be32(1), box("text", entry)),
		fullBox("stts", 0, 0, be32(n), lengths),
		fullBox("stsc", 0, 0, be32(1, 1, n, 1)),
		fullBox("stsz", 0, 0, be32(0, n), sizes),
		fullBox("stco", 0, 0, be32(1, uint32(m.mdatAt+16))))
	gmin := []byte{0, 0x40, 0x80, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0}
	text := append([]byte{0, 1}, be32(0, 0, 0, 1, 0, 0, 0, 0x4000)...)
	return box("trak",
		trackHeader(textTrack, 2, uint64(m.job.plan.Frames), 0),
		box("mdia", mediaHeader(uint64(m.job.plan.Frames), m.job.meta.language), handler("text", "Chapters"),
			box("minf", box("gmhd", fullBox("gmin", 0, 0, gmin), box("text", append(text, 0, 0))), dataInfo(), stbl)))
}
