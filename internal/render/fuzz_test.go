package render

import (
	"encoding/binary"
	"math"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/soundfile"
)

// drawn reads choices from the bytes of a fuzzer.
type drawn []byte

func (d *drawn) number() int64 {
	var b [8]byte
	*d = (*d)[copy(b[:], *d):]
	n := int64(binary.LittleEndian.Uint64(b[:]))
	switch uint8(n) % 8 { // mostly within the plan, sometimes absurd
	case 0:
		return n
	case 1:
		return math.MaxInt64 - (n>>8)&0xff
	case 2:
		return math.MinInt64 + (n>>8)&0xff
	case 3:
		return -((n >> 8) & 0xfff)
	default:
		return (n >> 8) & 0x7fff
	}
}

func pick[T any](d *drawn, from ...T) T {
	n := uint64(d.number())
	return from[n%uint64(len(from))]
}

func (d *drawn) event() plan.Event {
	return plan.Event{
		At: plan.Frame(d.number()), Frames: plan.Frame(d.number()),
		Bus:   pick(d, plan.BusVoice, plan.BusCue, plan.BusBreath, plan.BusBed, plan.BusNone, "bus"),
		Kind:  pick(d, plan.KindLine, plan.KindTone, plan.KindBreath, plan.KindBed, plan.KindHold, "kind"),
		Text:  pick(d, "", "Sit tall.", "Breathe."),
		File:  pick(d, "", "", "rain.mp3"),
		Tone:  pick(d, plan.ToneGo, plan.ToneCount, "trumpet"),
		Phase: string(pick(d, routine.BreathIn, routine.BreathOut, routine.BreathHold, "sigh")),
		Sound: pick(d, "file", "both", "waves", ""),
		Pan:   pick(d, 0, 0.5, -7, math.NaN(), math.Inf(1)),
	}
}

// smallStudio has short clips, and one with three channels.
type smallStudio struct{}

func (smallStudio) Line(_, text string) (soundfile.Clip, error) {
	return soundfile.Clip{Samples: make([]int16, 100*len(text)), Channels: 1}, nil
}

func (smallStudio) File(string) (File, error) {
	return clipFile{soundfile.Clip{Samples: []int16{1, 2, 3}, Channels: 3}}, nil
}

// No plan makes the sound panic or hang, or end early without a reason, or
// depend on the size of the blocks.
func FuzzPlan(f *testing.F) {
	f.Add([]byte{}, uint16(512))
	f.Add([]byte("\x04\x00\x00\x00\x00\x00\x00\x00\x04\x01\x00\x00\x00\x00\x00\x00"), uint16(1))
	f.Add([]byte("events at odd places, overlapping, beyond the end, of zero length, before the start; and so on and on"), uint16(17))
	for seed := range byte(8) {
		b := make([]byte, 600)
		for i := range b {
			b[i] = byte(i)*31*(seed+1) ^ byte(i>>3) + seed
		}
		f.Add(b, uint16(300))
	}
	f.Fuzz(func(t *testing.T, data []byte, size uint16) {
		if len(data) > 4000 {
			return
		}
		d := drawn(data)
		p := planOf(plan.Frame(d.number()%50000), nil...)
		for len(d) > 0 {
			e := d.event()
			if e.Kind == plan.KindBreath || e.Kind == plan.KindBed && e.Sound == "surf" {
				e.Frames %= 20000 // fast to compute
				e.Sound = "file"
			}
			p.Events = append(p.Events, e)
		}
		o := Options{Ahead: 10000, BedFiles: fileBed(bedFile(t, soundfile.Clip{Samples: make([]int16, 777), Channels: 1}))}
		a, errA := drained(p, o, 4096)
		b, errB := drained(p, o, int(size)+1)
		if (errA == nil) != (errB == nil) {
			t.Fatalf("the error is %v or %v", errA, errB)
		}
		if errA == nil {
			if len(a) != int(max(0, p.Frames)) {
				t.Fatalf("%d frames of %d", len(a), p.Frames)
			}
			same(t, "other blocks", a, b)
		}
	})
}

func drained(p *plan.Plan, o Options, size int) (out [][2]float64, err error) {
	s := New(p, smallStudio{}, o)
	defer s.Close()
	b := make([][2]float64, size)
	for {
		n, ok := s.Stream(b)
		if !ok {
			return out, s.Err()
		}
		out = append(out, b[:n]...)
	}
}
