package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"unhunch/internal/history"
	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/play/playtest"
)

// player is the command, playing.
type player struct {
	t     *testing.T
	dir   string
	cmd   *exec.Cmd
	pty   *os.File // the other end of its terminal, or nil
	mu    sync.Mutex
	out   bytes.Buffer
	ended chan struct{}

	pressed int // bytes of output before the keys that were pressed last

	orders io.Writer     // for the device, or nil
	passed chan struct{} // the device has done so

	patience time.Duration // for its end
}

// startPlayer starts unhunch with arguments, in a folder with the routine
// short.yaml. On a terminal all output goes there.
func startPlayer(t *testing.T, dir string, onTerminal bool, args ...string) *player {
	t.Helper()
	p := newPlayer(t, dir, self(t, "unhunch", args...))
	p.start(onTerminal)
	return p
}

// startPaced does so on a terminal, with a device whose sound stands until the
// test lets it go by.
func startPaced(t *testing.T, dir string, args ...string) *player {
	t.Helper()
	p := newPlayer(t, dir, self(t, pacedName, args...))
	p.pace()
	p.start(true)
	return p
}

// self is a command that runs this program under one of its names.
func self(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &exec.Cmd{Path: path, Args: append([]string{name}, args...)}
}

// pacedName is that of the command on a device that obeys the file with the
// number 3, and answers on the terminal.
const pacedName = "unhunch-paced"

func init() { commands[pacedName] = paced }

func paced() {
	device := playtest.NewPaced(3) // who watches the device, the guide, and what saves the place
	go device.Obey(os.NewFile(3, "orders"), os.Stdout)
	e := surroundings()
	e.device = func(time.Duration) play.Backend { return device }
	e.now, e.ticks = device.Now, device.Ticks
	os.Exit(runIn(e))
}

// prompt is what a shell says when it reads the next command, and nobody else reads
// any more.
const prompt = "ready for more> "

// startShell starts a shell on a terminal, in a folder with the routine
// short.yaml and with unhunch.
func startShell(t *testing.T, dir string) *player {
	t.Helper()
	playtest.Need(t, "bash", "stty")
	if err := os.Symlink(self(t, "").Path, filepath.Join(dir, "unhunch-bin")); err != nil {
		t.Fatal(err)
	}
	p := newPlayer(t, dir, exec.Command("bash", "--norc", "--noprofile", "-i"))
	p.pace()
	p.start(true)
	p.seen(0, prompt)
	return p
}

// newPlayer is a command that will run in a folder.
func newPlayer(t *testing.T, dir string, cmd *exec.Cmd) *player {
	t.Helper()
	p := &player{t: t, dir: dir, cmd: cmd, passed: make(chan struct{}, 1), ended: make(chan struct{}), patience: playtest.Patience}
	if err := os.WriteFile(filepath.Join(dir, "short.yaml"), []byte(shortRoutine), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+dir, "XDG_CONFIG_HOME="+dir, "TERM=xterm-256color", "ACCESSIBLE=", "PS1="+prompt)
	return p
}

// pace gives the command the file of a device that obeys.
func (p *player) pace() {
	p.t.Helper()
	ordersIn, orders, err := os.Pipe()
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd.ExtraFiles = []*os.File{ordersIn}
	p.orders = orders
	p.t.Cleanup(func() { orders.Close() })
}

// order tells the device what to do.
func (p *player) order(format string, args ...any) {
	if p.orders != nil {
		fmt.Fprintf(p.orders, format+"\n", args...) // one that has ended does not care
	}
}

// pass lets some time of the session go by. What is printed then has been read.
func (p *player) pass(d time.Duration) {
	p.order("pass %d", int64(d.Seconds()*plan.Rate))
	select {
	case <-p.passed:
	case <-p.ended:
	case <-time.After(playtest.Patience):
		p.t.Helper()
		p.t.Fatal("the session hangs")
	}
}

// start starts the command, which a closed terminal ends, even where that is
// ignored by this program, as under nohup.
func (p *player) start(onTerminal bool) {
	t, cmd := p.t, p.cmd
	t.Helper()
	heedHangup(t)
	if onTerminal {
		p.onTerminal()
	} else {
		p.cmd.Stdout, p.cmd.Stderr = p, p
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, f := range p.cmd.ExtraFiles {
		f.Close()
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
}

// heedHangup makes programs that are started heed SIGHUP: one that this program
// ignores, as under nohup, they would ignore, too.
func heedHangup(t *testing.T) {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP)
	t.Cleanup(func() { signal.Stop(heard) })
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
	if i := bytes.IndexByte(b, 0); i >= 0 {
		p.passed <- struct{}{}
		p.out.Write(b[:i])
		p.out.Write(b[i+1:])
		return len(b), nil
	}
	return p.out.Write(b)
}

func (p *player) output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

// waitFor lets the session go by until the output has a text, after the first
// skip bytes.
func (p *player) waitFor(skip int, text string) {
	p.t.Helper()
	if p.orders == nil {
		p.seen(skip, text)
		return
	}
	for passed := time.Duration(0); !strings.Contains(p.output()[skip:], text); passed += step {
		if passed > longest || p.over() && !strings.Contains(p.output()[skip:], text) {
			p.t.Fatalf("%v of the session, and no %q", passed, text)
		}
		p.pass(step)
	}
}

const (
	step    = 100 * time.Millisecond
	longest = 5 * time.Minute // a line is waited for
)

// over tells whether the command has ended.
func (p *player) over() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// seen waits until the output has a text, while the session stands.
func (p *player) seen(skip int, text string) {
	p.t.Helper()
	deadline := time.Now().Add(playtest.Patience)
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

// press presses keys, and waits for the answer to be seen.
func (p *player) press(keys, seen string) {
	p.t.Helper()
	p.pressed = len(p.output())
	if _, err := p.pty.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
	p.seen(p.pressed, seen)
}

// hear waits for a line that is said after the keys that were pressed last.
func (p *player) hear(line string) {
	p.t.Helper()
	p.waitFor(p.pressed, line)
}

// finish lets a session go by to its end, and gives the exit status.
func (p *player) finish() int {
	p.t.Helper()
	p.order("fast")
	return p.status()
}

// leave presses keys that end the session, and gives the exit status. The sound
// fades out meanwhile, so slowly that nothing else is heard before that.
func (p *player) leave(keys string) int {
	p.t.Helper()
	p.press(keys, "")
	p.order("slow")
	return p.status()
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
func (p *player) log() []history.Entry {
	p.t.Helper()
	sessions, bad, err := storeIn(p.t, p.dir).Read()
	if err != nil || len(bad) > 0 {
		p.t.Fatalf("log: %v, bad lines: %v", err, bad)
	}
	return sessions
}
