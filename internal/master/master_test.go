package master

import (
	"errors"
	"math"
	"testing"

	"unhunch/internal/soundfile"
	"unhunch/internal/voice"
)

// words are a tone with silence before and after it, and clicks that peak.
func words(amplitude, click float64) []float32 {
	out := make([]float32, 2*soundfile.Rate)
	for i := soundfile.Rate / 2; i < 3*soundfile.Rate/2; i++ {
		out[i] = float32(amplitude * math.Sin(2*math.Pi*300*float64(i)/soundfile.Rate))
		if click > 0 && i%9600 < 20 {
			out[i] = float32(click)
		}
	}
	return out
}

func measured(line []int16) voice.Figures {
	return voice.Measure(soundfile.Clip{Samples: line, Channels: 1})
}

// TestLevel: all lines are equally loud, whatever the engine gave, and none is
// clipped for it.
func TestLevel(t *testing.T) {
	for name, samples := range map[string][]float32{
		"quiet": words(0.01, 0), "loud": words(1.5, 0), "with peaks": words(0.02, 0.9),
	} {
		length := len(samples)
		line, err := Line(samples)
		if err != nil || len(line) != length {
			t.Fatalf("%s: %d frames of %d, %v", name, len(line), length, err)
		}
		if f := measured(line); math.Abs(f.Loudness-voice.Target) > 0.1 || f.TruePeak > Ceiling+0.05 {
			t.Errorf("%s: %.2f LUFS, %.2f dBTP", name, f.Loudness, f.TruePeak)
		}
	}
	if _, err := Line(make([]float32, soundfile.Rate)); !errors.Is(err, ErrSilent) {
		t.Errorf("silence gives %v", err)
	}
	if _, err := Trimmed(make([]float32, soundfile.Rate), 1); !errors.Is(err, ErrSilent) {
		t.Errorf("silence gives %v", err)
	}
}

// TestPeaksBetweenSamples: a player that reads between the samples does not clip.
func TestPeaksBetweenSamples(t *testing.T) {
	samples := words(0.02, 0)
	for i := range 200 { // all of whose peaks lie between two samples
		samples[8*soundfile.Rate/5+i] = float32(0.11 * math.Sin(math.Pi/2*float64(i)+math.Pi/4))
	}
	line, err := Line(samples)
	if err != nil {
		t.Fatal(err)
	}
	if f := measured(line); f.TruePeak > Ceiling+0.05 {
		t.Errorf("it peaks at %.2f dBTP", f.TruePeak)
	}
}

// TestTrim: a word comes when it should, and neither end clicks.
func TestTrim(t *testing.T) {
	line, err := Line(words(0.3, 0))
	if err != nil {
		t.Fatal(err)
	}
	trimmed, before := Trim(line)
	if want := soundfile.Rate/2 - keepBefore; before < want-480 || before > want {
		t.Errorf("%d frames are cut off before the words, want about %d", before, want)
	}
	if want := soundfile.Rate + keepBefore + keepAfter; len(trimmed) < want || len(trimmed) > want+480 {
		t.Errorf("%d frames are left, want about %d", len(trimmed), want)
	}
	if first, last := trimmed[0], trimmed[len(trimmed)-1]; first != 0 || max(last, -last) > 8 {
		t.Errorf("it begins at %d and ends at %d: a click", first, last)
	}
	stereo := make([]float32, 0, 4*soundfile.Rate)
	for _, v := range words(0.3, 0) {
		stereo = append(stereo, v, v)
	}
	if both, err := Trimmed(stereo, 2); err != nil || len(both) != len(trimmed) {
		t.Errorf("on two channels %d frames are left, on one %d (%v)", len(both), len(trimmed), err)
	}
}
