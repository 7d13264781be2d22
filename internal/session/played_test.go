package session_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"unhunch/internal/plan"
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

// TestBedsOfARoutine: a routine has files of the user's behind it and behind its steps,
// also where it is a part of another one.
func TestBedsOfARoutine(t *testing.T) {
	square := func(every int) string { // waves of two seconds
		const frames = 2 * soundfile.Rate
		data := soundfile.WAVHeader(frames, 1, 16, 0)
		for i := range frames {
			data = binary.LittleEndian.AppendUint16(data, uint16(int16(8000-16000*(i/every%2))))
		}
		return string(data)
	}
	inFolder(t, map[string]string{
		"own.yaml":   "title: Own\nbed: low.wav\nsession:\n  - rest: 20s\n  - {rest: 20s, bed: {sound: ./high.wav, level: -20dB}}\n  - rest: 20s\n",
		"bad.yaml":   "title: Own\nsession:\n  - {rest: 5s, bed: words.wav}\n",
		"low.wav":    square(200),
		"high.wav":   square(50),
		"words.wav":  "These are words.",
		"other.yaml": "title: Own\nsession:\n  - include: own\n",
	})
	for _, name := range []string{"./own.yaml", "./other.yaml"} {
		s := open(t, name, session.Choices{})
		var beds []string
		for _, e := range s.Plan.Events {
			if e.Bus == plan.BusBed {
				beds = append(beds, e.File)
			}
		}
		if !slices.Equal(beds, []string{"low.wav", "high.wav", "low.wav"}) {
			t.Errorf("%s: the beds are %q", name, beds)
		}
	}
	samples := make([][2]float64, 15*soundfile.Rate)
	stream, done := open(t, "./own.yaml", session.Choices{}).Stream()
	defer done()
	stream.Stream(samples)
	if s := samples[10*soundfile.Rate : 11*soundfile.Rate]; turns(s) < 110 || turns(s) > 130 {
		t.Errorf("behind the first step there are %d waves a second, want 120", turns(s))
	}
	_, err := session.Open(t.Context(), "./bad.yaml", session.Choices{})
	if err == nil || !strings.Contains(err.Error(), "bad.yaml:3:21: words.wav cannot be played") {
		t.Errorf("the fault is %v", err)
	}
}

// turns is how often samples begin to be above zero.
func turns(samples [][2]float64) (n int) {
	for i := 1; i < len(samples); i++ {
		if samples[i-1][0] <= 0 && samples[i][0] > 0 {
			n++
		}
	}
	return n
}
