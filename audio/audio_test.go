package audio

import (
	"io/fs"
	"math"
	"path"
	"strings"
	"testing"

	"unhunch/internal/soundfile"
	"unhunch/internal/voice"
)

// packs opens every voice that is built in.
func packs(t *testing.T) []*voice.Pack {
	t.Helper()
	entries, err := fs.ReadDir(Packs, ".")
	if err != nil || len(entries) < 2 {
		t.Fatalf("built in are %d voices (%v), want june and otto", len(entries), err)
	}
	var all []*voice.Pack
	for _, e := range entries {
		p, err := voice.Open(Packs, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if p.Name() != e.Name() {
			t.Errorf("the voice in %s calls itself %s", e.Name(), p.Name())
		}
		all = append(all, p)
	}
	return all
}

// A plan is laid out by the lengths in pack.yaml and heard by what is in the
// files: any difference is a word at the wrong moment. A jump in level from one
// line to the next, a click, or a cut peak is what a listener would notice.
func TestRecordings(t *testing.T) {
	for _, p := range packs(t) {
		t.Run(p.Name(), func(t *testing.T) {
			for i, text := range p.Texts() {
				if i%Sample != 0 {
					continue
				}
				t.Run(text, func(t *testing.T) {
					t.Parallel()
					checkRecording(t, p, text)
				})
			}
		})
	}
}

func checkRecording(t *testing.T, p *voice.Pack, text string) {
	clip, err := p.Clip(text) // an error if its length is another one
	if err != nil {
		t.Fatal(err)
	}
	if clip.Channels != 1 {
		t.Errorf("has %d channels, want 1", clip.Channels)
	}
	f := voice.Measure(clip)
	// Where a stretch of a line lies at the gate of the measurement, it jumps by
	// half a unit, and the coder takes away what is highest.
	if off := math.Abs(f.Loudness - voice.Target); off > 1.25 {
		t.Errorf("is at %.2f LUFS, want %.0f", f.Loudness, voice.Target)
	}
	if f.TruePeak > -1 {
		t.Errorf("peaks at %.2f dBTP, want at most -1", f.TruePeak)
	}
	const step = 100 // -50 dBFS
	first, last := clip.Samples[0], clip.Samples[len(clip.Samples)-1]
	if max(first, -first, last, -last) > step {
		t.Errorf("begins at %d and ends at %d: a click", first, last)
	}
	if f.Head > soundfile.Rate/5 {
		t.Errorf("begins with %.2f s of silence", float64(f.Head)/soundfile.Rate)
	}
}

// A count is said while a repetition of a second goes on.
func TestCountsFitIntoTheirSecond(t *testing.T) {
	for _, p := range packs(t) {
		for _, text := range counts() {
			frames, ok := p.Length(text)
			if !ok {
				t.Errorf("%s has no %q", p.Name(), text)
			}
			if frames > soundfile.Rate {
				t.Errorf("%s takes %.2f s for %q", p.Name(), float64(frames)/soundfile.Rate, text)
			}
		}
	}
}

// counts are the numbers from one to sixty as they are said.
func counts() []string {
	words := strings.Fields("One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen")
	var all []string
	for _, w := range words {
		all = append(all, w+".")
	}
	for _, ten := range strings.Fields("Twenty Thirty Forty Fifty") {
		all = append(all, ten+".")
		for _, w := range words[:9] {
			all = append(all, ten+"-"+strings.ToLower(w)+".")
		}
	}
	return append(all, "Sixty.")
}

// The voices are other people's work: who made them and on what terms goes
// with the recordings, and with them only what can be made again.
func TestCredit(t *testing.T) {
	for _, p := range packs(t) {
		h := p.Head()
		for _, owner := range []string{"hibari-tts, copyright 2026 Maureese Williams", "Kokoro-82M, by hexgrad", "misaki, by hexgrad"} {
			if !strings.Contains(strings.Join(strings.Fields(h.Credit), " "), owner) {
				t.Errorf("%s does not credit %s", p.Name(), owner)
			}
		}
		if h.Licence == "" || h.Made.Speaker != p.Name() || h.Language != "en" || h.Format != "mp3" {
			t.Errorf("%s does not say all of how it was made: %+v", p.Name(), h)
		}
	}
}

// What no line names would only make the program larger.
func TestNothingElseIsEmbedded(t *testing.T) {
	for _, p := range packs(t) {
		entries, err := fs.ReadDir(Packs, p.Name())
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) != len(p.Texts())+1 {
			t.Errorf("%s has %d files for %d lines and pack.yaml", p.Name(), len(entries), len(p.Texts()))
		}
		for _, e := range entries {
			if ext := path.Ext(e.Name()); ext != ".mp3" && ext != ".yaml" {
				t.Errorf("%s/%s is embedded", p.Name(), e.Name())
			}
		}
	}
}
