package render

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/soundfile"
)

// paper is room in memory, which can fail.
type paper struct {
	mu     sync.Mutex
	data   []byte
	writes int
	full   bool // nothing can be written
	burnt  bool // nothing can be read
}

func (p *paper) WriteAt(b []byte, at int64) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.writes++
	if p.full {
		return 0, errors.New("no space left on device")
	}
	if missing := at + int64(len(b)) - int64(len(p.data)); missing > 0 {
		p.data = append(p.data, make([]byte, missing)...)
	}
	return copy(p.data[at:], b), nil
}

func (p *paper) ReadAt(b []byte, at int64) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.burnt || at+int64(len(b)) > int64(len(p.data)) {
		return 0, io.ErrUnexpectedEOF
	}
	return copy(b, p.data[at:]), nil
}

// An export goes through a session twice; that must not decode it twice, and
// must sound the same, whether the room for what was decoded works or not.
func TestScratch(t *testing.T) {
	p := talk(300, func(i int) string { return unique(i % 100) })
	want := talked(t, p)
	for name, tt := range map[string]struct {
		room    *paper
		decoded int
	}{
		"works":            {&paper{}, 1},
		"full":             {&paper{full: true}, 6},
		"cannot be read":   {&paper{burnt: true}, 6},
		"there is no room": {nil, 6},
	} {
		t.Run(name, func(t *testing.T) {
			src := &studio{length: shortLine}
			o := Options{Ahead: 15 * lineBytes}
			if tt.room != nil {
				o.Scratch = tt.room
			}
			s := New(p, src, o)
			defer s.Close()
			for range 2 {
				if err := s.Seek(0); err != nil {
					t.Fatal(err)
				}
				if heardAs(t, s) != want {
					t.Error("it sounds different")
				}
			}
			if n := src.times("june: " + unique(50)); n != tt.decoded {
				t.Errorf("decoded %d times, want %d", n, tt.decoded)
			}
		})
	}
}

// What fits in memory needs no room on the disk.
func TestScratchUnused(t *testing.T) {
	room := &paper{}
	s := New(talk(30, unique), &studio{length: shortLine}, Options{Scratch: room})
	defer s.Close()
	heardAs(t, s)
	if room.writes > 0 {
		t.Errorf("written to %d times", room.writes)
	}
}

// The room has an end, beyond which sounds are decoded again.
func TestScratchEnds(t *testing.T) {
	room := &paper{}
	s := newScratch(room)
	s.used = scratchBytes - 100
	for i, samples := range []int{40, 40, 5} {
		s.keep(key{text: unique(i)}, &ready{sound: recording{Samples: make([]int16, samples), Channels: 1}})
	}
	for i, want := range []bool{true, false, true} {
		if got := s.get(key{text: unique(i)}) != nil; got != want {
			t.Errorf("recording %d is kept: %v, want %v", i, got, want)
		}
	}
}

// counted counts how often a file is read from.
type counted struct {
	io.ReaderAt
	reads atomic.Int64
}

func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	c.reads.Add(1)
	return c.ReaderAt.ReadAt(p, at)
}

// A background that must be decoded is decoded once, though its loop is heard
// several times, and sounds as it does without the room.
func TestScratchBed(t *testing.T) {
	takesLong(t)
	data := wavOf(music(12 * plan.Rate))
	copy(data[24:], []byte{0xc0, 0x5d, 0, 0}) // at 24 kHz, twice as long
	open := func(r io.ReaderAt) *BedFile {
		f, err := soundfile.Open("rain.wav", r, int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		return NewBedFile(f)
	}
	p := planOf(70*plan.Rate, bed(0, 70*plan.Rate, "file"))
	want := whole(t, p, Options{BedFiles: fileBed(open(bytes.NewReader(data))), Ahead: 1})

	file := &counted{ReaderAt: bytes.NewReader(data)}
	s := New(p, &studio{}, Options{BedFiles: fileBed(open(file)), Ahead: 1, Scratch: &paper{}})
	defer s.Close()
	same(t, "with room", want, rest(t, s, 4096))
	once := file.reads.Load()
	if err := s.Seek(0); err != nil {
		t.Fatal(err)
	}
	same(t, "the second time", want, rest(t, s, 4096))
	if n := file.reads.Load(); n != once {
		t.Errorf("the file was read %d times the first time and %d more the second", once, n-once)
	}
}
