package voice

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"unhunch/internal/soundfile"
)

// goodPack is a pack.yaml that has nothing wrong, and its lines on lines of
// their own.
const goodPack = `name: amy
language: en
licence: public domain
made:
  engine: espeak-ng -w {out} {text}
  respell: {Close: Cloze}
lines:
  "Sit tall.": {file: sit.wav, frames: 19200}
  Now hold.: {file: more/hold.mp3, frames: 19200}
`

// testFile is a recording that other programs have made.
func testFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "soundfile", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func wavOf(samples []int16) []byte {
	return soundfile.WAV(soundfile.Clip{Samples: samples, Channels: 1})
}

func packFS(t testing.TB, yaml string) fstest.MapFS {
	return fstest.MapFS{
		"amy/pack.yaml":     {Data: []byte(yaml)},
		"amy/sit.wav":       {Data: testFile(t, "mono-16000.wav")},
		"amy/more/hold.mp3": {Data: testFile(t, "mono-48000.mp3")},
	}
}

func TestOpen(t *testing.T) {
	p, err := Open(packFS(t, goodPack), "amy")
	if err != nil {
		t.Fatal(err)
	}
	if p.Name() != "amy" || p.Language() != "en" || len(p.Texts()) != 2 {
		t.Errorf("got %s, %s, %q", p.Name(), p.Language(), p.Texts())
	}
	if got := fmt.Sprintf("%q", p.Head().Made.Engine); got != `["espeak-ng" "-w" "{out}" "{text}"]` {
		t.Errorf("the engine is %s", got)
	}
	for _, text := range p.Texts() {
		frames, ok := p.Length(text)
		clip, err := p.Clip(text)
		if !ok || frames != 19200 || err != nil || clip.Frames() != 19200 {
			t.Errorf("%q: length %d, clip of %d (%v), want 19200", text, frames, clip.Frames(), err)
		}
	}
	if _, ok := p.Length("Stand up."); ok {
		t.Error("a text without a recording has a length")
	}
	if _, err := p.Clip("Stand up."); err == nil || !strings.Contains(err.Error(), `"Stand up."`) {
		t.Errorf("a text without a recording gives %v", err)
	}
}

// Every fault is told with its place, all at once.
func TestOpenFaults(t *testing.T) {
	for _, test := range []struct {
		name, yaml string
		want       []string
	}{
		{"empty", "", []string{"amy/pack.yaml:1:1: the file is empty"}},
		{"not YAML", "name: [", []string{"amy/pack.yaml:1:7: not YAML: "}},
		{"binary", "name: a\n\x00\x01\x02", []string{"amy/pack.yaml:2:1: this is not a text file"}},
		{"a list", "- a", []string{"amy/pack.yaml:1:1: a pack must be made of keys, not a list"}},
		{"two documents", "name: a\n---\nname: b", []string{"amy/pack.yaml:2:1: a second document begins here"}},
		{"nothing needed", "about: x", []string{"amy/pack.yaml:1:1: name is missing"}},
		{"several", "name: a\nlanguage: [en]\nvoice: x\nformat: aac\nlines:\n  A.: {file: ../b.wav, frames: 0, gain: 3}\n  A.: {file: a.wav, frames: 1}\n",
			[]string{
				"amy/pack.yaml:2:11: language must be a text",
				`amy/pack.yaml:3:1: unknown key "voice"`,
				"amy/pack.yaml:4:9: format must be one of flac, mp3, ogg, wav",
				`amy/pack.yaml:6:14: "../b.wav" is not a file of this pack`,
				"amy/pack.yaml:6:32: frames must be a number from 1 to 2880000, which is 60 seconds",
				`amy/pack.yaml:6:35: unknown key "gain"`,
				`amy/pack.yaml:7:3: A. is there twice, first on line 6`,
			}},
		{"not measured", "name: a\nlanguage: en\nlines:\n  A.: a.wav", []string{`amy/pack.yaml:4:3: frames is missing for "A."`}},
		{"no file", "name: a\nlanguage: en\nlines:\n  A.: {frames: 3}", []string{`amy/pack.yaml:4:7: file is missing for "A."`}},
		{"absurdly long", "name: a\nlanguage: en\nlines:\n  A.: {file: a.wav, frames: 9000000000}", []string{"amy/pack.yaml:4:29: frames must be a number"}},
		{"alias", "name: &a x\nlanguage: *a", []string{"amy/pack.yaml:2:11: aliases such as *a are not supported"}},
		{"key after the lines", "name: a\nlines:\n  A.: {file: a.wav, frames: 1}\nlanguage: en", []string{"amy/pack.yaml:4:1: language comes after the lines"}},
		{"bad command", "name: a\nlanguage: en\nmade: {engine: \"say 'x\", speed: 3}", []string{"a quotation mark is not closed", `unknown key "speed"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Open(packFS(t, test.yaml), "amy")
			if err == nil {
				t.Fatal("no fault is found")
			}
			got := strings.Split(err.Error(), "\n")
			if len(got) != len(test.want) {
				t.Fatalf("faults are\n%s\nwant %d", err, len(test.want))
			}
			for i, want := range test.want {
				if !strings.Contains(got[i], want) {
					t.Errorf("fault is %q, want %q", got[i], want)
				}
			}
		})
	}
}

// A recording that cannot be used is named with the voice, the text and the file.
func TestClipFaults(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"missing", func(f fstest.MapFS) { delete(f, "amy/sit.wav") }, "file does not exist"},
		{"empty", func(f fstest.MapFS) { f["amy/sit.wav"].Data = nil }, "is empty"},
		{"cut short", func(f fstest.MapFS) { f["amy/sit.wav"].Data = f["amy/sit.wav"].Data[:4000] }, "frames, where pack.yaml says 19200"},
		{"a folder", func(f fstest.MapFS) { f["amy/sit.wav"].Mode = fs.ModeDir }, "is not a file"},
		{"a text", func(f fstest.MapFS) { f["amy/sit.wav"].Data = []byte("hello") }, "is not a WAV"},
		{"huge", func(f fstest.MapFS) { f["amy/sit.wav"].Data = make([]byte, 33<<20) }, "is too large: 33 MB"},
		{"long", func(f fstest.MapFS) {
			f["amy/sit.wav"].Data = wavOf(make([]int16, MaxLine+1))
		}, "goes on for too long"},
	} {
		t.Run(test.name, func(t *testing.T) {
			fsys := packFS(t, goodPack)
			test.change(fsys)
			p, err := Open(fsys, "amy")
			if err != nil {
				t.Fatal(err)
			}
			_, err = p.Clip("Sit tall.")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error is %v, want one that says %q", err, test.want)
			}
			for _, name := range []string{"voice amy", `"Sit tall."`, "sit.wav"} {
				if !strings.Contains(err.Error(), name) {
					t.Errorf("%v does not name %s", err, name)
				}
			}
		})
	}
}

// A link must not lead out of a pack from somebody else.
func TestOpenStaysInItsFolder(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "secret.wav")
	if err := os.WriteFile(outside, testFile(t, "mono-16000.wav"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "a.wav")); err != nil {
		t.Skip("needs links:", err)
	}
	if err := os.WriteFile(filepath.Join(dir, PackFile), []byte("name: a\nlanguage: en\nlines:\n  A.: {file: a.wav, frames: 19200}"), 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	p, err := Open(root.FS(), ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Clip("A."); err == nil {
		t.Error("a link leads out of the pack")
	}
}

func TestSplitCommand(t *testing.T) {
	for command, want := range map[string]string{
		`espeak-ng -w {out} {text}`:     `["espeak-ng" "-w" "{out}" "{text}"]`,
		`  a   "b c" 'd "e"' f\ g ""  `: `["a" "b c" "d \"e\"" "f g" ""]`,
		`C:\say\tts.exe "a\"b"`:         `["C:\\say\\tts.exe" "a\"b"]`,
		`a'b c'd`:                       `["ab cd"]`,
	} {
		words, err := SplitCommand(command)
		if got := fmt.Sprintf("%q", words); err != nil || got != want {
			t.Errorf("%s is split into %s (%v), want %s", command, got, err, want)
		}
	}
	for _, command := range []string{"", "   ", `a "b`, `a 'b`} {
		if words, err := SplitCommand(command); err == nil {
			t.Errorf("%q is split into %q, want an error", command, words)
		}
	}
}

// Texts with anything in them come back as they were.
func TestPackRoundTrip(t *testing.T) {
	head := Head{Name: "a: b", Language: "en", About: "x # y", Licence: "\"l\"", Credit: "line\nbreak", Format: "wav",
		Made: Made{Engine: []string{"a", "{text}", "-x: y"}, Counts: []string{"b"}, Respell: map[string]string{"Close <x>": "Cloze & y"}}}
	lines := []Line{{Text: "~", File: "a.wav", Frames: 1}, {Text: "<<", File: "b c.wav", Frames: 2}, {Text: `"quoted" \ <b>: {x}`, File: "d.wav", Frames: 3}, {Text: "Ünï\u2028cøde.", File: "e-0123456789.mp3", Frames: 4}, {Text: "no", File: "f.wav", Frames: -1}}
	index, err := parseIndex("pack.yaml", append(renderHead(head), renderLines(lines)...), false)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%q", index.Head), fmt.Sprintf("%q", head); got != want {
		t.Errorf("head is %s, want %s", got, want)
	}
	found := map[string]Line{}
	for _, l := range index.Lines {
		found[l.Text] = l
	}
	for _, l := range lines {
		if found[l.Text] != l {
			t.Errorf("line is %v, want %v", found[l.Text], l)
		}
	}
}

func FuzzPack(f *testing.F) {
	f.Add([]byte(goodPack))
	f.Add(renderLines([]Line{{Text: "a", File: "b.wav", Frames: 3}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		index, err := parseIndex("pack.yaml", data, false)
		if err != nil {
			return
		}
		again, err := parseIndex("pack.yaml", index.Render(), false)
		if err != nil {
			t.Fatalf("what is written of it cannot be read: %v", err)
		}
		if len(again.Lines) != len(index.Lines) {
			t.Errorf("%d lines become %d", len(index.Lines), len(again.Lines))
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	var lines []Line
	for i := range 900 {
		lines = append(lines, Line{Text: fmt.Sprintf("Squeeze your shoulder blades together, and hold steady %d.", i), File: fmt.Sprintf("squeeze-%d-0123456789.mp3", i), Frames: 100000})
	}
	fsys := fstest.MapFS{"pack.yaml": {Data: append(renderHead(Head{Name: "a", Language: "en"}), renderLines(lines)...)}}
	for b.Loop() {
		if _, err := Open(fsys, "."); err != nil {
			b.Fatal(err)
		}
	}
}
