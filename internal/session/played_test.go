package session_test

import (
	"bytes"
	"os"
	"runtime"
	"strings"
	"testing"

	"unhunch/internal/session"
	"unhunch/internal/soundfile"
)

// TestHourIsNotKept: an hour of sound that a step plays takes no hour of memory.
func TestHourIsNotKept(t *testing.T) {
	inFolder(t, map[string]string{"own.yaml": "title: Own\nsession:\n  - play: hour.wav\n"})
	const frames = 3600 * soundfile.Rate
	header := soundfile.WAVHeader(frames, 2, 16, 0)
	if err := os.WriteFile("hour.wav", header, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate("hour.wav", int64(len(header))+4*frames); err != nil { // nothing takes no room on a disk
		t.Skip(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s := open(t, "./own.yaml", session.Choices{})
	runtime.ReadMemStats(&after)
	if s.Plan.Frames < frames {
		t.Errorf("the session takes %d frames", s.Plan.Frames)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 50<<20 {
		t.Errorf("it takes %d MB to open the session", took>>20)
	}
}

// TestDamageInTheMiddle: who checks a routine hears of damage anywhere in a file that
// it plays, before a session comes to it.
func TestDamageInTheMiddle(t *testing.T) {
	data, err := os.ReadFile("../soundfile/testdata/long/stereo-44100.ogg")
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(data)
	damaged[len(damaged)/2] ^= 0x55
	inFolder(t, map[string]string{
		"own.yaml":  "title: Own\nsession:\n  - play: good.ogg\n  - play: bad.ogg\n  - play: bad.ogg\n",
		"good.ogg":  string(data),
		"bad.ogg":   string(damaged),
		"good.yaml": "title: Own\nsession:\n  - play: good.ogg\n",
	})
	if err := open(t, "./good.yaml", session.Choices{}).Unreadable(); err != nil {
		t.Errorf("what is in order is a fault: %v", err)
	}
	err = open(t, "./own.yaml", session.Choices{}).Unreadable()
	if err == nil || !strings.Contains(err.Error(), "own.yaml:4:5: bad.ogg cannot be played: bad.ogg: is corrupt") || strings.Contains(err.Error(), ":5:5") {
		t.Errorf("the faults are %v", err)
	}
}
