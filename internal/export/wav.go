package export

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"unhunch/internal/soundfile"
)

func wavFormat() Format {
	return Format{Name: "wav", About: "uncompressed, 16 or 24 bits, without a cover", streams: true, stereo: true, plain: true, most: math.MaxUint32, check: checkWAV, open: openWAV}
}

// checkWAV refuses what does not fit the 32-bit sizes of a WAV file.
func checkWAV(j *job) error {
	size := int64(j.plan.Frames)*int64(j.opt.Channels*j.opt.Bits/8) + int64(len(wavTail(j.meta))) + 64
	if size <= j.format.most {
		return nil
	}
	able := those(func(f Format) bool { return f.most == 0 })
	return fmt.Errorf("the session would take %.1f GiB, and WAV holds 4; %s have no such limit",
		float64(size)/(1<<30), list(able, "and"))
}

// wav writes a WAV file whose length is known from the start, so that it can
// go to a pipe. Title and chapters come after the sound, as LIST and cue.
type wav struct {
	out  *buffered
	q    quantizer
	bits int
	tail []byte
	raw  []byte
}

func openWAV(_ context.Context, w io.WriteSeeker, j *job) (encoder, error) {
	e := &wav{out: newBuffered(w), bits: j.opt.Bits, tail: wavTail(j.meta), q: j.quantizer()}
	_, err := e.out.Write(soundfile.WAVHeader(int64(j.plan.Frames), j.opt.Channels, j.opt.Bits, len(e.tail)))
	return e, err
}

func (e *wav) write(samples []float32) error {
	if e.bits == 24 {
		e.raw = int24s(e.raw[:0], samples)
	} else {
		e.raw = e.q.int16s(e.raw[:0], samples)
	}
	_, err := e.out.Write(e.raw)
	return err
}

func (e *wav) close() error {
	if e.out.n%2 == 1 { // chunks begin at even places
		e.out.WriteByte(0)
	}
	e.out.Write(e.tail)
	return e.out.Flush()
}

func (e *wav) abort() {}

// wavTail is the chunks after the sound.
func wavTail(m *metadata) []byte {
	le := binary.LittleEndian
	info := []byte("INFO")
	for _, f := range []struct{ id, text string }{
		{"IART", m.artist}, {"ICMT", m.comment}, {"IGNR", m.genre},
		{"ILNG", languageCode(m.language)}, {"INAM", m.title}, {"IPRD", m.album}, {"ISFT", program},
	} {
		info = append(info, riffChunk(f.id, append([]byte(f.text), 0))...)
	}
	cue := le.AppendUint32(nil, uint32(len(m.chapters)))
	labels := []byte("adtl")
	for i, c := range m.chapters {
		id, at := uint32(i+1), uint32(c.At)
		cue = le.AppendUint32(cue, id)
		cue = le.AppendUint32(cue, at)
		cue = append(cue, "data"...)
		cue = le.AppendUint32(cue, 0)
		cue = le.AppendUint32(cue, 0)
		cue = le.AppendUint32(cue, at)
		labels = append(labels, riffChunk("labl", append(le.AppendUint32(nil, id), c.Title+"\x00"...))...)
	}
	tail := riffChunk("LIST", info)
	tail = append(tail, riffChunk("cue ", cue)...)
	return append(tail, riffChunk("LIST", labels)...)
}

// riffChunk frames a chunk and pads it to an even length.
func riffChunk(id string, data []byte) []byte {
	c := binary.LittleEndian.AppendUint32([]byte(id), uint32(len(data)))
	c = append(c, data...)
	if len(data)%2 == 1 {
		c = append(c, 0)
	}
	return c
}
