package render

import (
	"math"
	"testing"

	"unhunch/internal/beds"
	"unhunch/internal/plan"
	"unhunch/internal/soundfile"
)

// humming is two notes for so many frames.
func humming(frames int, pitch float64) soundfile.Clip {
	c := soundfile.Clip{Samples: make([]int16, 2*frames), Channels: 2}
	for i := range frames {
		t := 2 * math.Pi * float64(i) / plan.Rate
		c.Samples[2*i] = int16(6000 * math.Sin(pitch*t))
		c.Samples[2*i+1] = int16(5000 * math.Sin(1.5*pitch*t))
	}
	return c
}

func cutAt(c soundfile.Clip, frames int) soundfile.Clip {
	c.Samples = c.Samples[:c.Channels*frames]
	return c
}

// A file that was made to go round is left as it is, and any other is crossfaded.
func TestFilesThatJoin(t *testing.T) {
	rain, _ := beds.Find("rain")
	brown, _ := beds.Find("brown")
	quietEnd := humming(3*plan.Rate, 220)
	for i := range quietEnd.Samples {
		if at := i / 2; at > 2*plan.Rate {
			quietEnd.Samples[i] = int16(float64(quietEnd.Samples[i]) * (1 - float64(at-2*plan.Rate)/plan.Rate))
		}
	}
	for _, tt := range []struct {
		what string
		clip soundfile.Clip
		want bool
	}{
		{"whole turns of a tone", humming(3*plan.Rate, 220), true},
		{"a tone that is cut", cutAt(humming(3*plan.Rate, 220), 3*plan.Rate-97), false},
		{"a tone with a frame too few", cutAt(humming(3*plan.Rate, 220), 3*plan.Rate-1), false},
		{"rain, in which no cut is heard", soundfile.Clip{Samples: rain.Part(3), Channels: 2}, true},
		{"deep noise that is cut", soundfile.Clip{Samples: brown.Part(3), Channels: 2}, false},
		{"a fade at the end", quietEnd, false},
		{"silence", soundfile.Clip{Samples: make([]int16, 6*plan.Rate), Channels: 2}, false},
		{"hardly anything", humming(joinProbe, 220), false},
	} {
		b := bedFile(t, tt.clip)
		if got := b.seam == 0; got != tt.want {
			t.Errorf("%s: joins is %v, want %v", tt.what, got, tt.want)
		}
		if b.loop+int64(b.seam) != int64(tt.clip.Frames()) {
			t.Errorf("%s: a loop of %d frames and a seam of %d, of %d", tt.what, b.loop, b.seam, tt.clip.Frames())
		}
	}
}
