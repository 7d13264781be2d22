package voice

import (
	"math"
	"testing"

	"unhunch/internal/noise"
	"unhunch/internal/soundfile"
)

// syllable is a part of a made-up word.
type syllable struct {
	ms    int
	kind  byte // 's' hisses, 'n' hums, 'v' is a vowel, ' ' is silent
	level float64
}

func word(channels int, parts ...syllable) soundfile.Clip {
	c := soundfile.Clip{Channels: channels}
	for _, s := range parts {
		n := s.ms * soundfile.Rate / 1000
		for i := range n {
			edge := math.Min(1, float64(min(i, n-i))/(0.01*soundfile.Rate))
			at := 2 * math.Pi * float64(i) / soundfile.Rate
			var v float64
			switch s.kind {
			case 's':
				z := noise.At(uint64(2 * i)) // with nothing low in it
				v = float64(int32(z)-int32(noise.At(uint64(2*i+2)))) / (1 << 32)
				if i%2 == 1 {
					v = -v
				}
			case 'n':
				v = math.Sin(150 * at)
			case 'v':
				v = (math.Sin(150*at) + math.Sin(750*at) + 0.5*math.Sin(1200*at)) / 2.5
			}
			for range channels {
				c.Samples = append(c.Samples, int16(12000*s.level*edge*v))
			}
		}
	}
	return c
}

// TestBeat: the beat of a word is where its first vowel begins, whatever comes before
// it and after it, and however loud it is.
func TestBeat(t *testing.T) {
	for name, test := range map[string]struct {
		parts []syllable
		ms    int
	}{
		"a vowel":                {[]syllable{{30, ' ', 0}, {200, 'v', 1}}, 30},
		"a hiss before it":       {[]syllable{{100, 's', 0.5}, {200, 'v', 1}}, 100},
		"a hum before it":        {[]syllable{{90, 'n', 1}, {200, 'v', 0.5}}, 90},
		"a quiet word":           {[]syllable{{60, 's', 0.05}, {200, 'v', 0.1}}, 60},
		"a louder second vowel":  {[]syllable{{50, 's', 0.5}, {120, 'v', 0.7}, {60, 's', 0.3}, {200, 'v', 1}}, 50},
		"a first one that fades": {[]syllable{{50, ' ', 0}, {120, 'v', 0.2}, {60, ' ', 0}, {200, 'v', 1}}, 230},
		"silence":                {[]syllable{{100, ' ', 0}}, 0},
		"nothing":                {nil, 0},
	} {
		for _, channels := range []int{1, 2} {
			got := Beat(word(channels, test.parts...)) * 1000 / soundfile.Rate
			if math.Abs(float64(got)-float64(test.ms)) > 12 {
				t.Errorf("%s on %d channels: at %d ms, want %d", name, channels, got, test.ms)
			}
		}
	}
	if got := Beat(soundfile.Clip{}); got != 0 {
		t.Errorf("no clip has its beat at %d", got)
	}
}
