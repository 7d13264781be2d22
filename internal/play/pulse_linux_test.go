package play_test

import (
	"context"
	"errors"
	"math"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unhunch/internal/play"
	"unhunch/internal/play/playtest"
)

// counter is a session whose samples tell their frame even through a sound
// server that changes nothing: a saw tooth of 0.5 s.
type counter struct{ ramp }

const tooth = play.Rate / 2

func toothAt(frame int) float64 { return 0.1 + 0.5*float64(frame%tooth)/tooth }

func (c *counter) Stream(samples [][2]float64) (int, bool) {
	at := c.at
	n, ok := c.ramp.Stream(samples)
	for i := range n {
		v := toothAt(at + i)
		samples[i] = [2]float64{v, -v}
	}
	return n, ok
}

// deep is a buffer that does not run dry on a machine that is busy with tests,
// which stops a program for some tenths of a second at times.
const deep = 2 * time.Second

// run plays s on the system's device.
func run(t *testing.T, buffer time.Duration, s *counter, o play.Options) (*play.Player, chan error) {
	p := play.New(play.System(buffer), s, o)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	return p, done
}

// sounding gives what of a recording is the session, and how many frames of
// silence there are within it: the session itself has none.
func sounding(left []float32) (heard []float32, gaps int) {
	quiet := 0
	for _, v := range left {
		if v < 0.05 {
			quiet++
			continue
		}
		if len(heard) > 0 {
			gaps += quiet
		}
		quiet = 0
		heard = append(heard, v)
	}
	return heard, gaps
}

// frameOf is the frame of the session that a recording begins with, below the
// length of a tooth.
func frameOf(heard []float32) int {
	for i := 1; i < len(heard); i++ {
		if heard[i] < heard[i-1]-0.2 {
			return tooth - i
		}
	}
	return -1
}

func TestServerHearsEveryFrameOnce(t *testing.T) {
	pulse := playtest.StartPulse(t)
	recording := pulse.Record()
	const length = 4 * play.Rate
	player, done := run(t, deep, &counter{ramp{length: length}}, play.Options{})
	playtest.Eventually(t, "the device is open", func() bool { return player.Device().Backend != "" })
	if inputs := pulse.Control("list", "sink-inputs"); !strings.Contains(inputs, `application.name = "unhunch"`) {
		t.Errorf("the mixer does not show the program's name:\n%s", inputs)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	recording.WaitFor(recording.Frames() + play.Rate/4)
	left, _ := recording.Stop()
	heard, gaps := sounding(left)
	// A sink may swallow a few milliseconds while it takes a stream up, which
	// is what the quiet at the start of a session is for. Nothing else is lost.
	first := frameOf(heard)
	if first < 0 || first > play.Rate/50 || len(heard) != length-first {
		t.Fatalf("%d frames are heard from frame %d on, want %d", len(heard), first, length-first)
	}
	for i, v := range heard {
		if math.Abs(float64(v)-toothAt(first+i)) > 1e-4 {
			t.Fatalf("frame %d is heard as %v, want %v", first+i, v, toothAt(first+i))
		}
	}
	if gaps > 0 || player.Gaps() > 0 {
		t.Errorf("%d frames of silence in between; the player knows of %d gaps", gaps, player.Gaps())
	}
}

func TestPositionFollowsTheServer(t *testing.T) {
	playtest.StartPulse(t)
	player, _ := run(t, 0, &counter{ramp{length: 60 * play.Rate}}, play.Options{})
	playtest.Eventually(t, "the session is heard", func() bool { return player.State().Frame > 0 })
	from, began := player.State().Frame, time.Now()
	playtest.Eventually(t, "two seconds are heard", func() bool { return player.State().Frame > from+2*play.Rate })
	took := time.Since(began)
	if took < 1900*time.Millisecond || took > 2200*time.Millisecond {
		t.Errorf("two seconds of the session took %v", took)
	}
	if latency := player.Device().Latency; latency <= 0 || latency > 500*time.Millisecond {
		t.Errorf("the latency is told as %v", latency)
	}
}

func TestKilledServerGoesOnWhenItIsBack(t *testing.T) {
	pulse := playtest.StartPulse(t)
	player, done := run(t, deep, &counter{ramp{length: 5 * play.Rate}}, play.Options{})
	playtest.Eventually(t, "a second is heard", func() bool { return player.State().Frame > play.Rate })
	killed := time.Now()
	pulse.Kill()
	playtest.Eventually(t, "the loss is told", func() bool { return player.State().Lost != nil })
	if took := time.Since(killed); took > 2*time.Second {
		t.Errorf("the loss was told after %v", took)
	}
	at := player.State().Frame
	pulse.Start()
	recording := pulse.Record()
	playtest.Eventually(t, "the sound is back", func() bool { return player.State().Lost == nil })
	if now := player.State().Frame; now < at || now > at+play.Rate/2 {
		t.Errorf("went on at frame %d after %d", now, at)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	recording.WaitFor(recording.Frames() + play.Rate/4)
	left, _ := recording.Stop()
	heard, _ := sounding(left)
	if got, want := len(heard), 5*play.Rate-int(at); math.Abs(float64(got-want)) > play.Rate/10 {
		t.Errorf("%d frames were heard after the loss, want %d", got, want)
	}
}

func TestRemovedSinkGoesOnWhenItIsBack(t *testing.T) {
	pulse := playtest.StartPulse(t)
	player, done := run(t, deep, &counter{ramp{length: 4 * play.Rate}}, play.Options{})
	playtest.Eventually(t, "a second is heard", func() bool { return player.State().Frame > play.Rate })
	pulse.Control("unload-module", "module-null-sink")
	playtest.Eventually(t, "the loss is told", func() bool { return player.State().Lost != nil })
	pulse.Control("load-module", "module-null-sink", "sink_name=test", "rate=48000", "channels=2")
	select {
	case err := <-done:
		if err != nil || !player.State().Ended {
			t.Errorf("the session ended with %v, state %+v", err, player.State())
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the session hangs")
	}
}

func TestNoServer(t *testing.T) {
	dir := t.TempDir()
	tests := []struct{ name, runtime, server string }{
		{"no server in the runtime folder", dir, ""},
		{"no runtime folder", "", ""},
		{"a server that is not there", dir, "unix:" + dir + "/nothing"},
		{"a machine that does not answer", dir, "tcp:192.0.2.1:4713"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("HOME", dir)
			t.Setenv("XDG_RUNTIME_DIR", test.runtime)
			if t.Setenv("PULSE_SERVER", test.server); test.server == "" {
				os.Unsetenv("PULSE_SERVER")
			}
			began := time.Now()
			p := play.New(play.System(0), &counter{ramp{length: 60 * play.Rate}}, play.Options{})
			err := p.Run(context.Background())
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("it took %v to say so", took)
			}
			if _, card := os.Stat("/dev/snd"); card == nil && err == nil {
				t.Skip("this machine has a sound card")
			}
			if !errors.Is(err, play.ErrNoDevice) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// TestSilentServer: whoever waits for a server that does not answer can be told to end.
func TestSilentServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "server")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	t.Setenv("PULSE_SERVER", "unix:"+path)
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- play.New(play.System(0), &counter{ramp{length: 60 * play.Rate}}, play.Options{}).Run(ctx)
	}()
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	end()
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
	case <-time.After(5 * time.Second): // it would wait for ten
		t.Error("it does not end")
	}
}
