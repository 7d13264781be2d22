package render

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/soundfile"
)

// studio is Recordings that makes up its recordings: for each text its own
// noise, as long as a line takes to say. Files are in stereo.
type studio struct {
	mu      sync.Mutex
	decoded map[string]int // how often
	broken  string         // what cannot be decoded
	gate    chan struct{}  // if not nil, nothing is ready before it is closed
	length  plan.Frame     // of every clip; 0: second
}

var errBroken = errors.New("frame 3 is damaged")

func (s *studio) clip(name string, channels int) (soundfile.Clip, error) {
	if s.gate != nil {
		<-s.gate
	}
	s.mu.Lock()
	if s.decoded == nil {
		s.decoded = map[string]int{}
	}
	s.decoded[name]++
	s.mu.Unlock()
	if name == s.broken {
		return soundfile.Clip{}, fmt.Errorf("%s: %w", name, errBroken)
	}
	n := s.length
	if n == 0 {
		n = plan.Rate
	}
	h := fnv.New64a()
	h.Write([]byte(name))
	noise := xorshift(h.Sum64() | 1)
	c := soundfile.Clip{Samples: make([]int16, int(n)*channels), Channels: channels}
	for i := range c.Samples {
		x, _ := noise.pair()
		c.Samples[i] = int16(x * 8000)
	}
	return c, nil
}

func (s *studio) Line(voice, text string) (soundfile.Clip, error) { return s.clip(voice+": "+text, 1) }
func (s *studio) File(name string) (File, error)                  { return studioFile{s, name}, nil }

// studioFile is a file that is decoded for each piece of it.
type studioFile struct {
	*studio
	name string
}

func (f studioFile) Frames() int64 { return int64(cmp.Or(f.length, plan.Rate)) }
func (f studioFile) Plain() bool   { return false }

func (f studioFile) Read(from int64, frames int) (soundfile.Clip, error) {
	c, err := f.clip(f.name, 2)
	if err != nil {
		return c, err
	}
	return clipFile{c}.Read(from, frames)
}

// clipFile is a file in memory.
type clipFile struct{ clip soundfile.Clip }

func (f clipFile) Frames() int64 { return int64(f.clip.Frames()) }
func (f clipFile) Plain() bool   { return true }

func (f clipFile) Read(from int64, frames int) (soundfile.Clip, error) {
	n := int64(f.clip.Channels)
	return soundfile.Clip{Samples: f.clip.Samples[from*n : (from+int64(frames))*n], Channels: f.clip.Channels}, nil
}

func (s *studio) times(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.decoded[name]
}

// line, cue and phase are events.
func line(at, frames plan.Frame, text string) plan.Event {
	return plan.Event{At: at, Frames: frames, Bus: plan.BusVoice, Kind: plan.KindLine, Text: text}
}

func cue(at plan.Frame, tone plan.Tone) plan.Event {
	return plan.Event{At: at, Frames: plan.Tones[tone], Bus: plan.BusCue, Kind: plan.KindTone, Tone: tone}
}

func phase(at, frames plan.Frame, kind routine.BreathKind) plan.Event {
	return plan.Event{At: at, Frames: frames, Bus: plan.BusBreath, Kind: plan.KindBreath, Phase: string(kind)}
}

func bed(at, frames plan.Frame, sound string) plan.Event {
	return plan.Event{At: at, Frames: frames, Bus: plan.BusBed, Kind: plan.KindBed, Sound: sound}
}

func planOf(frames plan.Frame, events ...plan.Event) *plan.Plan {
	return &plan.Plan{Version: 1, Rate: plan.Rate, Voice: "june", Frames: frames, Events: events}
}

// everything is a plan with all that can sound, at odd places, and some of it
// at the same time.
func everything() *plan.Plan {
	left := line(2*plan.Rate+77, plan.Rate, "Left side.")
	left.Pan, left.Voice = -0.6, "otto"
	file := line(5*plan.Rate+1, plan.Rate, "")
	file.File = "music/rain.mp3"
	nostril := phase(7*plan.Rate, 48111, routine.BreathOut)
	nostril.Side = routine.Left
	return planOf(9*plan.Rate+333,
		bed(0, 9*plan.Rate+333, "file"),
		cue(24001, plan.ToneStart),
		left,
		cue(2*plan.Rate+511, plan.ToneCount),
		cue(2*plan.Rate+512, plan.ToneGo),
		line(4*plan.Rate, 24000, "A line that is longer than its event."),
		file,
		phase(6*plan.Rate, 48000, routine.BreathIn),
		plan.Event{At: 6 * plan.Rate, Frames: plan.Rate, Bus: plan.BusNone, Kind: plan.KindHold},
		line(6*plan.Rate+200, plan.Rate, "And breathe out."),
		nostril,
		cue(9*plan.Rate, plan.ToneEnd), // goes on beyond the end of the plan
	)
}

// music is noise for a bed.
func music(length plan.Frame) soundfile.Clip {
	c, _ := (&studio{length: length}).clip("music", 2)
	return c
}

// everyOption has a short bed, so that its seam is heard often.
func everyOption(t testing.TB) Options {
	return Options{BedFiles: fileBed(bedFile(t, music(70001))), Cue: Level{DB: -3}}
}

// rest reads s to its end in blocks of the given size.
func rest(t testing.TB, s *Stream, size int) [][2]float64 {
	t.Helper()
	var out [][2]float64
	b := make([][2]float64, size)
	for {
		n, ok := s.Stream(b)
		if !ok {
			break
		}
		out = append(out, b[:n]...)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func whole(t testing.TB, p *plan.Plan, o Options) [][2]float64 {
	t.Helper()
	s := New(p, &studio{}, o)
	defer s.Close()
	return rest(t, s, 4096)
}

// soundAlone takes away what is there to wake the device.
func soundAlone(s *Stream) *Stream {
	s.mix.wake = waker{}
	return s
}

func wholeSound(t testing.TB, p *plan.Plan, o Options) [][2]float64 {
	t.Helper()
	s := soundAlone(New(p, &studio{}, o))
	defer s.Close()
	return rest(t, s, 4096)
}

func same(t *testing.T, what string, want, got [][2]float64) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("%s: %d frames, want %d", what, len(got), len(want))
	}
	for i := range want {
		for c := range 2 {
			if math.Float64bits(want[i][c]) != math.Float64bits(got[i][c]) {
				t.Fatalf("%s: frame %d is %v, want %v", what, i, got[i], want[i])
			}
		}
	}
}

// What is exported is what was heard, to the last bit, whatever the device or
// the encoder asks for at a time.
func TestBlockSizes(t *testing.T) {
	p := everything()
	want := whole(t, p, everyOption(t))
	n := int(p.Frames)
	for _, size := range []int{1, 2, 17, 511, 512, 513, n - 1, n, n + 1} {
		s := New(p, &studio{}, everyOption(t))
		same(t, fmt.Sprintf("blocks of %d", size), want, rest(t, s, size))
		s.Close()
	}
}

func TestProcessors(t *testing.T) {
	p := everything()
	want := whole(t, p, everyOption(t))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	same(t, "one processor", want, whole(t, p, everyOption(t)))
}

// After a jump one hears what one would have heard without it.
func TestSeeks(t *testing.T) {
	p := everything()
	want := whole(t, p, everyOption(t))
	s := New(p, &studio{}, everyOption(t))
	defer s.Close()
	random := rand.New(rand.NewPCG(1, 2))
	b := make([][2]float64, 3000)
	for i := range 400 {
		at := random.IntN(s.Len() + 1)
		if i == 0 {
			at = s.Len() // the very end is a place too
		}
		if err := s.Seek(at); err != nil {
			t.Fatal(err)
		}
		n, ok := s.Stream(b[:random.IntN(len(b))+1])
		if ok != (at < s.Len()) || s.Position() != at+n {
			t.Fatalf("at %d: Stream gives %d, %v and leaves position %d", at, n, ok, s.Position())
		}
		same(t, fmt.Sprintf("after a jump to %d", at), want[at:at+n], b[:n])
	}
	for _, at := range []int{-1, s.Len() + 1, math.MaxInt, math.MinInt} {
		before := s.Position()
		if err := s.Seek(at); err == nil || s.Position() != before {
			t.Errorf("Seek(%d) gives %v and goes from %d to %d", at, err, before, s.Position())
		}
	}
}

// The contract of beep.Streamer, numbered as there.
func TestReturns(t *testing.T) {
	const length = 1300
	fill := [2]float64{7, 7}
	type call struct {
		size, n int
		ok      bool
	}
	tests := []struct {
		name  string
		calls []call
	}{
		{"1 all that is asked for", []call{{512, 512, true}, {1, 1, true}, {787, 787, true}, {512, 0, false}, {512, 0, false}}},
		{"2 the rest, then nothing more", []call{{1000, 1000, true}, {512, 300, true}, {512, 0, false}, {1, 0, false}}},
		{"2 in one call", []call{{5000, 1300, true}, {5000, 0, false}}},
		{"1 nothing is asked for", []call{{0, 0, true}, {1300, 1300, true}, {0, 0, false}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := New(planOf(length, cue(100, plan.ToneGo)), &studio{}, Options{})
			defer s.Close()
			for i, c := range tt.calls {
				b := make([][2]float64, c.size+10)
				for k := range b {
					b[k] = fill
				}
				n, ok := s.Stream(b[:c.size])
				if n != c.n || ok != c.ok || s.Err() != nil {
					t.Fatalf("call %d gives %d, %v, %v, want %d, %v", i, n, ok, s.Err(), c.n, c.ok)
				}
				for k, v := range b[n:] {
					if v != fill {
						t.Fatalf("call %d wrote to sample %d, beyond the %d it gave", i, n+k, n)
					}
				}
			}
		})
	}
}

// A damaged recording ends the sound with an error that says which one, not
// with silence where words should be.
func TestBrokenRecording(t *testing.T) {
	file := line(2*plan.Rate, plan.Rate, "")
	file.File = "talk.mp3"
	p := planOf(4*plan.Rate, line(0, plan.Rate, "Sit tall."), line(plan.Rate, plan.Rate, "Breathe."), file)
	tests := []struct{ broken, want string }{
		{"june: Breathe.", "june: Breathe.: frame 3 is damaged"},
		{"talk.mp3", "talk.mp3: frame 3 is damaged"},
	}
	for _, tt := range tests {
		for _, size := range []int{1, 512, 1000, 1 << 20} {
			s := New(p, &studio{broken: tt.broken}, Options{})
			b := make([][2]float64, size)
			var got int
			for {
				n, ok := s.Stream(b)
				if !ok {
					break
				}
				if s.Err() != nil {
					t.Errorf("an error beside %d samples", n)
				}
				got += n
			}
			if err := s.Err(); err == nil || err.Error() != tt.want || !errors.Is(err, errBroken) {
				t.Errorf("%s: error %v", tt.broken, err)
			}
			if got < plan.Rate-block {
				t.Errorf("%s: only %d frames before the damage", tt.broken, got)
			}
			if _, ok := s.Stream(b); ok {
				t.Errorf("%s: goes on after an error", tt.broken)
			}
			if err := s.Prepare(context.Background(), 0); !errors.Is(err, errBroken) {
				t.Errorf("%s: Prepare gives %v", tt.broken, err)
			}
			s.Close()
		}
	}
}

func TestUnknownBackground(t *testing.T) {
	for name, want := range map[string]string{"jungle": `unknown background "jungle"`, "file": "background: "} {
		s := New(planOf(plan.Rate, bed(0, plan.Rate, name)), &studio{}, Options{})
		n, ok := s.Stream(make([][2]float64, 512))
		if n != 0 || ok || s.Err() == nil || !strings.Contains(s.Err().Error(), want) {
			t.Errorf("%s: %d, %v, %v", name, n, ok, s.Err())
		}
		s.Close()
	}
}

// A source may hand over a clip that makes no sense.
func TestOddChannels(t *testing.T) {
	e := line(0, plan.Rate, "")
	e.File = "rain.mp3"
	s := New(planOf(plan.Rate, e), smallStudio{}, Options{})
	defer s.Close()
	_, ok := s.Stream(make([][2]float64, 512))
	if ok || !errors.Is(s.Err(), errClip) || !strings.Contains(s.Err().Error(), "rain.mp3") {
		t.Errorf("%v, %v", ok, s.Err())
	}
}

// A device never waits: what is not there in time is left out whole, and comes
// after a jump back.
func TestLive(t *testing.T) {
	p := planOf(2*plan.Rate, line(1000, plan.Rate, "Sit tall."))
	src := &studio{gate: make(chan struct{})}
	s := soundAlone(New(p, src, Options{Live: true}))
	defer s.Close()
	b := make([][2]float64, plan.Rate/2)
	if n, ok := s.Stream(b); n != len(b) || !ok {
		t.Fatalf("Stream gives %d, %v", n, ok)
	}
	close(src.gate)
	if err := s.Prepare(context.Background(), 0); err != nil {
		t.Fatal(err)
	}
	c := make([][2]float64, plan.Rate/2)
	s.Stream(c)
	if mean(ear(append(b, c...), 0, plan.Rate, 0)) != 0 {
		t.Error("part of a word was heard")
	}
	if s.Late() != 1 {
		t.Errorf("%d sounds were late, want 1", s.Late())
	}
	if err := s.Seek(0); err != nil {
		t.Fatal(err)
	}
	same(t, "after a jump back", wholeSound(t, p, Options{}), rest(t, s, 512))
	if s.Late() != 1 {
		t.Errorf("%d sounds were late, want 1", s.Late())
	}
}

// Prepare is what makes a start or a jump safe.
func TestPrepare(t *testing.T) {
	var events []plan.Event
	for i := range plan.Frame(60) {
		events = append(events, line(i*2*plan.Rate, plan.Rate, fmt.Sprintf("Line %d.", i)))
	}
	p := planOf(120*plan.Rate, events...)
	s := New(p, &studio{}, Options{Live: true, Ahead: 200_000})
	defer s.Close()
	b := make([][2]float64, 8*plan.Rate)
	for _, at := range []plan.Frame{100 * plan.Rate, 0, 50*plan.Rate + 100, 110 * plan.Rate} {
		if err := s.Prepare(context.Background(), int(at)); err != nil {
			t.Fatal(err)
		}
		s.Seek(int(at))
		s.Stream(b)
	}
	if s.Late() != 0 {
		t.Errorf("%d sounds were late after Prepare", s.Late())
	}
}

func TestPrepareEnds(t *testing.T) {
	src := &studio{gate: make(chan struct{})}
	s := New(planOf(plan.Rate, line(0, plan.Rate, "Sit tall.")), src, Options{})
	defer s.Close()
	defer close(src.gate)
	ctx, cancel := context.WithCancel(context.Background())
	for s.loader.next() != nil { // a worker may not have begun yet
	}
	cancel()
	if err := s.Prepare(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("Prepare gives %v", err)
	}
}

func TestClose(t *testing.T) {
	before := runtime.NumGoroutine()
	var open []*Stream
	for range 20 {
		open = append(open, New(everything(), &studio{}, everyOption(t)))
	}
	for _, s := range open {
		s.Close()
		s.Close()
		if n, ok := s.Stream(make([][2]float64, 10)); n != 0 || ok {
			t.Errorf("a closed stream gives %d, %v", n, ok)
		}
		if s.Seek(0) == nil {
			t.Error("a closed stream can be sought")
		}
	}
	for range 10_000_000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("%d goroutines are left over", runtime.NumGoroutine()-before)
}

// Anything allocated while mixing ends up as a pause for garbage in the sound.
func TestNoAllocations(t *testing.T) {
	p := everything()
	s := New(p, &studio{}, everyOption(t))
	defer s.Close()
	if err := s.Prepare(context.Background(), 0); err != nil {
		t.Fatal(err)
	}
	b := make([][2]float64, 1024)
	if n := testing.AllocsPerRun(300, func() { s.Stream(b) }); n != 0 {
		t.Errorf("%v allocations a block", n)
	}
}

// Levels are in dB, and off is off. A line is not even decoded then.
func TestLevels(t *testing.T) {
	p := planOf(plan.Rate, line(0, plan.Rate, "Sit tall."))
	usual := decibels(ear(whole(t, p, Options{}), 0, plan.Rate, 0))
	quiet := decibels(ear(whole(t, p, Options{Voice: Level{DB: -6}}), 0, plan.Rate, 0))
	if math.Abs(usual-quiet-6) > 0.01 {
		t.Errorf("-6 dB makes it quieter by %.2f dB", usual-quiet)
	}
	for _, l := range []Level{{Off: true}, {DB: math.NaN()}, {DB: math.Inf(-1)}} {
		src := &studio{}
		s := soundAlone(New(p, src, Options{Voice: l}))
		if mean(ear(rest(t, s, 512), 0, plan.Rate, 0)) != 0 || src.times("june: Sit tall.") != 0 {
			t.Errorf("%v is not off", l)
		}
		s.Close()
	}
}

// A side is heard in its ear, about as loud as the middle, and hardly peaks more.
func TestPan(t *testing.T) {
	e := line(0, plan.Rate, "Left side.")
	middle := whole(t, planOf(plan.Rate, e), Options{})
	clip, _ := (&studio{}).Line("june", "Left side.")
	for i, v := range clip.Samples {
		if want := float64(v) / 32768; middle[i] != [2]float64{want, want} {
			t.Fatalf("frame %d is %v, want %v for both ears", i, middle[i], want)
		}
	}
	power := func(s [][2]float64) float64 { return mean(ear(s, 0, plan.Rate, 0)) + mean(ear(s, 0, plan.Rate, 1)) }
	for _, pan := range []float64{-1, -0.5, -0.1, 0.3, 1, 5} {
		e.Pan = pan
		s := whole(t, planOf(plan.Rate, e), Options{})
		if by := 10 * math.Log10(power(s)/power(middle)); by < -1.1 || by > 0 {
			t.Errorf("pan %v changes the power by %.2f dB", pan, by)
		}
		left, right := mean(ear(s, 0, plan.Rate, 0)), mean(ear(s, 0, plan.Rate, 1))
		near := 10 * math.Log10(max(left, right)/mean(ear(middle, 0, plan.Rate, 0)))
		if most := 2.5 * min(1, math.Abs(pan)); near > most+0.01 {
			t.Errorf("pan %v lifts one ear by %.2f dB, more than %.2f", pan, near, most)
		}
		if (left > right) != (pan < 0) {
			t.Errorf("pan %v leans to the wrong side", pan)
		}
	}
}

// A recording that is longer than the plan believes fades, and does not click
// or run into the next one.
func TestTooLong(t *testing.T) {
	const length = 24000
	s := wholeSound(t, planOf(plan.Rate, line(0, length, "Sit tall.")), Options{})
	if mean(ear(s, length, plan.Rate, 0)) != 0 {
		t.Error("it goes on after its event")
	}
	if mean(ear(s, 0, length-cutOut, 0)) < 1e-3 {
		t.Error("it is not heard")
	}
	if last := math.Abs(s[length-1][0]); last > 1e-3 {
		t.Errorf("it ends with a step of %v", last)
	}
}

// The lead is not digital silence, since that lets a sleeping sink sleep on,
// but nobody hears it; what follows is silence.
func TestWaking(t *testing.T) {
	p := planOf(3*plan.Rate, cue(plan.Rate, plan.ToneCount))
	lead := map[bool]float64{false: -88.8, true: -43.9} // dB, by Options.WakeTone
	level := func(s [][2]float64, from, to plan.Frame) float64 { return 10 * math.Log10(mean(ear(s, from, to, 0))) }
	for tone, want := range lead {
		s := whole(t, p, Options{WakeTone: tone})
		if got := level(s, 0, plan.Rate); math.Abs(got-want) > 0.5 {
			t.Errorf("tone %v: %.1f dB, want %.1f", tone, got, want)
		}
		if got := level(s, 2*plan.Rate, 3*plan.Rate); !math.IsInf(got, -1) {
			t.Errorf("tone %v: %.1f dB at the end, want silence", tone, got)
		}
	}
	if s := whole(t, planOf(plan.Rate), Options{}); mean(ear(s, 0, plan.Rate, 0)) == 0 {
		t.Error("an empty plan is digital silence")
	}
}

// bug is a studio in which something breaks.
type bug struct{ studio }

func (b *bug) Line(string, string) (soundfile.Clip, error) { panic("index out of range") }

// What breaks in the making of a sound ends the stream, and not the program.
func TestBrokenMaker(t *testing.T) {
	s := New(&plan.Plan{Frames: plan.Rate, Events: []plan.Event{line(0, plan.Rate, "One.")}}, &bug{}, Options{})
	defer s.Close()
	if n, ok := s.Stream(make([][2]float64, plan.Rate)); ok && n == plan.Rate {
		t.Error("all of it is heard")
	}
	if err := s.Err(); err == nil || !strings.Contains(err.Error(), "index out of range") {
		t.Errorf("error %v", err)
	}
}
