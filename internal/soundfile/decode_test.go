package soundfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unhunch/internal/ogg"
)

// anHour is more than any of these files has, in frames.
const anHour = 60 * 60 * Rate

// sweep is the sound that the files in testdata were made of: 0.4 s, rising
// from 300 Hz (and from 600 Hz in the right ear) under a short fade.
func sweep(rate, channels int) []float64 {
	n := rate * 4 / 10
	out := make([]float64, 0, n*channels)
	for i := range n {
		t := float64(i) / float64(rate)
		fade := math.Min(1, math.Min(t, float64(n-1)/float64(rate)-t)/0.005)
		for c := range channels {
			out = append(out, 0.5*fade*math.Sin(2*math.Pi*(300*float64(c+1)*t+900*t*t)))
		}
	}
	return out
}

// noise gives how far below a wanted signal the difference to another lies, in dB.
func noise(want []float64, got []int16) float64 {
	var signal, diff float64
	for i := range want {
		signal += want[i] * want[i]
		d := float64(got[i])/32768 - want[i]
		diff += d * d
	}
	return 10 * math.Log10(diff/signal)
}

func TestDecodeFormats(t *testing.T) {
	for _, test := range []struct {
		file     string
		channels int
		most     float64 // dB, of what coding and resampling add
	}{
		{"mono-16000.wav", 1, -55},
		{"mono-16000.flac", 1, -55},
		{"stereo-44100.flac", 2, -55},
		{"mono-48000.ogg", 1, -25},
		{"stereo-44100.ogg", 2, -20},
		{"mono-48000.mp3", 1, -24},
		{"mono-24000.mp3", 1, -24},
		{"stereo-44100.mp3", 2, -20},
	} {
		t.Run(test.file, func(t *testing.T) {
			clip, err := Decode(test.file, testFile(t, test.file), anHour)
			if err != nil {
				t.Fatal(err)
			}
			want := sweep(Rate, test.channels)
			if clip.Channels != test.channels || clip.Frames() != len(want)/test.channels {
				t.Fatalf("has %d frames on %d channels, want %d on %d: what is said would not start or end where the plan says",
					clip.Frames(), clip.Channels, len(want)/test.channels, test.channels)
			}
			if got := noise(want, clip.Samples); got > test.most {
				t.Errorf("differs from the original by %.1f dB, want at most %.1f", got, test.most)
			}
		})
	}
}

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// wavOf writes a WAV file as other programs do: any format, and any size.
func wavOf(format, channels, rate, bits int, extensible bool, dataSize uint32, data []byte) []byte {
	le := binary.LittleEndian
	b := []byte("RIFF\xff\xff\xff\xffWAVEfmt ")
	tag, size := format, 16
	if extensible {
		tag, size = wavExtensible, 40
	}
	b = le.AppendUint32(b, uint32(size))
	b = le.AppendUint16(b, uint16(tag))
	b = le.AppendUint16(b, uint16(channels))
	b = le.AppendUint32(b, uint32(rate))
	b = le.AppendUint32(b, uint32(rate*channels*bits/8))
	b = le.AppendUint16(b, uint16(channels*bits/8))
	b = le.AppendUint16(b, uint16(bits))
	if extensible {
		b = append(b, 22, 0, byte(bits), 0, 0, 0, 0, 0)
		b = append(b, byte(format), 0)
		b = append(b, make([]byte, 14)...)
	}
	b = append(b, "LIST\x03\x00\x00\x00abc\x00data"...)
	b = le.AppendUint32(b, dataSize)
	return append(b, data...)
}

func TestDecodeWAVSamples(t *testing.T) {
	le := binary.LittleEndian
	for _, test := range []struct {
		name         string
		format, bits int
		put          func(b []byte, v float64) []byte
	}{
		{"8-bit", wavInteger, 8, func(b []byte, v float64) []byte { return append(b, byte(v*128+128)) }},
		{"16-bit", wavInteger, 16, func(b []byte, v float64) []byte { return le.AppendUint16(b, uint16(int16(v*(1<<15)))) }},
		{"24-bit", wavInteger, 24, func(b []byte, v float64) []byte {
			x := int32(v * (1 << 23))
			return append(b, byte(x), byte(x>>8), byte(x>>16))
		}},
		{"32-bit", wavInteger, 32, func(b []byte, v float64) []byte { return le.AppendUint32(b, uint32(int32(v*(1<<31)))) }},
		{"32-bit float", wavFloat, 32, func(b []byte, v float64) []byte { return le.AppendUint32(b, math.Float32bits(float32(v))) }},
		{"64-bit float", wavFloat, 64, func(b []byte, v float64) []byte { return le.AppendUint64(b, math.Float64bits(v)) }},
	} {
		for _, extensible := range []bool{false, true} {
			for _, size := range []string{"exact", "unknown", "zero"} {
				t.Run(fmt.Sprint(test.name, " extensible ", extensible, " size ", size), func(t *testing.T) {
					want := []float64{0, 0.5, -0.5, 0.25, -1, 0.75}
					var data []byte
					for _, v := range want {
						data = test.put(data, v)
					}
					n := map[string]uint32{"exact": uint32(len(data)), "unknown": 0xFFFFFFFF, "zero": 0}[size]
					clip, err := Decode("a.wav", wavOf(test.format, 2, Rate, test.bits, extensible, n, data), anHour)
					if err != nil {
						t.Fatal(err)
					}
					for i, v := range want {
						if got := float64(clip.Samples[i]) / 32768; got != v {
							t.Errorf("sample %d is %v, want %v", i, got, v)
						}
					}
				})
			}
		}
	}
}

// What this package writes, it reads back bit for bit, and so do others.
func TestEncodeLossless(t *testing.T) {
	samples := make([]int16, 10000)
	for i, v := range sweep(Rate, 1)[:len(samples)] {
		samples[i] = Int16(float32(v))
	}
	samples[0], samples[1], samples[2] = math.MaxInt16, math.MinInt16, -1
	flac, err := FLAC(samples)
	if err != nil {
		t.Fatal(err)
	}
	for format, data := range map[string][]byte{"wav": WAV(Clip{samples, 1}), "flac": flac} {
		clip, err := Decode("a."+format, data, anHour)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(clip.Samples) != fmt.Sprint(samples) {
			t.Errorf("%s does not give back what went in", format)
		}
	}
}

// A recording of any length can be read again, however short its last block is.
func TestFLACOfAnyLength(t *testing.T) {
	for _, whole := range []int{0, 4096, 3 * 4096} {
		for more := range 18 {
			want := make([]int16, whole+more)
			for i := range want {
				want[i] = int16(20000 * math.Sin(float64(i)/9))
			}
			if len(want) == 0 {
				continue
			}
			data, err := FLAC(want)
			if err != nil {
				t.Fatal(err)
			}
			clip, err := Decode("a.flac", data, anHour)
			if err != nil {
				t.Errorf("%d samples cannot be read again: %v", len(want), err)
			} else if !slices.Equal(clip.Samples, want) {
				t.Errorf("%d samples are others when they are read again", len(want))
			}
		}
	}
}

func TestDecodeFaults(t *testing.T) {
	sound := make([]byte, 4000)
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "is empty"},
		{"text", []byte("Sit tall, with your shoulders low.\n"), "is not a WAV, FLAC, Ogg Vorbis or MP3 file"},
		{"picture", []byte("\x89PNG\r\n\x1a\n\xff\xfb\x90\x00"), "is not a WAV"},
		{"wav without sound", wavOf(1, 1, Rate, 16, false, 0, nil)[:40], "is cut short"},
		{"wav cut short", wavOf(1, 1, Rate, 16, false, 5000, sound), "is cut short: 4000 of 5000"},
		{"wav of ADPCM", wavOf(2, 1, Rate, 4, false, 4000, sound), "cannot be read (format 0x2 of 4 bits)"},
		{"six channels", wavOf(1, 6, Rate, 16, false, 4000, sound), "has 6 channels"},
		{"no channels", wavOf(1, 0, Rate, 16, false, 4000, sound), "no channels"},
		{"a rate of one", wavOf(1, 1, 1, 16, false, 4000, sound), "sample rate of 1 Hz"},
		{"flac cut short", testFile(t, "stereo-44100.flac")[:9000], "is cut short"},
		{"flac without frames", testFile(t, "mono-16000.flac")[:50], "is cut short"},
		{"ogg cut short", testFile(t, "mono-48000.ogg")[:4000], "is cut short"},
		{"ogg with a byte changed", change(testFile(t, "mono-48000.ogg"), 4100), "is corrupt"},
		{"ogg of Opus", mended(bytes.Replace(testFile(t, "mono-48000.ogg"), []byte("vorbis"), []byte("opusss"), 1)), "something else than Vorbis"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Decode("rain.x", test.data, anHour)
			if err == nil || !strings.HasPrefix(err.Error(), "rain.x: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one about rain.x that says %q", err, test.want)
			}
		})
	}
}

func change(data []byte, at int) []byte {
	data = bytes.Clone(data)
	data[at] ^= 0x55
	return data
}

// A file of a hundred kilobytes can hold hours of silence.
func TestDecodeTooLong(t *testing.T) {
	data := wavOf(1, 1, 8000, 8, false, 0xFFFFFFFF, make([]byte, 8000*61))
	if _, err := Decode("a.wav", data, 60*Rate); !errors.Is(err, errLong) {
		t.Errorf("a line of 61 seconds gives %v, want %v", err, errLong)
	}
}

// An ID3 tag with a picture can look like sound, and its length can lie.
func TestDecodeMP3WithTags(t *testing.T) {
	sound := testFile(t, "mono-48000.mp3")
	tag := append([]byte("ID3\x04\x00\x00\x00\x00\x00\x20"), bytes.Repeat([]byte{0xFF, 0xFB, 0x94, 0xC4}, 8)...)
	clip, err := Decode("a.mp3", append(tag, sound...), anHour)
	if err != nil || clip.Frames() != 19200 {
		t.Errorf("with a tag before it there are %d frames (%v), want 19200", clip.Frames(), err)
	}
	clip, err = Decode("a.mp3", append(bytes.Clone(sound), append([]byte("TAG"), make([]byte, 125)...)...), anHour)
	if err != nil || clip.Frames() != 19200 {
		t.Errorf("with a tag after it there are %d frames (%v), want 19200", clip.Frames(), err)
	}
	if _, err := Decode("a.mp3", []byte("ID3\x04\x00\x00\xff\xff\xff\xff"), anHour); err == nil {
		t.Error("a tag alone is taken for sound")
	}
}

// Every beginning of every file is either sound or an error.
func TestDecodeBeginnings(t *testing.T) {
	takesLong(t)
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		t.Fatal("no test data", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; n < len(data); n += 1 + len(data)/100 {
			if clip, err := Decode(file, data[:n], anHour); err == nil && clip.Frames() > 23040 {
				t.Errorf("the first %d bytes of %s give %d frames, more than all", n, file, clip.Frames())
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:min(len(data), 5000)])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		clip, err := Decode("fuzz", data, 60*Rate)
		if err == nil && len(clip.Samples) > 0 && clip.Channels != 1 && clip.Channels != 2 {
			t.Errorf("%d channels", clip.Channels)
		}
		fuzzFile(t, data)
	})
}

// mended gives an Ogg file with the checksums that its pages should have.
func mended(data []byte) []byte {
	data = bytes.Clone(data)
	file := io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data)))
	for at := 0; ; {
		p, err := ogg.At(file, int64(at))
		if err != nil {
			return data
		}
		ogg.Seal(data[at : at+p.Size()])
		at += p.Size()
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, file := range []string{"mono-48000.mp3", "mono-48000.ogg", "stereo-44100.flac", "mono-16000.wav"} {
		b.Run(file, func(b *testing.B) {
			data := testFile(b, file)
			for b.Loop() {
				if _, err := Decode(file, data, anHour); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(0.4/(b.Elapsed().Seconds()/float64(b.N)), "x-real-time")
		})
	}
}

// takesLong leaves out a test that takes long, most of all under the race detector,
// and has little to show to it.
func takesLong(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}

// TestPaddedHalfRate: frames of 22,050 Hz with a byte of padding, which the decoder
// would make loud noise of, are refused and not heard. The header is of 32 kbit/s.
func TestPaddedHalfRate(t *testing.T) {
	var data []byte
	for i := range 8 {
		frame := make([]byte, 104+i%2)
		copy(frame, []byte{0xff, 0xf3, 0x40 | byte(i%2)<<1, 0xc4})
		data = append(data, frame...)
	}
	if _, err := Decode("words.mp3", data, anHour); err == nil || !strings.Contains(err.Error(), "22050 Hz") {
		t.Errorf("it gives %v", err)
	}
}
