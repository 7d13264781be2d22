package render

import (
	"encoding/binary"
	"io"
	"sync"
)

// Scratch is room to write in and to read from again, such as a temporary file.
type Scratch interface {
	io.ReaderAt
	io.WriterAt
}

// scratchBytes is the most that is kept: ten minutes of music in two channels,
// but not an hour of it.
const scratchBytes = 128 << 20

// scratch keeps recordings that were decoded, for the next time that they are
// heard. It is there to save time alone: what it cannot keep, or not give back,
// is decoded again. A nil scratch keeps nothing.
type scratch struct {
	room Scratch

	mu   sync.Mutex
	kept map[key]kept
	used int64 // bytes of the room
}

// kept is where a recording is, and what it was part of.
type kept struct {
	from     int64
	samples  int
	channels int
	loop     bool
	trim     float64
}

func newScratch(room Scratch) *scratch {
	if room == nil {
		return nil
	}
	return &scratch{room: room, kept: map[key]kept{}}
}

// keep keeps what was made for a key, if it is a recording.
func (s *scratch) keep(k key, r *ready) {
	if s == nil || r.err != nil {
		return
	}
	var clip recording
	var p kept
	switch sound := r.sound.(type) {
	case recording:
		clip = sound
	case loop:
		clip, p.loop = sound.recording, true
	default:
		return
	}
	p.samples, p.channels, p.trim = len(clip.Samples), clip.Channels, r.trim
	if !s.reserve(&p) {
		return
	}
	b := make([]byte, 0, 2*p.samples)
	for _, v := range clip.Samples {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	if _, err := s.room.WriteAt(b, p.from); err != nil {
		return // its room stays unused
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[k] = p
}

// reserve finds a place.
func (s *scratch) reserve(p *kept) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	size := 2 * int64(p.samples)
	if size > scratchBytes-s.used {
		return false
	}
	p.from = s.used
	s.used += size
	return true
}

// get gives what was made for a key before, or nil.
func (s *scratch) get(k key) *ready {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	p, ok := s.kept[k]
	s.mu.Unlock()
	if !ok {
		return nil
	}
	b := make([]byte, 2*p.samples)
	if _, err := s.room.ReadAt(b, p.from); err != nil {
		return nil
	}
	clip := recording{Samples: make([]int16, p.samples), Channels: p.channels}
	for i := range clip.Samples {
		clip.Samples[i] = int16(binary.LittleEndian.Uint16(b[2*i:]))
	}
	r := &ready{sound: clip, trim: p.trim}
	if p.loop {
		r.sound = loop{clip}
	}
	return r
}
