package play_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"unhunch/internal/play"
	"unhunch/internal/play/playtest"
)

// ramp is a session whose sample at frame f is f/1e6 on the left and its
// negative on the right: every sample tells which frame it is.
type ramp struct {
	at, length int
	closed     atomic.Bool
}

func (r *ramp) Stream(samples [][2]float64) (int, bool) {
	n := min(len(samples), r.length-r.at)
	for i := range n {
		v := float64(r.at+i) / 1e6
		samples[i] = [2]float64{v, -v}
	}
	r.at += n
	return n, n > 0
}
func (r *ramp) Err() error                         { return nil }
func (r *ramp) Len() int                           { return r.length }
func (r *ramp) Position() int                      { return r.at }
func (r *ramp) Seek(p int) error                   { r.at = p; return nil }
func (r *ramp) Prepare(context.Context, int) error { return nil }
func (r *ramp) Close() error                       { r.closed.Store(true); return nil }
func (r *ramp) Late() int                          { return 0 }
func (r *ramp) isClosed() bool                     { return r.closed.Load() }

// constant is a session that is at full level all the time.
type constant struct{ ramp }

func (c *constant) Stream(samples [][2]float64) (int, bool) {
	n, ok := c.ramp.Stream(samples)
	for i := range n {
		samples[i] = [2]float64{0.5, 0.5}
	}
	return n, ok
}

// session is a Player under test on a device that pulls when told to.
type session struct {
	*play.Player
	backend *playtest.Backend
	done    chan error
	cancel  context.CancelFunc
}

func start(t *testing.T, s play.Stream, o play.Options) *session {
	t.Helper()
	b := &playtest.Backend{}
	p := play.New(b, s, o)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	b.WaitOpen(t, 1)
	t.Cleanup(cancel)
	return &session{p, b, done, cancel}
}

// finish pulls until Run returns.
func (s *session) finish(t *testing.T) error {
	t.Helper()
	var err error
	playtest.Eventually(t, "the session ends", func() bool {
		select {
		case err = <-s.done:
			return true
		default:
			s.backend.Pull(480)
			return false
		}
	})
	return err
}

const keepalive = 1.0 / 4000 // louder than the dither of a pause

func TestWholeSessionIsHandedOverUnchanged(t *testing.T) {
	const length = 3*play.Rate + 17
	s := start(t, &ramp{length: length}, play.Options{})
	if err := s.finish(t); err != nil {
		t.Fatal(err)
	}
	heard := s.backend.Heard()
	if len(heard)/2 < length {
		t.Fatalf("the session was cut: %d of %d frames heard", len(heard)/2, length)
	}
	for f := range length {
		want := float32(float64(f) / 1e6)
		if heard[2*f] != want || heard[2*f+1] != -want {
			t.Fatalf("frame %d: heard %v %v, want %v %v", f, heard[2*f], heard[2*f+1], want, -want)
		}
	}
	if !s.State().Ended {
		t.Error("the state does not say that the session ended")
	}
}

func TestPositionIsWhatIsHeard(t *testing.T) {
	s := start(t, &ramp{length: 10 * play.Rate}, play.Options{})
	s.backend.Pull(play.Rate)
	if got := s.State().Frame; got != play.Rate {
		t.Errorf("after a second the state says frame %d", got)
	}
	if !s.State().Moving {
		t.Error("the state says that the session stands still")
	}
}

func TestPauseFadesAndHolds(t *testing.T) {
	s := start(t, &constant{ramp{length: 60 * play.Rate}}, play.Options{})
	s.backend.Pull(4800)
	s.Pause()
	fade := s.backend.Pull(4 * 4800)
	for f := 1; f < len(fade)/2; f++ {
		if jump := math.Abs(float64(fade[2*f] - fade[2*f-2])); jump > 0.001 {
			t.Fatalf("pausing clicks: a step of %.3f at frame %d", jump, f)
		}
	}
	if last := fade[len(fade)-1]; math.Abs(float64(last)) > keepalive {
		t.Fatalf("200 ms after a pause there still is sound: %v", last)
	}
	held := s.State()
	if !held.Paused || held.Moving {
		t.Errorf("state after a pause: %+v", held)
	}
	s.backend.Pull(play.Rate)
	if got := s.State().Frame; got != held.Frame {
		t.Errorf("the session moved from %d to %d in a pause", held.Frame, got)
	}
	s.Resume()
	again := s.backend.Pull(3 * 4800)
	for f := 1; f < len(again)/2; f++ {
		if jump := math.Abs(float64(again[2*f] - again[2*f-2])); jump > 0.001 {
			t.Fatalf("going on clicks: a step of %.3f at frame %d", jump, f)
		}
	}
	if got := s.State().Frame; got != held.Frame+3*4800 {
		t.Errorf("after going on the session is at %d, want %d", got, held.Frame+3*4800)
	}
}

func TestJump(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{})
	s.backend.Pull(4800)
	if err := s.Jump(20 * play.Rate); err != nil {
		t.Fatal(err)
	}
	s.backend.Pull(4800)
	got := s.State().Frame
	if got < 20*play.Rate || got > 20*play.Rate+4800 {
		t.Errorf("after a jump to 20 s the session is at frame %d", got)
	}
	block := s.backend.Pull(4800)
	if want := float32(float64(got) / 1e6); block[0] != want {
		t.Errorf("the state says frame %d, the sound is frame %.0f", got, block[0]*1e6)
	}
}

func TestJumpInAPauseStaysPaused(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{Paused: true})
	s.Jump(20 * play.Rate)
	s.backend.Pull(4800)
	s.backend.Pull(4800)
	if got := s.State(); got.Frame != 20*play.Rate || got.Moving {
		t.Errorf("state: %+v", got)
	}
}

func TestSwapClosesTheStreamBefore(t *testing.T) {
	first := &ramp{length: 60 * play.Rate}
	second := &ramp{length: 60 * play.Rate}
	s := start(t, first, play.Options{})
	s.backend.Pull(4800)
	s.Swap(second, 30*play.Rate)
	s.backend.Pull(4 * 4800)
	if got := s.State().Frame; got < 30*play.Rate {
		t.Errorf("the session is at frame %d", got)
	}
	s.Stop()
	s.finish(t)
	if !first.isClosed() || !second.isClosed() {
		t.Errorf("closed: first %v, second %v", first.isClosed(), second.isClosed())
	}
}

func TestSoundOverTheSession(t *testing.T) {
	samples := make([]float32, 2*480)
	for i := range samples {
		samples[i] = 0.25
	}
	tests := []struct {
		name string
		do   func(*session)
	}{
		{"answer to a key", func(s *session) { s.Blip(&play.Aside{Samples: samples}) }},
		{"said at once", func(s *session) { s.Say(&play.Aside{Samples: samples}) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := start(t, &ramp{length: 60 * play.Rate}, play.Options{})
			s.backend.Pull(480)
			test.do(s)
			block := s.backend.Pull(4800)
			for f := range 480 {
				if block[2*f] < 0.24 {
					t.Fatalf("frame %d after the key: %v", f, block[2*f])
				}
			}
			if block[2*481] > 0.1 {
				t.Errorf("the sound does not end")
			}
			if got := s.State().Frame; got != 5280 {
				t.Errorf("the session is at frame %d and should have gone on to 5280", got)
			}
		})
	}
}

// TestAnswerEndsItsLineForTheNext: an answer that breaks off in the middle of a
// word is not understood.
func TestAnswerEndsItsLineForTheNext(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{Paused: true})
	level := func(v float32, seconds int) *play.Aside {
		sound := &play.Aside{Samples: make([]float32, 2*seconds*play.Rate)}
		for i := range sound.Samples {
			sound.Samples[i] = v
		}
		return sound
	}
	first := level(0.5, 3)
	first.Breaks = []int{play.Rate, 3 * play.Rate}
	s.Say(first)
	s.backend.Pull(play.Rate / 4)
	s.Say(level(0.25, 1))
	s.backend.Pull(play.Rate / 4)
	s.Say(level(0.125, 1))
	heard := s.backend.Pull(2 * play.Rate)
	for f, want := range map[int]float32{play.Rate/2 - 600: 0.5, play.Rate/2 + 600: 0.125, 3*play.Rate/2 - 600: 0.125, 3*play.Rate/2 + 600: 0} {
		if got := heard[2*f]; math.Abs(float64(got-want)) > keepalive {
			t.Errorf("%d ms after the third answer was asked for: heard %v, want %v", f*1000/play.Rate, got, want)
		}
	}
}

func TestBlipIsInTheNextPull(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{Paused: true})
	s.backend.Pull(play.Rate)
	blip := &play.Aside{Samples: make([]float32, 2*480)}
	for i := range blip.Samples {
		blip.Samples[i] = 0.5
	}
	s.Blip(blip)
	if heard := s.backend.Pull(480); heard[0] != 0.5 {
		t.Errorf("a key is answered with %v", heard[0])
	}
}

func TestSoundAtAFrame(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{})
	s.backend.Pull(480)
	s.Say(&play.Aside{Samples: []float32{0.5, 0.5}, At: 1234})
	block := s.backend.Pull(4800)
	for f := range 4800 {
		loud := block[2*f] > 0.4
		if loud != (f == 1234-480) {
			t.Fatalf("frame %d: %v", f+480, block[2*f])
		}
	}
}

func TestSoundThatHoldsTheSession(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{})
	s.backend.Pull(play.Rate)
	said := make([]float32, 2*play.Rate)
	for i := range said {
		said[i] = 0.25
	}
	s.Say(&play.Aside{Samples: said, Hold: true})
	s.backend.Pull(play.Rate / 2)
	held := s.State()
	if held.Moving || !held.Talking {
		t.Errorf("while it is said: %+v", held)
	}
	s.backend.Pull(2 * play.Rate)
	if after := s.State(); !after.Moving || after.Talking || after.Frame <= held.Frame {
		t.Errorf("when it was said: %+v", after)
	}
}

func TestLastSoundEndsTheSession(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{})
	s.backend.Pull(play.Rate)
	s.Say(&play.Aside{Samples: make([]float32, 2*play.Rate), Hold: true, Last: true})
	if err := s.finish(t); err != nil {
		t.Fatal(err)
	}
	if s.State().Ended {
		t.Error("a session that was stopped counts as heard to its end")
	}
}

func TestStopFades(t *testing.T) {
	s := start(t, &constant{ramp{length: 60 * play.Rate}}, play.Options{})
	s.backend.Pull(4800)
	s.Stop()
	if err := s.finish(t); err != nil {
		t.Fatal(err)
	}
	heard := s.backend.Heard()
	for f := 1; f < len(heard)/2; f++ {
		if jump := math.Abs(float64(heard[2*f] - heard[2*f-2])); jump > 0.001 && f > 1 {
			t.Fatalf("stopping clicks: a step of %.3f at frame %d", jump, f)
		}
	}
}

func TestCancelFadesAndGivesItsError(t *testing.T) {
	s := start(t, &constant{ramp{length: 60 * play.Rate}}, play.Options{})
	s.backend.Pull(4800)
	s.cancel()
	if err := s.finish(t); !errors.Is(err, context.Canceled) {
		t.Errorf("Run gave %v", err)
	}
}

func TestLostDeviceGoesOnFromTheSameFrame(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{})
	s.backend.Pull(play.Rate)
	gone := errors.New("gone")
	s.backend.Refuse(gone)
	s.backend.Lose(gone, 2400)
	playtest.Eventually(t, "the loss is seen", func() bool { return s.State().Lost != nil })
	if got := s.State().Frame; got != play.Rate-2400 {
		t.Errorf("the position kept is %d, want %d: what was heard", got, play.Rate-2400)
	}
	s.backend.Refuse(nil)
	s.backend.WaitOpen(t, 2)
	s.backend.Pull(4800)
	block := s.backend.Pull(1)
	if want := float32(float64(play.Rate-2400+4800) / 1e6); block[0] != want {
		t.Errorf("after the loss frame %.0f is played, want %.0f", block[0]*1e6, want*1e6)
	}
	playtest.Eventually(t, "the state is good again", func() bool { return s.State().Lost == nil })
}

func TestSilentDeviceCountsAsLost(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{})
	s.backend.Pull(play.Rate) // and then never again: a server that hangs
	s.backend.WaitOpen(t, 2)
	s.backend.Pull(4800)
	if got := s.State().Frame; got != play.Rate+4800 {
		t.Errorf("went on to frame %d, want %d", got, play.Rate+4800)
	}
}

func TestDeviceThatStaysAwayEndsTheSession(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{Patience: 1})
	s.backend.Pull(play.Rate)
	gone := errors.New("gone")
	s.backend.Refuse(gone)
	s.backend.Lose(gone, 0)
	if err := s.finish(t); !errors.Is(err, play.ErrLost) || !errors.Is(err, gone) {
		t.Errorf("Run gave %v", err)
	}
}

func TestNoDevice(t *testing.T) {
	b := &playtest.Backend{}
	b.Refuse(play.ErrNoDevice)
	p := play.New(b, &ramp{length: 10}, play.Options{})
	if err := p.Run(context.Background()); !errors.Is(err, play.ErrNoDevice) {
		t.Errorf("Run gave %v", err)
	}
}

func TestKeepOffClosesTheDeviceInPauses(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{Keepalive: play.KeepOff})
	s.backend.Pull(play.Rate)
	s.Pause()
	playtest.Eventually(t, "the device is closed", func() bool {
		s.backend.Pull(480)
		return s.Device() == play.Info{}
	})
	held := s.State().Frame
	s.Resume()
	s.backend.WaitOpen(t, 2)
	s.backend.Pull(4800)
	if got := s.State().Frame; got != held+4800 {
		t.Errorf("went on to frame %d from %d", got, held)
	}
}

func TestVolumeChangesWithoutSteps(t *testing.T) {
	s := start(t, &constant{ramp{length: 60 * play.Rate}}, play.Options{})
	s.backend.Pull(4800)
	s.SetVolume(-6)
	block := s.backend.Pull(play.Rate)
	for f := 1; f < len(block)/2; f++ {
		if jump := math.Abs(float64(block[2*f] - block[2*f-2])); jump > 0.001 {
			t.Fatalf("a step of %.3f at frame %d", jump, f)
		}
	}
	if got := block[len(block)-1]; math.Abs(float64(got)-0.2506) > 0.001 {
		t.Errorf("at -6 dB 0.5 is %v", got)
	}
}

func TestPullAllocatesNothing(t *testing.T) {
	s := start(t, &ramp{length: 3600 * play.Rate}, play.Options{})
	said := &play.Aside{Samples: make([]float32, 2*100)}
	block := make([]float32, 2*480)
	pull := s.backend.Puller()
	allocated := testing.AllocsPerRun(200, func() {
		s.Blip(said)
		s.Say(said)
		s.Pause()
		pull(block)
		s.Resume()
		pull(block)
	})
	if allocated != 0 {
		t.Errorf("%.1f allocations a pull", allocated)
	}
}

func BenchmarkPull(b *testing.B) {
	backend := &playtest.Backend{}
	p := play.New(backend, &ramp{length: math.MaxInt}, play.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go p.Run(ctx)
	backend.WaitOpen(b, 1)
	block, pull := make([]float32, 2*480), backend.Puller()
	b.SetBytes(480 * 8)
	for b.Loop() {
		pull(block)
	}
}

// offset is a ramp that sounds a little different, to tell two streams apart.
type offset struct{ ramp }

func (o *offset) Stream(samples [][2]float64) (int, bool) {
	n, ok := o.ramp.Stream(samples)
	for i := range n {
		samples[i][0] += 0.1
	}
	return n, ok
}

func TestReplaceTakesOverAtTheSameFrame(t *testing.T) {
	first, second := &ramp{length: 60 * play.Rate}, &offset{ramp{length: 60 * play.Rate}}
	s := start(t, first, play.Options{})
	s.backend.Pull(4800)
	s.Replace(second)
	block := s.backend.Pull(4800)
	for f := 1; f < 4800; f++ {
		if jump := math.Abs(float64(block[2*f] - block[2*f-2])); jump > 0.001 {
			t.Fatalf("a step of %.3f at frame %d", jump, f)
		}
	}
	if want := float32(9599/1e6 + 0.1); math.Abs(float64(block[2*4799]-want)) > 1e-6 {
		t.Errorf("after taking over: %v, want %v: no frame may be lost or heard twice", block[2*4799], want)
	}
	playtest.Eventually(t, "the stream before is closed", func() bool { return first.isClosed() })
}

func TestHoldAtWaits(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{})
	s.HoldAt(play.Rate)
	s.backend.Pull(5 * play.Rate)
	held := s.State()
	if !held.Waiting || held.Moving || held.Frame < play.Rate || held.Frame > play.Rate*5/4 {
		t.Errorf("state where the session should wait: %+v", held)
	}
	s.HoldAt(0)
	s.backend.Pull(play.Rate)
	if got := s.State(); got.Waiting || got.Frame != held.Frame+play.Rate {
		t.Errorf("state after the wait: %+v", got)
	}
}

// broken is a session that fails after a second.
type broken struct {
	ramp
	err error
}

func (b *broken) Err() error {
	if b.at >= b.length {
		return b.err
	}
	return nil
}

func TestStreamThatFailsIsNoFinishedSession(t *testing.T) {
	why := errors.New("no such recording")
	s := start(t, &broken{ramp{length: play.Rate}, why}, play.Options{})
	if err := s.finish(t); !errors.Is(err, why) {
		t.Errorf("Run gave %v", err)
	}
}

// panicking is a session with a fault in the program.
type panicking struct{ ramp }

func (p *panicking) Stream(samples [][2]float64) (int, bool) {
	if p.at > play.Rate {
		panic("index out of range")
	}
	return p.ramp.Stream(samples)
}

func TestPanicOfTheSoundIsAnError(t *testing.T) {
	s := start(t, &panicking{ramp{length: 60 * play.Rate}}, play.Options{})
	if err := s.finish(t); err == nil || !strings.Contains(err.Error(), "index out of range") {
		t.Errorf("Run gave %v", err)
	}
}

// What is said last is not over when something else is to be said in its place.
func TestLastSoundThatIsReplacedDoesNotEndTheSession(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{Paused: true})
	s.Say(&play.Aside{Samples: make([]float32, 2*10*play.Rate), Hold: true, Last: true})
	s.backend.Pull(play.Rate)
	s.Hush()
	s.Say(&play.Aside{Samples: make([]float32, 2*play.Rate), Hold: true})
	s.backend.Pull(play.Rate / 2)
	if v := s.State(); !v.Talking {
		t.Errorf("nothing is said any more: %+v", v)
	}
	s.Stop()
	if err := s.finish(t); err != nil {
		t.Error(err)
	}
}

// The advice after a session that hurt is heard to its end, whatever is pressed
// meanwhile.
func TestLastSoundIsNotLeftForAnother(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{Paused: true})
	advice := &play.Aside{Samples: make([]float32, 2*2*play.Rate), Hold: true, Last: true, Breaks: []int{play.Rate, 2 * play.Rate}}
	for i := range advice.Samples {
		advice.Samples[i] = 0.5
	}
	s.Say(advice)
	s.backend.Pull(play.Rate / 4)
	s.Say(&play.Aside{Samples: make([]float32, 2*play.Rate)})
	if heard := s.backend.Pull(play.Rate); heard[len(heard)-2] != 0.5 {
		t.Errorf("its second line is %v", heard[len(heard)-2])
	}
	if err := s.finish(t); err != nil {
		t.Error(err)
	}
}

// What is to be said after the end is said there: the session would wait for it for ever.
func TestSoundAfterTheEndIsHeardThere(t *testing.T) {
	s := start(t, &ramp{length: play.Rate}, play.Options{})
	s.Say(&play.Aside{Samples: []float32{0.5, 0.5}, At: 2 * play.Rate})
	if err := s.finish(t); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(s.backend.Heard(), 0.5) {
		t.Error("it was not heard")
	}
}

// What was to be said at a place that is jumped over makes no sense elsewhere.
func TestJumpDropsWhatHasNotBegun(t *testing.T) {
	s := start(t, &ramp{length: 60 * play.Rate}, play.Options{})
	s.backend.Pull(480)
	s.Say(&play.Aside{Samples: []float32{0.5, 0.5}, At: play.Rate})
	s.backend.Pull(480)
	if err := s.Jump(2 * play.Rate); err != nil {
		t.Fatal(err)
	}
	for i, v := range s.backend.Pull(play.Rate) {
		if v > 0.4 {
			t.Fatalf("frame %d after the jump is %v", i/2, v)
		}
	}
}
