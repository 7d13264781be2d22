package render

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/soundfile"
)

// wavOf is a clip as a WAV file.
func wavOf(c soundfile.Clip) []byte {
	le := binary.LittleEndian
	b := []byte("RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x01\x00")
	b = le.AppendUint16(b, uint16(c.Channels))
	b = le.AppendUint32(b, plan.Rate)
	b = le.AppendUint32(b, uint32(plan.Rate*2*c.Channels))
	b = le.AppendUint16(b, uint16(2*c.Channels))
	b = append(b, "\x10\x00data"...)
	b = le.AppendUint32(b, uint32(2*len(c.Samples)))
	for _, v := range c.Samples {
		b = le.AppendUint16(b, uint16(v))
	}
	return b
}

func bedFile(t testing.TB, c soundfile.Clip) *BedFile {
	t.Helper()
	data := wavOf(c)
	return bedFileFrom(t, bytes.NewReader(data), len(data))
}

// fileBed is a bed as the listener has chosen it.
func fileBed(b *BedFile) map[string]*BedFile { return map[string]*BedFile{"": b} }

func bedFileFrom(t testing.TB, r io.ReaderAt, size int) *BedFile {
	t.Helper()
	f, err := soundfile.Open("rain.wav", r, int64(size))
	if err != nil {
		t.Fatal(err)
	}
	return NewBedFile(f)
}

// looped is the loop of a whole clip: its end fades into its start for so many frames.
func looped(c soundfile.Clip, seam int) []int16 {
	ch := c.Channels
	loop := append([]int16(nil), c.Samples[:(c.Frames()-seam)*ch]...)
	for i := range seam * ch {
		angle := math.Pi / 2 * float64(i/ch) / float64(seam)
		loop[i] = toInt16((float64(loop[i])*math.Sin(angle) + float64(c.Samples[len(loop)+i])*math.Cos(angle)) / 32768)
	}
	return loop
}

// A file that is decoded piece by piece sounds as if it were in memory: no gap
// between the pieces, none where the loop begins again.
func TestBedFileLoop(t *testing.T) {
	takesLong(t)
	const length = 64 * plan.Rate
	for _, frames := range []plan.Frame{1, 7, 70001, pieceLength, pieceLength + seamLength, pieceLength + seamLength + 1, 25*plan.Rate + 13, 90 * plan.Rate} {
		c := music(frames)
		if frames%2 == 0 { // so that its end does not go on at its start
			for i := range c.Samples[len(c.Samples)/2:] {
				c.Samples[i] /= 4
			}
		}
		b := bedFile(t, c)
		if wantSeam := int(min(seamLength, frames/2)); b.seam != 0 && b.seam != wantSeam || frames%2 == 0 && b.seam == 0 {
			t.Errorf("file of %d frames: a seam of %d", frames, b.seam)
		}
		trim, loop := b.measure(), looped(c, b.seam)
		p := planOf(length+99, bed(99, length, "file"))
		got := wholeSound(t, p, Options{BedFiles: fileBed(b)})
		for i := range got[99:] {
			env := smooth(plan.Frame(i), bedIn) * smooth(plan.Frame(length-i), bedOut)
			for side := range 2 {
				want := float64(loop[(2*i+side)%len(loop)]) / 32768 * (trim * env)
				if got[99+i][side] != want {
					t.Fatalf("file of %d frames: frame %d of the bed is %v, want %v", frames, i, got[99+i][side], want)
				}
			}
		}
	}
}

// talkOver is a plan of words every two seconds over a bed of a minute that
// begins again twice.
func talkOver() (*plan.Plan, soundfile.Clip) {
	p := talk(33, unique)
	p.Events = append(p.Events, bed(500, p.Frames-500, "file"))
	return p, music(23 * plan.Rate)
}

// After a jump the bed goes on where it would be without the jump, whatever of
// it is in memory, and whatever the blocks.
func TestBedFileSeeks(t *testing.T) {
	takesLong(t)
	p, c := talkOver()
	want := whole(t, p, Options{BedFiles: fileBed(bedFile(t, c))})
	for _, budget := range []int{1, 0} {
		s := New(p, &studio{}, Options{BedFiles: fileBed(bedFile(t, c)), Ahead: budget})
		random := rand.New(rand.NewPCG(3, 4))
		b := make([][2]float64, 5000)
		for range 100 {
			at := random.IntN(s.Len())
			if err := s.Seek(at); err != nil {
				t.Fatal(err)
			}
			n, _ := s.Stream(b[:random.IntN(len(b))+1])
			same(t, fmt.Sprintf("after a jump to %d", at), want[at:at+n], b[:n])
		}
		s.Close()
	}
	for _, size := range []int{1, 511, 513, 100000} {
		s := New(p, &studio{}, Options{BedFiles: fileBed(bedFile(t, c))})
		same(t, fmt.Sprintf("blocks of %d", size), want, rest(t, s, size))
		s.Close()
	}
}

// A bed of any length takes the memory of what is heard next of it.
func TestBedFileMemory(t *testing.T) {
	const pieceBytes = 4 * pieceLength
	p := planOf(200*plan.Rate, bed(0, 200*plan.Rate, "file"))
	for _, tt := range []struct{ budget, most int }{{1, 4 * pieceBytes}, {8 * pieceBytes, 8 * pieceBytes}} {
		s := New(p, &studio{}, Options{BedFiles: fileBed(bedFile(t, music(150*plan.Rate))), Ahead: tt.budget})
		b := make([][2]float64, plan.Rate)
		for {
			if _, ok := s.Stream(b); !ok {
				break
			}
			if counted, booked := inMemory(s); counted != booked || counted > tt.most {
				t.Fatalf("%d bytes in memory, %d in the books, want at most %d", counted, booked, tt.most)
			}
		}
		s.Close()
	}
}

// damaged is a file of which a part cannot be read.
type damaged struct {
	*bytes.Reader
	from, to int64
}

func (d damaged) ReadAt(p []byte, at int64) (int, error) {
	if at < d.to && at+int64(len(p)) > d.from {
		return 0, errBroken
	}
	return d.Reader.ReadAt(p, at)
}

// damagedBedFile is one of eight pieces, of which the third is damaged.
func damagedBedFile(t *testing.T) *BedFile {
	data := wavOf(music(8 * pieceLength))
	piece := int64(len(data) / 8)
	return bedFileFrom(t, damaged{bytes.NewReader(data), 5 * piece / 2, 5*piece/2 + 1}, len(data))
}

// Damage in the middle of a file ends an export with its reason.
func TestDamagedBedFile(t *testing.T) {
	s := New(planOf(60*plan.Rate, bed(0, 60*plan.Rate, "file")), &studio{}, Options{BedFiles: fileBed(damagedBedFile(t))})
	defer s.Close()
	b := make([][2]float64, 4096)
	var got int
	for {
		n, ok := s.Stream(b)
		if !ok {
			break
		}
		got += n
	}
	if err := s.Err(); !errors.Is(err, errBroken) || !strings.HasPrefix(err.Error(), "background rain.wav: ") {
		t.Errorf("error %v", err)
	}
	if got < 2*pieceLength-block || got > 2*pieceLength {
		t.Errorf("%d frames before the damage", got)
	}
}

// Damage in the middle of a file does not end a live session.
func TestDamagedBedFileLive(t *testing.T) {
	const length = 5 * pieceLength
	b, lost := damagedBedFile(t), new(Lost)
	s := soundAlone(New(planOf(length, bed(0, length, "file")), &studio{}, Options{BedFiles: fileBed(b), Live: true, Lost: lost}))
	defer s.Close()
	var heard [][2]float64
	part := make([][2]float64, pieceLength)
	for at := plan.Frame(0); at < length; at += pieceLength {
		if err := s.Prepare(context.Background(), int(at)); err != nil {
			t.Fatal(err)
		}
		n, _ := s.Stream(part)
		heard = append(heard, part[:n]...)
	}
	if s.Err() != nil || len(heard) != length {
		t.Fatalf("%d frames and error %v", len(heard), s.Err())
	}
	for i := range plan.Frame(4) {
		if got, want := mean(ear(heard, i*pieceLength, (i+1)*pieceLength, 0)) > 0, i != 2; got != want {
			t.Errorf("piece %d: heard is %v, want %v", i, got, want)
		}
	}
	if !errors.Is(lost.Err(), errBroken) || !strings.HasPrefix(lost.Err().Error(), "background rain.wav: ") {
		t.Errorf("lost is %v", lost.Err())
	}
}

// slow is a file that can be read once its gate is open.
type slow struct {
	*bytes.Reader
	shut *atomic.Bool
	gate chan struct{}
}

func (s slow) ReadAt(p []byte, at int64) (int, error) {
	if s.shut.Load() {
		<-s.gate
	}
	return s.Reader.ReadAt(p, at)
}

// A bed that is late joins in as soon as it is there, and no words wait for it.
func TestLateBedFile(t *testing.T) {
	data := wavOf(music(40 * plan.Rate))
	file := slow{bytes.NewReader(data), new(atomic.Bool), make(chan struct{})}
	b := bedFileFrom(t, file, len(data))
	file.shut.Store(true)
	p := planOf(8*plan.Rate, line(plan.Rate, plan.Rate, "Sit tall."), bed(0, 8*plan.Rate, "file"))
	s := soundAlone(New(p, &studio{}, Options{BedFiles: fileBed(b), Live: true}))
	defer s.Close()
	words := s.mix.tracks[2].sounds[0].asset
	s.loader.wait(words)
	out := make([][2]float64, 4*plan.Rate)
	s.Stream(out)
	if mean(ear(out, 0, plan.Rate, 0)) != 0 || mean(ear(out, plan.Rate, 2*plan.Rate, 0)) == 0 {
		t.Error("the bed is heard, or the words are not")
	}
	close(file.gate)
	if err := s.Prepare(context.Background(), 4*plan.Rate); err != nil {
		t.Fatal(err)
	}
	s.Stream(out)
	if mean(ear(out, 0, plan.Rate, 0)) == 0 {
		t.Error("the bed does not join in")
	}
	if s.Late() != 0 {
		t.Errorf("%d sounds were late, want 0: a bed does not count", s.Late())
	}
}

// A file that begins quietly is not made too loud for what comes after.
func TestBedFileLevel(t *testing.T) {
	takesLong(t)
	c := music(100 * plan.Rate)
	quiet := c.Samples[:len(c.Samples)/2]
	usual := bedFile(t, soundfile.Clip{Samples: c.Samples[len(quiet):], Channels: 2}).measure()
	for i := range quiet {
		quiet[i] /= 10
	}
	if got := 20 * math.Log10(bedFile(t, c).measure()/usual); math.Abs(got) > 1 {
		t.Errorf("a file of which the first half is quiet becomes louder by %.1f dB", got)
	}
}
