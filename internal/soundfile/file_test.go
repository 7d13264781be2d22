package soundfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// longFiles are some seconds of sound, which is more than is decoded at once.
// Those in testdata/long, one of them of a variable bit rate and one without a
// tag, are made there by
//
//	ffmpeg -f lavfi -i anoisesrc=d=6:c=pink:r=44100:a=0.3:seed=1 \
//	  -f lavfi -i anoisesrc=d=6:c=pink:r=44100:a=0.3:seed=2 \
//	  -filter_complex '[0][1]join=inputs=2:channel_layout=stereo' $TMPDIR/noise.wav
//	lame -b 64 --resample 44.1 $TMPDIR/noise.wav stereo-44100.mp3
//	lame -m m -V 6 --resample 44.1 $TMPDIR/noise.wav mono-44100.mp3
//	lame -m m -b 24 --resample 24 -t $TMPDIR/noise.wav mono-24000.mp3
//	ffmpeg -i $TMPDIR/noise.wav -c:a libvorbis -q:a 0 -bitexact -page_duration 500000 stereo-44100.ogg
func longFiles(t testing.TB) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	paths, err := filepath.Glob("testdata/long/*.*")
	if err != nil || len(paths) == 0 {
		t.Fatal("no test data", err)
	}
	for _, path := range paths {
		if files[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	noise := make([]int16, 6*Rate)
	random := rand.New(rand.NewPCG(1, 1))
	for i := range noise {
		noise[i] = int16(random.IntN(1<<12) - 1<<11)
	}
	if files["mono-48000.flac"], err = FLAC(noise); err != nil {
		t.Fatal(err)
	}
	files["unknown-length.flac"] = bytes.Clone(files["mono-48000.flac"])
	clear(files["unknown-length.flac"][22:26])
	files["mono-48000.wav"] = WAV(Clip{noise, 1})
	samples := files["mono-48000.wav"][44:]
	files["stereo-44100.wav"] = wavOf(wavInteger, 2, 44100, 16, true, 0, samples)
	files["odd.wav"] = wavOf(wavInteger, 1, 44099, 16, false, 0, samples)
	files["stereo-96000.wav"] = wavOf(wavInteger, 2, 96000, 16, false, 0, samples)
	files["mono-8000.wav"] = wavOf(wavInteger, 1, 8000, 8, false, 0, samples[:50000])
	short, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range short {
		if files["short "+filepath.Base(path)], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func openBytes(name string, data []byte) (*File, error) {
	return Open(name, bytes.NewReader(data), int64(len(data)))
}

// A piece is what one gets who decodes the whole file, wherever it begins and
// in whatever order pieces are asked for: else a background would click where
// one piece follows another, or sound different after a jump.
func TestFilePieces(t *testing.T) {
	for name, data := range longFiles(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, err := Decode(name, data, anHour)
			if err != nil {
				t.Fatal(err)
			}
			f, err := openBytes(name, data)
			if err != nil {
				t.Fatal(err)
			}
			if int(f.Frames()) != whole.Frames() || f.Channels() != whole.Channels {
				t.Fatalf("%d frames on %d channels, want %d on %d", f.Frames(), f.Channels(), whole.Frames(), whole.Channels)
			}
			check := func(from, frames int) {
				t.Helper()
				c, err := f.Read(int64(from), frames)
				if err != nil {
					t.Fatal(err)
				}
				want := whole.Samples[from*c.Channels : (from+frames)*c.Channels]
				if c.Channels != whole.Channels || !slices.Equal(c.Samples, want) {
					t.Fatalf("%d frames from frame %d on are not those of the whole file", frames, from)
				}
			}
			check(0, whole.Frames())
			check(whole.Frames()-1, 1)
			const piece = Rate / 3
			for from := 0; from < whole.Frames(); from += piece {
				check(from, min(piece, whole.Frames()-from))
			}
			random := rand.New(rand.NewPCG(5, 6))
			for range 60 {
				from := random.IntN(whole.Frames())
				check(from, 1+random.IntN(min(2000, whole.Frames()-from)))
			}
		})
	}
}

// Several pieces are decoded at the same time.
func TestFileConcurrently(t *testing.T) {
	for _, name := range []string{"stereo-44100.mp3", "stereo-44100.ogg"} {
		data, err := os.ReadFile(filepath.Join("testdata", "long", name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := openBytes(name, data)
		if err != nil {
			t.Fatal(err)
		}
		want, err := f.Read(Rate, 2*Rate)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				n := Rate / 2
				c, err := f.Read(int64(Rate+i*n), n)
				if err != nil || !slices.Equal(c.Samples, want.Samples[i*n*2:(i+1)*n*2]) {
					t.Errorf("%s: piece %d is another one beside others (%v)", name, i, err)
				}
			})
		}
		wg.Wait()
	}
}

// The numbers of frames may begin anywhere, as in a part of a longer stream, and
// count samples instead of frames.
func TestFLACNumbers(t *testing.T) {
	h := func(data ...byte) []byte { return append(data, flacChecksum(data)) }
	for _, test := range []struct {
		what   string
		data   []byte
		size   int
		number int64
		ok     bool
	}{
		{"frame 0", h(0xFF, 0xF8, 0xCA, 0x08, 0), 4096, 0, true},
		{"frame 127", h(0xFF, 0xF8, 0xCA, 0x08, 0x7F), 4096, 127, true},
		{"frame 128", h(0xFF, 0xF8, 0xCA, 0x08, 0xC2, 0x80), 4096, 128, true},
		{"frame 2047", h(0xFF, 0xF8, 0xCA, 0x08, 0xDF, 0xBF), 4096, 2047, true},
		{"sample 2^31", h(0xFF, 0xF9, 0xCA, 0x08, 0xFE, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80), 4096, 1 << 31, true},
		{"a size of 8 bits", h(0xFF, 0xF8, 0x6A, 0x08, 5, 99), 100, 5, true},
		{"a size of 16 bits", h(0xFF, 0xF8, 0x7A, 0x08, 5, 0x10, 0x00), 4097, 5, true},
		{"a rate at the end", h(0xFF, 0xF8, 0xCD, 0x08, 5, 0xAC, 0x44), 4096, 5, true},
		{"another byte", []byte{0xFF, 0xF8, 0xCA, 0x08, 1, 0}, 0, 0, false},
		{"no size", h(0xFF, 0xF8, 0x0A, 0x08, 1), 0, 0, false},
		{"twelve channels", h(0xFF, 0xF8, 0xCA, 0xB8, 1), 0, 0, false},
		{"a number cut short", h(0xFF, 0xF8, 0xCA, 0x08, 0xC2), 0, 0, false},
		{"a number of no form", h(0xFF, 0xF8, 0xCA, 0x08, 0x80, 0x80), 0, 0, false},
		{"nothing more", []byte{0xFF, 0xF8}, 0, 0, false},
	} {
		got, ok := parseFLACHeader(test.data)
		if ok != test.ok || ok && (got.size != test.size || got.number != test.number) {
			t.Errorf("%s: %+v, %v, want size %d, number %d, %v", test.what, got, ok, test.size, test.number, test.ok)
		}
	}
}

// What is no sound, or not all of it, is found when a file is opened.
func TestOpenFaults(t *testing.T) {
	long := longFiles(t)
	half := func(name string) []byte { return long[name][:len(long[name])/2] }
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "is empty"},
		{"text", []byte("Sit tall, with your shoulders low.\n"), "is not a WAV, FLAC, Ogg Vorbis or MP3 file"},
		{"no samples", wavOf(1, 1, Rate, 16, false, 0, nil), "recording is empty"},
		{"six channels", wavOf(1, 6, Rate, 16, false, 4000, make([]byte, 4000)), "has 6 channels"},
		{"half a wav", half("mono-48000.wav"), "is cut short"},
		{"half a flac", half("mono-48000.flac"), "is cut short"},
		{"half an ogg", half("stereo-44100.ogg"), "is cut short"},
		{"the header of a flac", long["mono-48000.flac"][:42], "is cut short"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := openBytes("rain.x", test.data)
			if err == nil || !strings.HasPrefix(err.Error(), "rain.x: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one about rain.x that says %q", err, test.want)
			}
		})
	}
}

// Damage in the middle is found where it is, and only there.
func TestFileDamaged(t *testing.T) {
	long := longFiles(t)
	for _, name := range []string{"mono-48000.flac", "stereo-44100.ogg"} {
		data := change(long[name], len(long[name])/2)
		f, err := openBytes(name, data)
		if err != nil {
			t.Fatal(err)
		}
		third := int(f.Frames() / 3)
		for i, sound := range []bool{true, false, true} {
			_, err := f.Read(int64(i*third), third*3/4)
			if sound != (err == nil) || err != nil && !strings.HasPrefix(err.Error(), name+": is corrupt") {
				t.Errorf("part %d: error is %v", i, err)
			}
		}
	}
}

// shrunk is a file that is shorter than it was when it was opened.
type shrunk struct {
	*bytes.Reader
	size int64
}

func (s *shrunk) ReadAt(p []byte, at int64) (int, error) {
	return io.NewSectionReader(s.Reader, 0, s.size).ReadAt(p, at)
}

func TestFileCutLater(t *testing.T) {
	for name, data := range longFiles(t) {
		if strings.HasPrefix(name, "short") {
			continue
		}
		r := &shrunk{bytes.NewReader(data), int64(len(data))}
		f, err := Open(name, r, r.size)
		if err != nil {
			t.Fatal(err)
		}
		r.size /= 2
		part := f.Frames() / 4
		if _, err := f.Read(3*part, int(part)); err == nil {
			t.Errorf("%s: no error for what is not there any more", name)
		}
		if _, err := f.Read(0, int(part)); err != nil {
			t.Errorf("%s: what is still there gives %v", name, err)
		}
	}
}

// broken is a file on a disk that fails.
type broken struct{ *bytes.Reader }

var errDisk = errors.New("input/output error")

func (b broken) ReadAt([]byte, int64) (int, error) { return 0, errDisk }

func TestFileUnreadable(t *testing.T) {
	if _, err := Open("rain.mp3", broken{}, 1000); !errors.Is(err, errDisk) {
		t.Errorf("error is %v, want %v", err, errDisk)
	}
}

// Nothing that a file holds makes the decoders hang, panic, or read what is not
// there.
func fuzzFile(t *testing.T, data []byte) {
	f, err := openBytes("fuzz", data)
	if err != nil {
		return
	}
	for _, from := range []int64{0, f.Frames() / 3, f.Frames() / 2, f.Frames() - 1} {
		n := int(min(Rate/10, f.Frames()-from))
		a, errA := f.Read(from, n)
		b, errB := f.Read(from, n)
		if fmt.Sprint(errA) != fmt.Sprint(errB) || !slices.Equal(a.Samples, b.Samples) {
			t.Errorf("reading frame %d again gives something else", from)
		}
		if errA == nil && a.Frames() != n {
			t.Errorf("%d frames, want %d", a.Frames(), n)
		}
	}
}

// BenchmarkFile decodes pieces of five seconds.
func BenchmarkFile(b *testing.B) {
	for name, data := range longFiles(b) {
		if strings.HasPrefix(name, "short") {
			continue
		}
		b.Run(name, func(b *testing.B) {
			f, err := openBytes(name, data)
			if err != nil {
				b.Fatal(err)
			}
			n := int(min(5*Rate, f.Frames()))
			for b.Loop() {
				if _, err := f.Read(f.Frames()-int64(n), n); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)/Rate/(b.Elapsed().Seconds()/float64(b.N)), "x-real-time")
		})
	}
}
