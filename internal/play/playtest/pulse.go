package playtest

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Need skips the test where a program that it drives is not installed, and
// fails it where UNHUNCH_REQUIRE_TOOLS is 1.
func Need(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err == nil {
			continue
		}
		if os.Getenv("UNHUNCH_REQUIRE_TOOLS") == "1" {
			t.Fatalf("%s is not installed", p)
		}
		t.Skipf("%s is not installed", p)
	}
}

// Urgent is a command that goes before others, where the user may do that: a
// machine that is busy with tests would play with gaps.
func Urgent(name string, args ...string) *exec.Cmd {
	if os.Getuid() != 0 {
		return exec.Command(name, args...)
	}
	return exec.Command("nice", append([]string{"-n", "-15", name}, args...)...)
}

// Pulse is a PulseAudio server of the test's own, with a sink that plays into
// nothing and can be recorded.
type Pulse struct {
	t      *testing.T
	dir    string
	server *exec.Cmd
	keep   *exec.Cmd
}

const pulseScript = `.fail
load-module module-native-protocol-unix auth-anonymous=1
load-module module-null-sink sink_name=test rate=48000 channels=2
set-default-sink test
set-default-source test.monitor
`

// StartPulse starts a server in a folder of its own, and points the
// environment of the test at it.
func StartPulse(t *testing.T) *Pulse {
	t.Helper()
	Need(t, "pulseaudio", "pactl", "pacat", "parec")
	dir, err := os.MkdirTemp("", "pulse") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	p := &Pulse{t: t, dir: dir}
	if err := os.WriteFile(filepath.Join(dir, "test.pa"), []byte(pulseScript), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", dir)
	t.Setenv("PULSE_SERVER", "unix:"+dir+"/pulse/native")
	t.Setenv("HOME", dir)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Cleanup(p.Kill)
	p.Start()
	return p
}

// Start starts the server, and a stream that keeps its sink awake: without
// one, the sink sleeps for up to two seconds at a time.
func (p *Pulse) Start() {
	p.t.Helper()
	p.server = Urgent("pulseaudio", "-n", "-F", filepath.Join(p.dir, "test.pa"), "--daemonize=no",
		"--exit-idle-time=-1", "--high-priority=no", "--realtime=no", "--log-target=file:"+filepath.Join(p.dir, "log"))
	if err := p.server.Start(); err != nil {
		p.t.Fatal(err)
	}
	Eventually(p.t, "the sound server answers", func() bool { return exec.Command("pactl", "info").Run() == nil })
	p.keep = Urgent("pacat", "--playback", "-d", "test", "--rate=48000", "--latency-msec=10", "/dev/zero")
	if err := p.keep.Start(); err != nil {
		p.t.Fatal(err)
	}
}

// Kill ends the server at once, as a crash would.
func (p *Pulse) Kill() {
	if p.server == nil {
		return
	}
	p.server.Process.Kill()
	p.keep.Process.Kill()
	p.server.Wait()
	p.keep.Wait()
	p.server = nil
	os.Remove(filepath.Join(p.dir, "pulse", "native"))
	os.Remove(filepath.Join(p.dir, "pulse", "pid"))
}

// Control runs pactl.
func (p *Pulse) Control(args ...string) string {
	p.t.Helper()
	out, err := exec.Command("pactl", args...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("pactl %v: %v: %s", args, err, out)
	}
	return string(out)
}

// Recording is what the sink plays, as it plays it.
type Recording struct {
	t    *testing.T
	cmd  *exec.Cmd
	mu   sync.Mutex
	data bytes.Buffer
	done chan struct{}
}

// Record begins to record the sink. It returns when the recording runs.
func (p *Pulse) Record() *Recording {
	p.t.Helper()
	r := &Recording{t: p.t, done: make(chan struct{})}
	r.cmd = Urgent("parec", "-d", "test.monitor", "--format=float32le", "--rate=48000", "--channels=2", "--latency-msec=20")
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() {
		defer close(r.done)
		buf := make([]byte, 1<<14)
		for {
			n, err := out.Read(buf)
			r.mu.Lock()
			r.data.Write(buf[:n])
			r.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	p.t.Cleanup(func() { r.Stop() })
	Eventually(p.t, "the recording runs", func() bool { return r.Frames() > 0 })
	return r
}

// Frames is how much was recorded so far.
func (r *Recording) Frames() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.data.Len() / 8
}

// WaitFor waits until so many frames were recorded.
func (r *Recording) WaitFor(frames int) {
	r.t.Helper()
	for deadline := time.Now().Add(time.Duration(frames/48000+10) * time.Second); r.Frames() < frames; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			r.t.Fatalf("%d of %d frames recorded", r.Frames(), frames)
		}
	}
}

// Stop ends the recording and gives it: the left and the right channel.
func (r *Recording) Stop() (left, right []float32) {
	if r.cmd.ProcessState == nil {
		r.cmd.Process.Signal(os.Interrupt)
		<-r.done
		r.cmd.Wait()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	samples := make([]float32, r.data.Len()/4)
	binary.Read(bytes.NewReader(r.data.Bytes()), binary.LittleEndian, samples)
	for i := 0; i+1 < len(samples); i += 2 {
		left = append(left, samples[i])
		right = append(right, samples[i+1])
	}
	return left, right
}
