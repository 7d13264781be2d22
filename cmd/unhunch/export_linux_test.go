package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"unhunch/internal/play/playtest"
)

// startExport starts the real command in a folder where nothing else is, with a
// routine of some length.
func startExport(t *testing.T, length string, args ...string) (cmd *exec.Cmd, out io.ReadCloser, dir string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	routine := filepath.Join(t.TempDir(), "long.yaml")
	if err := os.WriteFile(routine, []byte("title: Long\nsession:\n  - rest: "+length+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd = &exec.Cmd{Path: self, Args: append([]string{"unhunch", "export", routine, "-q", "--loudness", "off", "--bed", "rain"}, args...), Dir: dir}
	cmd.Env = append(os.Environ(), "TMPDIR="+dir)
	if out, err = cmd.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	heedHangup(t)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd, out, dir
}

// assertEmpty fails if something is left in a folder.
func assertEmpty(t *testing.T, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) > 0 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}

// A terminal that is closed, or a program that is told to end, leaves no half file.
func TestExportSignals(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		t.Run(signal.String(), func(t *testing.T) {
			cmd, _, dir := startExport(t, "20m", "-o", "long.flac")
			playtest.Eventually(t, "the file is begun", func() bool {
				files, _ := filepath.Glob(filepath.Join(dir, ".*.part"))
				return len(files) == 1
			})
			cmd.Process.Signal(signal)
			cmd.Wait()
			if status := cmd.ProcessState.ExitCode(); status != exitSignal+int(signal) {
				t.Errorf("exit status %d", status)
			}
			assertEmpty(t, dir)
		})
	}
}

// When whoever reads the sound goes away, nothing is left behind either: an MP3
// encoder's own file would be as large as the session.
func TestExportToAClosedPipe(t *testing.T) {
	for format, length := range map[string]string{"flac": "20m", "mp3": "30s"} { // which comes at once at the end
		t.Run(format, func(t *testing.T) {
			if format == "mp3" {
				playtest.Need(t, "lame")
			}
			cmd, out, dir := startExport(t, length, "-f", format, "-o", "-")
			if _, err := io.ReadFull(out, make([]byte, 100)); err != nil {
				t.Fatal(err)
			}
			out.Close()
			cmd.Wait()
			if status := cmd.ProcessState.ExitCode(); status != exitSignal+int(syscall.SIGPIPE) {
				t.Errorf("exit status %d", status)
			}
			assertEmpty(t, dir)
		})
	}
}
