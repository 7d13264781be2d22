package main

import (
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"unhunch/internal/history"
	"unhunch/internal/plan"
	"unhunch/internal/play/playtest"
	"unhunch/internal/session"
)

// shortRoutine is a session of about a minute and a half, with holds on two
// sides, a rest, a wait, and breathing.
const shortRoutine = `title: Desk break
tips: false
session:
  - exercise: neck-tilts
    reps: 1
  - rest: 20s
  - exercise: shoulder-rolls
    reps: 3
  - breathe: calm
    for: 20s
`

// TestPlay plays the real command on a terminal, on a device of the test's own.
func TestPlay(t *testing.T) {
	if testing.Short() {
		t.Skip("plays sessions")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	for name, test := range map[string]func(*testing.T){
		"keys": testKeys, "leaving parts": testLeave, "more time, and a wait": testMoreAndWait, "screen": testScreen,
		"suspend": testSuspend, "signals": testSignals, "interrupt in a countdown": testInterruptInACountdown,
		"terminal closed": testTerminalClosed, "resume": testResume, "full disk": testFullDisk, "hurt": testHurt, "hurt how bad": testHurtHowBad,
		"remapped keys": testRemappedKeys, "damaged background": testDamagedBed,
		"two at once": testTwoAtOnce, "soon left": testSoonLeft, "notice": testNotice, "changed routine": testChangedRoutine,
		"practice": testPractice,
	} {
		t.Run(name, func(t *testing.T) { t.Parallel(); test(t) })
	}
}

// testKeys drives every key in the plain view, blind.
func testKeys(t *testing.T) {
	p := startPaced(t, t.TempDir(), "play", "--plain", "--notice", "never", "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press(" ", "(paused)")
	p.press(" ", "(going on)")
	p.press("n", "(Neck tilts)")
	p.hear("Neck tilts.")
	p.press("n", "(Shoulder rolls)")
	p.hear("Shoulder rolls.")
	p.press("\x1b[D", "(Neck tilts)")
	p.press("\x1b[C", "(Shoulder rolls)")
	p.hear("Shoulder rolls.")
	p.press("s", "")
	p.press("r", "")
	p.press("?", "Any key leads back to the session.")
	p.press("?", "")
	p.press("+", "(volume +2 dB)")
	p.press("-", "(volume +0 dB)")
	p.press("2", "(cues: + or -)")
	p.press("-", "(cues -2 dB)")
	p.press("n", "(Calm breathing)")
	p.press("t", "(that does not work here)")
	p.press("p", "(Shoulder rolls)")
	p.press("x", "(once more to stop)")
	if status := p.leave("x"); status != 0 || !strings.Contains(p.output(), "unhunch: stopped, ") {
		t.Errorf("exit status %d", status)
	}
	if log := p.log(); len(log) != 1 || log[0].Finished || log[0].Ended != "stopped" || log[0].Heard > 60 {
		t.Errorf("log: %+v", log)
	}
}

// testLeave leaves a set-up, the two runs of an exercise with the pause between
// them, and a stretch of breathing. What is left of the session is true after
// each.
func testLeave(t *testing.T) {
	dir := t.TempDir()
	p := startPaced(t, dir, "play", "--plain", "--notice", "never", "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press("n", "(Neck tilts)")
	p.press("n", "(Shoulder rolls)")
	p.waitFor(0, "Let your arms hang by your sides.")
	p.press("k", "(skipped)")
	p.hear("Begin backward.")
	p.press("k", "(skipped)")
	p.hear("Now the other way.")
	p.press("k", "(skipped)")
	p.hear("Roll your shoulders up, forward and down.")
	p.press("k", "(skipped)")
	p.hear("Calm breathing.")
	p.waitFor(0, "Breathe in.")
	p.pass(time.Second) // into the breath, whose words begin before it
	p.press("t", "(a little longer)")
	p.press("k", "(the last breath)")
	p.waitFor(0, "Last breath.")
	p.waitFor(0, "Now let your breath find its own pace.")
	if status := p.finish(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	log := p.log()
	if len(log) != 1 || !log[0].Finished || log[0].Length > 190 || log[0].Heard > 110 {
		t.Errorf("log: %+v", log)
	}
	if n := strings.Count(p.output(), "Breathe in."); n != 1 {
		t.Errorf("%d breaths, want 1", n)
	}
}

// testMoreAndWait makes a rest longer, and ends a wait with a key.
func testMoreAndWait(t *testing.T) {
	dir := t.TempDir()
	routine := "title: Desk break\ntips: false\nsession:\n  - rest: 6s\n  - {wait: 5s, say: Take a moment before you get up.}\n"
	if err := os.WriteFile(filepath.Join(dir, "wait.yaml"), []byte(routine), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := session.Open(t.Context(), filepath.Join(dir, "wait.yaml"), session.Choices{Layout: plan.Options{NoNotice: true, Seed: 1}})
	if err != nil {
		t.Fatal(err)
	}
	var last string
	for _, e := range s.Plan.Events {
		if e.Kind == plan.KindLine {
			last = e.Text
		}
	}
	p := startPaced(t, dir, "play", "--plain", "--notice", "never", "--seed", "1", "./wait.yaml")
	p.waitFor(0, "Rest for six seconds.")
	p.press("t", "(15 seconds more)")
	p.waitFor(0, "Take a moment before you get up.")
	p.waitFor(0, "(waiting for you: press a key to go on)")
	p.pass(7 * time.Second) // longer than the wait is in a file
	if strings.Contains(p.output(), last) {
		t.Error("the session does not wait")
	}
	p.press("\r", "")
	p.hear(last)
	if status := p.finish(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	log, want := p.log(), (s.Plan.Frames.Duration() + 15*time.Second).Seconds()
	if len(log) != 1 || !log[0].Finished || math.Abs(log[0].Length-want) > 0.1 {
		t.Errorf("log: %+v, want a session of %.1f s: 15 s more than without the key", log, want)
	}
	if n := strings.Count(p.output(), "(waiting for you"); n != 1 {
		t.Errorf("said %d times that it waits", n)
	}
}

// testScreen looks at the screen, and at the terminal after it.
func testScreen(t *testing.T) {
	p := startPaced(t, t.TempDir(), "play", "--notice", "never", "./short.yaml")
	before := p.modes()
	p.waitFor(0, "session")
	p.waitFor(0, "pause")
	p.press("n", "Neck tilts")
	p.press("?", "")
	p.press("x", "once more to stop")
	if status := p.leave("x"); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if strings.Contains(p.output(), "\x1b[?1049h") {
		t.Error("the screen hides what was on the terminal before")
	}
	if after := p.modes(); after != before {
		t.Errorf("the terminal is not as it was: %+v, before %+v", after, before)
	}
}

// sttyModes are what stty -g prints.
var sttyModes = regexp.MustCompile(`[0-9a-f]+(:[0-9a-f]+){20,}`)

// testSuspend stops the command with Ctrl-Z in a shell, and lets it go on.
func testSuspend(t *testing.T) {
	for _, view := range []string{"--plain", "--plain=false"} {
		t.Run(view, func(t *testing.T) {
			p := startShell(t, t.TempDir())
			modes := func() string { // of the terminal, as a command of the shell finds them
				before := len(p.output())
				p.press("stty -g; echo $?done\n", "0done\r\n")
				p.seen(before, prompt)
				return sttyModes.FindString(p.output()[before:])
			}
			before := modes()
			p.press("(exec -a "+pacedName+" ./unhunch-bin play "+view+" --notice never ./short.yaml)\n", "")
			p.pass(5 * time.Second)
			for _, volume := range []string{"volume +2 dB", "volume +4 dB"} { // seen once each, on any screen
				stopped := len(p.output())
				p.press("\x1a", "Stopped")
				p.seen(stopped, prompt)
				if got := modes(); got != before {
					t.Errorf("a stopped session leaves the terminal as %s, it was %s", got, before)
				}
				p.press("fg\n", "./unhunch-bin play")
				p.seen(stopped, "paused")
				playtest.Eventually(t, "keys are read", func() bool { return p.modes().Lflag&unix.ICANON == 0 })
				p.press("+", volume)
				p.press(" ", "going on")
			}
			p.press("x", "once more to stop")
			stopped := len(p.output())
			p.press("x", "")
			p.order("slow")
			p.seen(stopped, "unhunch: stopped, ")
			p.seen(stopped, prompt)
			if got := modes(); got != before {
				t.Errorf("the terminal is left as %s, it was %s", got, before)
			}
		})
	}
}

// testSignals ends the command from outside at different moments.
func testSignals(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		for _, view := range []string{"--plain", "--plain=false"} {
			t.Run(unix.SignalName(signal)+view, func(t *testing.T) {
				p := startPaced(t, t.TempDir(), "play", view, "--notice", "never", "./short.yaml")
				before := p.modes()
				p.pass(5 * time.Second)
				playtest.Eventually(t, "keys are read", func() bool { return p.modes() != before })
				p.cmd.Process.Signal(signal)
				p.order("slow")
				if status := p.status(); status != exitSignal+int(signal) {
					t.Errorf("exit status %d", status)
				}
				if after := p.modes(); after != before {
					t.Errorf("the terminal is not as it was: %+v, before %+v", after, before)
				}
				if log := p.log(); len(log) != 1 || log[0].Ended != "interrupted" {
					t.Errorf("log: %+v", log)
				}
			})
		}
	}
}

// testInterruptInACountdown presses Ctrl-C while a set is counted in.
func testInterruptInACountdown(t *testing.T) {
	dir := t.TempDir()
	p := startPaced(t, dir, "play", "--plain", "--notice", "never", "--countdown", "voice", "./short.yaml")
	before := p.modes()
	p.waitFor(0, "Desk break.")
	p.press("n", "(Neck tilts)")
	p.waitFor(0, "Make yourself tall, shoulders low.")
	p.press("k", "(skipped)")
	p.waitFor(0, "Two.")
	if status := p.leave("\x03"); status != exitSignal+int(syscall.SIGINT) {
		t.Errorf("exit status %d", status)
	}
	if after := p.modes(); after != before {
		t.Errorf("the terminal is not as it was: %+v, before %+v", after, before)
	}
	log := p.log()
	if len(log) != 1 || log[0].Ended != "interrupted" || log[0].Finished || log[0].Heard < 5 || log[0].Heard > 60 {
		t.Errorf("log: %+v", log)
	}
	left, err := storeIn(t, dir).LoadPosition()
	if seed := left.Flags["seed"]; len(seed) != 1 || seed[0] != left.Saved.Format("20060102") {
		t.Errorf("the session of %v is drawn by %v", left.Saved, seed)
	}
	if err != nil || len(left.Changes) != 1 || !strings.Contains(p.output(), "unhunch: interrupted, ") || !strings.Contains(p.output(), "to go on there: unhunch play --resume") {
		t.Errorf("kept: %+v, %v", left, err)
	}
	again := startPaced(t, dir, "play", "--resume", "--plain")
	again.waitFor(0, "(going on)")
	if strings.Contains(again.output(), "has changed") {
		t.Error("a session in which a part was left is taken for another one")
	}
	again.leave("xx")
}

// testTerminalClosed closes the window that the command runs in.
func testTerminalClosed(t *testing.T) {
	for _, view := range []string{"--plain", "--plain=false"} {
		t.Run(view, func(t *testing.T) {
			p := startPaced(t, t.TempDir(), "play", view, "--notice", "never", "./short.yaml")
			p.pass(5 * time.Second)
			p.pty.Close()
			p.order("slow")
			if status := p.status(); status != exitSignal+int(syscall.SIGHUP) {
				t.Errorf("exit status %d", status)
			}
			if log := p.log(); len(log) != 1 || log[0].Ended != "interrupted" {
				t.Errorf("log: %+v", log)
			}
		})
	}
}

// testResume kills a session in the middle, and goes on on another day, with more
// practice and other settings. It is the same session.
func testResume(t *testing.T) {
	dir := t.TempDir()
	always := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "unhunch", "config.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	practiced(t, dir, "neck-tilts")
	always("dose: low\n")
	p := startPaced(t, dir, "play", "--plain", "--notice", "never", "--countdown", "voice", "--seed", "20010203", "./short.yaml")
	p.waitFor(0, "Desk break.")
	store := storeIn(t, dir)
	var left history.Position
	for left.Frame == 0 && !p.over() {
		p.pass(time.Second)
		left, _ = store.LoadPosition()
	}
	p.pass(2 * time.Second)
	p.cmd.Process.Kill()
	p.status()
	if left.Flags["countdown"][0] != "voice" || left.Flags["seed"][0] != "20010203" || left.Exercises["neck-tilts"] != 3 {
		t.Errorf("the choices are not saved: %+v", left)
	}
	practiced(t, dir, "shoulder-rolls")
	always("dose: high\nfirst-side: left\nvolume: -3\n")
	again := startPaced(t, dir, "play", "--resume", "--plain")
	again.waitFor(0, "(going on)")
	if strings.Contains(again.output(), "has changed") {
		t.Error("on another day, with more practice and other settings, the session is another one")
	}
	if status := again.leave("xx"); status != 0 {
		t.Errorf("exit status %d", status)
	}
	kept, err := store.LoadPosition()
	if kept.Flags["seed"][0] != "20010203" || kept.Exercises["shoulder-rolls"] > 0 || kept.Flags["dose"][0] != "low" || kept.Flags["first-side"] != nil || kept.Flags["volume"][0] != "-3dB" {
		t.Errorf("kept again: %+v", kept)
	}
	if err != nil || kept.Frame < left.Frame-5*plan.Rate || kept.Frame > left.Frame+10*plan.Rate {
		t.Errorf("left at %d, and again at %d (%v)", left.Frame, kept.Frame, err)
	}
	log := slices.DeleteFunc(again.log(), func(e history.Entry) bool { return e.Routine == "daily" }) // what was practiced
	if len(log) != 2 || log[0].Ended != history.Killed || log[0].Heard < 1 || log[1].Ended != "stopped" {
		t.Errorf("the log has %+v, and not the session that was killed and the one that went on", log)
	}
	assertNoRunning(t, dir)
}

// assertNoRunning fails if the file of a session is left that has ended.
func assertNoRunning(t *testing.T, dir string) {
	t.Helper()
	if left, _ := filepath.Glob(filepath.Join(dir, "unhunch", "running-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// testTwoAtOnce plays two sessions at the same time.
func testTwoAtOnce(t *testing.T) {
	dir := t.TempDir()
	one := startPaced(t, dir, "play", "--plain", "--notice", "never", "./short.yaml")
	one.waitFor(0, "Desk break.")
	two := startPaced(t, dir, "play", "--plain", "--notice", "never", "neck-tilts")
	two.waitFor(0, "another session is playing")
	two.pass(5 * time.Second)
	if status := two.leave("xx"); status != 0 || strings.Contains(two.output(), "--resume") {
		t.Errorf("the second: exit status %d, output %s", status, two.output())
	}
	if kept, err := storeIn(t, dir).LoadPosition(); err == nil && kept.Title != "Desk break" {
		t.Errorf("the place of the first is now in %s", kept.Title)
	}
	one.pass(time.Second)
	if status := one.leave("xx"); status != 0 || !strings.Contains(one.output(), "--resume") {
		t.Errorf("the first: exit status %d, output %s", status, one.output())
	}
	if kept, err := storeIn(t, dir).LoadPosition(); err != nil || kept.Title != "Desk break" {
		t.Errorf("the place of the first is in %s, %v", kept.Title, err)
	}
	if log := one.log(); len(log) != 2 {
		t.Errorf("the log has %+v", log)
	}
	assertNoRunning(t, dir)
}

// testSoonLeft leaves a session of which nearly nothing was heard.
func testSoonLeft(t *testing.T) {
	p := startPaced(t, t.TempDir(), "play", "--plain", "--notice", "never", "./short.yaml")
	p.pass(1500 * time.Millisecond)
	if status := p.leave("xx"); status != 0 || !strings.Contains(p.output(), "to go on there: unhunch play --resume") {
		t.Errorf("exit status %d", status)
	}
	if _, err := storeIn(t, p.dir).LoadPosition(); err != nil {
		t.Error(err)
	}
}

// practiced writes to the log that an exercise was done three times.
func practiced(t *testing.T, dir, exercise string) {
	t.Helper()
	done := history.Entry{Start: time.Now(), Routine: "daily", Heard: 600, Length: 600, Finished: true, Exercises: map[string]int{exercise: 3}}
	if err := storeIn(t, dir).Append(done); err != nil {
		t.Fatal(err)
	}
}

// testPractice plays the same session again: what was done counts, and what one has
// done three times is not explained.
func testPractice(t *testing.T) {
	const care = "Stop if you feel dizzy, or if an arm tingles."
	dir := t.TempDir()
	hear := func(flags ...string) string {
		p := startPaced(t, dir, append([]string{"play", "--plain", "--notice", "never", "./short.yaml"}, flags...)...)
		p.waitFor(0, "Now let your breath find its own pace.")
		if status := p.finish(); status != 0 {
			t.Errorf("exit status %d", status)
		}
		return p.output()
	}
	if first := hear(); !strings.Contains(first, care) {
		t.Errorf("the first time, not everything is explained")
	}
	log, _, err := storeIn(t, dir).Read()
	if err != nil || len(log) != 1 {
		t.Fatalf("log: %+v, %v", log, err)
	}
	done := log[0]
	if want := map[string]int{"neck-tilts": 1, "shoulder-rolls": 1}; !maps.Equal(done.Exercises, want) || !maps.Equal(done.Patterns, map[string]int{"calm": 1}) {
		t.Errorf("log: %+v", done)
	}
	practiced(t, dir, "neck-tilts")
	if known := hear(); strings.Contains(known, care) {
		t.Errorf("what is known is explained")
	}
	if again := hear("--explain", "full"); !strings.Contains(again, care) {
		t.Errorf("what is to be explained in full is not")
	}
}

// testFullDisk can't write the log.
func testFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "unhunch"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/full", filepath.Join(dir, "unhunch", "log.jsonl")); err != nil {
		t.Fatal(err)
	}
	p := startPaced(t, dir, "play", "--plain", "--notice", "never", "./short.yaml")
	p.waitFor(0, "Desk break.")
	if status := p.leave("xx"); status != 0 || !strings.Contains(p.output(), "could not be written to the log") {
		t.Errorf("exit status %d: a full disk is no reason to fail", status)
	}
}

// testHurt stops because it hurts.
func testHurt(t *testing.T) {
	p := startPaced(t, t.TempDir(), "play", "--plain", "--notice", "never", "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press("h", "(stopping: let go slowly)")
	p.waitFor(0, "talk to a doctor")
	if status := p.finish(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if log := p.log(); len(log) != 1 || log[0].Ended != "hurt" || log[0].Pain != nil {
		t.Errorf("log: %+v", log)
	}
}

// testHurtHowBad tells how bad it is, and the next session leaves the exercise out.
func testHurtHowBad(t *testing.T) {
	dir := t.TempDir()
	p := startPaced(t, dir, "play", "--plain", "--notice", "never", "--explain", "few", "neck-tilts", "shoulder-rolls")
	p.hear("Tilt your head toward your right shoulder.")
	p.press("h", "(how bad is it, 0 to 9? any other key ends)")
	p.pass(time.Second) // a key right after the question is not for it
	p.press("7", "(noted: 7)")
	p.waitFor(0, "talk to a doctor")
	if status := p.finish(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	log := p.log()
	if len(log) != 1 || log[0].Pain == nil || log[0].Pain.Level != 7 || log[0].Pain.Exercise != "neck-tilts" || log[0].Pain.Title != "Neck tilts" {
		t.Fatalf("log: %+v", log)
	}
	again := startPaced(t, dir, "play", "--plain", "--notice", "never", "neck-tilts", "shoulder-rolls")
	again.waitFor(0, "If the pain stays, see a doctor.")
	if status := again.leave("xx"); status != 0 || !strings.Contains(again.output(), "Neck tilts: it hurt the last time") {
		t.Errorf("exit status %d, printed:\n%s", status, again.output())
	}
}

// testNotice hears at the beginning what to take care of, once.
func testNotice(t *testing.T) {
	const notice = "Move gently, and stop if anything hurts."
	dir := t.TempDir()
	p := startPaced(t, dir, "play", "--plain", "./short.yaml")
	p.waitFor(0, notice)
	p.pass(40 * time.Second)
	p.leave("xx")
	again := startPaced(t, dir, "play", "--plain", "./short.yaml")
	again.waitFor(0, "Neck tilts.")
	again.leave("xx")
	if strings.Contains(again.output(), notice) {
		t.Error("the notice is said in every session")
	}
}

// testChangedRoutine goes on with a routine that has become shorter in the meantime.
func testChangedRoutine(t *testing.T) {
	dir := t.TempDir()
	write := func(routine string) {
		if err := os.WriteFile(filepath.Join(dir, "own.yaml"), []byte(routine), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(shortRoutine)
	p := startPaced(t, dir, "play", "--plain", "--notice", "never", "./own.yaml")
	p.pass(60 * time.Second)
	p.leave("xx")
	left, err := storeIn(t, dir).LoadPosition()
	if err != nil {
		t.Fatal(err)
	}
	write(strings.Replace(shortRoutine, "  - rest: 20s\n", "", 1))
	again := startPaced(t, dir, "play", "--resume", "--plain")
	again.waitFor(0, "going on at about the same place")
	again.waitFor(0, "(going on)")
	again.leave("xx")
	kept, err := storeIn(t, dir).LoadPosition()
	share := func(p history.Position) float64 { return float64(p.Frame) / float64(p.Frames) }
	if err != nil || kept.Frames >= left.Frames || math.Abs(share(kept)-share(left)) > 0.02 {
		t.Errorf("left at %d of %d, and went on at %d of %d (%v)", left.Frame, left.Frames, kept.Frame, kept.Frames, err)
	}
}

func testRemappedKeys(t *testing.T) {
	dir := t.TempDir()
	p := startPaced(t, dir, "play", "--plain", "--notice", "never", "--keys", "next=j,hurt=", "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press("h", "")
	p.press("j", "(Neck tilts)")
	if status := p.leave("xx"); status != 0 || !strings.Contains(p.output(), "unhunch: stopped") {
		t.Errorf("exit status %d", status)
	}
}
