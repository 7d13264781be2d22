package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// A log must not fill with a bar, and what is quick must show nothing.
func TestProgressWithoutATerminal(t *testing.T) {
	now := time.Unix(0, 0)
	var out bytes.Buffer
	e := &env{stderr: &out, now: func() time.Time { return now }, getenv: func(string) string { return "" }}
	p := newProgress(e, "writing a.wav")
	for i := range 101 {
		p.show(float64(i) / 100)
	}
	p.done()
	if out.Len() != 0 {
		t.Errorf("what took no time printed %q", out.String())
	}

	p = newProgress(e, "writing a\x1b[2J.wav")
	for i := range 101 {
		now = now.Add(100 * time.Millisecond)
		p.show(float64(i) / 100)
	}
	p.done()
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 3 || !strings.HasSuffix(lines[0], ", 25 %") || !strings.HasSuffix(lines[2], ", 75 %") {
		t.Errorf("printed %q, want a line for each quarter", lines)
	}
	if strings.ContainsAny(out.String(), "\x1b\r") {
		t.Error("control characters in a log")
	}
}

func TestParseBitrate(t *testing.T) {
	for in, want := range map[string]int{"": 0, "64k": 64000, "64K": 64000, "96000": 96000} {
		if got, err := parseBitrate(in); err != nil || got != want {
			t.Errorf("%q gives %d, %v, want %d", in, got, err, want)
		}
	}
	for _, in := range []string{"64", "-64k", "k", "1e5", "600k", "99999999999k", "64kk"} {
		if got, err := parseBitrate(in); err == nil {
			t.Errorf("%q gives %d, want an error", in, got)
		}
	}
}
