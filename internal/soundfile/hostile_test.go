package soundfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"unhunch/internal/ogg"
)

// hostile is a file that was made to do harm.
type hostile struct {
	name string
	data []byte
}

// hostiles are thousands of files that were made to do harm, in every format. They
// are the same in each run.
func hostiles(t testing.TB) iter.Seq[hostile] {
	return func(yield func(hostile) bool) {
		random := rand.New(rand.NewPCG(7, 7))
		for _, kind := range []func(testing.TB, *rand.Rand) iter.Seq[hostile]{
			cutFiles, flippedFiles, forgedWAVs, forgedHeads, forgedSetups, manyParts, strangeFrames,
		} {
			for h := range kind(t, random) {
				if !yield(h) {
					return
				}
			}
		}
	}
}

// models are short files of all formats, which others are made from, and how long the
// header of each is.
func models(t testing.TB) map[string]int {
	t.Helper()
	heads := map[string]int{".wav": 60, ".flac": 60, ".ogg": 3900, ".mp3": 80}
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil || len(paths) == 0 {
		t.Fatal("no test data", err)
	}
	all := map[string]int{}
	for _, path := range paths {
		all[filepath.Base(path)] = heads[filepath.Ext(path)]
	}
	return all
}

// repaired gives a file the checksums that it should have.
func repaired(name string, data []byte) []byte {
	if strings.HasSuffix(name, ".ogg") {
		return mended(data)
	}
	return data
}

// beginning is a model with the first of its sound alone, where the end of the file is not
// what its header is checked against.
func beginning(t testing.TB, name string) []byte {
	t.Helper()
	data := testFile(t, name)
	switch filepath.Ext(name) {
	case ".wav":
		return data[:2000]
	case ".mp3":
		return data[:1500]
	}
	return data
}

// cutFiles end at each byte of their header, and at many behind it.
func cutFiles(t testing.TB, _ *rand.Rand) iter.Seq[hostile] {
	return func(yield func(hostile) bool) {
		for name, head := range models(t) {
			data := testFile(t, name)
			for n := 0; n < len(data); n++ {
				if n > head {
					n += 61
				}
				if !yield(hostile{fmt.Sprintf("%s cut at %d", name, n), data[:min(n, len(data))]}) {
					return
				}
			}
		}
	}
}

// flippedFiles differ in one bit of their header, of a long one not in each.
func flippedFiles(t testing.TB, _ *rand.Rand) iter.Seq[hostile] {
	return func(yield func(hostile) bool) {
		for name, head := range models(t) {
			data := beginning(t, name)
			for bit := 0; bit < 8*min(head, len(data)); bit++ {
				if bit > 800 {
					bit += 22
				}
				other := bytes.Clone(data)
				other[bit/8] ^= 1 << (bit % 8)
				if !yield(hostile{fmt.Sprintf("%s bit %d", name, bit), repaired(name, other)}) {
					return
				}
			}
		}
	}
}

var strangeNumbers = []uint32{0, 1, 2, 3, 255, 1 << 15, 1<<16 - 1, 1 << 24, 1<<31 - 1, 1 << 31, 1<<32 - 2, 1<<32 - 1}

// forgedWAVs have headers of all kinds.
func forgedWAVs(testing.TB, *rand.Rand) iter.Seq[hostile] {
	rates := []uint32{0, 1, 3999, 4000, 4001, 7919, 44100, 47999, 48001, 383987, 384000, 384001, 1<<31 - 1, 1<<32 - 1}
	return func(yield func(hostile) bool) {
		sound := make([]byte, 3000)
		for _, rate := range rates {
			for _, channels := range []int{0, 1, 2, 3, 255, 65535} {
				for _, bits := range []int{0, 7, 8, 16, 24, 32, 64, 65535} {
					for _, size := range []uint32{0, uint32(len(sound)), 1<<32 - 1} {
						if rate != 44100 && (bits != 16 || size > 0) {
							continue
						}
						data := wavOf(1+bits/64*2, channels, int(rate), bits, channels > 2, size, sound)
						if !yield(hostile{fmt.Sprintf("%d Hz of %d bits on %d channels, %d bytes", rate, bits, channels, size), data}) {
							return
						}
					}
				}
			}
		}
	}
}

// forgedHeads have numbers in their header that they should not have.
func forgedHeads(t testing.TB, _ *rand.Rand) iter.Seq[hostile] {
	return func(yield func(hostile) bool) {
		for name, head := range models(t) {
			data := beginning(t, name)
			for at := range min(head, 48) {
				for _, n := range strangeNumbers {
					for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
						other := bytes.Clone(data)
						order.PutUint32(other[at:], n)
						if !yield(hostile{fmt.Sprintf("%s with %v %#x at %d", name, order, n, at), repaired(name, other)}) {
							return
						}
					}
				}
			}
		}
	}
}

// manyParts have far more parts in them than files have: chained and nested streams,
// tags, pages and chunks without end.
func manyParts(t testing.TB, _ *rand.Rand) iter.Seq[hostile] {
	const many = 1 << 17
	times := func(part string) []byte { return bytes.Repeat([]byte(part), many) }
	vorbis, flac, mp3 := testFile(t, "mono-48000.ogg"), testFile(t, "mono-16000.flac"), testFile(t, "mono-48000.mp3")
	page := func(flags byte, serial uint32, sizes ...byte) []byte {
		p := append([]byte("OggS\x00"), make([]byte, 22)...)
		p[5], p[26] = flags, byte(len(sizes))
		binary.LittleEndian.PutUint32(p[14:], serial)
		p = append(p, sizes...)
		for _, n := range sizes {
			p = append(p, make([]byte, n)...)
		}
		ogg.Seal(p)
		return p
	}
	full := bytes.Repeat([]byte{255}, 255)
	first := vorbis[:28+30]
	return func(yield func(hostile) bool) {
		for _, h := range []hostile{
			{"vorbis chained", bytes.Repeat(vorbis, 50)},
			{"vorbis in vorbis", bytes.Join([][]byte{first, vorbis, vorbis}, nil)},
			{"streams beside each other", bytes.Join([][]byte{first, page(2, 9, 30), vorbis[len(first):]}, nil)},
			{"pages without anything", append(bytes.Clone(first), bytes.Repeat(page(0, 1), many)...)},
			{"pages of empty packets", append(bytes.Clone(vorbis[:3900]), bytes.Repeat(page(0, 1, make([]byte, 255)...), 1000)...)},
			{"a packet without end", append(bytes.Clone(first), bytes.Repeat(page(1, 1, full...), 400)...)},
			{"flac of empty blocks", append([]byte("fLaC"), append(flac[4:42:42], times("\x01\x00\x00\x00")...)...)},
			{"flac in flac", bytes.Repeat(flac, 50)},
			{"flac of stream infos", append([]byte("fLaC"), bytes.Repeat(append([]byte{0}, flac[5:42]...), many)...)},
			{"tags before an mp3", append(times("ID3\x04\x00\x00\x00\x00\x00\x00"), mp3...)},
			{"a tag over all", append([]byte("ID3\x04\x00\x00\x7f\x7f\x7f\x7f"), mp3...)},
			{"mp3 chained", bytes.Repeat(mp3, 50)},
			{"mp3 with holes", bytes.Repeat(append(bytes.Clone(mp3), make([]byte, 1<<14)...), 50)},
			{"chunks of nothing", append([]byte("RIFF\xff\xff\xff\xffWAVE"), times("LIST\x00\x00\x00\x00")...)},
			{"formats of a wav", append([]byte("RIFF\xff\xff\xff\xffWAVE"), times(string(wavOf(1, 1, 48000, 16, false, 0, nil)[12:36]))...)},
			{"0xFF", bytes.Repeat([]byte{0xFF}, 1<<20)},
			{"0xFF 0xFB", bytes.Repeat([]byte{0xFF, 0xFB}, 1<<19)},
		} {
			if !yield(h) {
				return
			}
		}
	}
}

// strangeFrames are frames of MP3 and FLAC with a header that is right and anything
// behind it.
func strangeFrames(t testing.TB, random *rand.Rand) iter.Seq[hostile] {
	flac := testFile(t, "stereo-44100.flac")
	start := 42
	for last := flac[4]&0x80 != 0; !last; start += 4 + int(flac[start+1])<<16 + int(flac[start+2])<<8 + int(flac[start+3]) {
		last = flac[start]&0x80 != 0
	}
	return func(yield func(hostile) bool) {
		for i := range 1500 {
			h := hostile{fmt.Sprint("mp3 frames ", i), nil}
			word := 0xFFF20000 | random.Uint32()&0xFFFF | 1<<19 | random.Uint32()&(1<<16)
			for range 1 + random.IntN(80) {
				head, ok := newMP3Header(word ^ random.Uint32()&(mp3Padding|15<<mp3Bitrate))
				if !ok {
					continue
				}
				h.data = append(h.data, anything(random, head.word, head.size)...)
			}
			if i%3 == 0 {
				h = hostile{fmt.Sprint("flac frames ", i), flac[:start:start]}
				for n := range 1 + random.IntN(20) {
					head := []byte{0xFF, 0xF8, byte(random.IntN(16))<<4 | 9, byte(random.IntN(11))<<4 | 8, byte(n), byte(random.IntN(256)), byte(random.IntN(256))}
					switch head[2] >> 4 {
					case 6:
						head = head[:6]
					case 7:
					default:
						head = head[:5]
					}
					h.data = append(h.data, append(append(head, flacChecksum(head)), anything(random, random.Uint32(), 4+random.IntN(200))...)...)
				}
			}
			if !yield(h) {
				return
			}
		}
	}
}

// anything is a word, and noise or nothing behind it.
func anything(random *rand.Rand, word uint32, size int) []byte {
	b := make([]byte, max(4, size))
	if random.IntN(3) > 0 {
		for i := range b {
			b[i] = byte(random.Uint32())
		}
	}
	binary.BigEndian.PutUint32(b, word)
	return b
}

// counted counts what is read of a file.
type counted struct {
	*bytes.Reader
	bytes, calls int64
}

func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.Reader.ReadAt(p, at)
	c.bytes += int64(n)
	c.calls++
	return n, err
}

// suffered is what a file cost.
type suffered struct {
	allocated   uint64 // bytes
	read, calls int64  // of it
	samples     int    // that came of it
}

// suffer reads a file in the ways that sessions do: as a whole, and from any place on.
func suffer(data []byte) (s suffered) {
	before := allocated()
	c := &counted{Reader: bytes.NewReader(data)}
	if f, err := Open("hostile", c, c.Size()); err == nil {
		for _, at := range []int64{0, f.Frames() / 3} { // Open has read the end
			clip, _ := f.Read(at, int(min(Rate, f.Frames()-at)))
			s.samples += len(clip.Samples)
		}
	}
	s.read, s.calls = c.bytes, c.calls
	clip, _ := Decode("hostile", data, 60*Rate)
	s.samples += len(clip.Samples)
	s.allocated = allocated() - before
	return s
}

func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// TestHostile: no file costs more than what there is in it.
func TestHostile(t *testing.T) {
	const (
		memory   = 150 << 20 // bytes, allocated and not held
		perByte  = 100       // bytes read for each of the file
		patience = 30 * time.Second
	)
	n, heard := 0, 0
	for h := range hostiles(t) {
		n++
		if testing.Short() && n%40 > 0 && len(h.data) < 1<<18 {
			continue
		}
		watchdog := time.AfterFunc(patience, func() { panic(h.name + " is without end") })
		s := suffer(h.data)
		watchdog.Stop()
		if s.samples > 0 {
			heard++
		}
		if most := uint64(memory + 64*s.samples); s.allocated > most {
			t.Errorf("%s: %d MB, want at most %d", h.name, s.allocated>>20, most>>20)
		}
		if size := int64(len(h.data)); s.read > 1<<20+perByte*size || s.calls > 1<<14+size {
			t.Errorf("%s: of %d bytes, %d are read in %d calls", h.name, size, s.read, s.calls)
		}
	}
	t.Logf("%d files, in %d of those that were read there is sound", n, heard)
	if n < 5000 || heard < 100 {
		t.Errorf("%d files, %d with sound: too few to show anything", n, heard)
	}
}

// BenchmarkHostile tells how long the worst of them takes.
func BenchmarkHostile(b *testing.B) {
	for b.Loop() {
		var slowest, sum time.Duration
		files := 0
		for h := range hostiles(b) {
			start := time.Now()
			suffer(h.data)
			took := time.Since(start)
			files++
			sum += took
			if took > slowest {
				slowest = took
				b.Logf("%s: %v", h.name, took)
			}
		}
		b.ReportMetric(slowest.Seconds(), "s-slowest")
		b.ReportMetric(float64(files), "files")
		b.ReportMetric(float64(files)/sum.Seconds(), "files/s")
	}
}

// A packet that goes on over all pages is none that is kept.
func TestPacketWithoutEnd(t *testing.T) {
	for h := range manyParts(t, nil) {
		if h.name != "a packet without end" {
			continue
		}
		if _, err := Open("a", bytes.NewReader(h.data), int64(len(h.data))); err == nil || errors.Is(err, io.EOF) || !strings.Contains(err.Error(), "does not end") {
			t.Errorf("it gives %v", err)
		}
	}
}
