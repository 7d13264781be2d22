package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"unhunch/internal/history"
	"unhunch/internal/play"
	"unhunch/internal/play/playtest"
)

// evil is what no text of a stranger's may do to a terminal: color and move, ring, hide,
// turn around.
const evil = "a\x1b[31m\x07\x08\x7f\u009b2J\u202eb\u2066c\u200b\u2028d\U000e0041e"

// turning is as much of it as a text may have that is said.
const turning = "One\u202e two\u2066 three\u200b"

// raw gives the first character that would do something, or 0.
func raw(out string) rune {
	for _, r := range out {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)) {
			return r
		}
	}
	return 0
}

// evilFolder is a folder in which everything has a name and a text of a stranger's.
func evilFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), evil)
	text := strconv.QuoteToASCII(evil) // which is YAML, too
	routine := fmt.Sprintf("title: %[1]s\nabout: %[1]s\npronounce: {%[1]s: kat}\nsession:\n  - say: One.\n    short: %[1]s\n  - exercise: mine\n  - play: %[1]s\n", text)
	for name, data := range map[string]string{
		"a.yaml":                 routine,
		evil + ".yaml":           routine,
		"b.yaml":                 fmt.Sprintf("title: A\n%s: 1\nsession:\n  - exercise: %s\n  - say: %s\n  - breathe: %[1]s\n  - include: %[1]s\n", text, text, text),
		"c.yaml":                 fmt.Sprintf("title: %s\nabout: %[1]s\nsession:\n  - say: %[1]s\n", strconv.QuoteToASCII(turning)),
		"exercises/mine.yaml":    fmt.Sprintf("title: %s\nmoves:\n  - say: %[1]s\n    take: 2s\n", text),
		"patterns/mine.yaml":     fmt.Sprintf("title: %s\nphases: [{in: 4s}, {%[1]s: 3s}]\n", text),
		"pack/pack.yaml":         fmt.Sprintf("name: %s\nlanguage: en\nabout: %[1]s\nlines:\n  %[1]s: {file: %[1]s, frames: 100}\n  One.: {file: a.wav, frames: 5}\n", text),
		"other/pack.yaml":        fmt.Sprintf("name: a\nlanguage: %s\n%[1]s: 1\nlines: {}\n", text),
		"pack/" + evil:           "nothing",
		evil:                     "nothing",
		"state/unhunch/a":        "",
		"state/unhunch/position": "",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Skip("no such names here:", err)
		}
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Skip("no such names here:", err)
		}
	}
	store := storeIn(t, filepath.Join(dir, "state"))
	if err := store.Append(history.Entry{Start: time.Now(), Routine: evil, Title: evil + "\nb", Heard: 60, Length: 60, Ended: evil}); err != nil {
		t.Fatal(err)
	}
	if err := store.SavePosition(history.Position{Routine: filepath.Join(dir, evil+".yaml"), Title: evil, Flags: map[string][]string{"voice": {evil}}}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestNothingRaw sends control characters, escapes and what turns text around through
// every command.
func TestNothingRaw(t *testing.T) {
	noRaces(t)
	if runtime.GOOS == "windows" {
		t.Skip("no such names here")
	}
	dir := evilFolder(t)
	t.Chdir(dir)
	out := filepath.Join(t.TempDir(), evil)
	done := map[int]int{}
	device := new(playtest.Backend)
	device.Refuse(errors.New(evil))
	for _, line := range [][]string{
		{evil}, {"--" + evil}, {"play", evil}, {"show", evil}, {"show", "./" + evil + ".yaml"}, {"show", "./a.yaml"}, {"show", "./b.yaml"},
		{"show", "./c.yaml"}, {"show", "./c.yaml", "--json"}, {"show", "./c.yaml", "--voice", "./pack"}, {"show", "./c.yaml", "--voice", "./pack", "--json"},
		{"show", "./c.yaml", "--voice", "./other"}, {"show", "./c.yaml", "--voice", evil}, {"show", "./c.yaml", "--bed", "./" + evil}, {"show", "./c.yaml", "--bed", evil},
		{"show", "./c.yaml", "--dose", evil}, {"show", "./c.yaml", "--explain", evil}, {"show", "./patterns/mine.yaml"}, {"show", "./exercises/mine.yaml"},
		{"check", "./a.yaml", "./b.yaml", "./c.yaml", evil, "./" + evil + ".yaml"}, {"check", "./c.yaml", "--voice", "./pack"},
		{"export", "./c.yaml", "-o", out + ".wav"}, {"export", "./c.yaml", "-o", out + ".wav"}, {"export", "./c.yaml", "-o", out + "/b.wav"},
		{"export", "./c.yaml", "-o", out + "." + evil}, {"export", "-d", out, "./c.yaml"}, {"export", "./a.yaml", "-o", out + ".flac"},
		{"export", "./c.yaml", "--force", "-o", out + ".wav", "--captions", "vtt,srt", "--transcript", "--svg", out + ".svg"},
		{"voice", "script", "./c.yaml"}, {"voice", "script", "./a.yaml", "--json"}, {"voice", "check", "./pack", "./c.yaml"}, {"voice", "check", "./pack", "--json"},
		{"voice", "check", evil}, {"voice", "bake", "new", "./c.yaml", "--engine", "sh -c 'echo \"$0\" >&2; exit 1' {text} {out}"}, {"voice", "bake", "./pack"},
		{"voice", "say", evil}, {"voice", "say", "--phonemes", "-o", out + "2.wav", evil}, {"voice", "say", "--voice", evil, "a"},
		{"breathe", evil}, {"breathe", "--pattern", evil}, {"breathe", "--ratio", evil}, {"breathe", "./patterns/mine.yaml"},
		{"play", "./c.yaml"}, {"play", "--resume"}, {"play", "--keys", evil + "=" + evil, "./c.yaml"},
		{"log"}, {"log", "--json"}, {"log", "--csv"}, {"list"}, {"list", evil}, {"doctor"}, {"completion", evil}, {"man", evil}, {"help", evil}, {"version", evil},
	} {
		var stdout, stderr bytes.Buffer
		e := &env{stdin: strings.NewReader(evil), stdout: &stdout, stderr: &stderr, now: time.Now,
			device: func(time.Duration) play.Backend { return device },
			getenv: func(name string) string {
				return map[string]string{"XDG_STATE_HOME": filepath.Join(dir, "state"), "HOME": dir}[name]
			}}
		done[run(context.Background(), e, line)]++
		for what, text := range map[string]string{"output": stdout.String(), "error": stderr.String()} {
			if r := raw(text); r != 0 {
				t.Errorf("%q: %U is in the %s: %q", line, r, what, text)
			}
		}
	}
	if done[exitDone] < 10 {
		t.Errorf("so many commands end with which status: %v: too few do what they should", done)
	}
}
