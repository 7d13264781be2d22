package steer_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/play/playtest"
	"unhunch/internal/session"
	"unhunch/internal/steer"
)

// silentStream is the sound of a plan without any: what matters here is where
// it is.
type silentStream struct{ at, length int }

func (s *silentStream) Stream(samples [][2]float64) (int, bool) {
	n := min(len(samples), s.length-s.at)
	clear(samples[:n])
	s.at += n
	return n, n > 0
}
func (s *silentStream) Err() error                         { return nil }
func (s *silentStream) Len() int                           { return s.length }
func (s *silentStream) Position() int                      { return s.at }
func (s *silentStream) Seek(p int) error                   { s.at = p; return nil }
func (s *silentStream) Close() error                       { return nil }
func (s *silentStream) Prepare(context.Context, int) error { return nil }
func (s *silentStream) Late() int                          { return 0 }

// fakeSession compiles a plan of three exercises, and notes what is said.
type fakeSession struct {
	mu   sync.Mutex
	said []string
}

const second = plan.Rate

// newPlan is an opening and three exercises of two sides, 20 s each side: a line
// of 2 s, 3 s to get ready, a hold of 10 s, a rest of 5 s. The last rest waits
// for the listener. A side that is left ends there, and so does the wait.
func newPlan(changes []plan.Change) *plan.Plan {
	p := &plan.Plan{Rate: plan.Rate, Voice: "test", Chapters: []plan.Chapter{{Title: "Opening", Frames: 10 * second}}}
	at := plan.Frame(10 * second)
	work := func(k plan.Kind, length plan.Frame, open bool) {
		for _, c := range changes {
			if c.More > 0 && c.At > at && c.At < at+length {
				length += plan.Frame(c.More.Seconds() * plan.Rate)
			}
		}
		side := p.Chapters[len(p.Chapters)-1].Title
		p.Events = append(p.Events, plan.Event{At: at, Frames: length, Bus: plan.BusNone, Kind: k, Open: open, Exercise: "x", Text: side})
		at += length
	}
	for i, title := range []string{"One", "Two", "Three"} {
		p.Chapters = append(p.Chapters, plan.Chapter{At: at, Title: title, Exercise: strings.ToLower(title)})
		for _, side := range []string{"Right side", "Left side"} {
			start := at
			p.Chapters = append(p.Chapters, plan.Chapter{At: at, Title: side, Level: 1})
			p.Events = append(p.Events, plan.Event{At: at, Frames: 2 * second, Bus: plan.BusVoice, Kind: plan.KindLine, Text: "Do " + title})
			at += 2 * second
			work(plan.KindSetup, 3*second, false)
			work(plan.KindHold, 10*second, false)
			work(plan.KindRest, 5*second, i == 2 && side == "Left side")
			for _, c := range changes {
				if c.More == 0 && c.At > start && c.At < at {
					at = c.At
				}
			}
			p.Events = slices.DeleteFunc(p.Events, func(e plan.Event) bool { return e.At >= at })
			for i := range p.Events {
				p.Events[i].Frames = min(p.Events[i].Frames, at-p.Events[i].At)
			}
		}
	}
	p.Events = append(p.Events, plan.Event{At: at, Frames: second, Bus: plan.BusCue, Kind: plan.KindTone, Tone: plan.ToneEnd})
	p.Frames = at + 5*second
	for i := range p.Chapters {
		c := &p.Chapters[i]
		end := p.Frames
		for _, next := range p.Chapters[i+1:] {
			if next.Level <= c.Level {
				end = next.At
				break
			}
		}
		c.Frames = end - c.At
	}
	return p
}

func (f *fakeSession) Changed(changes []plan.Change) (*plan.Plan, error) {
	return newPlan(changes), nil
}
func (f *fakeSession) Length(string) (int64, bool) { return second, true }
func (f *fakeSession) Live(p *plan.Plan, _ session.Trim) play.Stream {
	return &silentStream{length: int(p.Frames)}
}
func (f *fakeSession) Samples(p *plan.Plan, _ session.Trim) []float32 {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range p.Events {
		if e.Bus == plan.BusVoice {
			f.said = append(f.said, e.Text)
		}
	}
	return make([]float32, 2*p.Frames)
}

// heard is what was said so far, by the Guide.
func (f *fakeSession) heard() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Join(f.said, " ")
}

// trial is a Guide under test, on a device that pulls when it is told to.
type trial struct {
	*steer.Guide
	t       *testing.T
	session *fakeSession
	backend *playtest.Backend
	player  *play.Player
	done    chan error
	clock   struct {
		sync.Mutex
		now time.Time
	}
}

func begin(t *testing.T, at plan.Frame) *trial { return beginWith(t, at, steer.Options{}) }

func beginWith(t *testing.T, at plan.Frame, o steer.Options) *trial {
	x := &trial{t: t, session: &fakeSession{}, backend: &playtest.Backend{}, done: make(chan error, 1)}
	x.clock.now = time.Unix(0, 0)
	p := newPlan(nil)
	x.player = play.New(x.backend, x.session.Live(p, session.Trim{}), play.Options{At: int64(at)})
	o.Now = func() time.Time {
		x.clock.Lock()
		defer x.clock.Unlock()
		return x.clock.now
	}
	x.Guide = steer.New(x.player, x.session, p, o)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go x.Run(ctx)
	go func() { x.done <- x.player.Run(ctx) }()
	x.backend.WaitOpen(t, 1)
	x.backend.Pull(480)
	return x
}

func (x *trial) wait(d time.Duration) {
	x.clock.Lock()
	defer x.clock.Unlock()
	x.clock.now = x.clock.now.Add(d)
}

// until pulls a little again and again until something is so.
func (x *trial) until(what string, so func(steer.View) bool) {
	x.t.Helper()
	playtest.Eventually(x.t, what, func() bool {
		x.backend.Pull(480)
		return so(x.View())
	})
}

// near waits until the session is within a second after a frame.
func (x *trial) near(seconds plan.Frame) {
	x.t.Helper()
	x.until("the session gets there", func(v steer.View) bool {
		at := plan.Frame(v.State.Frame)
		return at >= seconds*second && at < (seconds+1)*second
	})
}

func TestNextAndBack(t *testing.T) {
	tests := []struct {
		name   string
		from   plan.Frame // seconds
		action steer.Action
		to     plan.Frame
	}{
		{"next from the opening", 1, steer.Next, 10},
		{"next from an exercise", 20, steer.Next, 50},
		{"skip in the opening", 1, steer.Skip, 10},
		{"back to the start", 60, steer.Back, 50},
		{"back to the one before", 51, steer.Back, 10},
		{"back in the opening", 1, steer.Back, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x := begin(t, test.from*second)
			x.Do(test.action)
			x.near(test.to)
		})
	}
}

func TestBackTwice(t *testing.T) {
	x := begin(t, 60*second)
	x.Do(steer.Back)
	x.near(50)
	x.Do(steer.Back)
	x.near(10)
}

func TestNoNextAtTheEnd(t *testing.T) {
	x := begin(t, 100*second)
	x.Do(steer.Next)
	x.until("it is said", func(v steer.View) bool { return strings.Contains(x.session.heard(), phrases.English.Answers.NotHere) })
}

func TestPauseAndResumeInAHold(t *testing.T) {
	x := begin(t, 20*second) // in the hold of the first side
	x.Do(steer.PlayPause)
	x.until("the session pauses", func(v steer.View) bool { return v.State.Paused && !v.State.Moving })
	at := x.View().State.Frame
	x.Do(steer.PlayPause)
	x.until("the instruction is said again", func(steer.View) bool { return strings.HasSuffix(x.session.heard(), "Do One") })
	x.until("the session goes on", func(v steer.View) bool { return v.State.Moving })
	if now := x.View().State.Frame; now < at || now > at+second/2 {
		t.Errorf("paused at %d, went on at %d", at, now)
	}
}

func TestResumeInAWordSaysItFromItsStart(t *testing.T) {
	x := begin(t, 11*second) // in the middle of the first line
	x.Do(steer.PlayPause)
	x.until("the session pauses", func(v steer.View) bool { return v.State.Paused && !v.State.Moving })
	x.Do(steer.PlayPause)
	x.until("the session goes on", func(v steer.View) bool { return v.State.Moving && v.State.Frame < 10*second+second/2 })
}

func TestResumeGettingReadySaysTheInstructionAgain(t *testing.T) {
	x := begin(t, 13*second)
	x.Do(steer.PlayPause)
	x.until("the session pauses", func(v steer.View) bool { return v.State.Paused && !v.State.Moving })
	x.Do(steer.PlayPause)
	x.until("the instruction is said again", func(steer.View) bool { return strings.HasSuffix(x.session.heard(), "Do One") })
	x.until("the session goes on", func(v steer.View) bool { return v.State.Moving })
}

func TestMoreTimeMakesOnlyTheRestLonger(t *testing.T) {
	x := begin(t, 20*second)
	before := x.View().Plan
	x.Do(steer.More)
	x.until("the plan is longer", func(v steer.View) bool { return v.Plan.Frames == before.Frames+15*second })
	v := x.View()
	if v.State.Frame < 20*second || v.State.Frame > 22*second {
		t.Errorf("the session jumped to %d", v.State.Frame)
	}
	work := v.Plan.StatusAt(21 * second).Work
	if work == nil || work.Frames != 25*second {
		t.Errorf("the hold is now %+v, want 25 s", work)
	}
	x.Do(steer.More)
	x.until("and once more", func(v steer.View) bool { return v.Plan.Frames == before.Frames+30*second })
}

func TestMoreTimeOutsideOfWork(t *testing.T) {
	x := begin(t, second)
	x.Do(steer.More)
	x.until("it is said", func(steer.View) bool { return strings.Contains(x.session.heard(), phrases.English.Answers.NotHere) })
	if got := x.View().Plan.Frames; got != newPlan(nil).Frames {
		t.Errorf("the plan has %d frames", got)
	}
}

func TestHelpNamesTheKeysAndEndsWithAnotherPress(t *testing.T) {
	x := begin(t, 20*second)
	x.Do(steer.Where)
	x.Do(steer.Help)
	x.until("the keys are said and shown", func(v steer.View) bool {
		return strings.HasSuffix(x.session.heard(), strings.Join(phrases.English.Answers.Keys, " ")) && strings.HasPrefix(v.Message, "space pause, n next")
	})
	x.Do(steer.Help)
	x.until("it is quiet", func(v steer.View) bool { return !v.State.Talking })
}

func TestStatusIsSaid(t *testing.T) {
	x := begin(t, 60*second)
	x.Do(steer.Where)
	x.until("it is said", func(steer.View) bool { return strings.HasPrefix(x.session.heard(), "Two.") })
}

func TestStopAsksTwice(t *testing.T) {
	x := begin(t, 20*second)
	x.Do(steer.Stop)
	x.until("it is asked", func(steer.View) bool { return strings.Contains(x.session.heard(), phrases.English.Answers.Again) })
	x.wait(10 * time.Second)
	x.Do(steer.Stop) // too late: it asks again
	x.until("it is asked again", func(steer.View) bool { return strings.Count(x.session.heard(), phrases.English.Answers.Again) == 2 })
	if x.Outcome() != "" {
		t.Fatal("one press stopped the session")
	}
	x.Do(steer.Stop)
	x.until("the session ends", func(steer.View) bool { return len(x.done) > 0 })
	if x.Outcome() != steer.Stopped {
		t.Errorf("the outcome is %q", x.Outcome())
	}
}

func TestHurtSaysTheAdviceAndEnds(t *testing.T) {
	x := begin(t, 20*second)
	x.Do(steer.Hurt)
	x.until("the session ends", func(steer.View) bool { return len(x.done) > 0 })
	if want := strings.Join(phrases.English.Hurt(), " "); x.session.heard() != want {
		t.Errorf("said: %s\nwant: %s", x.session.heard(), want)
	}
	if x.Outcome() != steer.Hurts {
		t.Errorf("the outcome is %q", x.Outcome())
	}
}

func TestSkipLeavesTheRestOfTheSide(t *testing.T) {
	x := begin(t, 17*second) // in the hold of the first side
	before := x.View()
	x.Do(steer.Skip)
	x.until("the rest of the side is left out", func(v steer.View) bool { return v.Plan.Frames < before.Plan.Frames })
	v := x.View()
	at := v.Changes[0].At
	if at < 17*second || at > 18*second {
		t.Errorf("left at %v", at.Duration())
	}
	if left := v.Plan.Frames - at; left != before.Plan.Frames-30*second {
		t.Errorf("%v of the session are left", left.Duration())
	}
	x.until("the other side is heard", func(v steer.View) bool {
		work := v.Plan.StatusAt(plan.Frame(v.State.Frame)).Work
		return work != nil && work.Text == "Left side"
	})
	if heard := x.View().Heard; heard > 4*time.Second {
		t.Errorf("%v count as heard", heard)
	}
}

func TestSkipTwiceLeavesTwoSides(t *testing.T) {
	x := begin(t, 17*second)
	x.Do(steer.Skip)
	x.Do(steer.Skip)
	x.until("both sides are left", func(v steer.View) bool { return len(v.Changes) == 2 })
	x.until("the next exercise is heard", func(v steer.View) bool {
		return v.Plan.StatusAt(plan.Frame(v.State.Frame)).Chapter.Title == "Two"
	})
}

func TestBackRestoresWhatWasLeft(t *testing.T) {
	x := begin(t, 17*second)
	whole := x.View().Plan.Frames
	x.Do(steer.Skip)
	x.until("the side is left", func(v steer.View) bool { return v.Plan.Frames < whole && len(v.Changes) == 1 })
	x.Do(steer.More) // within the words of the other side: does nothing
	x.Do(steer.Back)
	x.near(10)
	if v := x.View(); v.Plan.Frames != whole || len(v.Changes) != 0 {
		t.Errorf("the exercise begins again, but of the session %v of %v are left, with %v", v.Plan.Frames.Duration(), whole.Duration(), v.Changes)
	}
}

func TestMoreTimeAfterASkip(t *testing.T) {
	x := begin(t, 17*second)
	x.Do(steer.Skip)
	x.until("the hold of the other side", func(v steer.View) bool {
		x.backend.Pull(second / 4)
		work := v.Plan.StatusAt(plan.Frame(v.State.Frame)).Work
		return work != nil && work.Text == "Left side" && work.Kind == plan.KindHold
	})
	before := x.View().Plan.Frames
	x.Do(steer.More)
	x.until("it is longer", func(v steer.View) bool { return v.Plan.Frames == before+15*second })
	if got := len(x.View().Changes); got != 2 {
		t.Errorf("%d changes", got)
	}
}

func TestBackKeepsMoreTime(t *testing.T) {
	x := begin(t, 20*second)
	before := x.View().Plan.Frames
	x.Do(steer.More)
	x.until("the hold is longer", func(v steer.View) bool { return v.Plan.Frames == before+15*second })
	x.Do(steer.Back)
	x.near(10)
	if got := x.View().Plan.Frames; got != before+15*second {
		t.Errorf("the session lasts %v", got.Duration())
	}
}

func TestOpenWaitEndsWithAKey(t *testing.T) {
	for name, press := range map[string]func(x *trial){
		"space":       func(x *trial) { x.Do(steer.PlayPause) },
		"next":        func(x *trial) { x.Do(steer.Next) },
		"any key":     func(x *trial) { x.Unknown() },
		"play button": func(x *trial) { x.Do(steer.Play) },
	} {
		t.Run(name, func(t *testing.T) {
			x := begin(t, 126*second-second/4) // the last rest is from 125 to 130 s
			x.until("the listener is told", func(v steer.View) bool {
				return v.Waiting && strings.Contains(x.session.heard(), phrases.English.Answers.Waiting)
			})
			for range 100 {
				x.backend.Pull(second)
			}
			v := x.View()
			if v.State.Frame > 130*second || v.State.Moving {
				t.Fatalf("the session went on to %d by itself", v.State.Frame)
			}
			press(x)
			x.until("the session goes on", func(v steer.View) bool { return v.State.Moving && !v.Waiting })
			if got := x.View().Changes; len(got) != 1 || got[0].More != 0 {
				t.Errorf("the wait is not ended in the layout: %v", got)
			}
		})
	}
}

func TestOpenWaitEndsBeforeItsTime(t *testing.T) {
	x := begin(t, 125*second+second/2)
	x.until("the session waits", func(v steer.View) bool { return v.Waiting })
	x.Do(steer.PlayPause)
	x.until("the session goes on", func(v steer.View) bool { return !v.Waiting && !v.State.Paused })
	if v := x.View(); v.Plan.Frames > 132*second+second/2 {
		t.Errorf("the session waits on: it lasts %v", v.Plan.Frames.Duration())
	}
}

// TestOpenWaitIsNoTrap: suspending, asking where one is, or going back must not
// count as being ready, and a session that nobody can press a key for must go
// on by itself.
func TestOpenWaitIsNoTrap(t *testing.T) {
	x := begin(t, 125*second+second/2)
	x.until("the session waits", func(v steer.View) bool { return v.Waiting })
	x.Do(steer.Pause)
	x.until("it pauses", func(v steer.View) bool { return v.State.Paused && !v.Waiting })
	x.Do(steer.Where)
	x.Do(steer.PlayPause)
	x.until("it waits again", func(v steer.View) bool { return v.Waiting })
	x.Do(steer.Louder)
	x.Do(steer.Back)
	x.near(90)

	alone := beginWith(t, 125*second, steer.Options{Keyless: true})
	alone.until("the wait ends by itself", func(v steer.View) bool {
		alone.backend.Pull(second)
		return v.State.Frame > 131*second && !v.Waiting
	})
}

func TestVolumes(t *testing.T) {
	x := begin(t, 20*second)
	x.Do(steer.Louder)
	x.until("all is louder", func(v steer.View) bool { return v.State.Volume > 1.9 })
	x.Do(steer.Voice)
	x.Do(steer.Softer)
	x.until("the voice is softer", func(v steer.View) bool { return v.Message == "voice -2 dB" })
	if v := x.View().State.Volume; v < 1.9 {
		t.Errorf("all is softer too: %v", v)
	}
}

func TestHeardCountsWhatWasPlayedAndNotWhatWasSkipped(t *testing.T) {
	x := begin(t, 0)
	x.until("two seconds are heard", func(v steer.View) bool { return v.Heard >= 2*time.Second })
	x.Do(steer.Next)
	x.near(10)
	if heard := x.View().Heard; heard > 4*time.Second {
		t.Errorf("%v counts as heard", heard)
	}
}
