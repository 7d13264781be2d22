package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// interrupter is a terminal at which somebody presses Ctrl-C when a text
// appears.
type interrupter struct {
	bytes.Buffer
	at     string
	cancel func()
}

func (i *interrupter) Write(b []byte) (int, error) {
	if strings.Contains(string(b), i.at) {
		i.cancel()
	}
	return i.Buffer.Write(b)
}

// An interrupt in the middle is status 130, and leaves nothing but what was
// there before.
func TestExportInterrupted(t *testing.T) {
	dir := t.TempDir()
	routine := filepath.Join(dir, "long.yaml")
	if err := os.WriteFile(routine, []byte("title: Long\nsession:\n  - wait: 1m\n    say: Move gently, and stop if anything hurts.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.flac")
	if err := os.WriteFile(out, []byte("precious"), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	clock := time.Unix(0, 0)
	e := &env{
		stdout: new(bytes.Buffer), getenv: func(string) string { return "" },
		now: func() time.Time { clock = clock.Add(time.Second); return clock },
	}
	stderr := &interrupter{at: "75 %", cancel: cancel}
	e.stderr = stderr
	if code := run(ctx, e, []string{"export", routine, "--force", "-o", out}); code != exitSignal+int(syscall.SIGINT) {
		t.Errorf("exit status %d, want %d: %s", code, exitSignal+int(syscall.SIGINT), stderr.String())
	}
	if !strings.HasSuffix(stderr.String(), "unhunch: interrupted\n") {
		t.Errorf("said %q", stderr.String())
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 2 {
		t.Errorf("left behind: %v", files)
	}
	if data, err := os.ReadFile(out); err != nil || string(data) != "precious" {
		t.Errorf("the file that was there is now %d bytes, %v", len(data), err)
	}
}
