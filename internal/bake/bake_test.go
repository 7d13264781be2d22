package bake

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
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"unhunch/internal/soundfile"
	"unhunch/internal/voice"
	"unhunch/internal/wholefile"
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
	switch text, _, _ := strings.Cut(text, " again"); text {
	case "Fail.":
		fmt.Fprintln(os.Stderr, "loading voice\nno such phone: zz")
		os.Exit(3)
	case "Say nothing.":
		return
	case "Hang.":
		time.Sleep(time.Minute)
	case "Vanish.":
		if dir, err := os.Getwd(); err == nil {
			os.RemoveAll(dir)
		}
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

func script(texts ...string) []voice.ScriptLine {
	var s []voice.ScriptLine
	for _, text := range texts {
		s = append(s, voice.ScriptLine{Text: text})
	}
	return s
}

func openDir(t *testing.T, dir string) *voice.Pack {
	t.Helper()
	p, err := voice.Open(os.DirFS(dir), ".")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func bakeWell(t *testing.T, dir string, o Options) Result {
	t.Helper()
	r, err := Pack(t.Context(), dir, o)
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
			r := bakeWell(t, dir, Options{Script: texts, Engine: fake(t, "{text}", "{out}"), Format: format,
				Noticed: func(p Progress) { told++ }})
			if r.Recorded != len(texts) || told != len(texts) {
				t.Errorf("recorded %d and told of %d, want %d", r.Recorded, told, len(texts))
			}
			p := openDir(t, dir)
			if p.Name() != "amy" || p.Language() != "en" || p.Head().Format != format {
				t.Errorf("the head is %+v", p.Head())
			}
			if found := voice.Check(p, texts); len(found) > 0 {
				t.Errorf("what has just been recorded has faults: %v", found)
			}
			for _, l := range texts {
				clip, err := p.Clip(l.Text)
				if err != nil {
					t.Fatal(err)
				}
				f := voice.Measure(clip)
				if math.Abs(f.Loudness-voice.Target) > 0.3 || f.TruePeak > -1.5 {
					t.Errorf("%q is at %.2f LUFS, %.2f dBTP", l.Text, f.Loudness, f.TruePeak)
				}
				if f.Head > soundfile.Rate*35/1000 || f.Tail > soundfile.Rate*70/1000 {
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
	bakeWell(t, dir, Options{Script: texts, Engine: engine})

	steps := []struct {
		name             string
		o                Options
		recorded, pruned int
	}{
		{"nothing changed", Options{Script: texts}, 0, 0},
		{"the same engine again", Options{Script: texts, Engine: engine}, 0, 0},
		{"a new text", Options{Script: append(texts, voice.ScriptLine{Text: "Sit low."})}, 1, 0},
		{"another engine for counts", Options{Script: texts, Counts: append(slices.Clone(engine), "quick")}, 2, 0},
		{"everything again", Options{Script: texts, Again: true}, 3, 0},
		{"another format", Options{Script: texts, Format: "wav"}, 3, 0},
		{"another engine", Options{Script: texts, Engine: append(slices.Clone(engine), "slow")}, 3, 0},
		{"a text less", Options{Script: texts[:2], Prune: true}, 0, 2},
	}
	for _, step := range steps {
		r := bakeWell(t, dir, step.o)
		if r.Recorded != step.recorded || r.Pruned != step.pruned {
			t.Errorf("%s: %d recorded and %d taken out, want %d and %d", step.name, r.Recorded, r.Pruned, step.recorded, step.pruned)
		}
	}
	if found := voice.Check(openDir(t, dir), texts[:2]); len(found) > 0 {
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
	write(voice.PackFile, []byte(head+"lines:\n  Sit tall.: tall.wav\n  Unsaid.: other.mp3\n"))
	for name, of := range map[string]string{"tall.wav": "mono-16000.wav", "other.mp3": "mono-48000.mp3"} {
		data, err := os.ReadFile(filepath.Join("..", "soundfile", "testdata", of))
		if err != nil {
			t.Fatal(err)
		}
		write(name, data)
	}
	if _, err := voice.Open(os.DirFS(dir), "."); err == nil {
		t.Error("lines without a length are not a fault")
	}
	r := bakeWell(t, dir, Options{Script: script("Sit tall.")})
	if r.Measured != 2 || r.Recorded != 0 {
		t.Errorf("%d measured and %d recorded, want 2 and 0", r.Measured, r.Recorded)
	}
	if r = bakeWell(t, dir, Options{Script: script("Sit tall.")}); r.Measured != 0 || r.Kept != 1 {
		t.Errorf("the second time %d measured and %d kept, want 0 and 1", r.Measured, r.Kept)
	}
	if frames, _ := openDir(t, dir).Length("Sit tall."); frames != 19200 {
		t.Errorf("the length is %d, want 19200", frames)
	}
	data, err := os.ReadFile(filepath.Join(dir, voice.PackFile))
	if err != nil || !strings.HasPrefix(string(data), head) {
		t.Errorf("the head is no longer as it was:\n%s%v", data, err)
	}
	r = bakeWell(t, dir, Options{Script: script("Sit tall.", "Stand."), Engine: fake(t, "{text}", "{out}"), Again: true})
	if r.Recorded != 1 {
		t.Errorf("%d recorded, want 1: a recording of the user's own must stay", r.Recorded)
	}
	r, err = Pack(t.Context(), t.TempDir(), Options{Script: script("Sit tall.")})
	if err != nil || !slices.Equal(r.Missing, []string{"Sit tall."}) {
		t.Errorf("without an engine, missing are %q (%v)", r.Missing, err)
	}
}

// One line that fails must not keep the others from being recorded.
// An engine that fails on every line, as with a wrong option, is not asked for a
// thousand lines more.
func TestBakeStopsWithoutHope(t *testing.T) {
	var texts []string
	for i := range 40 {
		texts = append(texts, fmt.Sprintf("Fail. again %d", i))
	}
	engine := fake(t, "{text}", "{out}")
	r, err := Pack(t.Context(), t.TempDir(), Options{Script: script(texts...), Engine: engine})
	var hopeless *HopelessError
	if !errors.As(err, &hopeless) || hopeless.Lines != len(r.Failures) || len(r.Failures) != 5 || !strings.HasSuffix(err.Error(), "no such phone: zz") {
		t.Errorf("%d lines failed, and then %v", len(r.Failures), err)
	}
	r, err = Pack(t.Context(), t.TempDir(), Options{Script: script(append([]string{"Sit tall."}, texts...)...), Engine: engine, Jobs: 1})
	if err != nil || len(r.Failures) != len(texts) || r.Recorded != 1 {
		t.Errorf("with one line that is recorded, %d fail and %d are recorded: %v", len(r.Failures), r.Recorded, err)
	}
}

// Where a line cannot be written, nobody waits for a thousand others that cannot be
// either, and reads of each of them.
func TestBakeStopsWhereNothingCanBeWritten(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a folder in use stays")
	}
	dir, log := filepath.Join(t.TempDir(), "amy"), filepath.Join(t.TempDir(), "log")
	t.Setenv("UNHUNCH_TEST_LOG", log)
	texts := []string{"Sit tall.", "Vanish."}
	for i := range 40 {
		texts = append(texts, fmt.Sprintf("Line %d.", i))
	}
	r, err := Pack(t.Context(), dir, Options{Script: script(texts...), Engine: fake(t, "{text}", "{out}"), Jobs: 1})
	var unwritten *wholefile.Error
	if !errors.As(err, &unwritten) || len(r.Failures) > 0 {
		t.Errorf("%d lines failed, and then %v", len(r.Failures), err)
	}
	asked, err := os.ReadFile(log)
	if n := strings.Count(string(asked), "\n"); err != nil || n > 4 {
		t.Errorf("the engine was asked for %d lines of %d (%v)", n, len(texts), err)
	}
}

func TestBakeFailures(t *testing.T) {
	dir := t.TempDir()
	r, err := Pack(t.Context(), dir, Options{Script: script("Fail.", "Sit tall.", "Silence.", "Say nothing."), Engine: fake(t, "{text}", "{out}")})
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
	_, err = Pack(t.Context(), dir, Options{Script: script("A."), Engine: []string{"./no-such-engine", "{text}"}})
	var engine *EngineError
	if !errors.As(err, &engine) {
		t.Errorf("an engine that is not there gives %v", err)
	}
	if _, err = Pack(t.Context(), dir, Options{Format: "aac"}); err == nil {
		t.Error("an unknown format is no error")
	}
}

// An engine may take the text from its standard input and write to its output.
func TestBakePipe(t *testing.T) {
	dir := t.TempDir()
	engine := fake(t)
	t.Setenv("UNHUNCH_TEST_ENGINE", "pipe")
	bakeWell(t, dir, Options{Script: script("Sit tall."), Engine: engine})
	if found := voice.Check(openDir(t, dir), script("Sit tall.")); len(found) > 0 {
		t.Error(found)
	}
}

// The engine gets phrases in the spelling that suits it; the pack keeps the words.
func TestBakeRespell(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(t.TempDir(), "log")
	t.Setenv("UNHUNCH_TEST_LOG", log)
	index := voice.Index{Head: voice.Head{Name: "a", Language: "en", Made: voice.Made{Engine: fake(t, "{text}", "{out}"), Respell: map[string]string{
		"Close": "Shut", "Close your eyes": "Cloze your eyes"}}}}
	if err := os.WriteFile(filepath.Join(dir, voice.PackFile), index.Render(), 0o600); err != nil {
		t.Fatal(err)
	}
	bakeWell(t, dir, Options{Script: script("Close your eyes. Close the door."), Jobs: 1})
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
	bakeWell(t, t.TempDir(), Options{Script: script("-f, or five below zero."), Engine: fake(t, "{text}", "{out}"), Jobs: 1})
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
	r, err := Pack(ctx, dir, Options{Script: texts, Engine: engine, Jobs: 1, Noticed: func(p Progress) {
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
	if err := os.Remove(filepath.Join(dir, voice.PackFile)); err != nil {
		t.Fatal(err)
	}
	r = bakeWell(t, dir, Options{Script: script("One.", "Two.", "Three."), Engine: engine})
	if r.Recorded != 1 || r.Measured != 2 {
		t.Errorf("%d recorded and %d found again, want 1 and 2", r.Recorded, r.Measured)
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

// What nobody hears any more takes no room: with another engine a line has another
// file, and the one before goes.
func TestBakeRemovesWhatItReplaces(t *testing.T) {
	dir := t.TempDir()
	texts := script("Sit tall.", "Wait.")
	bakeWell(t, dir, Options{Script: texts, Engine: fake(t, "{text}", "{out}")})
	bakeWell(t, dir, Options{Script: texts, Engine: fake(t, "{text}", "{out}", "louder")})
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1+len(texts) {
		t.Errorf("the folder holds %v, %v", files, err)
	}
}
