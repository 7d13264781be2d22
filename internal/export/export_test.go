package export

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/wholefile"
)

// A listener who exports twice, or on another machine, gets the same file, with
// silences in it and with a background.
func TestSameBytesOnAnyNumberOfCores(t *testing.T) {
	const quiet = 4 * plan.Rate // frames until the background begins
	for _, f := range encoders() {
		t.Run(f.String(), func(t *testing.T) {
			f.needs(t)
			var first []byte
			for _, cores := range []int{2, 2, 1} {
				old := runtime.GOMAXPROCS(cores)
				p, s := session(12)
				s.sound = func(i int) (float64, float64) {
					if i < quiet {
						return beeps(0.2)(i)
					}
					return hiss(0.05)(i)
				}
				path, _ := write(t, "a."+f.Name, p, s, Options{})
				runtime.GOMAXPROCS(old)
				data := readFile(t, path)
				if first == nil {
					first = data
				}
				if !bytes.Equal(first, data) {
					t.Fatalf("%s on %d cores differs from the first writing", f.Name, cores)
				}
			}
		})
	}
}

// hiss is a noise in each ear that never stops.
func hiss(level float64) func(int) (float64, float64) {
	return func(frame int) (left, right float64) {
		z := (uint64(frame) + 1) * 0x9e3779b97f4a7c15
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z ^= z >> 27
		return level * float64(int32(z)) / (1 << 31), level * float64(int32(z>>32)) / (1 << 31)
	}
}

// Whatever stops an export, the folder is as it was before.
func TestNothingLeftBehind(t *testing.T) {
	for _, f := range encoders() {
		f.needs(t)
		for _, there := range []string{"", "precious"} {
			t.Run(f.String()+there, func(t *testing.T) {
				dir := t.TempDir()
				path := filepath.Join(dir, "a."+f.Name)
				if there != "" {
					if err := os.WriteFile(path, []byte(there), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				p, s := session(12)
				s.stop = 8 * plan.Rate
				_, err := Write(context.Background(), path, p, s, Options{Force: true, Loudness: Loudness{AsIs: true}})
				if !errors.Is(err, errTune) {
					t.Errorf("error %v, want that of the stream", err)
				}
				p, s = session(12)
				ctx, cancel := context.WithCancel(context.Background())
				_, err = Write(ctx, path, p, s, Options{Force: true, Progress: func(share float64) {
					if share > 0.7 {
						cancel()
					}
				}})
				if !errors.Is(err, context.Canceled) {
					t.Errorf("error %v, want that of the interrupt", err)
				}
				if there == "" {
					if left := names(t, dir); len(left) != 0 {
						t.Errorf("left behind: %v", left)
					}
				} else if left := names(t, dir); len(left) != 1 || string(readFile(t, path)) != there {
					t.Errorf("the file that was there has changed: %v", left)
				}
			})
		}
	}
}

func TestExistingFileIsKept(t *testing.T) {
	p, s := session(4)
	path, _ := write(t, "a.wav", p, s, Options{})
	before := readFile(t, path)
	p.Title = "another"
	if _, err := Write(context.Background(), path, p, s, Options{}); !errors.Is(err, wholefile.ErrExists) {
		t.Fatalf("error %v, want ErrExists", err)
	}
	if !bytes.Equal(before, readFile(t, path)) {
		t.Error("the file was changed")
	}
	if _, err := Write(context.Background(), path, p, s, Options{Force: true}); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(before, readFile(t, path)) {
		t.Error("the file was not replaced")
	}
}

func TestTargets(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ path, want string }{
		{filepath.Join(dir, "a.xyz"), "unknown format \"xyz\": "},
		{filepath.Join(dir, "a"), "no extension"},
		{filepath.Join(dir, "no", "a.wav"), "no such file or directory"},
		{dir + string(filepath.Separator) + "x.wav" + string(filepath.Separator), ""},
	} {
		p, s := session(2)
		_, err := Write(context.Background(), c.path, p, s, Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.path, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), ".part") {
			t.Errorf("%s: the error names a file that the user does not know: %v", c.path, err)
		}
	}
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A file that nobody else may read stays so when it is replaced.
func TestRightsAreKept(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("rights are of another kind there")
	}
	path := filepath.Join(t.TempDir(), "a.wav")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, s := session(2)
	if _, err := Write(context.Background(), path, p, s, Options{Force: true}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the rights are %v, %v", info.Mode().Perm(), err)
	}
}

// Replacing a link would leave the file that it names as it was.
func TestLinkIsFollowed(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file.wav"), filepath.Join(dir, "link.wav")
	if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Skip(err)
	}
	p, s := session(2)
	if _, err := Write(context.Background(), link, p, s, Options{Force: true}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().IsRegular() {
		t.Errorf("the link was replaced: %v %v", info, err)
	}
	if len(readFile(t, file)) < 1000 {
		t.Error("the file behind the link was not written")
	}
}

func TestWAVHoldsEveryFrame(t *testing.T) {
	for _, bits := range []int{16, 24} {
		for _, channels := range []int{1, 2} {
			p, s := session(3)
			p.Frames += 1 // an odd number of bytes in 24-bit mono
			s.length++
			path, r := write(t, "a.wav", p, s, Options{Bits: bits, Channels: channels, Loudness: Loudness{AsIs: true}, Plain: true})
			data := readFile(t, path)
			le := binary.LittleEndian
			if got := le.Uint32(data[4:]); int(got) != len(data)-8 {
				t.Errorf("RIFF size %d in a file of %d bytes", got, len(data))
			}
			width := channels * bits / 8
			if got := le.Uint32(data[40:]); int(got) != int(p.Frames)*width {
				t.Errorf("%d bits, %d channels: %d bytes of sound, want %d", bits, channels, got, int(p.Frames)*width)
			}
			if r.Bytes != int64(len(data)) {
				t.Errorf("result says %d bytes, the file has %d", r.Bytes, len(data))
			}
			for _, frame := range []int{1, 100, 20000, 48001} {
				want, _ := s.sound(frame)
				at := 44 + frame*width
				got := float64(int16(le.Uint16(data[at:]))) / 32768
				if bits == 24 {
					got = float64(int32(uint32(data[at])<<8|uint32(data[at+1])<<16|uint32(data[at+2])<<24)>>8) / (1 << 23)
				}
				if step := math.Pow(2, float64(1-bits)); math.Abs(got-want) > 0.51*step {
					t.Errorf("%d bits: frame %d is %g, want %g", bits, frame, got, want)
				}
			}
		}
	}
}

// Four GiB of WAV would be written for minutes and then not play.
func TestTooLongForWAV(t *testing.T) {
	p, s := session(2)
	p.Frames = 8 * 3600 * plan.Rate
	s.length = int(p.Frames)
	dir := t.TempDir()
	_, err := Write(context.Background(), filepath.Join(dir, "a.wav"), p, s, Options{})
	if err == nil || !strings.Contains(err.Error(), "WAV holds 4") || !strings.Contains(err.Error(), "flac") {
		t.Errorf("error %v, want one that names the limit and flac", err)
	}
	if s.at != 0 || len(names(t, dir)) != 0 {
		t.Error("refused only after work had begun")
	}
}

// The dither must leave no trace of its own: no offset, no repetition, and a
// quiet tone below one step still there.
func TestDither(t *testing.T) {
	q := quantizer{channels: 1, dither: true}
	const n = 1 << 18
	samples := make([]float32, n)
	for i := range samples {
		samples[i] = float32(0.4/32768*math.Sin(2*math.Pi*1000*float64(i)/plan.Rate)) + 1e-12
	}
	raw := q.int16s(nil, samples)
	var sum, power, tone float64
	for i := range n {
		v := float64(int16(binary.LittleEndian.Uint16(raw[2*i:])))
		sum += v
		power += v * v
		tone += v * math.Sin(2*math.Pi*1000*float64(i)/plan.Rate)
	}
	if mean := sum / n; math.Abs(mean) > 0.01 {
		t.Errorf("an offset of %.4f steps", mean)
	}
	if got := 2 * tone / n; math.Abs(got-0.4) > 0.02 {
		t.Errorf("a tone of 0.4 steps came out with %.3f", got)
	}
	if variance := power/n - 0.08; math.Abs(variance-0.25) > 0.02 {
		t.Errorf("noise of %.3f square steps, want 1/4: triangular dither and rounding", variance)
	}
}

func TestSilenceStaysSilent(t *testing.T) {
	p, s := session(2)
	s.sound = func(int) (float64, float64) { return 0, 0 }
	path, r := write(t, "a.wav", p, s, Options{})
	sound := readFile(t, path)[44 : 44+4*int(p.Frames)]
	if !bytes.Equal(sound, make([]byte, len(sound))) {
		t.Error("silence was written as noise")
	}
	if !math.IsInf(r.Integrated, -1) {
		t.Errorf("silence measures %g LUFS", r.Integrated)
	}
}

// A file is as loud as was asked for, and its peaks stay below the ceiling
// even where the gain would push them over it.
func TestLoudness(t *testing.T) {
	peaky := func(frame int) (float64, float64) {
		l, r := beeps(0.02)(frame)
		if frame%plan.Rate == 12000 { // a click far above the rest, once a second
			return l + 0.8, r - 0.6
		}
		return l, r
	}
	for _, c := range []struct {
		name     string
		sound    func(int) (float64, float64)
		o        Options
		want     float64
		limited  bool
		slack    float64
		channels int
	}{
		{"stereo", beeps(0.05), Options{}, -18, false, 0.05, 2},
		{"mono", beeps(0.05), Options{Channels: 1}, -21, false, 0.05, 1},
		{"streaming in mono", beeps(0.05), Options{Channels: 1, Loudness: Loudness{Target: -14, Dual: true}}, -17, false, 0.05, 1},
		{"broadcast", beeps(0.9), Options{Loudness: Loudness{Target: -23}}, -23, false, 0.05, 2},
		{"with peaks", peaky, Options{}, -18, true, 0.15, 2},
		{"with peaks in mono", peaky, Options{Channels: 1, Loudness: Loudness{Target: -19}}, -19, true, 0.15, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, s := session(10)
			s.sound = c.sound
			path, r := write(t, "a.wav", p, s, c.o)
			meter := loudness.NewMeter(plan.Rate, c.channels)
			data := readFile(t, path)
			samples := make([]float32, int(p.Frames)*c.channels)
			for i := range samples {
				samples[i] = float32(int16(binary.LittleEndian.Uint16(data[44+2*i:]))) / 32768
			}
			meter.Write(samples)
			if got := meter.Integrated(); math.Abs(got-c.want) > c.slack {
				t.Errorf("the file measures %.2f LUFS, want %.1f", got, c.want)
			}
			if math.Abs(meter.Integrated()-r.Integrated) > 0.05 || math.Abs(meter.TruePeak()-r.TruePeak) > 0.05 {
				t.Errorf("reported %.2f LUFS, %.2f dBTP; the file has %.2f and %.2f", r.Integrated, r.TruePeak, meter.Integrated(), meter.TruePeak())
			}
			if meter.TruePeak() > -1 {
				t.Errorf("true peak %.2f dBTP, above -1", meter.TruePeak())
			}
			if r.Limited != c.limited {
				t.Errorf("limited: %v, want %v", r.Limited, c.limited)
			}
		})
	}
}

// The words are as loud as was asked for, whatever sounds beside them.
func TestWordsAreTheMeasure(t *testing.T) {
	for name, test := range map[string]struct {
		sound   func(int) (float64, float64)
		target  float64
		limited bool
	}{
		"beside a breath":     {hiss(0.1), -18, false},
		"with a quieter rest": {beeps(0.001), -18, false},
		"with a louder rest":  {beeps(0.98), -14, true},
	} {
		t.Run(name, func(t *testing.T) {
			p, s := session(10)
			s.sound, s.words = test.sound, &tune{length: 5 * plan.Rate, sound: beeps(0.1)}
			path, r := write(t, "a.flac", p, s, Options{Loudness: Loudness{Target: test.target}})
			if math.Abs(r.Integrated-test.target) > 0.05 || r.Wordless || r.Limited != test.limited {
				t.Errorf("the words are at %.2f LUFS, without words: %v, limited: %v", r.Integrated, r.Wordless, r.Limited)
			}
			meter := loudness.NewMeter(plan.Rate, 2)
			for i := range s.words.length {
				left, right := s.words.sound(i)
				meter.Write([]float32{float32(left), float32(right)})
			}
			if want := test.target - meter.Integrated(); math.Abs(r.Gain-want) > 0.05 {
				t.Errorf("a gain of %.2f dB, want %.2f", r.Gain, want)
			}
			if r.TruePeak > -1 {
				t.Errorf("%s peaks at %.2f dBTP", path, r.TruePeak)
			}
		})
	}
}

// Words that nobody can hear are none.
func TestSilentWords(t *testing.T) {
	p, s := session(10)
	s.words = &tune{length: 5 * plan.Rate, sound: beeps(0)}
	if _, r := write(t, "a.wav", p, s, Options{}); !r.Wordless || math.Abs(r.Integrated+18) > 0.05 {
		t.Errorf("without words: %v, at %.2f LUFS", r.Wordless, r.Integrated)
	}
}

// A breath without words gets the gain that it has with them, whatever its pattern.
func TestLoudnessOfABreathWithoutWords(t *testing.T) {
	p := &plan.Plan{Rate: plan.Rate, Frames: 4 * plan.Rate, Events: []plan.Event{
		{Frames: 4 * plan.Rate, Bus: plan.BusBreath, Kind: plan.KindBreath, Phase: "in"},
	}}
	for _, level := range []float64{-40, -25} {
		s := &tune{length: int(p.Frames), sound: beeps(level)}
		if _, r := write(t, "a.wav", p, s, Options{}); r.Gain != -2 || !r.Wordless || r.Target != 0 {
			t.Errorf("a breath at %v dB gets %v dB, want the -2 of a voice and no target, not %v", level, r.Gain, r.Target)
		}
	}
}

// Words that promise a side are kept: a small file is in stereo where one sounds.
func TestUsualChannels(t *testing.T) {
	for name, test := range map[string]struct {
		event plan.Event
		want  int
	}{
		"a line":                    {plan.Event{Bus: plan.BusVoice, Kind: plan.KindLine, Side: routine.Left}, 1},
		"a line that leans":         {plan.Event{Bus: plan.BusVoice, Kind: plan.KindLine, Side: routine.Left, Pan: -0.4}, 2},
		"a breath":                  {plan.Event{Bus: plan.BusBreath, Kind: plan.KindBreath}, 1},
		"a breath of one nostril":   {plan.Event{Bus: plan.BusBreath, Kind: plan.KindBreath, Side: routine.Right}, 2},
		"a hold on one side":        {plan.Event{Bus: plan.BusNone, Kind: plan.KindHold, Side: routine.Right}, 1},
		"a background in both ears": {plan.Event{Bus: plan.BusBed, Kind: plan.KindBed}, 2},
	} {
		for _, f := range Formats() {
			want := test.want
			if f.Name == "wav" || f.Name == "flac" {
				want = 2
			}
			if got := f.usualChannels(&plan.Plan{Events: []plan.Event{{Kind: plan.KindTone}, test.event}}); got != want {
				t.Errorf("%s with %s has %d channels, want %d", f.Name, name, got, want)
			}
		}
	}
}

// A limiter that moves the sound in time would put words beside their tones.
func TestLimiterKeepsTimeAndQuietSamples(t *testing.T) {
	in := make([]float32, 2*30000)
	for i := range in {
		in[i] = float32(0.1 * math.Sin(float64(i)))
	}
	in[2*15000] = 3
	for _, size := range []int{1, 7, 192, 4096, 30000} {
		l := newLimiter(2, -1)
		var out []float32
		for at := 0; at < len(in); at += 2 * size {
			out = append(out, l.process(slices.Clone(in[at:min(at+2*size, len(in))]))...)
		}
		out = append(out, l.flush()...)
		if len(out) != len(in) {
			t.Fatalf("blocks of %d: %d samples came out of %d", size, len(out), len(in))
		}
		for i := range out {
			if frame := i / 2; (frame < 15000-limitAhead || frame > 15000+6*limitRelease) && out[i] != in[i] {
				t.Fatalf("blocks of %d: frame %d is %g, want %g", size, frame, out[i], in[i])
			}
		}
		if out[2*15000] < 0.8 || out[2*15000] > 0.9 {
			t.Errorf("blocks of %d: the peak came out as %g", size, out[2*15000])
		}
	}
}

func TestParseLoudness(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Loudness
		bad  string
	}{
		{"-23", Loudness{Target: -23}, ""},
		{"-18.5 LUFS", Loudness{Target: -18.5}, ""},
		{"speech", Loudness{}, ""},
		{"podcast", Loudness{Target: -16, Dual: true}, ""},
		{"Broadcast", Loudness{Target: -23}, ""},
		{"streaming", Loudness{Target: -14, Dual: true}, ""},
		{"off", Loudness{AsIs: true}, ""},
		{"3", Loudness{}, "outside"},
		{"NaN", Loudness{}, "outside"},
		{"loud", Loudness{}, "podcast"},
		{"", Loudness{}, "neither"},
	} {
		got, err := ParseLoudness(c.in)
		if got != c.want || (err == nil) != (c.bad == "") || err != nil && !strings.Contains(err.Error(), c.bad) {
			t.Errorf("%q gives %v, %v", c.in, got, err)
		}
	}
}

func TestToAPipe(t *testing.T) {
	for _, f := range encoders() {
		t.Run(f.String(), func(t *testing.T) {
			f.needs(t)
			p, s := session(12)
			var out bytes.Buffer
			r, err := WriteTo(context.Background(), &out, p, s, Options{Format: f.Name})
			if !f.streams {
				if err == nil || !strings.Contains(err.Error(), "wav") || out.Len() > 0 {
					t.Errorf("error %v after %d bytes, want one that names wav", err, out.Len())
				}
				return
			}
			if err != nil {
				t.Error(err)
			}
			if r.Bytes != int64(out.Len()) || out.Len() == 0 {
				t.Errorf("%d bytes, and the result says %d", out.Len(), r.Bytes)
			}
		})
	}
}

// What nobody asks for costs nothing, and changes nothing in the file.
func TestUnsaidLevel(t *testing.T) {
	p, s := session(1)
	said, measured := write(t, "a.wav", p, s, Options{Loudness: Loudness{AsIs: true}})
	unsaid, none := write(t, "b.wav", p, s, Options{Loudness: Loudness{AsIs: true, Unsaid: true}})
	if !bytes.Equal(readFile(t, said), readFile(t, unsaid)) {
		t.Error("the file depends on whether its level is measured")
	}
	if none.Measured != (Measured{}) || measured.Measured == (Measured{}) {
		t.Errorf("levels %+v and %+v, want one and none", measured.Measured, none.Measured)
	}
}

// A sound that comes to its end with an error is not a session.
func TestErrorAtTheEnd(t *testing.T) {
	dir := t.TempDir()
	p, s := session(4)
	s.err = errTune
	if _, err := Write(context.Background(), filepath.Join(dir, "a.wav"), p, s, Options{}); !errors.Is(err, errTune) {
		t.Errorf("error %v, want that of the sound", err)
	}
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
