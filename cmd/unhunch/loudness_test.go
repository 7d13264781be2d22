package main

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"

	"unhunch/internal/export"
	"unhunch/internal/loudness"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// Who goes from one session to another hears the same voice equally loud, and no
// limiter works on it, in no format: lossy ones hold peaks under -2.1 dBTP.
func TestVoiceIsEquallyLoud(t *testing.T) {
	noRaces(t)
	few := map[string]bool{"desk-break": true, "guided-imagery": true, "calm": true, "alternate-nostril": true}
	for _, r := range builtinSessions(t) {
		_, exercise := r.Steps[0].(routine.Do)
		_, pattern := r.Steps[0].(routine.Breathe)
		if !few[r.ID] && (testing.Short() || pattern) || exercise && len(r.Steps) == 1 {
			continue
		}
		equallyLoud(t, r, "june", 2, -18)
		equallyLoud(t, r, "otto", 1, -21)
	}
}

func equallyLoud(t *testing.T, r *routine.Routine, voice string, channels int, want float64) {
	t.Helper()
	s, err := session.New(t.Context(), r, session.Choices{Voice: voice})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.wav")
	defer os.Remove(path)
	stream, done := s.Stream()
	defer done()
	got, err := export.Write(t.Context(), path, s.Plan, stream, export.Options{Channels: channels})
	if err != nil {
		t.Fatal(err)
	}
	if level := wordsIn(t, path, s.Plan, channels); math.Abs(level-want) > 0.5 {
		t.Errorf("%s by %s on %d channels: the words are at %.2f LUFS, want %g", r.ID, voice, channels, level, want)
	}
	if got.Limited || got.TruePeak > -2.1 {
		t.Errorf("%s by %s on %d channels: it peaks at %.2f dBTP, limited: %v", r.ID, voice, channels, got.TruePeak, got.Limited)
	}
}

// wordsIn measures the loudness of the words in a WAV file, with silence between.
func wordsIn(t *testing.T, path string, p *plan.Plan, channels int) float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const header = 44
	meter := loudness.NewMeter(plan.Rate, channels)
	gap := make([]float32, channels*plan.Rate*4/10)
	for _, e := range p.Events {
		if e.Kind != plan.KindLine {
			continue
		}
		raw := make([]byte, 2*channels*int(e.Frames))
		if _, err := f.ReadAt(raw, header+2*int64(channels)*int64(e.At)); err != nil {
			t.Fatal(err)
		}
		samples := make([]float32, len(raw)/2)
		for i := range samples {
			samples[i] = float32(int16(binary.LittleEndian.Uint16(raw[2*i:]))) / 32768
		}
		meter.Write(gap)
		meter.Write(samples)
	}
	meter.Write(gap)
	return meter.Integrated()
}
