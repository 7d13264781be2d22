package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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

var soak = flag.Duration("soak", 0, "compare a session of this length with its export, as a sound server plays it")

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

func TestPlayOnASoundServer(t *testing.T) {
	if testing.Short() {
		t.Skip("plays in real time")
	}
	pulse := playtest.StartPulse(t)
	t.Run("side by side", func(t *testing.T) {
		for name, test := range map[string]func(*testing.T){
			"keys": testKeys, "leaving parts": testLeave, "more time, and a wait": testMoreAndWait, "screen": testScreen,
			"suspend": testSuspend, "signals": testSignals, "interrupt in a countdown": testInterruptInACountdown,
			"terminal closed": testTerminalClosed, "resume": testResume, "full disk": testFullDisk, "hurt": testHurt,
			"remapped keys": testRemappedKeys, "damaged background": testDamagedBed,
		} {
			t.Run(name, func(t *testing.T) { t.Parallel(); test(t) })
		}
	})
	t.Run("media keys", testMediaKeys)
	t.Run("heard after leaving a part", func(t *testing.T) { testHeardAfterLeaving(t, pulse) })
	t.Run("heard as exported", func(t *testing.T) { testHeardAsExported(t, pulse, *soak) })
	t.Run("server killed", func(t *testing.T) { testServerKilled(t, pulse) })
}

// testKeys drives every key in the plain view, blind.
func testKeys(t *testing.T) {
	p := startPlayer(t, t.TempDir(), true, "play", "--plain", "--notice", "never", "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press(" ", "(paused)")
	p.press(" ", "(going on)")
	p.press("n", "Neck tilts.")
	p.press("n", "Shoulder rolls.")
	p.press("\x1b[D", "(Neck tilts)")
	p.press("\x1b[C", "Shoulder rolls.")
	p.press("s", "")
	p.press("r", "")
	p.press("?", "(space pause, n next, ")
	p.press("?", "")
	p.press("+", "(volume +2 dB)")
	p.press("-", "(volume +0 dB)")
	p.press("2", "(cues: + or -)")
	p.press("-", "(cues -2 dB)")
	p.press("n", "(Calm breathing)")
	p.press("t", "(that does not work here)")
	p.press("p", "(Shoulder rolls)")
	p.press("x", "(once more to stop)")
	p.press("x", "unhunch: stopped, ")
	if status := p.status(); status != 0 {
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
	p := startPlayer(t, dir, true, "play", "--plain", "--notice", "never", "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press("n", "(Neck tilts)")
	p.press("n", "(Shoulder rolls)")
	p.waitFor(0, "Let your arms hang by your sides.")
	p.press("k", "(skipped)")
	p.waitFor(0, "Begin backward.")
	p.press("k", "Now the other way.")
	p.press("k", "Roll your shoulders up, forward and down.")
	p.press("k", "Calm breathing.")
	p.waitFor(0, "Breathe out.")
	p.press("t", "(a little longer)")
	p.press("k", "(the last breath)")
	p.waitFor(0, "Last breath.")
	p.waitFor(0, "Now let your breath find its own pace.")
	if status := p.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	log := p.log()
	if len(log) != 1 || !log[0].Finished || log[0].Length > 150 || log[0].Heard > 80 {
		t.Errorf("log: %+v", log)
	}
	if n := strings.Count(p.output(), "Breathe in."); n != 1 {
		t.Errorf("%d breaths, want 1", n)
	}
}

// testHeardAfterLeaving compares what a sink plays after a set-up was left with
// the layout that the place in the session was saved with: the words of the
// first movement, the count-in, and the hold.
func testHeardAfterLeaving(t *testing.T, pulse *playtest.Pulse) {
	dir := t.TempDir()
	recording := pulse.Record()
	p := startPlayer(t, dir, true, "play", "--plain", "--notice", "never", "--buffer", mostBuffer.String(), "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press("n", "(Neck tilts)")
	p.waitFor(0, "Make your back long and straight.")
	p.press("k", "(skipped)")
	p.waitFor(0, "Let your breath flow.")
	p.press("xx", "unhunch: stopped")
	p.status()
	heard, _ := recording.Stop()
	left, err := history.At(filepath.Join(dir, "unhunch")).LoadPosition()
	if err != nil || len(left.Changes) != 1 {
		t.Fatalf("kept: %+v, %v", left, err)
	}
	s, err := session.Open(t.Context(), filepath.Join(dir, "short.yaml"), session.Choices{Layout: plan.Options{NoNotice: true}})
	if err != nil {
		t.Fatal(err)
	}
	at := plan.Frame(left.Changes[0].At)
	if s.Plan, err = s.Changed([]plan.Change{{At: at}}); err != nil {
		t.Fatal(err)
	}
	const window = 8 * plan.Rate // ends in the hold
	want := samples(t, s, at+plan.Rate, window)
	found := find(heard, want, 0, len(heard))
	if found < 0 {
		t.Fatal("nothing was recorded")
	}
	for i, v := range want {
		if d := math.Abs(float64(v - heard[found+i])); d > 1.0/32768 {
			t.Fatalf("%v after the set-up was left, a sample differs by %.6f", (plan.Rate + plan.Frame(i)).Duration(), d)
		}
	}
}

// samples gives a part of the left channel of a session.
func samples(t *testing.T, s *session.Session, from plan.Frame, frames int) []float32 {
	t.Helper()
	stream, done := s.Stream()
	defer done()
	if err := stream.Seek(int(from)); err != nil {
		t.Fatal(err)
	}
	block := make([][2]float64, frames)
	if n, _ := stream.Stream(block); n < frames {
		t.Fatalf("the session has %d frames, want %d", n, frames)
	}
	out := make([]float32, frames)
	for i, v := range block {
		out[i] = float32(v[0])
	}
	return out
}

// testMoreAndWait makes a rest longer, and ends a wait with a key.
func testMoreAndWait(t *testing.T) {
	dir := t.TempDir()
	routine := "title: Desk break\ntips: false\nsession:\n  - rest: 6s\n  - {wait: 5s, say: Take a moment before you get up.}\n"
	if err := os.WriteFile(filepath.Join(dir, "wait.yaml"), []byte(routine), 0o600); err != nil {
		t.Fatal(err)
	}
	p := startPlayer(t, dir, true, "play", "--plain", "--notice", "never", "./wait.yaml")
	p.waitFor(0, "Rest for six seconds.")
	rested := time.Now()
	p.press("t", "(15 seconds more)")
	p.waitFor(0, "Take a moment before you get up.")
	if took := time.Since(rested); took < 15*time.Second || took > 30*time.Second {
		t.Errorf("a rest of 6 s and 15 s more took %v", took)
	}
	p.waitFor(0, "(waiting for you: press a key to go on)")
	time.Sleep(7 * time.Second) // longer than the wait is in a file
	if strings.Contains(p.output(), "That was your session.") {
		t.Error("the session does not wait")
	}
	p.press("\r", "That was your session.")
	if status := p.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	log := p.log()
	if len(log) != 1 || !log[0].Finished || log[0].Length < 30 {
		t.Errorf("log: %+v", log)
	}
	if n := strings.Count(p.output(), "(waiting for you"); n != 1 {
		t.Errorf("said %d times that it waits", n)
	}
}

// testScreen looks at the screen, and at the terminal after it.
func testScreen(t *testing.T) {
	p := startPlayer(t, t.TempDir(), true, "play", "--notice", "never", "./short.yaml")
	before := p.modes()
	p.waitFor(0, "session")
	p.waitFor(0, "pause")
	p.press("n", "Neck tilts")
	p.press("?", "")
	p.press("x", "once more to stop")
	p.press("x", "")
	if status := p.status(); status != 0 {
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
				p.press("stty -g; echo $?done\n", "0done")
				return sttyModes.FindString(p.output()[before:])
			}
			before := modes()
			p.press("(exec -a unhunch ./unhunch-bin play "+view+" --notice never ./short.yaml)\n", "Desk break.")
			for range 2 {
				p.press("\x1a", "Stopped")
				if got := modes(); got != before {
					t.Errorf("a stopped session leaves the terminal as %s, it was %s", got, before)
				}
				p.press("fg\n", "./unhunch-bin play")
				time.Sleep(300 * time.Millisecond)
				p.press(" ", "going on")
			}
			p.press("x", "once more to stop")
			p.press("x", "unhunch: stopped, ")
			if got := modes(); got != before {
				t.Errorf("the terminal is left as %s, it was %s", got, before)
			}
		})
	}
}

// testSignals ends the command from outside at different moments.
func testSignals(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		for _, view := range []string{"--plain", "--plain=false"} {
			t.Run(unix.SignalName(signal)+view, func(t *testing.T) {
				p := startPlayer(t, t.TempDir(), true, "play", view, "--notice", "never", "./short.yaml")
				before := p.modes()
				p.waitFor(0, "Desk break")
				playtest.Eventually(t, "keys are read", func() bool { return p.modes() != before })
				p.cmd.Process.Signal(signal)
				if status := p.status(); status != exitInterrupted {
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
	p := startPlayer(t, dir, true, "play", "--plain", "--notice", "never", "--countdown", "voice", "./short.yaml")
	before := p.modes()
	p.waitFor(0, "Desk break.")
	p.press("n", "(Neck tilts)")
	p.waitFor(0, "Make your back long and straight.")
	p.press("k", "(skipped)")
	p.waitFor(0, "Two.")
	p.press("\x03", "unhunch: interrupted, ")
	if status := p.status(); status != exitInterrupted {
		t.Errorf("exit status %d", status)
	}
	if after := p.modes(); after != before {
		t.Errorf("the terminal is not as it was: %+v, before %+v", after, before)
	}
	log := p.log()
	if len(log) != 1 || log[0].Ended != "interrupted" || log[0].Finished || log[0].Heard < 5 || log[0].Heard > 30 {
		t.Errorf("log: %+v", log)
	}
	left, err := history.At(filepath.Join(dir, "unhunch")).LoadPosition()
	if err != nil || len(left.Changes) != 1 || !strings.Contains(p.output(), "to go on there: unhunch play --resume") {
		t.Errorf("kept: %+v, %v", left, err)
	}
	again := startPlayer(t, dir, true, "play", "--resume", "--plain")
	again.waitFor(0, "(going on)")
	if strings.Contains(again.output(), "has changed") {
		t.Error("a session in which a part was left is taken for another one")
	}
	again.press("xx", "unhunch: stopped")
}

// testTerminalClosed closes the window that the command runs in.
func testTerminalClosed(t *testing.T) {
	for _, view := range []string{"--plain", "--plain=false"} {
		t.Run(view, func(t *testing.T) {
			p := startPlayer(t, t.TempDir(), true, "play", view, "--notice", "never", "./short.yaml")
			p.waitFor(0, "Desk break")
			p.pty.Close()
			if status := p.status(); status != exitInterrupted {
				t.Errorf("exit status %d", status)
			}
			if log := p.log(); len(log) != 1 || log[0].Ended != "interrupted" {
				t.Errorf("log: %+v", log)
			}
		})
	}
}

// testResume kills a session in the middle, and goes on.
func testResume(t *testing.T) {
	dir := t.TempDir()
	p := startPlayer(t, dir, true, "play", "--plain", "--notice", "never", "--countdown", "voice", "./short.yaml")
	p.waitFor(0, "Desk break.")
	store := history.At(filepath.Join(dir, "unhunch"))
	var left history.Position
	for deadline := time.Now().Add(40 * time.Second); left.Frame == 0; time.Sleep(50 * time.Millisecond) {
		left, _ = store.LoadPosition()
		if time.Now().After(deadline) {
			t.Fatal("no position is saved")
		}
	}
	p.cmd.Process.Kill()
	p.status()
	if left.Flags["countdown"][0] != "voice" {
		t.Errorf("the choices are not saved: %v", left.Flags)
	}
	again := startPlayer(t, dir, true, "play", "--resume", "--plain")
	again.waitFor(0, "(going on)")
	again.press("xx", "unhunch: stopped")
	if status := again.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	kept, err := store.LoadPosition()
	if err != nil || kept.Frame < left.Frame-5*plan.Rate || kept.Frame > left.Frame+10*plan.Rate {
		t.Errorf("left at %d, and again at %d (%v)", left.Frame, kept.Frame, err)
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
	p := startPlayer(t, dir, true, "play", "--plain", "--notice", "never", "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press("xx", "could not be written to the log")
	if status := p.status(); status != 0 {
		t.Errorf("exit status %d: a full disk is no reason to fail", status)
	}
}

// testHurt stops because it hurts.
func testHurt(t *testing.T) {
	p := startPlayer(t, t.TempDir(), true, "play", "--plain", "--notice", "never", "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press("h", "(stopping: let go slowly)")
	p.waitFor(0, "talk to a doctor")
	if status := p.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if log := p.log(); len(log) != 1 || log[0].Ended != "hurt" {
		t.Errorf("log: %+v", log)
	}
}

func testRemappedKeys(t *testing.T) {
	p := startPlayer(t, t.TempDir(), true, "play", "--plain", "--notice", "never", "--keys", "next=j,hurt=", "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press("h", "")
	p.press("j", "(Neck tilts)")
	p.press("xx", "unhunch: stopped")
}

// testMediaKeys steers with playerctl over a session bus of the test's own.
func testMediaKeys(t *testing.T) {
	playtest.Need(t, "playerctl", "dbus-daemon")
	bus := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Process.Kill(); bus.Wait() })
	line := make([]byte, 512)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(string(line[:n])))
	ctl := func(args ...string) string {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		out, err := exec.CommandContext(ctx, "playerctl", append([]string{"-p", "unhunch"}, args...)...).CombinedOutput()
		if err != nil {
			return "error: " + string(out)
		}
		return strings.TrimSpace(string(out))
	}
	p := startPlayer(t, t.TempDir(), false, "play", "--notice", "never", "./short.yaml")
	playtest.Eventually(t, "it plays", func() bool { return ctl("status") == "Playing" })
	if got := ctl("metadata", "--format", "{{album}}: {{title}}"); got != "Desk break: Opening" {
		t.Errorf("metadata: %s", got)
	}
	ctl("play-pause")
	playtest.Eventually(t, "it pauses", func() bool { return ctl("status") == "Paused" })
	ctl("play")
	playtest.Eventually(t, "it goes on", func() bool { return ctl("status") == "Playing" })
	ctl("next")
	playtest.Eventually(t, "the next exercise", func() bool { return ctl("metadata", "xesam:title") == "Neck tilts" })
	ctl("previous")
	playtest.Eventually(t, "the one before", func() bool { return ctl("metadata", "xesam:title") == "Opening" })
	ctl("position", "30")
	playtest.Eventually(t, "the position", func() bool { return strings.HasPrefix(ctl("position"), "3") })
	ctl("volume", "0.5")
	playtest.Eventually(t, "the volume", func() bool { return strings.HasPrefix(ctl("volume"), "0.5") })
	ctl("stop")
	if status := p.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// testHeardAsExported compares what a sink plays with the export of the same
// session: the same samples at the same distances, from the first to the last.
func testHeardAsExported(t *testing.T, pulse *playtest.Pulse, length time.Duration) {
	dir := t.TempDir()
	routine := "title: Desk break\ntips: false\nsession:\n  - rest: 5s\n"
	if length > 0 {
		routine += fmt.Sprintf("  - breathe: calm\n    for: %ds\n", int(length.Seconds()))
	}
	if err := os.WriteFile(filepath.Join(dir, "long.yaml"), []byte(routine), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"--notice", "never", "./long.yaml"}
	if p := startPlayer(t, dir, false, append([]string{"export", "-o", "want.wav", "--loudness", "off", "--no-dither"}, args...)...); p.status() != 0 {
		t.Fatalf("export failed:\n%s", p.output())
	}
	compare(t, readWAV(t, filepath.Join(dir, "want.wav")), playAndRecord(t, pulse, dir, args))
}

// playAndRecord gives what the sink plays of a session. The buffers are as long
// as they can be: a machine that is busy with other tests stops a program for
// some tenths of a second at times, which no usual buffer survives.
func playAndRecord(t *testing.T, pulse *playtest.Pulse, dir string, args []string) []float32 {
	recording := pulse.Record()
	p := startPlayer(t, dir, false, append([]string{"play", "--buffer", mostBuffer.String()}, args...)...)
	p.patience = *soak + 2*time.Minute
	if status := p.status(); status != 0 {
		t.Fatalf("exit status %d", status)
	}
	if out := p.output(); strings.Contains(out, "too busy") {
		t.Fatalf("not all was played:\n%s", out)
	}
	recording.WaitFor(recording.Frames() + plan.Rate/2)
	heard, _ := recording.Stop()
	return heard
}

// testServerKilled lets the server crash in the middle.
func testServerKilled(t *testing.T, pulse *playtest.Pulse) {
	dir := t.TempDir()
	p := startPlayer(t, dir, true, "play", "--plain", "--notice", "never", "./short.yaml")
	p.waitFor(0, "Desk break.")
	pulse.Kill()
	p.waitFor(0, "no sound")
	p.waitFor(0, "unhunch export works without a device")
	pulse.Start()
	p.waitFor(0, "the sound is back")
	p.press("xx", "unhunch: stopped")
	if status := p.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

func TestPlayWithoutASoundServer(t *testing.T) {
	if _, err := os.Stat("/dev/snd"); err == nil {
		t.Skip("this machine has a sound card")
	}
	dir := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", dir)
	t.Setenv("PULSE_SERVER", "unix:"+dir+"/none")
	began := time.Now()
	p := startPlayer(t, dir, false, "play", "./short.yaml")
	if status := p.status(); status != exitFailed {
		t.Errorf("exit status %d", status)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
	if out := p.output(); !strings.Contains(out, "unhunch export ./short.yaml -o") {
		t.Errorf("the message does not name export:\n%s", out)
	}
	if len(p.log()) > 0 {
		t.Error("a session that was never heard is in the log")
	}
}

func TestLogCommand(t *testing.T) {
	dir := t.TempDir()
	store := history.At(filepath.Join(dir, "unhunch"))
	now := time.Date(2026, 3, 5, 21, 0, 0, 0, time.Local)
	for _, s := range []history.Session{
		{Start: now.AddDate(0, 0, -8), Routine: "daily", Title: "Daily", Heard: 1800, Length: 1800, Finished: true},
		{Start: now.AddDate(0, 0, -1), Routine: "daily", Title: "Daily", Heard: 1380, Length: 1800, Ended: "hurt"},
		{Start: now, Routine: "x", Title: "A\x1b[31mtitle", Heard: 600, Length: 600, Finished: true},
	} {
		if err := store.Append(s); err != nil {
			t.Fatal(err)
		}
	}
	vars := map[string]string{"XDG_STATE_HOME": dir}
	show := func(args ...string) string {
		var out, errs bytes.Buffer
		e := &env{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, now: func() time.Time { return now },
			getenv: func(k string) string { return vars[k] }}
		if status := run(context.Background(), e, append([]string{"log"}, args...)); status != 0 {
			t.Fatalf("exit status %d: %s", status, errs.String())
		}
		return out.String()
	}
	table := show()
	for _, want := range []string{"23:00 of 30:00  stopped because it hurt", "2026-02-23  ", "Days in a row: 2. Longest: 2."} {
		if !strings.Contains(table, want) {
			t.Errorf("the table does not have %q:\n%s", want, table)
		}
	}
	if strings.Contains(table, "\x1b") {
		t.Error("a title can steer the terminal")
	}
	vars["ACCESSIBLE"] = "1"
	if read := show(); !strings.Contains(table, "▇") || strings.Contains(read, "▇") || !strings.Contains(read, "2026-02-23  30\n") {
		t.Errorf("a screen reader finds:\n%s", read)
	}
	var public struct {
		Sessions []history.Session
		Weeks    []struct{ Minutes float64 }
	}
	if err := json.Unmarshal([]byte(show("--json")), &public); err != nil || len(public.Sessions) != 3 || public.Weeks[len(public.Weeks)-1].Minutes != 33 {
		t.Errorf("JSON: %+v, %v", public, err)
	}
	if lines := strings.Count(show("--csv"), "\n"); lines != 4 {
		t.Errorf("%d lines of CSV, want 4", lines)
	}
}
