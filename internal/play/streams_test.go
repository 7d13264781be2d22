package play_test

import (
	"context"
	"sync/atomic"
	"testing"

	"unhunch/internal/play"
	"unhunch/internal/play/playtest"
)

// demanding is a stream that leaves a sound out where it must go on at a frame
// that it was not made ready for.
type demanding struct {
	ramp
	ready, left atomic.Int64
}

func (d *demanding) Prepare(_ context.Context, frame int) error {
	d.ready.Store(int64(frame))
	return nil
}

func (d *demanding) Seek(frame int) error {
	if d.ready.Load() != int64(frame) {
		d.left.Add(1)
	}
	return d.ramp.Seek(frame)
}

func (d *demanding) Late() int { return int(d.left.Load()) }

// TestJumpIsReadyInTheStreamThatPlays: after a session was laid out again, a
// jump that makes ready the stream before would swallow the words there.
func TestJumpIsReadyInTheStreamThatPlays(t *testing.T) {
	stream := func() *demanding { return &demanding{ramp: ramp{length: 60 * play.Rate}} }
	for name, change := range map[string]func(*session, play.Stream){
		"the first stream":       func(*session, play.Stream) {},
		"after another one":      func(s *session, other play.Stream) { s.Swap(other, 0) },
		"after one at its place": func(s *session, other play.Stream) { s.Replace(other) },
	} {
		t.Run(name, func(t *testing.T) {
			first, second := stream(), stream()
			s := start(t, first, play.Options{Paused: true})
			change(s, second)
			s.backend.Pull(480)
			if err := s.Jump(20 * play.Rate); err != nil {
				t.Fatal(err)
			}
			playtest.Eventually(t, "the session is there", func() bool {
				s.backend.Pull(480)
				return s.State().Frame == 20*play.Rate
			})
			s.Stop()
			if err := s.finish(t); err != nil {
				t.Fatal(err)
			}
			if s.Late() != 0 {
				t.Errorf("%d sounds were left out", s.Late())
			}
		})
	}
}

// TestLeftOutSoundsAreToldOfEveryStream: also of those that played before the
// last one.
func TestLeftOutSoundsAreToldOfEveryStream(t *testing.T) {
	first, second := &demanding{ramp: ramp{length: 60 * play.Rate}}, &demanding{ramp: ramp{length: 60 * play.Rate}}
	first.left.Store(2)
	second.left.Store(3)
	s := start(t, first, play.Options{Paused: true})
	s.Swap(second, 0)
	s.backend.Pull(480)
	s.Stop()
	if err := s.finish(t); err != nil {
		t.Fatal(err)
	}
	if s.Late() != 5 {
		t.Errorf("%d sounds are said to be left out, of 5", s.Late())
	}
}

// TestStartWaitsForTheStreamUnlessItIsQuiet: whoever begins in the middle hears
// the first word whole.
func TestStartWaitsForTheStreamUnlessItIsQuiet(t *testing.T) {
	for name, test := range map[string]struct {
		o    play.Options
		left int
	}{
		"in the middle":             {play.Options{At: play.Rate}, 0},
		"quiet, and in the middle":  {play.Options{At: play.Rate, QuietStart: true}, 0},
		"quiet, from the beginning": {play.Options{QuietStart: true}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			stream := &demanding{ramp: ramp{length: 60 * play.Rate}}
			stream.ready.Store(-1)
			s := start(t, stream, test.o)
			s.Stop()
			if err := s.finish(t); err != nil {
				t.Fatal(err)
			}
			if s.Late() != test.left {
				t.Errorf("%d sounds were not ready, want %d", s.Late(), test.left)
			}
		})
	}
}
