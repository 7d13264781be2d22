package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"unhunch/internal/history"
	"unhunch/internal/play/playtest"
)

// player is the command, playing on a sound server of the test's own.
type player struct {
	t     *testing.T
	dir   string
	cmd   *exec.Cmd
	pty   *os.File // the other end of its terminal, or nil
	mu    sync.Mutex
	out   bytes.Buffer
	ended chan struct{}

	patience time.Duration // for its end
}

// startPlayer starts unhunch with arguments, in a folder with the routine
// short.yaml. On a terminal all output goes there.
func startPlayer(t *testing.T, dir string, onTerminal bool, args ...string) *player {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return startCommand(t, dir, onTerminal, &exec.Cmd{Path: self, Args: append([]string{"unhunch"}, args...)})
}

// startShell starts a shell on a terminal, in a folder with the routine
// short.yaml and with unhunch.
func startShell(t *testing.T, dir string) *player {
	t.Helper()
	playtest.Need(t, "bash", "stty")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(dir, "unhunch-bin")); err != nil {
		t.Fatal(err)
	}
	return startCommand(t, dir, true, exec.Command("bash", "--norc", "--noprofile", "-i"))
}

// startCommand starts a command.
func startCommand(t *testing.T, dir string, onTerminal bool, cmd *exec.Cmd) *player {
	t.Helper()
	p := &player{t: t, dir: dir, cmd: cmd, ended: make(chan struct{}), patience: 30 * time.Second}
	if err := os.WriteFile(filepath.Join(dir, "short.yaml"), []byte(shortRoutine), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+dir, "TERM=xterm-256color", "ACCESSIBLE=", "PS1=$ ")
	if onTerminal {
		p.onTerminal()
	} else {
		p.cmd.Stdout, p.cmd.Stderr = p, p
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	if !onTerminal {
		close(read)
	} else {
		p.cmd.Stdin.(*os.File).Close()
		go func() {
			defer close(read)
			buf := make([]byte, 4096)
			for {
				n, err := p.pty.Read(buf)
				p.Write(buf[:n])
				if err != nil {
					return
				}
			}
		}()
	}
	go func() { p.cmd.Wait(); <-read; close(p.ended) }()
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		<-p.ended
		if t.Failed() {
			t.Logf("output of %v:\n%s", cmd.Args, p.output())
		}
	})
	return p
}

// onTerminal gives the command a pseudo-terminal of 80 columns.
func (p *player) onTerminal() {
	ptmx, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		p.t.Skipf("no pseudo-terminals: %v", err)
	}
	p.t.Cleanup(func() { ptmx.Close() })
	n, err := unix.IoctlGetInt(int(ptmx.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(ptmx.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(int(ptmx.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	}
	if err != nil {
		p.t.Fatal(err)
	}
	pts, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	p.pty = ptmx
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = pts, pts, pts
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
}

func (p *player) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.Write(b)
}

func (p *player) output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

// waitFor waits until the output has a text, after the first skip bytes.
func (p *player) waitFor(skip int, text string) {
	p.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !strings.Contains(p.output()[skip:], text) {
		if time.Now().After(deadline) {
			p.t.Fatalf("waited in vain for %q", text)
		}
		select {
		case <-p.ended:
			if !strings.Contains(p.output()[skip:], text) {
				p.t.Fatalf("ended without %q", text)
			}
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// press presses keys, and waits for what is to be seen then.
func (p *player) press(keys, seen string) {
	p.t.Helper()
	before := len(p.output())
	if _, err := p.pty.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
	p.waitFor(before, seen)
}

// status waits until the command has ended, and gives its exit status.
func (p *player) status() int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(p.patience):
		p.t.Fatal("the command hangs")
	}
	return p.cmd.ProcessState.ExitCode()
}

// modes are the settings of the terminal.
func (p *player) modes() unix.Termios {
	p.t.Helper()
	got, err := unix.IoctlGetTermios(int(p.pty.Fd()), unix.TCGETS)
	if err != nil {
		p.t.Fatal(err)
	}
	return *got
}

// log is the practice log of the command.
func (p *player) log() []history.Session {
	p.t.Helper()
	sessions, bad, err := history.At(filepath.Join(p.dir, "unhunch")).Read()
	if err != nil || len(bad) > 0 {
		p.t.Fatalf("log: %v, bad lines: %v", err, bad)
	}
	return sessions
}
