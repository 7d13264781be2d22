//go:build !nolgpl

package export

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	aac "github.com/tphakala/go-aac"
	aacpcm "github.com/tphakala/go-aac/pcm"

	"unhunch/internal/plan"
)

// unitList takes units in place of a file.
type unitList struct{ units [][]byte }

func (l *unitList) write(unit []byte) error {
	l.units = append(l.units, bytes.Clone(unit))
	return nil
}
func (l *unitList) close() error { return nil }

// inParts encodes planes of whole frames as an export does.
func inParts(t *testing.T, cfg aac.EncoderConfig, planes [][]float32) [][]byte {
	t.Helper()
	parts, err := newAACParts(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	var out unitList
	n := len(planes[0]) / aac.FrameSize
	parts.begin(&out, n+1)
	for i := range n {
		if err := parts.frame(frameOf(planes, i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := parts.finish(); err != nil {
		t.Fatal(err)
	}
	if len(out.units) != n+1 {
		t.Fatalf("%d units of %d frames, want one more", len(out.units), n)
	}
	return out.units
}

// inOnePiece encodes planes with one encoder, after as much silence.
func inOnePiece(t *testing.T, cfg aac.EncoderConfig, planes [][]float32) [][]byte {
	t.Helper()
	p, err := newAACPart(cfg)
	if err != nil {
		t.Fatal(err)
	}
	p.reset(-rest)
	p.hush(rest)
	p.add(planes)
	p.hush(2)
	if err := p.encode(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	var units [][]byte
	for k := range p.end() {
		units = append(units, p.unit(k))
	}
	return units
}

func frameOf(planes [][]float32, i int) [][]float32 {
	var frame [][]float32
	for _, plane := range planes {
		frame = append(frame, plane[i*aac.FrameSize:(i+1)*aac.FrameSize])
	}
	return frame
}

// played is what a player gives of units, less the delay, in planes.
func played(t *testing.T, units [][]byte, channels int) [][]float32 {
	t.Helper()
	var stream []byte
	for _, u := range units {
		var err error
		if stream, err = aac.AppendADTSHeader(stream, plan.Rate, channels, len(u)); err != nil {
			t.Fatal(err)
		}
		stream = append(stream, u...)
	}
	d, err := aacpcm.NewDecoder(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(d)
	if err != nil {
		t.Fatal(err)
	}
	planes := make([][]float32, channels)
	for at := 2 * channels * aac.EncoderDelay; at < len(raw); at += 2 {
		c := at / 2 % channels
		planes[c] = append(planes[c], float32(int16(binary.LittleEndian.Uint16(raw[at:])))/32768)
	}
	return planes
}

// difference is what a frame has got too much or too little: its energy, and
// its highest sample.
func difference(want, got [][]float32, frame int) (energy, peak float64) {
	for c := range want {
		for i := frame * aac.FrameSize; i < (frame+1)*aac.FrameSize; i++ {
			d := math.Abs(float64(want[c][i] - got[c][i]))
			energy += d * d
			peak = max(peak, d)
		}
	}
	return energy, peak
}

// planesOf makes whole frames of a sound.
func planesOf(channels, frames int, sound func(c, i int) float64) [][]float32 {
	planes := make([][]float32, channels)
	for c := range planes {
		for i := range frames * aac.FrameSize {
			planes[c] = append(planes[c], float32(sound(c, i)))
		}
	}
	return planes
}

// beds are sounds without a silence.
var beds = []struct {
	name  string
	agree bool // at every seam, sooner or later
	sound func() func(c, i int) float64
}{
	{"noise", true, func() func(c, i int) float64 {
		r := rand.New(rand.NewPCG(1, 2))
		var level [2]float64
		return func(c, _ int) float64 {
			level[c] = 0.98*level[c] + 0.01*r.NormFloat64()
			return level[c]
		}
	}},
	{"chord", true, func() func(c, i int) float64 {
		return func(c, i int) (v float64) {
			for k, f := range []float64{110, 220.5, 330.2, 441} {
				x := float64(i) / plan.Rate
				v += 0.08 * math.Sin(2*math.Pi*f*x+float64(c)) * (1 + 0.5*math.Sin(2*math.Pi*(0.1+0.05*float64(k))*x))
			}
			return v
		}
	}},
	{"drops", true, func() func(c, i int) float64 {
		r := rand.New(rand.NewPCG(3, 4))
		var drop [2]float64
		return func(c, _ int) float64 {
			if r.IntN(2000) == 0 {
				drop[c] = 0.5
			}
			drop[c] *= 0.97
			return 0.01*r.NormFloat64() + drop[c]*r.NormFloat64()
		}
	}},
	{"clicks in each ear at other times", false, func() func(c, i int) float64 {
		r := rand.New(rand.NewPCG(5, 6))
		return func(c, i int) float64 {
			if at := (i + 512*c) % aac.FrameSize; at < 40 {
				return 0.5 * r.NormFloat64() * math.Exp(-float64(at)/10)
			}
			return 1e-4
		}
	}},
}

// A window that does not fit the one before leaves a click that no decoder
// reports.
func TestWindowsFit(t *testing.T) {
	const onlyLong, start, short, stop = 0, 1, 2, 3
	follow := map[[2]int]bool{
		{onlyLong, onlyLong}: true, {onlyLong, start}: true, {start, short}: true,
		{short, short}: true, {short, stop}: true, {stop, onlyLong}: true, {stop, start}: true,
	}
	check := func(t *testing.T, units [][]byte, channels int) {
		t.Helper()
		for k := 1; k < len(units); k++ {
			a, b := unitWindows(units[k-1], channels).sequence, unitWindows(units[k], channels).sequence
			if !follow[[2]int{a, b}] {
				t.Errorf("unit %d has windows %d, the one before %d", k, b, a)
			}
		}
	}
	for _, channels := range channelCounts() {
		cfg := aacConfig(channels, []int{64000, 96000}[channels-1])
		for _, bed := range beds {
			t.Run(bed.name, func(t *testing.T) {
				check(t, inParts(t, cfg, planesOf(channels, 3*partMost, bed.sound())), channels)
			})
		}
		for shift := 0; shift < aac.FrameSize; shift += 256 {
			// Clicks around silences that are just long enough, or just not.
			planes := planesOf(channels, 8*partLeast, func(_, i int) float64 {
				frame := (i - shift) / aac.FrameSize
				gap := quietLeast + frame/partLeast - 3
				if i < shift || frame%partLeast < gap {
					return 0
				}
				return 0.3 * math.Sin(float64(i*i%1000))
			})
			check(t, inParts(t, cfg, planes), channels)
		}
	}
}

// Sound without a silence is divided, and nobody hears where: what encoding
// adds is as much at the seams as elsewhere, against one encoder for all.
func TestSeamsAreNotHeard(t *testing.T) {
	takesLong(t)
	const frames = 3 * partMost
	seam := make([]bool, frames)
	for at := partMost - rest; at < frames-8; at += partMost - runUp {
		for i := at - 4; i < at+6; i++ {
			seam[i] = true
		}
	}
	for _, channels := range channelCounts() {
		for _, bed := range beds {
			if !bed.agree {
				continue
			}
			t.Run(fmt.Sprintf("%s %d", bed.name, channels), func(t *testing.T) {
				cfg := aacConfig(channels, []int{64000, 96000}[channels-1])
				planes := planesOf(channels, frames, bed.sound())
				whole, units := inOnePiece(t, cfg, planes), inParts(t, cfg, planes)
				if bytes.Equal(slices.Concat(whole...), slices.Concat(units...)) {
					t.Error("there are no seams")
				}
				want, got := played(t, whole, channels), played(t, units, channels)
				var at, elsewhere ratios
				for i := range frames - 1 {
					e, p := difference(planes, got, i)
					e0, p0 := difference(planes, want, i)
					if seam[i] {
						at.add(e/e0, p/p0)
					} else {
						elsewhere.add(e/e0, p/p0)
					}
				}
				if at.mean() > 1.25*elsewhere.mean() {
					t.Errorf("the noise at seams is %.2f times that of one piece, elsewhere %.2f", at.mean(), elsewhere.mean())
				}
				if at.peak > 1.25*elsewhere.peak {
					t.Errorf("the highest error at seams is %.2f times that of one piece, elsewhere %.2f", at.peak, elsewhere.peak)
				}
			})
		}
	}
}

// ratios compare two encodings, frame by frame.
type ratios struct {
	sum, peak float64
	n         int
}

func (r *ratios) add(energy, peak float64) {
	r.sum += energy
	r.n++
	r.peak = max(r.peak, peak)
}

func (r *ratios) mean() float64 { return r.sum / float64(r.n) }

// A word begins clean, however long the silence before it.
func TestSoundAfterSilence(t *testing.T) {
	takesLong(t)
	cfg := aacConfig(1, 64000)
	for gap := quietLeast - 1; gap < quietLeast+3; gap++ {
		period := partLeast + gap
		planes := planesOf(1, 4*period, func(_, i int) float64 {
			if i/aac.FrameSize%period < gap {
				return 0
			}
			return 0.3 * math.Sin(2*math.Pi*440*float64(i)/plan.Rate)
		})
		want, got := played(t, inOnePiece(t, cfg, planes), 1), played(t, inParts(t, cfg, planes), 1)
		for i := gap; i < 4*period; i += period {
			e0, _ := difference(planes, want, i)
			if e, _ := difference(planes, got, i); e > 2*e0 {
				t.Errorf("after %d silent frames the noise in frame %d is %.1f times that of one piece", gap, i, e/e0)
			}
		}
	}
}

// Where no two encoders ever agree, one goes on to the end.
func TestNoSeamWithoutAgreement(t *testing.T) {
	for _, bed := range beds {
		if bed.agree {
			continue
		}
		cfg := aacConfig(2, 96000)
		planes := planesOf(2, 4*partMost, bed.sound())
		units, whole := inParts(t, cfg, planes), inOnePiece(t, cfg, planes)
		for k := range whole {
			if !bytes.Equal(units[k], whole[k]) {
				t.Fatalf("%s: unit %d of %d differs", bed.name, k, len(whole))
			}
		}
	}
}
