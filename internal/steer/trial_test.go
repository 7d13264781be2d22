package steer_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/play/playtest"
	"unhunch/internal/routine"
	"unhunch/internal/session"
	"unhunch/internal/steer"
)

const second = plan.Rate

// theSession is testdata/trial.yaml, in a voice that says every text in a second.
var theSession *session.Session

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "steer")
	if err == nil {
		theSession, err = openTrial(dir)
	}
	code := 1
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

func openTrial(dir string) (*session.Session, error) {
	const file = "testdata/trial.yaml"
	texts, err := session.Texts()
	if err != nil {
		return nil, err
	}
	own, err := session.Texts(file)
	if err != nil {
		return nil, err
	}
	pack, seen := []byte("name: test\nlanguage: en\nlines:\n"), map[string]bool{}
	for _, l := range append(texts, own...) {
		if !seen[l.Text] {
			pack = fmt.Appendf(pack, "  %q: {file: tone.wav, frames: %d}\n", l.Text, second)
		}
		seen[l.Text] = true
	}
	if err := os.WriteFile(filepath.Join(dir, "pack.yaml"), pack, 0o600); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "tone.wav"), tone(), 0o600); err != nil {
		return nil, err
	}
	return session.Open(context.Background(), file, session.Choices{Voice: dir, Fallback: "none", Layout: plan.Options{NoNotice: true}})
}

// tone is a second of 440 Hz as a WAV file.
func tone() []byte {
	var b bytes.Buffer
	b.WriteString("RIFF")
	binary.Write(&b, binary.LittleEndian, uint32(36+2*second))
	b.WriteString("WAVEfmt ")
	binary.Write(&b, binary.LittleEndian, struct {
		Size             uint32
		Format, Channels uint16
		Rate, Bytes      uint32
		Align, Bits      uint16
	}{16, 1, 1, second, 2 * second, 2, 16})
	b.WriteString("data")
	binary.Write(&b, binary.LittleEndian, uint32(2*second))
	for i := range second {
		binary.Write(&b, binary.LittleEndian, int16(6000*math.Sin(2*math.Pi*440*float64(i)/second)))
	}
	return b.Bytes()
}

// tap is the session, and takes note of what the Guide asks it for.
type tap struct {
	steer.Session
	said    []string
	streams []*stream
	slow    func() // called where a stream is made ready
}

func (t *tap) Samples(p *plan.Plan, trim session.Trim) []float32 {
	for _, e := range p.Events {
		if e.Bus == plan.BusVoice {
			t.said = append(t.said, e.Text)
		}
	}
	return t.Session.Samples(p, trim)
}

func (t *tap) Live(p *plan.Plan, trim session.Trim) play.Stream {
	s := &stream{live: t.Session.Live(p, trim), tap: t}
	t.streams = append(t.streams, s)
	return s
}

type live = play.Stream

// stream is one that the Guide asked for.
type stream struct {
	live
	tap    *tap
	mu     sync.Mutex
	ready  []plan.Frame // what it was made ready for
	closed bool
}

func (s *stream) state() (ready []plan.Frame, closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ready), s.closed
}

func (s *stream) Prepare(ctx context.Context, frame int) error {
	s.mu.Lock()
	s.ready = append(s.ready, plan.Frame(frame))
	s.mu.Unlock()
	if s.tap.slow != nil {
		s.tap.slow()
	}
	return s.live.Prepare(ctx, frame)
}

func (s *stream) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	return s.live.Close()
}

// trial is a Guide under test, on a device that pulls when it is told to.
type trial struct {
	*steer.Guide
	t       *testing.T
	tap     *tap
	backend *playtest.Backend
	player  *play.Player
	done    chan error
	now     time.Time
}

func begin(t *testing.T, at plan.Frame) *trial { return beginWith(t, at, steer.Options{}) }

func beginWith(t *testing.T, at plan.Frame, o steer.Options) *trial {
	t.Helper()
	x := &trial{t: t, tap: &tap{Session: steer.Of(theSession)}, backend: &playtest.Backend{}, done: make(chan error, 1), now: time.Unix(0, 0)}
	x.player = play.New(x.backend, x.tap.Live(theSession.Plan, session.Trim{}), play.Options{At: int64(at)})
	o.Now = func() time.Time { return x.now }
	x.Guide = steer.New(x.player, x.tap, theSession.Plan, o)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() {
		cancel()
		playtest.Eventually(t, "the player ends", func() bool {
			x.backend.Pull(480)
			return len(x.done) > 0
		})
	})
	go func() { x.done <- x.player.Run(ctx) }()
	x.backend.WaitOpen(t, 1)
	x.Begin()
	x.pull(480)
	return x
}

// press is a key, and what comes of it before anything more is heard.
func (x *trial) press(a steer.Action) {
	x.Do(a)
	x.Turn(context.Background())
}

// pull lets so many frames be heard, and gives the left channel of them.
func (x *trial) pull(frames int) []float32 {
	var heard []float32
	for ; frames > 0; frames -= 480 {
		block := x.backend.Pull(min(480, frames))
		for i := 0; i < len(block); i += 2 {
			heard = append(heard, block[i])
		}
		x.Turn(context.Background())
	}
	return heard
}

// until lets the session be heard until something is so.
func (x *trial) until(what string, so func(steer.View) bool) {
	x.t.Helper()
	heard := func() bool {
		x.pull(480)
		return so(x.View())
	}
	for range 60 * second / 480 {
		if heard() {
			return
		}
	}
	playtest.Eventually(x.t, what, heard) // what the player does from time to time
}

// there waits until the session goes on after a frame.
func (x *trial) there(at plan.Frame) {
	x.t.Helper()
	if to := plan.Frame(x.View().State.Target); to != at {
		x.t.Errorf("on the way to %v, want %v", to.Duration(), at.Duration())
	}
	x.until("the session gets there", func(v steer.View) bool {
		now := plan.Frame(v.State.Frame)
		return now >= at && now < at+second && v.State.Moving
	})
}

// pause pauses, and waits until that is heard.
func (x *trial) pause() {
	x.t.Helper()
	x.press(steer.PlayPause)
	x.until("the session pauses", func(v steer.View) bool { return v.State.Paused && !v.State.Moving && !v.State.Talking })
}

// said is what the Guide has said so far.
func (x *trial) said() string { return strings.Join(x.tap.said, " ") }

// part is the chapter of a title.
func part(t *testing.T, title string) plan.Chapter {
	t.Helper()
	i := slices.IndexFunc(theSession.Plan.Chapters, func(c plan.Chapter) bool { return c.Title == title })
	if i < 0 {
		t.Fatalf("the trial has no %q", title)
	}
	return theSession.Plan.Chapters[i]
}

// span is the first span of a kind, in an exercise and on a side, or outside.
func span(t *testing.T, k plan.Kind, exercise string, side routine.Side) plan.Event {
	t.Helper()
	i := slices.IndexFunc(theSession.Plan.Events, func(e plan.Event) bool { return e.Kind == k && e.Exercise == exercise && e.Side == side })
	if i < 0 {
		t.Fatalf("the trial has no %s of %q %s", k, exercise, side)
	}
	return theSession.Plan.Events[i]
}

// wait is where the trial waits for the listener.
func wait(t *testing.T) plan.Event {
	t.Helper()
	i := slices.IndexFunc(theSession.Plan.Events, func(e plan.Event) bool { return e.Open })
	if i < 0 {
		t.Fatal("the trial has no wait")
	}
	return theSession.Plan.Events[i]
}

// work is the span of work at a moment.
func work(v steer.View) plan.Event {
	if w := v.Plan.StatusAt(plan.Frame(v.State.Frame)).Work; w != nil {
		return *w
	}
	return plan.Event{}
}
