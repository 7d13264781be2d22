package soundfile

import (
	"fmt"
	"math"
	"testing"
)

func tone(rate int, hz float64, frames int) []float32 {
	out := make([]float32, frames)
	for i := range out {
		out[i] = float32(0.5 * math.Sin(2*math.Pi*hz*float64(i)/float64(rate)))
	}
	return out
}

func resampleAll(rate, channels int, samples []float32, block int) []float32 {
	r := newResampler(rate, channels)
	var out []float32
	for len(samples) > 0 {
		n := min(block*channels, len(samples))
		out = append(out, r.push(samples[:n])...)
		samples = samples[n:]
	}
	return append(out, r.finish()...)
}

// A tone comes out as the same tone and nothing else: images of speech would be
// heard as a lisp.
func TestResampleTone(t *testing.T) {
	for _, test := range []struct {
		rate int
		hz   float64
		most float64 // dB
	}{
		{22050, 1000, -90}, {22050, 6000, -90}, {22050, 8500, -90},
		{44100, 1000, -90}, {44100, 17000, -90}, {16000, 6000, -90}, {8000, 3000, -90}, {32000, 12000, -90}, {24000, 9000, -90},
		{96000, 1000, -90}, {96000, 18000, -90}, {192000, 10000, -90},
		{44099, 1000, -80}, {11025, 4000, -90},
	} {
		out := resampleAll(test.rate, 1, tone(test.rate, test.hz, test.rate), 1000)
		if len(out) != Rate {
			t.Fatalf("one second at %d Hz becomes %d frames, want %d", test.rate, len(out), Rate)
		}
		want := tone(Rate, test.hz, Rate)
		var signal, diff float64
		for i := 2000; i < Rate-2000; i++ {
			signal += float64(want[i]) * float64(want[i])
			diff += math.Pow(float64(out[i])-float64(want[i]), 2)
		}
		if got := 10 * math.Log10(diff/signal); got > test.most {
			t.Errorf("%v Hz from %d Hz: what is not the tone lies at %.1f dB, want at most %.1f", test.hz, test.rate, got, test.most)
		}
	}
}

// What 48 kHz cannot hold must go, or it would come back as another tone.
func TestResampleTakesAwayWhatIsTooHigh(t *testing.T) {
	for _, hz := range []float64{25000, 30000, 44000} {
		out := resampleAll(96000, 1, tone(96000, hz, 96000), 4096)
		var highest float64
		for _, v := range out[2000 : Rate-2000] {
			highest = math.Max(highest, math.Abs(float64(v)))
		}
		if db := 20 * math.Log10(highest/0.5); db > -80 {
			t.Errorf("%v Hz comes back at %.1f dB", hz, db)
		}
	}
}

// How a file is cut into blocks changes nothing, and no channel leaks into another.
func TestResampleAnyBlocks(t *testing.T) {
	left, silent := tone(44100, 440, 5000), make([]float32, 5000)
	var stereo []float32
	for i := range left {
		stereo = append(stereo, left[i], silent[i])
	}
	want := resampleAll(44100, 1, left, len(left))
	for _, block := range []int{1, 7, 63, 64, 65, 1000, 5000} {
		got := resampleAll(44100, 2, stereo, block)
		if len(got) != 2*len(want) {
			t.Fatalf("in blocks of %d there are %d frames, want %d", block, len(got)/2, len(want))
		}
		for i := range want {
			if got[2*i] != want[i] || got[2*i+1] != 0 {
				t.Fatalf("in blocks of %d frame %d is %v, want %v and 0", block, i, got[2*i:2*i+2], want[i])
			}
		}
	}
}

func TestResampleShort(t *testing.T) {
	for n := range 5 {
		for _, rate := range []int{8000, 44100, 96000, 384000} {
			got := len(resampleAll(rate, 1, make([]float32, n), 1))
			if want := int(math.Floor(float64(n)*Rate/float64(rate) + 0.5)); got != want {
				t.Errorf("%d frames at %d Hz become %d, want %d", n, rate, got, want)
			}
		}
	}
}

func BenchmarkResample(b *testing.B) {
	for _, rate := range []int{22050, 44100} {
		b.Run(fmt.Sprint(rate), func(b *testing.B) {
			in := tone(rate, 440, rate)
			for b.Loop() {
				resampleAll(rate, 1, in, 4096)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/Rate, "ns/frame")
		})
	}
}
