package steer_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/play/playtest"
	"unhunch/internal/routine"
	"unhunch/internal/steer"
)

var answers = phrases.English.Answers

func TestNextAndBack(t *testing.T) {
	lean, reach := part(t, "Lean").At, part(t, "Reach").At
	for _, test := range []struct {
		name   string
		from   plan.Frame
		action steer.Action
		to     plan.Frame
	}{
		{"next from the opening", second, steer.Next, lean},
		{"next from an exercise", lean + 10*second, steer.Next, reach},
		{"next from the end of an exercise", reach - second, steer.Next, reach},
		{"next to the closing", part(t, "Fold").At, steer.Next, part(t, "Closing").At},
		{"skip in the opening", second, steer.Skip, lean},
		{"back to the start", reach + 10*second, steer.Back, reach},
		{"back to the one before", reach + second, steer.Back, lean},
		{"back from the first exercise", lean + second, steer.Back, 0},
		{"back in the opening", second, steer.Back, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := begin(t, test.from)
			x.press(test.action)
			x.there(test.to)
		})
	}
}

// TestKeysInARowAddUp: whoever presses twice means two exercises, although
// nothing of the first one was heard.
func TestKeysInARowAddUp(t *testing.T) {
	x := begin(t, part(t, "Reach").At+10*second)
	x.press(steer.Back)
	x.press(steer.Back)
	x.there(part(t, "Lean").At)
	x.press(steer.Next)
	x.press(steer.Next)
	x.there(part(t, "Easy breathing").At)
}

func TestNoNextAtTheEnd(t *testing.T) {
	x := begin(t, part(t, "Closing").At+second)
	x.press(steer.Next)
	if !strings.Contains(x.said(), answers.NotHere) {
		t.Errorf("said: %s", x.said())
	}
}

// TestMediaKeysJump: a desktop may let the listener drag to any place.
func TestMediaKeysJump(t *testing.T) {
	x := begin(t, second)
	to := span(t, plan.KindHold, "lean", routine.Left).At
	x.Jump(to)
	x.pull(480)
	x.there(to)
}

func TestPauseAndResumeInAHold(t *testing.T) {
	x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At+second)
	x.pause()
	at := x.View().State.Frame
	x.press(steer.PlayPause)
	if !strings.HasSuffix(x.said(), "Lean to your right side.") {
		t.Errorf("said: %s", x.said())
	}
	x.until("the session goes on", func(v steer.View) bool { return v.State.Moving })
	v := x.View()
	if now := v.State.Frame; now < at || now > at+second/2 {
		t.Errorf("paused at %d, went on at %d", at, now)
	}
	if !v.State.Talking {
		t.Error("the hold goes on when the go is over, and not with its start")
	}
}

// TestCountInIsWhole: another key while one is counted in again must not let the
// hold go on before its time.
func TestCountInIsWhole(t *testing.T) {
	until := func(keys ...steer.Action) (frames int) {
		x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At+second)
		x.pause()
		x.press(steer.PlayPause)
		x.pull(second / 2)
		for _, a := range keys {
			x.press(a)
		}
		x.until("the session goes on", func(v steer.View) bool {
			frames++
			return v.State.Moving
		})
		return frames
	}
	if alone, key := until(), until(steer.Where); key != alone {
		t.Errorf("the hold goes on after %d blocks, and after %d where a key was pressed", alone, key)
	}
}

func TestResumeInAWordSaysItFromItsStart(t *testing.T) {
	lean := part(t, "Lean").At
	word := theSession.Plan.Events[slices.IndexFunc(theSession.Plan.Events, func(e plan.Event) bool { return e.Kind == plan.KindLine && e.At >= lean })]
	x := begin(t, word.At+second/2)
	x.pause()
	x.press(steer.PlayPause)
	x.there(word.At)
}

func TestResumeInABreathBeginsIt(t *testing.T) {
	at := part(t, "Easy breathing").At + 15*second
	x := begin(t, at)
	x.pause()
	x.press(steer.PlayPause)
	x.there(theSession.Plan.BreathAt(plan.Frame(x.View().State.Target)))
}

func TestResumeGettingReadySaysTheInstructionAgain(t *testing.T) {
	x := begin(t, span(t, plan.KindSetup, "fold", "").End()-3*second)
	want := theSession.Plan.InstructionAt(plan.Frame(x.View().State.Target))
	x.pause()
	x.press(steer.PlayPause)
	if len(want) == 0 || !strings.HasSuffix(x.said(), strings.Join(want, " ")) {
		t.Errorf("said: %s, want: %s", x.said(), want)
	}
	x.until("the session goes on", func(v steer.View) bool { return v.State.Moving })
}

func TestMoreTimeMakesOnlyTheRestLonger(t *testing.T) {
	hold := span(t, plan.KindHold, "lean", routine.Right)
	x := begin(t, hold.At+2*second)
	x.press(steer.More)
	v := x.View()
	if got := v.Plan.Frames - theSession.Plan.Frames; got != 15*second {
		t.Errorf("the session is %v longer", got.Duration())
	}
	if !strings.HasSuffix(x.said(), answers.More) {
		t.Errorf("said: %s", x.said())
	}
	x.pull(second)
	if v = x.View(); plan.Frame(v.State.Frame) > hold.At+4*second || work(v).Frames != hold.Frames+15*second {
		t.Errorf("at %v of %v", plan.Frame(v.State.Frame).Duration(), work(v))
	}
	x.press(steer.More)
	if got := x.View().Plan.Frames - theSession.Plan.Frames; got != 30*second {
		t.Errorf("after two keys the session is %v longer", got.Duration())
	}
}

func TestMoreTimeOutsideOfWork(t *testing.T) {
	x := begin(t, second)
	x.press(steer.More)
	if v := x.View(); v.Plan.Frames != theSession.Plan.Frames || !strings.HasSuffix(x.said(), answers.NotHere) {
		t.Errorf("the session lasts %v, and is told: %s", v.Plan.Frames.Duration(), x.said())
	}
}

// TestMoreTimeWhileBreathing: it goes on for whole breaths, and says so, also in the
// moment before the first of them.
func TestMoreTimeWhileBreathing(t *testing.T) {
	breathing := part(t, "Easy breathing")
	first := plan.Frame(0)
	for _, e := range theSession.Plan.Events {
		if e.Kind == plan.KindBreath && e.At >= breathing.At {
			first = e.At
			break
		}
	}
	for before := range plan.Frame(9) {
		at := breathing.At + 15*second
		if before > 0 {
			at = first - before*second/10
		}
		x := begin(t, at)
		x.press(steer.More)
		longer, said := x.View().Plan.Frames-theSession.Plan.Frames, x.said()
		if longer == 20*second != strings.HasSuffix(said, answers.Longer) { // two whole breaths
			t.Errorf("%v before the first breath the session is %v longer, and said is %s", (first - at).Duration(), longer.Duration(), said)
		}
		if before == 0 && longer != 20*second {
			t.Errorf("the session is %v longer", longer.Duration())
		}
	}
}

// TestSlowMachineIsStillInTime: what takes over too late would be heard as a
// break. It is laid out again a little later, and the stream that was too late is
// forgotten: jumps are made ready in the one that plays.
func TestSlowMachineIsStillInTime(t *testing.T) {
	hold := span(t, plan.KindHold, "lean", routine.Right)
	x := begin(t, hold.End()-3*second-second/2) // before the first count
	x.tap.slow = func() {
		x.tap.slow = nil
		x.backend.Pull(second * 6 / 10)
	}
	x.press(steer.More)
	if len(x.tap.streams) != 3 {
		t.Fatalf("%d streams, want the first, one that is too late, and one in time", len(x.tap.streams))
	}
	late, playing := x.tap.streams[1], x.tap.streams[2]
	if _, closed := late.state(); !closed {
		t.Error("the stream that was too late is open")
	}
	if v := x.View(); len(v.Changes) != 1 || v.Plan.Frames != theSession.Plan.Frames+15*second {
		t.Errorf("asked for %v, the session is %v longer", v.Changes, (v.Plan.Frames - theSession.Plan.Frames).Duration())
	}
	x.pull(second)
	x.press(steer.Next)
	to := plan.Frame(x.View().State.Target)
	if ready, _ := playing.state(); !slices.Contains(ready, to) {
		t.Errorf("the stream that plays was made ready for %v, and not for %v", ready, to)
	}
	if ready, _ := late.state(); slices.Contains(ready, to) {
		t.Error("the stream that was too late was made ready for a jump")
	}
}

// TestHelpNamesTheKeysAndEndsWithAnyKey: one that does something else does it, too, but
// who pauses and goes on in the help goes on.
func TestHelpNamesTheKeysAndEndsWithAnyKey(t *testing.T) {
	for key, does := range map[string]bool{"?": false, "space": false, "z": false, "n": true} {
		x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At+second)
		x.press(steer.Where)
		x.press(steer.Help)
		if !strings.HasSuffix(x.said(), strings.Join(answers.Keys, " ")) || !x.View().Helping {
			t.Errorf("said: %s\nthe keys are shown: %v", x.said(), x.View().Helping)
		}
		at := x.View().State.Target
		x.Press(key)
		x.Turn(t.Context())
		if v := x.View(); v.Helping || v.State.Paused || (v.State.Target != at) != does || v.Answers > 0 && !does {
			t.Errorf("after %s: %+v", key, v)
		}
		x.until("it is quiet", func(v steer.View) bool { return !v.State.Talking })
	}
}

// TestKeyThatDoesNothing is answered, but not again and again while it is held down.
func TestKeyThatDoesNothing(t *testing.T) {
	x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At+second)
	press := func(key string, answered int) {
		t.Helper()
		x.Press(key)
		x.Turn(t.Context())
		if got := x.View().Answers; got != answered {
			t.Errorf("%d keys are answered, want %d", got, answered)
		}
	}
	press("z", 1)
	if got := x.View().Message; got != "z does nothing here. Press ? for the keys." {
		t.Errorf("shown: %s", got)
	}
	for range 5 {
		x.now = x.now.Add(2 * time.Second)
		press("z", 1)
	}
	x.now = x.now.Add(4 * time.Second)
	press("y", 2)
	x.Press("P") // as p does
	x.Turn(t.Context())
	if to := x.View().State.Target; to != int64(part(t, "Lean").At) {
		t.Errorf("P leads to %v", plan.Frame(to).Duration())
	}
}

func TestStatusIsSaid(t *testing.T) {
	x := begin(t, part(t, "Reach").At+20*second)
	x.press(steer.Where)
	if want := "Exercise two of three. Reach. Right side. Repetition two. Out of three. Up next. Easy breathing. Three minutes left."; x.said() != want {
		t.Errorf("said: %s", x.said())
	}
}

// TestAnswersDoNotHideWhatMatters: halfway through a hold an answer is heard at
// once. Before the counts that end it, the session waits for the answer.
func TestAnswersDoNotHideWhatMatters(t *testing.T) {
	hold := span(t, plan.KindHold, "lean", routine.Right)
	for _, test := range []struct {
		name  string
		at    plan.Frame
		waits bool
	}{
		{"after halfway", hold.At + hold.Frames/2 + 2*second, false},
		{"before the first count", hold.End() - 4*second, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := begin(t, test.at)
			x.pull(second / 10)
			x.press(steer.Where)
			x.pull(second / 2) // the answer of the key, and what was handed over already
			if heard := loudest(x.pull(second / 4)); heard < 0.02 {
				t.Errorf("half a second after the key there is a sound of %.3f", heard)
			}
			if waits := !x.View().State.Moving; waits != test.waits {
				t.Errorf("the session waits: %v", waits)
			}
		})
	}
}

func loudest(samples []float32) (most float32) {
	for _, v := range samples {
		most = max(most, v, -v)
	}
	return most
}

func TestStopAsksTwice(t *testing.T) {
	x := begin(t, part(t, "Reach").At)
	x.press(steer.Stop)
	x.now = x.now.Add(10 * time.Second)
	x.press(steer.Stop) // too late: it asks again
	if n := strings.Count(x.said(), answers.Again); n != 2 || x.Outcome() != "" {
		t.Fatalf("asked %d times, and the outcome is %q", n, x.Outcome())
	}
	x.press(steer.Stop)
	x.until("the session ends", func(steer.View) bool { return len(x.done) > 0 })
	if x.Outcome() != steer.Stopped {
		t.Errorf("the outcome is %q", x.Outcome())
	}
}

// TestBusyMachineTakesKeysAsTheyWerePressed: what counts is when the listener
// pressed a key, however late a machine with other work comes to it.
func TestBusyMachineTakesKeysAsTheyWerePressed(t *testing.T) {
	late := func(x *trial, a steer.Action) {
		x.Do(a)
		x.now = x.now.Add(10 * time.Second)
		x.Turn(t.Context())
	}
	x := begin(t, part(t, "Reach").At)
	x.press(steer.Cues)
	late(x, steer.Louder)
	if m := x.View().Message; m != "cues +2 dB" {
		t.Errorf("3 and + change: %s", m)
	}
	x.press(steer.Stop)
	late(x, steer.Stop)
	if x.Outcome() != steer.Stopped {
		t.Errorf("the outcome of a second press is %q", x.Outcome())
	}
}

// TestAnotherKeyTakesStopBack: whoever went on in between does not mean to stop.
func TestAnotherKeyTakesStopBack(t *testing.T) {
	for _, a := range steer.UsualKeys().Actions() {
		if a == steer.Stop || a == steer.Hurt {
			continue
		}
		x := begin(t, part(t, "Reach").At+second)
		x.press(steer.Stop)
		x.press(a)
		x.press(steer.Stop)
		if x.Outcome() != "" {
			t.Errorf("stop, %s, and stop is %q", a, x.Outcome())
		}
	}
}

func TestHurtSaysTheAdviceAndEnds(t *testing.T) {
	answers, advice := phrases.English.Answers, phrases.English.Closing.Advice
	asked := strings.Join(append(slices.Clone(answers.Hurt), answers.HowBad, advice), " ")
	for _, test := range []struct {
		name, key, said string
		o               steer.Options
		level           int
	}{
		{"a digit", "7", asked + " " + answers.Noted + " " + advice, steer.Options{}, 7},
		{"another key", "n", asked + " " + advice, steer.Options{}, -1},
		{"no key", "", asked, steer.Options{}, -1},
		{"nobody can press one", "", strings.Join(append(slices.Clone(answers.Hurt), advice), " "), steer.Options{Keyless: true}, -1},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := beginWith(t, span(t, plan.KindHold, "lean", routine.Right).At+second, test.o)
			x.press(steer.Hurt)
			if test.key != "" {
				x.pull(second)
				x.Press("h") // pressed twice: no answer yet
				x.Turn(t.Context())
				x.now = x.now.Add(time.Second)
				x.Press(test.key)
				x.Turn(t.Context())
				x.Press(test.key) // the session is ending: it counts once
				x.Turn(t.Context())
			}
			x.until("the session ends", func(steer.View) bool { return len(x.done) > 0 })
			if x.said() != test.said {
				t.Errorf("said: %s\nwant: %s", x.said(), test.said)
			}
			p := x.Pain()
			if x.Outcome() != steer.Hurts || p == nil || p.Level != test.level || p.Exercise != "lean" || p.Side != routine.Right {
				t.Errorf("the outcome is %q, with %+v", x.Outcome(), p)
			}
		})
	}
}

// TestKeysPress: each key does what it is for, and any other one is answered.
func TestKeysPress(t *testing.T) {
	x := begin(t, part(t, "Reach").At)
	for key, want := range map[string]string{"1": "voice: + or -", "2": "cues: + or -"} {
		x.Press(key)
		x.Turn(t.Context())
		if got := x.View().Message; got != want {
			t.Errorf("%s: %s", key, got)
		}
	}
}

func TestSkipLeavesTheRestOfTheSide(t *testing.T) {
	x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At+second)
	x.press(steer.Skip)
	v := x.View()
	if len(v.Changes) != 1 || v.Plan.Frames >= theSession.Plan.Frames-25*second {
		t.Fatalf("left: %v, and %v of the session", v.Changes, v.Plan.Frames.Duration())
	}
	x.until("the other side is heard", func(v steer.View) bool { return work(v).Side == routine.Left })
	if heard := x.View().Heard; heard > 3*time.Second {
		t.Errorf("%v count as heard", heard)
	}
}

// TestWhatIsCutIsMadeReady: where a part is left, the words after it come at
// once, and must not be swallowed.
func TestWhatIsCutIsMadeReady(t *testing.T) {
	x := begin(t, span(t, plan.KindSetup, "lean", "").At+second*2)
	x.press(steer.Skip)
	v := x.View()
	if len(v.Changes) != 1 {
		t.Fatalf("left: %v", v.Changes)
	}
	cut := v.Changes[0].At
	if ready, _ := x.tap.streams[1].state(); !slices.Equal(ready, []plan.Frame{cut}) {
		t.Errorf("made ready for %v, cut at %v", ready, cut)
	}
	x.there(cut)
}

// TestWhatIsHeardAfterACut: the words after a set-up that was left, and the hold,
// come when the new layout says so, sample for sample.
func TestWhatIsHeardAfterACut(t *testing.T) {
	x := begin(t, span(t, plan.KindSetup, "lean", "").At+second*2)
	x.press(steer.Skip)
	v := x.View()
	x.there(v.Changes[0].At)
	x.pull(second) // it fades in
	laidOut := *theSession
	laidOut.Plan = v.Plan
	want, done := laidOut.Stream()
	defer done()
	for i := range 12 * 100 {
		at := int(x.View().State.Frame)
		if err := x.tap.streams[1].live.Prepare(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		heard, block := x.pull(second/100), make([][2]float64, second/100)
		if err := want.Seek(at); err != nil {
			t.Fatal(err)
		}
		want.Stream(block)
		for j, s := range block {
			if d := math.Abs(s[0] - float64(heard[j])); d > 1e-6 {
				t.Fatalf("%.2f s after it: the sound differs by %f", 1+float64(i)/100, d)
			}
		}
	}
	if work(x.View()).Kind != plan.KindHold {
		t.Error("no hold was heard")
	}
}

func TestSkipTwiceLeavesTwoSides(t *testing.T) {
	x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At+second)
	x.press(steer.Skip)
	x.until("the other side", func(v steer.View) bool { return work(v).Side == routine.Left })
	x.press(steer.Skip)
	if got := len(x.View().Changes); got != 2 {
		t.Fatalf("%d changes", got)
	}
	x.until("the next exercise is heard", func(v steer.View) bool {
		return v.Plan.StatusAt(plan.Frame(v.State.Frame)).Chapter.Title == "Reach"
	})
}

func TestSkipWhileBreathing(t *testing.T) {
	breathing := part(t, "Easy breathing")
	x := begin(t, breathing.At+15*second)
	x.press(steer.Skip)
	v := x.View()
	if v.Message != "the last breath" || v.Plan.Frames >= theSession.Plan.Frames {
		t.Errorf("%q, and the session lasts %v", v.Message, v.Plan.Frames.Duration())
	}
	if breath := v.Plan.StatusAt(plan.Frame(v.State.Frame)).Breath; breath == nil {
		t.Error("the breath under way is cut")
	}
	x.press(steer.Skip) // once more: on to the next exercise
	if to := plan.Frame(x.View().State.Target); x.View().Plan.StatusAt(to).Chapter.Title != "Fold" {
		t.Errorf("on the way to %v", to.Duration())
	}
}

func TestBackRestoresWhatWasLeft(t *testing.T) {
	x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At+second)
	x.press(steer.Skip)
	x.until("the other side", func(v steer.View) bool { return work(v).Side == routine.Left })
	x.press(steer.Back)
	x.there(part(t, "Lean").At)
	if v := x.View(); v.Plan.Frames != theSession.Plan.Frames || len(v.Changes) != 0 {
		t.Errorf("the exercise begins again, but %v of the session are left, with %v", v.Plan.Frames.Duration(), v.Changes)
	}
}

func TestMoreTimeAfterASkip(t *testing.T) {
	x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At+second)
	x.press(steer.Skip)
	x.until("the hold of the other side", func(v steer.View) bool {
		return work(v).Side == routine.Left && work(v).Kind == plan.KindHold
	})
	before := x.View().Plan.Frames
	x.press(steer.More)
	if v := x.View(); v.Plan.Frames != before+15*second || len(v.Changes) != 2 {
		t.Errorf("%v longer, with %v", (v.Plan.Frames - before).Duration(), v.Changes)
	}
}

func TestBackKeepsMoreTime(t *testing.T) {
	x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At+second)
	x.press(steer.More)
	x.pull(second)
	x.press(steer.Back)
	x.there(part(t, "Lean").At)
	if got := x.View().Plan.Frames - theSession.Plan.Frames; got != 15*second {
		t.Errorf("the session is %v longer", got.Duration())
	}
}

func TestOpenWaitEndsWithAKey(t *testing.T) {
	wait := wait(t)
	for name, press := range map[string]func(x *trial){
		"space":       func(x *trial) { x.press(steer.PlayPause) },
		"next":        func(x *trial) { x.press(steer.Next) },
		"skip":        func(x *trial) { x.press(steer.Skip) },
		"any key":     func(x *trial) { x.Unknown("z"); x.pull(480) },
		"play button": func(x *trial) { x.press(steer.Play) },
	} {
		t.Run(name, func(t *testing.T) {
			x := begin(t, wait.At-second/4)
			x.pull(20 * second)
			v := x.View()
			if v.State.Frame > int64(wait.End()) || v.State.Moving || !v.Waiting || strings.Count(x.said(), answers.Waiting) != 1 {
				t.Fatalf("the session is at %v by itself: %+v, said: %s", plan.Frame(v.State.Frame).Duration(), v.State, x.said())
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
	wait := wait(t)
	x := begin(t, wait.At+second/2)
	x.press(steer.PlayPause)
	if v := x.View(); v.Plan.Frames > theSession.Plan.Frames-3*second || v.State.Paused {
		t.Errorf("the session waits on: it lasts %v", v.Plan.Frames.Duration())
	}
	x.until("the next exercise", func(v steer.View) bool {
		return v.Plan.StatusAt(plan.Frame(v.State.Frame)).Chapter.Title == "Fold"
	})
}

// TestOpenWaitAtItsEnd: one that is too short to be made shorter ends with a key
// all the same.
func TestOpenWaitAtItsEnd(t *testing.T) {
	wait := wait(t)
	x := begin(t, wait.End()-second/10)
	x.press(steer.PlayPause)
	x.there(wait.End())
}

// TestOpenWaitIsNoTrap: suspending, asking where one is, or going back must not
// count as being ready, and a session that nobody can press a key for must go
// on by itself.
func TestOpenWaitIsNoTrap(t *testing.T) {
	wait := wait(t)
	x := begin(t, wait.At+second/2)
	x.until("the session waits", func(v steer.View) bool { return v.Waiting })
	x.press(steer.Pause)
	x.until("it pauses", func(v steer.View) bool { return v.State.Paused && !v.Waiting })
	x.press(steer.Where)
	x.press(steer.PlayPause)
	x.until("it waits again", func(v steer.View) bool { return v.Waiting })
	x.press(steer.Louder)
	x.press(steer.Back)
	x.there(part(t, "Easy breathing").At)

	alone := beginWith(t, wait.At, steer.Options{Keyless: true})
	alone.pull(int(wait.Frames) + second)
	if v := alone.View(); plan.Frame(v.State.Frame) < wait.End() || v.Waiting {
		t.Errorf("the session stays at %v", plan.Frame(v.State.Frame).Duration())
	}
}

func TestVolumes(t *testing.T) {
	x := begin(t, part(t, "Reach").At)
	x.press(steer.Louder)
	x.press(steer.Voice)
	x.press(steer.Softer)
	if v := x.View(); v.State.Volume < 1.9 || v.State.Volume > 2.1 || v.Message != "voice -2 dB" {
		t.Errorf("all is louder by %v, then: %s", v.State.Volume, v.Message)
	}
	x.now = x.now.Add(time.Minute)
	x.press(steer.Softer) // the voice was chosen long ago
	if v := x.View(); v.State.Volume > 0.1 {
		t.Errorf("then: %s", v.Message)
	}
	for range 30 {
		x.press(steer.Louder)
	}
	if v := x.View().State.Volume; v > 12.1 {
		t.Errorf("all is louder by %v", v)
	}
}

// TestHeardCountsWhatWasPlayedAndNotWhatWasSkipped, forward and back.
func TestHeardCountsWhatWasPlayedAndNotWhatWasSkipped(t *testing.T) {
	x := begin(t, 0)
	x.pull(2 * second)
	x.press(steer.Next)
	x.pull(2 * second)
	x.press(steer.Back)
	x.pull(2 * second)
	if heard := x.View().Heard; heard < 5*time.Second || heard > 6*time.Second+50*time.Millisecond {
		t.Errorf("%v of six seconds count as heard", heard)
	}
}

// TestWhatIsDoneIsWhatWasHeard: an exercise that was passed over was not done, and
// neither was one that was only begun.
func TestWhatIsDoneIsWhatWasHeard(t *testing.T) {
	lean, reach := part(t, "Lean"), part(t, "Reach")
	x := begin(t, lean.At)
	x.until("the next exercise begins", func(v steer.View) bool { return plan.Frame(v.State.Frame) > part(t, "Reach").At })
	x.pull(second)
	x.press(steer.Next)
	done := theSession.Plan.Practiced(x.Heard()).Exercises
	if done["lean"] != 1 || done["reach"] != 0 || len(done) != 1 {
		t.Errorf("of %v and %v, this was done: %v", lean, reach, done)
	}
}

func TestPausesAreNotHeard(t *testing.T) {
	x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At)
	x.pull(second)
	x.pause()
	x.pull(20 * second)
	if heard := x.View().Heard; heard > 1500*time.Millisecond {
		t.Errorf("%v of a second count as heard", heard)
	}
}

// TestGuideRuns: the loop of the command does what the other tests do by hand.
func TestGuideRuns(t *testing.T) {
	x := begin(t, second)
	go x.Run(t.Context())
	x.Do(steer.Next)
	playtest.Eventually(t, "the next exercise", func() bool {
		x.backend.Pull(480)
		return x.View().State.Target >= int64(part(t, "Lean").At)
	})
}

// TestResumeInABreathSaysWhatIsDone: after a pause one no longer knows whether to
// breathe in or out.
func TestResumeInABreathSaysWhatIsDone(t *testing.T) {
	x := begin(t, part(t, "Easy breathing").At+15*second)
	x.pause()
	want := theSession.Plan.InstructionAt(plan.Frame(x.View().State.Target))
	x.press(steer.PlayPause)
	if len(want) == 0 || !strings.HasSuffix(x.said(), strings.Join(want, " ")) {
		t.Errorf("said: %s, want: %s", x.said(), want)
	}
}

// TestBackForgetsWhatCameLater: going back before a side that was left gives it
// again, without the time that was asked for after it.
func TestBackForgetsWhatCameLater(t *testing.T) {
	x := begin(t, span(t, plan.KindHold, "lean", routine.Right).At+second)
	x.press(steer.Skip)
	x.until("the other side is held", func(v steer.View) bool { return work(v).Side == routine.Left && work(v).Kind == plan.KindHold })
	x.pull(second)
	x.press(steer.More)
	if n := len(x.View().Changes); n != 2 {
		t.Fatalf("%d changes", n)
	}
	x.press(steer.Back)
	if v := x.View(); len(v.Changes) != 0 || v.Plan.Frames != theSession.Plan.Frames {
		t.Errorf("the exercise begins again, with %v", v.Changes)
	}
}
