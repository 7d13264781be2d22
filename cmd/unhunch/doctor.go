package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"unhunch/internal/history"
	"unhunch/internal/play"
	"unhunch/internal/session"
	"unhunch/internal/settings"
	"unhunch/internal/tui"
)

// newDoctor is the command that tries whether sessions can be played here.
func newDoctor(e *env) *cobra.Command {
	var f sessionFlags
	var buffer time.Duration
	c := &cobra.Command{
		Use:   "doctor",
		Short: "try the sound, and say what is missing",
		Long: `doctor opens the sound device, says a line and plays the tones of a hold, and
reports what it found: the device, its delay, media keys, the terminal, and the
files of settings and of what is remembered.`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error { return examine(c.Context(), e, &f, buffer) },
	}
	c.Flags().StringVar(&f.voice, "voice", session.DefaultVoice, "who speaks: "+voiceNames())
	c.Flags().DurationVar(&buffer, "buffer", 0, "what the sound server is given ahead (default 80ms)")
	return c
}

// examine reports everything, and fails where a session could not be heard.
func examine(ctx context.Context, e *env, f *sessionFlags, buffer time.Duration) error {
	if err := checkBuffer(buffer); err != nil {
		return err
	}
	report := func(what, format string, args ...any) {
		fmt.Fprintf(e.stdout, "%-12s %s\n", what+":", harmless(fmt.Sprintf(format, args...)))
	}
	report("version", "%s", orElse(thisBuild().version, "unknown"))
	report("system", "%s/%s", runtime.GOOS, runtime.GOARCH)
	s, err := session.SoundCheck(f.voice)
	if err != nil {
		return err
	}
	report("voice", "%s", speakerText(s.Plan.Voice))
	sound := soundCheck(ctx, e, s, buffer, report)
	reportSurroundings(e, report)
	return explain(sound, session.DefaultRoutine, false)
}

// speakerText names a voice, and says whose it is if it is built in.
func speakerText(name string) string {
	if gender := session.Gender(name); gender != "" {
		return name + ", a " + gender
	}
	return name
}

// soundCheck plays the sound check and reports on the device.
func soundCheck(ctx context.Context, e *env, s *session.Session, buffer time.Duration, report func(what, format string, args ...any)) error {
	player := play.New(e.device(buffer), s.Live(s.Plan, session.Trim{}), play.Options{
		Patience: 2 * time.Second,
	})
	began := time.Now()
	done := make(chan error, 1)
	go func() { done <- player.Run(ctx) }()
	select {
	case err := <-done:
		report("sound", "none")
		return err
	case <-player.Ready():
		report("opened", "in %v", time.Since(began).Round(time.Millisecond))
	}
	var info play.Info
	for {
		if i := player.Device(); i.Backend != "" {
			info = i
		}
		select {
		case err := <-done:
			reportDevice(info, report)
			if err == nil && player.Late() > 0 {
				report("late", "%s not ready in time: this machine is very busy", count(player.Late(), "sound"))
			}
			if gaps := player.Gaps(); gaps > 0 {
				report("gaps", "%s in the sound: try a larger --buffer", count(gaps, "gap"))
			}
			return err
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func reportDevice(info play.Info, report func(what, format string, args ...any)) {
	report("sound", "%s", info.Backend)
	if info.Server != "" {
		report("server", "%s", info.Server)
	}
	if info.Sink != "" {
		report("output", "%s", info.Sink)
	}
	report("rate", "%d Hz", info.Rate)
	report("buffer", "%v", info.Buffer.Round(time.Millisecond))
	if info.Latency > 0 {
		report("delay", "%v from a key to its sound, measured", info.Latency.Round(time.Millisecond))
	}
}

// reportSurroundings reports on what a session uses besides the device.
func reportSurroundings(e *env, report func(what, format string, args ...any)) {
	switch {
	case runtime.GOOS != "linux":
		report("media keys", "not on this system")
	case e.getenv("DBUS_SESSION_BUS_ADDRESS") == "":
		report("media keys", "none: there is no session bus")
	default:
		report("media keys", "by MPRIS")
	}
	if tui.Plain(terminal(e.stdin), e.stdout, e.getenv) {
		report("screen", "plain lines")
	} else {
		report("screen", "terminal")
	}
	reportSettings(e, report)
	reportMemory(e, report)
}

// reportSettings reports on the file of settings, and on what is wrong with it or
// with the variables.
func reportSettings(e *env, report func(what, format string, args ...any)) {
	file, err := settings.Open(e.getenv)
	if err != nil {
		report("settings", "none: %v", err)
		return
	}
	report("settings", "%s%s", file.Path, unlessThere(file.Path))
	if _, err := e.settings(); err != nil {
		for _, one := range apart(err) {
			report("settings", "%v", one)
		}
	}
}

// unlessThere says that a file is not there yet, where it isn't.
func unlessThere(path string) string {
	if isFile(path) {
		return ""
	}
	return " (not there yet)"
}

// reportMemory reports on the files that sessions are remembered in.
func reportMemory(e *env, report func(what, format string, args ...any)) {
	store, err := history.Open(e.getenv)
	if err == nil {
		err = store.Check()
	}
	if err != nil {
		report("memory", "sessions can't be remembered: %v", err)
		return
	}
	for _, path := range store.Files() {
		report("memory", "%s%s", path, unlessThere(path))
	}
	running, n := store.RunningFiles()
	report("memory", "%s, one for each session that plays or was killed: %d now", running, n)
	if _, _, err := store.Read(); err != nil && !errors.Is(err, os.ErrNotExist) {
		report("log", "can't be read: %v", err)
	}
}
