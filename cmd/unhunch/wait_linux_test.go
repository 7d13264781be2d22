package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"unhunch/internal/play/playtest"
)

// waits are commands that wait for somebody who never comes, in a folder with
// pipes that nobody opens.
var waits = map[string][]string{
	"for a background":        {"export", "desk-break", "-o", "a.wav", "--bed", "./pipe"},
	"for who reads":           {"export", "desk-break", "-f", "wav", "-o", "pipe"},
	"for words":               {"voice", "say", "-o", "a.wav"},
	"for who reads the words": {"show", "guide-a", "--json"},
	"for an encoder":          {"voice", "bake", "pack", "a.yaml", "--engine", "sh -c 'sleep 100' {out} {text}"},
}

// TestWaits: whatever waits, or reads, ends when it is told to.
func TestWaits(t *testing.T) {
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
	if underRace {
		signals = signals[:1] // all go the same way
	}
	for what, args := range waits {
		for _, signal := range signals {
			t.Run(what+", "+signal.String(), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				cmd, errors := waiting(t, dir, args)
				playtest.Eventually(t, "it waits", func() bool { return rests(cmd.Process.Pid) })
				cmd.Process.Signal(signal)
				cmd.Wait()
				if status := cmd.ProcessState.ExitCode(); status != exitSignal+int(signal) {
					t.Errorf("exit status %d: %s", status, errors)
				}
				left, _ := filepath.Glob(filepath.Join(dir, ".unhunch-*"))
				if len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
			})
		}
	}
}

// waiting starts a command that will wait. Its output is a pipe that nobody reads.
func waiting(t *testing.T, dir string, args []string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	heedHangup(t)
	if err := unix.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte("title: A\nsession:\n  - say: One.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in, never, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	unread, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { never.Close(); unread.Close() })
	cmd := self(t, "unhunch", args...)
	errors := new(bytes.Buffer)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, in, out, errors
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in.Close()
	out.Close()
	return cmd, errors
}

// rests says whether a process does nothing, for a while.
func rests(pid int) bool {
	for range 10 {
		threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
		for _, thread := range threads {
			stat, _ := os.ReadFile(thread)
			if _, state, _ := strings.Cut(string(stat), ") "); !strings.HasPrefix(state, "S") {
				return false
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	return true
}

// TestNoWait: what is no sound file and no folder is refused, and not waited for.
func TestNoWait(t *testing.T) {
	for what, args := range map[string][]string{
		"a device":       {"export", "desk-break", "-o", "a.wav", "--bed", "/dev/zero"},
		"a voice":        {"show", "desk-break", "--voice", "./pipe"},
		"a file of ours": {"show", "./play.yaml"},
		"a recording":    {"voice", "check", "./pack"},
		"a log":          {"log"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write := func(name, text string) {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err == nil {
					err = os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600)
					if err != nil {
						t.Fatal(err)
					}
				}
			}
			write("play.yaml", "title: A\nsession:\n  - play: pipe\n")
			write("pack/pack.yaml", "name: A\nlanguage: en\nlines:\n  One.: {file: pipe, frames: 100}\n")
			write("unhunch/here", "")
			for _, name := range []string{"pack/pipe", "unhunch/log.jsonl"} {
				if err := unix.Mkfifo(filepath.Join(dir, name), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			cmd, errors := waiting(t, dir, args)
			cmd.Wait()
			if status := cmd.ProcessState.ExitCode(); status != exitFailed {
				t.Errorf("exit status %d: %s", status, errors)
			}
		})
	}
}
