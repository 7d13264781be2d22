package loudness

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// part is a stretch of a sine at a peak level in dBFS.
type part struct{ level, seconds float64 }

func sine(rate, channels int, hz, phase float64, parts ...part) []float32 {
	var out []float32
	n := 0
	for _, p := range parts {
		amplitude := math.Pow(10, p.level/20)
		for range int(p.seconds * float64(rate)) {
			v := float32(amplitude * math.Sin(2*math.Pi*hz*float64(n)/float64(rate)+phase))
			for range channels {
				out = append(out, v)
			}
			n++
		}
	}
	return out
}

func measure(rate, channels int, samples []float32) *Meter {
	m := NewMeter(rate, channels)
	m.Write(samples)
	return m
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.3f, want %.3f", what, got, want)
	}
}

// The figures are those of BS.1770 (a full-scale sine of 997 Hz on one channel
// reads -3.01 LKFS) and of the minimum requirements in EBU Tech 3341.
func TestIntegrated(t *testing.T) {
	tests := []struct {
		name     string
		channels int
		parts    []part
		want     float64
	}{
		{"full scale, mono", 1, []part{{0, 5}}, -3.01},
		{"full scale, stereo", 2, []part{{0, 5}}, 0},
		{"case 1", 2, []part{{-23, 20}}, -23},
		{"case 2", 2, []part{{-33, 20}}, -33},
		{"case 3, relative gate", 2, []part{{-36, 10}, {-23, 60}, {-36, 10}}, -23},
		{"case 4, absolute gate", 2, []part{{-72, 10}, {-36, 10}, {-23, 60}, {-36, 10}, {-72, 10}}, -23},
		{"case 5", 2, []part{{-26, 20}, {-20, 20.1}, {-26, 20}}, -23},
	}
	for _, test := range tests {
		for _, rate := range []int{48000, 22050} {
			t.Run(fmt.Sprint(test.name, " at ", rate), func(t *testing.T) {
				m := measure(rate, test.channels, sine(rate, test.channels, 997, 0, test.parts...))
				near(t, "integrated loudness", m.Integrated(), test.want, 0.1)
			})
		}
	}
}

func TestNothingToMeasure(t *testing.T) {
	for name, samples := range map[string][]float32{
		"nothing":                 nil,
		"silence":                 make([]float32, 96000),
		"shorter than one block":  sine(48000, 1, 997, 0, part{-20, 0.39}),
		"under the absolute gate": sine(48000, 1, 997, 0, part{-75, 2}),
	} {
		if got := measure(48000, 1, samples).Integrated(); !math.IsInf(got, -1) {
			t.Errorf("%s reads %v LUFS, want -Inf", name, got)
		}
	}
	if got := NewMeter(48000, 1).TruePeak(); !math.IsInf(got, -1) {
		t.Errorf("the true peak of nothing is %v dBTP, want -Inf", got)
	}
}

// A sine whose samples all miss its peaks has a true peak above every sample.
func TestTruePeak(t *testing.T) {
	for _, test := range []struct {
		hz, phase float64
	}{{12000, math.Pi / 4}, {8000, math.Pi / 3}, {9600, math.Pi / 5}, {997, 0}} {
		samples := sine(48000, 1, test.hz, test.phase, part{-6, 0.5})
		for i := range 480 { // an abrupt start or end would overshoot
			samples[i] *= float32(i) / 480
			samples[len(samples)-1-i] *= float32(i) / 480
		}
		near(t, fmt.Sprintf("true peak of a sine at %v Hz", test.hz), measure(48000, 1, samples).TruePeak(), -6, 0.2)
	}
	last := make([]float32, 50)
	last[49] = 0.5
	near(t, "peak on the last sample", measure(48000, 1, last).TruePeak(), -6.02, 0.01)
}

// One bad sample must not silence the meter for good.
func TestNotANumber(t *testing.T) {
	samples := sine(48000, 1, 997, 0, part{-20, 5})
	samples[1000] = float32(math.NaN())
	m := measure(48000, 1, samples)
	near(t, "loudness around a NaN", m.Integrated(), -23.01, 0.1)
	near(t, "true peak around a NaN", m.TruePeak(), -20, 0.1)
}

// What is passed over because it cannot hold the peak does not hold it.
func TestPeakIsFound(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for seed := range 40 {
		samples := make([]float32, 3000)
		var x, y float64
		for i := range samples {
			x += (r.NormFloat64() - x) * math.Pow(2, -float64(seed%8))
			y += (x - y) * math.Pow(2, -float64(seed/8))
			samples[i] = float32(y)
		}
		var want float32
		var w Window
		for i := range len(samples) + len(w) {
			copy(w[:], w[1:])
			w[len(w)-1] = 0
			if i < len(samples) {
				w[len(w)-1] = samples[i]
			}
			want = max(want, w.Peak())
		}
		near(t, fmt.Sprint("true peak of noise ", seed), measure(48000, 1, samples).TruePeak(), 20*math.Log10(float64(want)), 1e-5)
	}
}

// The size of the pieces that a stream arrives in changes nothing.
func TestAnyPieces(t *testing.T) {
	samples := noise(48000*3, 2)
	want := measure(48000, 2, samples)
	for _, frames := range []int{1, 2, 17, 127, 128, 129, 4799, 4800, 4801, 50000} {
		m := NewMeter(48000, 2)
		for rest := samples; len(rest) > 0; {
			n := min(frames*2, len(rest))
			m.Write(rest[:n])
			rest = rest[n:]
		}
		near(t, fmt.Sprintf("loudness in pieces of %d", frames), m.Integrated(), want.Integrated(), 1e-9)
		if m.TruePeak() != want.TruePeak() {
			t.Errorf("true peak in pieces of %d is %v, want %v", frames, m.TruePeak(), want.TruePeak())
		}
	}
}

// The peak between two samples is found where the sound ends with a piece, in
// both ears as in one.
func TestTruePeakAtTheEndOfAPiece(t *testing.T) {
	const rate = 48000
	for last := piece - 3; last <= piece+3; last++ {
		mono := make([]float32, 3*piece)
		copy(mono[last-2:], []float32{0.7, 0.7})
		stereo := make([]float32, 0, 2*len(mono))
		for _, v := range mono {
			stereo = append(stereo, v, v)
		}
		near(t, fmt.Sprintf("true peak of a click that ends at %d", last), measure(rate, 2, stereo).TruePeak(), measure(rate, 1, mono).TruePeak(), 0.001)
	}
}

// noise swells and fades, so that blocks fall on either side of the gates.
// The same on both ears has the peak that it has on one: a false one would make a
// file quieter than it need be.
func TestTruePeakOfTwoEars(t *testing.T) {
	var one, two []float32
	for i := range 9600 { // as smooth as can be: nothing goes beyond its top
		v := float32(0.25 - 0.25*math.Cos(2*math.Pi*float64(i)/9600))
		one, two = append(one, v), append(two, v, v)
	}
	near(t, "true peak", measure(48000, 2, two).TruePeak(), measure(48000, 1, one).TruePeak(), 0.001)
}

func noise(frames, channels int) []float32 {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]float32, frames*channels)
	for i := range out {
		swell := 0.3 * math.Pow(math.Sin(float64(i/channels)/30000), 2)
		out[i] = float32(r.NormFloat64() * swell / 3)
	}
	return out
}

func TestAgainstFFmpeg(t *testing.T) {
	ffmpeg := needTool(t, "ffmpeg")
	for _, rate := range []int{48000, 44100} {
		for _, channels := range []int{1, 2} {
			samples := noise(rate*12, channels)
			m := measure(rate, channels, samples)
			var raw bytes.Buffer
			if err := binary.Write(&raw, binary.LittleEndian, samples); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "noise.f32")
			if err := os.WriteFile(file, raw.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(ffmpeg, "-nostdin", "-hide_banner", "-f", "f32le", "-ar", fmt.Sprint(rate), "-ac", fmt.Sprint(channels),
				"-i", file, "-af", "ebur128=peak=true", "-f", "null", "-").CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			out = out[bytes.LastIndex(out, []byte("Summary")):]
			near(t, "integrated loudness", m.Integrated(), figure(t, out, `I:\s+(\S+) LUFS`), 0.1)
			near(t, "true peak", m.TruePeak(), figure(t, out, `Peak:\s+(\S+) dBFS`), 0.2)
		}
	}
}

func figure(t *testing.T, report []byte, pattern string) float64 {
	t.Helper()
	found := regexp.MustCompile(pattern).FindSubmatch(report)
	if found == nil {
		t.Fatalf("no %s in what ffmpeg says:\n%s", pattern, report)
	}
	v, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// needTool finds a program, and skips the test where it is not installed.
func needTool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
		return path
	case os.Getenv("UNHUNCH_REQUIRE_TOOLS") == "1":
		t.Fatalf("needs %s, which is not installed", name)
	default:
		t.Skipf("needs %s, which is not installed", name)
	}
	return ""
}

func BenchmarkMeter(b *testing.B) {
	for name, samples := range map[string][]float32{"noise": noise(48000*10, 2), "silence": make([]float32, 2*48000*10)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				measure(48000, 2, samples)
			}
			b.ReportMetric(10/(b.Elapsed().Seconds()/float64(b.N)), "x-real-time")
		})
	}
}
