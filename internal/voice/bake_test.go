package voice

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"unhunch/internal/soundfile"
)

// TestMain lets the test binary act as an engine: with UNHUNCH_TEST_ENGINE set
// it says a text as a tone, or does what the text asks for.
func TestMain(m *testing.M) {
	if how := os.Getenv("UNHUNCH_TEST_ENGINE"); how != "" {
		fakeEngine(how, os.Args[1:])
		return
	}
	os.Exit(m.Run())
}

// fakeEngine says TEXT OUT, or with "pipe" what comes on its standard input.
func fakeEngine(how string, args []string) {
	text, out := "", ""
	if how == "pipe" {
		data, _ := io.ReadAll(os.Stdin)
		text = strings.TrimSpace(string(data))
	} else {
		text, out = args[0], args[1]
	}
	if log := os.Getenv("UNHUNCH_TEST_LOG"); log != "" {
		f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err == nil {
			fmt.Fprintln(f, text)
			f.Close()
		}
	}
	switch text {
	case "Fail.":
		fmt.Fprintln(os.Stderr, "loading voice\nno such phone: zz")
		os.Exit(3)
	case "Say nothing.":
		return
	case "Hang.":
		time.Sleep(time.Minute)
	}
	seconds := 0.3 + 0.1*float64(len(strings.Fields(text)))
	amplitude := 0.05
	switch text {
	case "Silence.":
		amplitude = 0
	case "Peaks.":
		amplitude = 0.01
	}
	samples := make([]int16, int(seconds*22050)+22050/2)
	for i := 22050 / 4; i < len(samples)-22050/4; i++ {
		v := amplitude * math.Sin(2*math.Pi*300*float64(i)/22050)
		if text == "Peaks." && i%4000 < 20 {
			v = 0.9
		}
		samples[i] = soundfile.Int16(float32(v))
	}
	wav := soundfile.WAV(soundfile.Clip{Samples: samples, Channels: 1})
	binary.LittleEndian.PutUint32(wav[24:], 22050)      // the rate
	binary.LittleEndian.PutUint32(wav[40:], 0xFFFFFFFF) // the size, as programs put it that write to a pipe
	if out == "" {
		_, _ = os.Stdout.Write(wav)
		return
	}
	if err := os.WriteFile(out, wav, 0o600); err != nil {
		os.Exit(4)
	}
}

// fake is a command of the test binary as an engine; its words may begin with
// other ones.
func fake(t *testing.T, words ...string) []string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("UNHUNCH_TEST_ENGINE", "args")
	return append([]string{exe}, words...)
}

func script(texts ...string) []ScriptLine {
	var s []ScriptLine
	for _, text := range texts {
		s = append(s, ScriptLine{Text: text})
	}
	return s
}

func openDir(t *testing.T, dir string) *Pack {
	t.Helper()
	p, err := Open(os.DirFS(dir), ".")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func bakeWell(t *testing.T, dir string, o BakeOptions) BakeResult {
	t.Helper()
	r, err := Bake(t.Context(), dir, o)
	if err != nil || len(r.Failures) > 0 || len(r.Missing) > 0 {
		t.Fatalf("bake: %+v, %v", r, err)
	}
	return r
}

// A baked pack has nothing to be found fault with, whatever format it is in.
func TestBake(t *testing.T) {
	texts := script("Sit tall.", "Squeeze your shoulder blades together.", "Wait.", "-v", "Peaks.", "Ünï.", "...")
	for _, format := range []string{"flac", "wav", "mp3", "ogg"} {
		t.Run(format, func(t *testing.T) {
			if program := encoderOf(format); program != "" {
				needTool(t, program)
			}
			dir := filepath.Join(t.TempDir(), "amy")
			told := 0
			r := bakeWell(t, dir, BakeOptions{Script: texts, Engine: fake(t, "{text}", "{out}"), Format: format,
				Noticed: func(p Progress) { told++ }})
			if r.Recorded != len(texts) || told != len(texts) {
				t.Errorf("recorded %d and told of %d, want %d", r.Recorded, told, len(texts))
			}
			p := openDir(t, dir)
			if p.Name() != "amy" || p.Language() != "en" || p.Head().Format != format {
				t.Errorf("the head is %+v", p.Head())
			}
			if found := Check(p, texts); len(found) > 0 {
				t.Errorf("what has just been recorded has faults: %v", found)
			}
			for _, l := range texts {
				clip, err := p.Clip(l.Text)
				if err != nil {
					t.Fatal(err)
				}
				f := Measure(clip)
				if math.Abs(f.Loudness-Target) > 0.3 || f.TruePeak > -1.5 {
					t.Errorf("%q is at %.2f LUFS, %.2f dBTP", l.Text, f.Loudness, f.TruePeak)
				}
				if f.Head > keepBefore+soundfile.Rate/100 || f.Tail > keepAfter+soundfile.Rate/100 {
					t.Errorf("%q has %d frames of silence before it and %d after it", l.Text, f.Head, f.Tail)
				}
			}
			assertNoLeftovers(t, dir)
		})
	}
}

func assertNoLeftovers(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			t.Errorf("%s is left behind", e.Name())
		}
	}
}

// What is there is kept, and only what the engine would say differently is
// recorded again.
func TestBakeKeeps(t *testing.T) {
	dir := t.TempDir()
	engine := fake(t, "{text}", "{out}")
	texts := script("One.", "Two.", "Sit tall.")
	texts[0].Count, texts[1].Count = true, true
	bakeWell(t, dir, BakeOptions{Script: texts, Engine: engine})

	steps := []struct {
		name             string
		o                BakeOptions
		recorded, pruned int
	}{
		{"nothing changed", BakeOptions{Script: texts}, 0, 0},
		{"the same engine again", BakeOptions{Script: texts, Engine: engine}, 0, 0},
		{"a new text", BakeOptions{Script: append(texts, ScriptLine{Text: "Sit low."})}, 1, 0},
		{"another engine for counts", BakeOptions{Script: texts, Counts: append(slices.Clone(engine), "quick")}, 2, 0},
		{"everything again", BakeOptions{Script: texts, Again: true}, 3, 0},
		{"another format", BakeOptions{Script: texts, Format: "wav"}, 3, 0},
		{"another engine", BakeOptions{Script: texts, Engine: append(slices.Clone(engine), "slow")}, 3, 0},
		{"a text less", BakeOptions{Script: texts[:2], Prune: true}, 0, 2},
	}
	for _, step := range steps {
		r := bakeWell(t, dir, step.o)
		if r.Recorded != step.recorded || r.Pruned != step.pruned {
			t.Errorf("%s: %d recorded and %d taken out, want %d and %d", step.name, r.Recorded, r.Pruned, step.recorded, step.pruned)
		}
	}
	if found := Check(openDir(t, dir), texts[:2]); len(found) > 0 {
		t.Errorf("files that nothing names are left: %v", found)
	}
}

// Recordings of the user's own are measured, and never replaced; what stands
// before the lines in pack.yaml stays as it was written.
func TestBakeOwnRecordings(t *testing.T) {
	dir := t.TempDir()
	head := "# my own voice\nname: me\nlanguage: en # English\n"
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(PackFile, []byte(head+"lines:\n  Sit tall.: tall.wav\n  Unsaid.: other.mp3\n"))
	write("tall.wav", testFile(t, "mono-16000.wav"))
	write("other.mp3", testFile(t, "mono-48000.mp3"))
	if _, err := Open(os.DirFS(dir), "."); err == nil {
		t.Error("lines without a length are not a fault")
	}
	r := bakeWell(t, dir, BakeOptions{Script: script("Sit tall.")})
	if r.Measured != 2 || r.Recorded != 0 {
		t.Errorf("%d measured and %d recorded, want 2 and 0", r.Measured, r.Recorded)
	}
	if r = bakeWell(t, dir, BakeOptions{Script: script("Sit tall.")}); r.Measured != 0 || r.Kept != 1 {
		t.Errorf("the second time %d measured and %d kept, want 0 and 1", r.Measured, r.Kept)
	}
	if frames, _ := openDir(t, dir).Length("Sit tall."); frames != 19200 {
		t.Errorf("the length is %d, want 19200", frames)
	}
	data, err := os.ReadFile(filepath.Join(dir, PackFile))
	if err != nil || !strings.HasPrefix(string(data), head) {
		t.Errorf("the head is no longer as it was:\n%s%v", data, err)
	}
	r = bakeWell(t, dir, BakeOptions{Script: script("Sit tall.", "Stand."), Engine: fake(t, "{text}", "{out}"), Again: true})
	if r.Recorded != 1 {
		t.Errorf("%d recorded, want 1: a recording of the user's own must stay", r.Recorded)
	}
	r, err = Bake(t.Context(), t.TempDir(), BakeOptions{Script: script("Sit tall.")})
	if err != nil || !slices.Equal(r.Missing, []string{"Sit tall."}) {
		t.Errorf("without an engine, missing are %q (%v)", r.Missing, err)
	}
}

// One line that fails must not keep the others from being recorded.
func TestBakeFailures(t *testing.T) {
	dir := t.TempDir()
	r, err := Bake(t.Context(), dir, BakeOptions{Script: script("Fail.", "Sit tall.", "Silence.", "Say nothing."), Engine: fake(t, "{text}", "{out}")})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Fail.: the engine ended with exit status 3: no such phone: zz",
		"Silence.: the sound of the engine: there is no sound in it",
		"Say nothing.: the engine wrote no sound",
	}
	var got []string
	for _, f := range r.Failures {
		got = append(got, fmt.Sprintf("%s: %v", f.Text, f.Err))
	}
	if !slices.Equal(got, want) {
		t.Errorf("failures are %q, want %q", got, want)
	}
	if r.Recorded != 1 || len(openDir(t, dir).Texts()) != 1 {
		t.Errorf("%d recorded, want the one that works", r.Recorded)
	}
	assertNoLeftovers(t, dir)
	_, err = Bake(t.Context(), dir, BakeOptions{Script: script("A."), Engine: []string{"./no-such-engine", "{text}"}})
	var engine *EngineError
	if !errors.As(err, &engine) {
		t.Errorf("an engine that is not there gives %v", err)
	}
	if _, err = Bake(t.Context(), dir, BakeOptions{Format: "aac"}); err == nil {
		t.Error("an unknown format is no error")
	}
}

// An engine may take the text from its standard input and write to its output.
func TestBakePipe(t *testing.T) {
	dir := t.TempDir()
	engine := fake(t)
	t.Setenv("UNHUNCH_TEST_ENGINE", "pipe")
	bakeWell(t, dir, BakeOptions{Script: script("Sit tall."), Engine: engine})
	if found := Check(openDir(t, dir), script("Sit tall.")); len(found) > 0 {
		t.Error(found)
	}
}

// The engine gets phrases in the spelling that suits it; the pack keeps the words.
func TestBakeRespell(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(t.TempDir(), "log")
	t.Setenv("UNHUNCH_TEST_LOG", log)
	head := renderHead(Head{Name: "a", Language: "en", Made: Made{Engine: fake(t, "{text}", "{out}"), Respell: map[string]string{
		"Close": "Shut", "Close your eyes": "Cloze your eyes"}}})
	if err := os.WriteFile(filepath.Join(dir, PackFile), head, 0o600); err != nil {
		t.Fatal(err)
	}
	bakeWell(t, dir, BakeOptions{Script: script("Close your eyes. Close the door."), Jobs: 1})
	said, err := os.ReadFile(log)
	if err != nil || string(said) != "Cloze your eyes. Shut the door.\n" {
		t.Errorf("the engine was given %q (%v)", said, err)
	}
	if _, ok := openDir(t, dir).Length("Close your eyes. Close the door."); !ok {
		t.Error("the line is not found by its words")
	}
}

// A text that begins with a minus is not an option of the engine.
func TestBakeTextThatLooksLikeAnOption(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	t.Setenv("UNHUNCH_TEST_LOG", log)
	bakeWell(t, t.TempDir(), BakeOptions{Script: script("-f, or five below zero."), Engine: fake(t, "{text}", "{out}"), Jobs: 1})
	if said, err := os.ReadFile(log); err != nil || string(said) != " -f, or five below zero.\n" {
		t.Errorf("the engine was given %q (%v)", said, err)
	}
}

// After Ctrl-C there is a pack of what has been recorded, and the next run
// goes on from there.
func TestBakeInterrupted(t *testing.T) {
	dir := t.TempDir()
	engine := fake(t, "{text}", "{out}")
	ctx, cancel := context.WithCancel(t.Context())
	texts := script("One.", "Two.", "Hang.", "Three.")
	r, err := Bake(ctx, dir, BakeOptions{Script: texts, Engine: engine, Jobs: 1, Noticed: func(p Progress) {
		if p.Done == 2 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || r.Recorded != 2 || len(r.Failures) != 0 {
		t.Fatalf("interrupted after two: %+v, %v", r, err)
	}
	if got := openDir(t, dir).Texts(); len(got) != 2 {
		t.Errorf("the pack has %q", got)
	}
	assertNoLeftovers(t, dir)
	// As after a crash: the recordings are there, pack.yaml does not name them.
	if err := os.Remove(filepath.Join(dir, PackFile)); err != nil {
		t.Fatal(err)
	}
	r = bakeWell(t, dir, BakeOptions{Script: script("One.", "Two.", "Three."), Engine: engine})
	if r.Recorded != 1 || r.Measured != 2 {
		t.Errorf("%d recorded and %d found again, want 1 and 2", r.Recorded, r.Measured)
	}
}

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
		PackFile: append(renderHead(Head{Name: "a", Language: "en"}), renderLines([]line{
			{"Five.", "loud.wav", soundfile.Rate * 3 / 2}, {"Quiet.", "quiet.wav", soundfile.Rate - 1}, {"Silent.", "silent.wav", soundfile.Rate},
			{"Broken.", "broken.flac", 19200}, {"Gone.", "gone.wav", 3}, {"A long sentence.", "loud.wav", soundfile.Rate * 3 / 2},
		})...),
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	found := Check(openDir(t, dir), []ScriptLine{{"Five.", true}, {"Quiet.", false}, {"Silent.", false}, {"Broken.", false}, {"More.", false}, {"More.", false},
		{"A long sentence.", false}})
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
			renderLines([]line{{"Sit.", "a.wav", soundfile.Rate}})...)}}
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

// needTool finds a program, and skips the test where it is not installed.
func needTool(t *testing.T, name string) {
	t.Helper()
	_, err := exec.LookPath(name)
	switch {
	case err == nil:
	case os.Getenv("UNHUNCH_REQUIRE_TOOLS") == "1":
		t.Fatalf("needs %s, which is not installed", name)
	default:
		t.Skipf("needs %s, which is not installed", name)
	}
}
