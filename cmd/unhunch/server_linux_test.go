package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/play/playtest"
)

var soak = flag.Duration("soak", 0, "compare a session of this length with its export, as a sound server plays it")

// TestPlayOnASoundServer plays as people hear it: what only a real server shows.
func TestPlayOnASoundServer(t *testing.T) {
	if testing.Short() {
		t.Skip("plays in real time")
	}
	pulse := playtest.StartPulse(t)
	t.Run("media keys", testMediaKeys)
	t.Run("heard as exported", func(t *testing.T) { testHeardAsExported(t, pulse, *soak) })
	t.Run("server killed", func(t *testing.T) { testServerKilled(t, pulse) })
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
	args := []string{"--notice", "never", "--seed", "1", "./long.yaml"}
	if p := startPlayer(t, dir, false, append([]string{"export", "-o", "want.wav", "--loudness", "off", "--no-dither"}, args...)...); p.status() != 0 {
		t.Fatalf("export failed:\n%s", p.output())
	}
	compare(t, readWAV(t, filepath.Join(dir, "want.wav")), playAndRecord(t, pulse, dir, args))
}

// playAndRecord gives what the sink plays of a session. The buffers are as long
// as they can be, and there is more than one try: a machine that is busy with
// other tests stops a program, or the server, for longer than a buffer at times.
func playAndRecord(t *testing.T, pulse *playtest.Pulse, dir string, args []string) []float32 {
	var said string
	for range 5 {
		recording := pulse.Record()
		p := startPlayer(t, dir, false, append([]string{"play", "--buffer", mostBuffer.String()}, args...)...)
		p.patience = *soak + playtest.Patience
		if status := p.status(); status != 0 {
			t.Fatalf("exit status %d", status)
		}
		recording.WaitFor(recording.Frames() + plan.Rate/2)
		heard, _ := recording.Stop()
		if said = p.output(); !strings.Contains(said, "too busy") && !strings.Contains(said, "no sound") {
			return heard
		}
	}
	t.Fatalf("never was all played:\n%s", said)
	return nil
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
