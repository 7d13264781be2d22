package voice

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"unhunch/internal/soundfile"
)

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	loud := make([]int16, soundfile.Rate*3/2)
	for i := range loud {
		loud[i] = soundfile.Int16(float32(1.2 * math.Sin(float64(i)/20)))
	}
	quiet := make([]int16, soundfile.Rate)
	for i := soundfile.Rate / 2; i < soundfile.Rate; i++ {
		quiet[i] = soundfile.Int16(float32(0.01 * math.Sin(float64(i)/20)))
	}
	files := map[string][]byte{
		"loud.wav": wavOf(loud), "quiet.wav": wavOf(quiet), "silent.wav": wavOf(make([]int16, soundfile.Rate)),
		"broken.flac": testFile(t, "mono-16000.flac")[:3000], "stray.ogg": []byte("x"), "notes.txt": []byte("x"),
		PackFile: append(renderHead(Head{Name: "a", Language: "en"}), renderLines([]Line{
			{Text: "Five.", File: "loud.wav", Frames: soundfile.Rate * 3 / 2}, {Text: "Quiet.", File: "quiet.wav", Frames: soundfile.Rate - 1}, {Text: "Silent.", File: "silent.wav", Frames: soundfile.Rate},
			{Text: "Broken.", File: "broken.flac", Frames: 19200}, {Text: "Gone.", File: "gone.wav", Frames: 3}, {Text: "A long sentence.", File: "loud.wav", Frames: soundfile.Rate * 3 / 2},
		})...),
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	p, err := Open(os.DirFS(dir), ".")
	if err != nil {
		t.Fatal(err)
	}
	found := Check(p, []ScriptLine{{Text: "Five.", Count: true}, {Text: "Quiet.", Count: false}, {Text: "Silent.", Count: false}, {Text: "Broken.", Count: false}, {Text: "More.", Count: false}, {Text: "More.", Count: false},
		{Text: "A long sentence.", Count: false}})
	for _, f := range found {
		got = append(got, string(f.Kind)+" "+strconv.Quote(f.Text)+" "+f.File)
		if f.Harmless() != (f.Kind == Unused) {
			t.Errorf("%v is harmless: %v", f, f.Harmless())
		}
	}
	want := []string{
		`missing "More." `,
		`clipped "A long sentence." loud.wav`, // but only a count has to be short
		`too loud "A long sentence." loud.wav`,
		`unreadable "Broken." broken.flac`,
		`clipped "Five." loud.wav`,
		`too loud "Five." loud.wav`,
		`long count "Five." loud.wav`,
		`unreadable "Gone." gone.wav`,
		`wrong length "Quiet." quiet.wav`,
		`too quiet "Quiet." quiet.wav`,
		`late start "Quiet." quiet.wav`,
		`too quiet "Silent." silent.wav`,
		`unused "Gone." gone.wav`,
		`unused "" stray.ogg`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A line that is noticeably quieter than the others is told, and one that is
// hardly so is not.
func TestCheckLevels(t *testing.T) {
	for _, c := range []struct {
		off  float64 // LU
		want string
	}{{-2, "too quiet"}, {-1, ""}, {0, ""}, {1, ""}, {2, "too loud"}} {
		samples := make([]int16, soundfile.Rate)
		level := math.Pow(10, (Target+c.off)/20) * 1.17 // at 480 Hz and on one channel a tone is 1.4 LU under its mean square
		for i := range samples {
			samples[i] = soundfile.Int16(float32(level * math.Sqrt2 * math.Sin(2*math.Pi*480/soundfile.Rate*float64(i))))
		}
		fsys := fstest.MapFS{"a.wav": {Data: wavOf(samples)}, PackFile: {Data: append(renderHead(Head{Name: "a", Language: "en"}),
			renderLines([]Line{{Text: "Sit.", File: "a.wav", Frames: soundfile.Rate}})...)}}
		p, err := Open(fsys, ".")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range Check(p, []ScriptLine{{Text: "Sit."}}) {
			got += string(f.Kind)
		}
		if got != c.want {
			t.Errorf("%+.0f LU: found %q, want %q", c.off, got, c.want)
		}
	}
}

// Words on both channels of a file are as loud as the same words on one.
func TestMeasureStereo(t *testing.T) {
	mono := soundfile.Clip{Channels: 1}
	stereo := soundfile.Clip{Channels: 2}
	for i := range soundfile.Rate {
		s := soundfile.Int16(float32(0.5 * math.Sin(2*math.Pi*1000/soundfile.Rate*float64(i))))
		mono.Samples = append(mono.Samples, s)
		stereo.Samples = append(stereo.Samples, s, s)
	}
	if a, b := Measure(mono).Loudness, Measure(stereo).Loudness; math.Abs(a-b) > 0.01 {
		t.Errorf("on one channel %.2f LUFS, on two %.2f", a, b)
	}
	if f := Measure(soundfile.Clip{}); !math.IsInf(f.Loudness, -1) {
		t.Errorf("nothing measures %v", f)
	}
}
