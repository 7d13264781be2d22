package export

import (
	"bytes"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/meta"

	"unhunch/internal/plan"
)

// flacSounds are samples that each way of writing suits, and some that none
// does; full is the largest number.
var flacSounds = []struct {
	name   string
	sample func(r *rand.Rand, full, c, i int) int
}{
	{"silence", func(_ *rand.Rand, _, _, _ int) int { return 0 }},
	{"the lowest number", func(_ *rand.Rand, full, _, _ int) int { return -full - 1 }},
	{"a tone", func(_ *rand.Rand, full, c, i int) int {
		return int(float64(full) * 0.5 * math.Sin(float64(i*(c+1))/20))
	}},
	{"the same tone in both ears, with another noise", func(r *rand.Rand, full, _, i int) int {
		return int(float64(full)*0.3*math.Sin(float64(i)/30)) + r.IntN(9)
	}},
	{"a word in silence", func(r *rand.Rand, full, _, i int) int {
		if i%9000 < 6000 {
			return 0
		}
		return r.IntN(full/8) - full/16
	}},
	{"noise at full scale", func(r *rand.Rand, full, _, _ int) int { return r.IntN(2*full+2) - full - 1 }},
	{"from end to end", func(_ *rand.Rand, full, c, i int) int { return -full - 1 + (i+c)%2*(2*full+1) }},
	{"rare clicks", func(r *rand.Rand, full, _, i int) int {
		if i%700 == 3 {
			return full
		}
		return r.IntN(3) - 1
	}},
	{"brown noise", func() func(r *rand.Rand, full, c, i int) int {
		var level [2]int
		return func(r *rand.Rand, full, c, _ int) int {
			level[c] += r.IntN(full/64) - full/128 - level[c]/32
			return level[c]
		}
	}()},
}

// What was put into a FLAC file comes out of it, bit for bit.
func TestFLACIsExact(t *testing.T) {
	takesLong(t)
	for _, bits := range []int{16, 24} {
		for channels := 1; channels <= 2; channels++ {
			for i, s := range flacSounds {
				lengths := []int{2*flacBlock + 1}
				if i == len(flacSounds)-1 {
					lengths = append(lengths, 1, 4, 5, 17, 48, 49, 64, flacBlock-1, flacBlock)
				}
				t.Run(fmt.Sprintf("%d bits %d %s", bits, channels, s.name), func(t *testing.T) {
					r := rand.New(rand.NewPCG(7, uint64(bits)))
					for _, frames := range lengths {
						planes := make([][]int32, channels)
						for i := range frames {
							for c := range planes {
								planes[c] = append(planes[c], int32(s.sample(r, 1<<(bits-1)-1, c, i)))
							}
						}
						checkFLAC(t, flacOf(t, planes, bits), planes)
					}
				})
			}
		}
	}
}

// flacOf is a FLAC file of the samples of each channel, which go into it in
// pieces that suit nobody.
func flacOf(t *testing.T, planes [][]int32, bits int) []byte {
	t.Helper()
	p, s := session(0)
	p.Frames, s.length = plan.Frame(len(planes[0])), len(planes[0])
	full := float64(int(1) << (bits - 1))
	s.sound = func(i int) (float64, float64) {
		return float64(planes[0][i]) / full, float64(planes[len(planes)-1][i]) / full
	}
	o := Options{Bits: bits, Channels: len(planes), Plain: true, Loudness: Loudness{AsIs: true}}
	path, _ := write(t, "a.flac", p, s, o)
	return readFile(t, path)
}

// rawOf is the samples as FLAC sums them up.
func rawOf(planes [][]int32, bits int) []byte {
	var raw []byte
	for i := range planes[0] {
		for c := range planes {
			v := planes[c][i]
			raw = append(raw, byte(v), byte(v>>8), byte(v>>16))[:len(raw)+bits/8]
		}
	}
	return raw
}

// checkFLAC decodes a file, whose sound must be that of planes.
func checkFLAC(t *testing.T, file []byte, planes [][]int32) {
	t.Helper()
	in, err := flac.New(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for {
		f, err := in.ParseNext()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("after %d frames: %v", at, err)
		}
		n := 0
		for c, sub := range f.Subframes {
			for i, v := range sub.Samples {
				if want := planes[c][at+i]; v != want {
					t.Fatalf("frame %d, channel %d is %d, want %d", at+i, c, v, want)
				}
			}
			n = len(sub.Samples)
		}
		at += n
	}
	if at != len(planes[0]) || in.Info.NSamples != uint64(at) {
		t.Errorf("%d frames, and the header says %d, want %d", at, in.Info.NSamples, len(planes[0]))
	}
	if in.Info.MD5sum != md5.Sum(rawOf(planes, int(in.Info.BitsPerSample))) {
		t.Error("the sum in the header is not that of the samples")
	}
}

// A file is checked by its sum for years.
func TestFLACHeader(t *testing.T) {
	p, s := session(4)
	s.sound = func(i int) (float64, float64) { // whole numbers of 16 bits
		return float64(i%2000-1000) / 32768, float64(i%3000-1500) / 32768
	}
	planes := make([][]int32, 2)
	for i := range s.length {
		planes[0], planes[1] = append(planes[0], int32(i%2000-1000)), append(planes[1], int32(i%3000-1500))
	}
	path, _ := write(t, "a.flac", p, s, Options{Plain: true, Loudness: Loudness{AsIs: true}})
	data := readFile(t, path)
	checkFLAC(t, data, planes)
	in, err := flac.New(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	info := in.Info
	if info.BlockSizeMin != flacBlock || info.BlockSizeMax != flacBlock || info.SampleRate != plan.Rate {
		t.Errorf("blocks of %d to %d at %d Hz", info.BlockSizeMin, info.BlockSizeMax, info.SampleRate)
	}
	if full, err := flac.ParseFile(path); err != nil || len(full.Blocks) != 2 || full.Blocks[1].Type != meta.TypePicture {
		t.Errorf("blocks %v, %v; want a comment and a picture", full, err)
	}
}

// A file should not be larger than that of other programs, which predict with
// eight coefficients or more.
func TestFLACPredicts(t *testing.T) {
	var planes [1][]int32
	a, b := 0.0, 0.0
	r := rand.New(rand.NewPCG(1, 1))
	for range 16 * flacBlock { // a resonance that no fixed predictor follows
		a, b = 1.6*a-0.95*b+r.NormFloat64()*50, a
		planes[0] = append(planes[0], int32(a))
	}
	data := flacOf(t, planes[:], 16)
	head := len(flacOf(t, [][]int32{{1}}, 16)) // with the cover
	bits := float64(8*(len(data)-head)) / float64(len(planes[0]))
	// 50 steps of white noise take log2(50 sqrt(2 pi e)) = 7.7 bits.
	if bits > 7.9 {
		t.Errorf("%.2f bits a sample", bits)
	}
}
