package beds

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
)

// fewParts are parts from all over an hour.
var fewParts = []int{0, 1, 97, 211, 302, 433, 550, 719}

func takesLong(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
}

// floats gives one ear, or with -1 both in turn.
func floats(part []int16, ear int) []float32 {
	var out []float32
	for i, v := range part {
		if ear < 0 || i%2 == ear {
			out = append(out, float32(v)/32768)
		}
	}
	return out
}

// The beds are equally loud, and choosing another does not mean choosing another
// level. Nothing is clipped.
func TestLoudness(t *testing.T) {
	takesLong(t)
	for _, b := range All {
		m := loudness.NewMeter(plan.Rate, 2)
		for n := 0; n < 720; n += 7 {
			part := b.Part(n)
			m.Write(floats(part, -1))
			if slices.Max(part) == math.MaxInt16 || slices.Min(part) == math.MinInt16 {
				t.Errorf("%s: part %d is clipped", b.Name, n)
			}
		}
		if got := m.Integrated(); math.Abs(got-LUFS) > 0.4 {
			t.Errorf("%s: %.2f LUFS over an hour, want %v", b.Name, got, LUFS)
		}
	}
}

// What parts are made of by themselves is what would have been made in one go.
func TestNoSeams(t *testing.T) {
	for _, b := range All {
		const first, n = 41, 2
		x := b.begin(chance(0).of(b.seed))
		var whole []int16
		for h := int64(first*PartLength/hop - 3*warmUp); h < (first+n)*PartLength/hop; h++ {
			var s sheet
			x.add(&s, h)
			if h >= first*PartLength/hop {
				whole = append(whole, make([]int16, 2*hop)...)
				b.write(whole[len(whole)-2*hop:], &s)
			}
		}
		for i, v := range slices.Concat(b.Part(first), b.Part(first+1)) {
			if d := int(v) - int(whole[i]); d < -1 || d > 1 {
				t.Errorf("%s: sample %d is %d, and %d if nothing is cut", b.Name, i, v, whole[i])
				break
			}
		}
	}
}

// The same on every machine: these sums were made on amd64, and hold on 386 and
// arm64.
func TestSameEverywhere(t *testing.T) {
	for _, b := range All {
		sum := sha256.New()
		for _, n := range fewParts[:3] {
			binary.Write(sum, binary.LittleEndian, b.Part(n))
		}
		if got := fmt.Sprintf("%x", sum.Sum(nil)[:8]); got != sums[b.Name] {
			t.Errorf("%s: the samples have the sum %q, not %q", b.Name, got, sums[b.Name])
		}
	}
}

var sums = map[string]string{
	"rain": "ac8b73109066f2b0", "surf": "e310e6731e860475", "stream": "662bb1f2b836c879", "leaves": "09fea3c6b9c7459d",
	"fire": "7d783ccf8f37f0d2", "brown": "f3424306c2dc96f2", "drone": "00f1a8c4bc3154b9", "chords": "53784076016d850c",
}

// Nothing comes twice: the loudest likeness of a moment with another one of the
// hour, at whatever distance.
func TestNoRepetition(t *testing.T) {
	takesLong(t)
	for _, b := range All {
		most := 0.12
		if b.Name == "drone" || b.Name == "chords" { // the same notes, but never in the same place
			most = 0.985
		}
		moment := slow(b.Part(5))[:slowRate*3]
		worst, at := 0.0, 0
		for _, n := range []int{6, 7, 8, 9, 10, 11, 12, 17, 23, 29, 35, 41, 65, 125, 185, 365, 718} {
			if r := likeness(moment, append(slow(b.Part(n)), slow(b.Part(n+1))...)); r > worst {
				worst, at = r, n
			}
		}
		t.Logf("%s: a correlation of %.3f with part %d", b.Name, worst, at)
		if worst > most {
			t.Errorf("%s: a correlation of %.3f with part %d", b.Name, worst, at)
		}
	}
}

// Each bed is what it is called: how much of its power lies in which octave, how
// much of its loudness a telephone's loudspeaker loses, and how much it moves.
func TestCharacter(t *testing.T) {
	takesLong(t)
	for _, b := range All {
		m := measure(b)
		t.Logf("%-7s %5.1f  phone %.1f dB, 100 ms %.1f dB, 1 s %.1f dB, kurtosis %.1f", b.Name, m.octaves, m.phone, m.short, m.long, m.kurtosis)
		want := characters[b.Name]
		for what, v := range map[string]struct {
			got    float64
			limits [2]float64
		}{
			"power below 500 Hz, dB of all":    {m.below(500), want.low},
			"power above 4 kHz, dB of all":     {-m.above(4000), [2]float64{-want.high[1], -want.high[0]}},
			"loudness lost on a phone, dB":     {m.phone, want.phone},
			"level from second to second, dB":  {m.long, want.long},
			"kurtosis of what is above 2 kHz":  {m.kurtosis, want.kurtosis},
			"correlation between the two ears": {m.ears, [2]float64{0.3, 0.9}},
		} {
			if v.got < v.limits[0] || v.got > v.limits[1] {
				t.Errorf("%s: %s: %.2f, want %v", b.Name, what, v.got, v.limits)
			}
		}
	}
}

// BenchmarkPart says how many times faster than real time a bed is made.
func BenchmarkPart(b *testing.B) {
	for _, bed := range All {
		b.Run(bed.Name, func(b *testing.B) {
			for n := 0; b.Loop(); n++ {
				bed.Part(n)
			}
			b.ReportMetric(float64(PartLength)/plan.Rate*float64(b.N)/b.Elapsed().Seconds(), "x-real-time")
		})
	}
}
