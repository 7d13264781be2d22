package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says which packages of the project, and which others, each package
// may import besides the standard library. An entry that ends in /... stands
// for all packages below it.
var mayImport = map[string][]string{
	"cmd/unhunch":              {"unhunch/...", "github.com/spf13/cobra/...", "github.com/spf13/pflag", "golang.org/x/term"},
	"internal/phrases":         {"unhunch/internal/fault", "unhunch/internal/routine"},
	"internal/fault":           {},
	"internal/document":        {"unhunch/internal/fault", "gopkg.in/yaml.v3"},
	"internal/wholefile":       {"golang.org/x/sys/..."},
	"internal/ogg":             {},
	"internal/routine":         {"unhunch/internal/fault", "unhunch/internal/document", "gopkg.in/yaml.v3"},
	"internal/plan":            {"unhunch/internal/fault", "unhunch/internal/phrases", "unhunch/internal/routine"},
	"internal/noise":           {},
	"internal/parallel":        {},
	"internal/sinc":            {},
	"internal/loudness":        {"unhunch/internal/sinc"},
	"internal/soundfile":       {"unhunch/internal/ogg", "unhunch/internal/sinc", "github.com/hajimehoshi/go-mp3", "github.com/mewkiz/flac/...", "github.com/jfreymuth/vorbis"},
	"internal/voice":           {"unhunch/internal/document", "unhunch/internal/fault", "unhunch/internal/loudness", "unhunch/internal/soundfile", "gopkg.in/yaml.v3", "unhunch/internal/parallel"},
	"internal/master":          {"unhunch/internal/soundfile", "unhunch/internal/voice"},
	"internal/bake":            {"unhunch/internal/fault", "unhunch/internal/master", "unhunch/internal/soundfile", "unhunch/internal/speech", "unhunch/internal/voice", "unhunch/internal/wholefile"},
	"internal/beds":            {"unhunch/internal/noise", "unhunch/internal/plan"},
	"internal/render":          {"unhunch/internal/beds", "unhunch/internal/noise", "unhunch/internal/soundfile", "unhunch/internal/plan", "unhunch/internal/routine", "unhunch/internal/loudness", "github.com/gopxl/beep/v2"},
	"internal/printed":         {"unhunch/internal/lettering", "unhunch/internal/pdf", "unhunch/internal/plan", "unhunch/internal/routine"},
	"internal/pdf":             {},
	"internal/lettering":       {},
	"internal/export":          {"unhunch/internal/noise", "unhunch/internal/soundfile", "unhunch/internal/ogg", "unhunch/internal/wholefile", "unhunch/internal/plan", "unhunch/internal/printed", "unhunch/internal/loudness", "github.com/gopxl/beep/v2", "github.com/mewkiz/flac/...", "github.com/tphakala/..."},
	"internal/play":            {"github.com/gopxl/beep/v2", "github.com/jfreymuth/pulse/...", "github.com/ebitengine/oto/v3", "github.com/godbus/dbus/v5/...", "golang.org/x/sys/..."},
	"internal/play/playtest":   {"unhunch/internal/play"},
	"internal/tui":             {"unhunch/internal/plan", "unhunch/internal/play", "unhunch/internal/routine", "unhunch/internal/steer", "charm.land/bubbletea/v2", "golang.org/x/term", "golang.org/x/sys/...", "github.com/charmbracelet/..."},
	"internal/steer":           {"unhunch/internal/phrases", "unhunch/internal/plan", "unhunch/internal/play", "unhunch/internal/routine", "unhunch/internal/session"},
	"internal/fit":             {"unhunch/internal/fault", "unhunch/internal/phrases", "unhunch/internal/plan", "unhunch/internal/routine"},
	"internal/session":         {"unhunch/internal/fit", "unhunch/audio", "unhunch/routines", "unhunch/internal/fault", "unhunch/internal/phrases", "unhunch/internal/plan", "unhunch/internal/render", "unhunch/internal/routine", "unhunch/internal/phonemes", "unhunch/internal/soundfile", "unhunch/internal/speech", "unhunch/internal/voice", "unhunch/internal/parallel", "unhunch/internal/wholefile"},
	"internal/history":         {"unhunch/internal/wholefile"},
	"internal/settings":        {"unhunch/internal/document", "unhunch/internal/fault", "unhunch/internal/wholefile", "gopkg.in/yaml.v3"},
	"internal/speech":          {"unhunch/internal/master", "unhunch/internal/phonemes", "unhunch/internal/soundfile", "unhunch/internal/voice", "unhunch/internal/speech/neural", "gopkg.in/yaml.v3"},
	"internal/speech/neural":   {"github.com/tphakala/simd/f32", "github.com/tphakala/simd/i16", "golang.org/x/sys/cpu"},
	"internal/speech/pack":     {"unhunch/internal/speech/neural"},
	"internal/phonemes":        {"unhunch/internal/phonemes/packed"},
	"internal/phonemes/packed": {},
	"internal/phonemes/pack":   {"unhunch/internal/phonemes/packed"},
	"audio":                    {},
	"routines":                 {},
}

// onlyFile names the imports that one file of a package has to itself, so that
// a device or an encoder can be changed in one place.
var onlyFile = map[string]string{
	"github.com/jfreymuth/pulse":   "pulse",
	"github.com/ebitengine/oto/v3": "oto",
	"github.com/godbus/dbus/v5":    "mpris",
}

// noIO are the packages that the pure heart of the program must not import.
var noIO = map[string][]string{
	"internal/plan":      {"os", "io", "io/fs", "net", "math/rand", "math/rand/v2", "sync"},
	"internal/fit":       {"os", "io", "io/fs", "net", "math/rand", "math/rand/v2", "sync"},
	"internal/printed":   {"os", "io", "io/fs", "net", "math/rand", "math/rand/v2", "sync"},
	"internal/lettering": {"os", "io", "io/fs", "net", "math/rand", "math/rand/v2", "sync"},
	"internal/pdf":       {"os", "io", "io/fs", "net", "math/rand", "math/rand/v2", "sync"},
	"internal/phrases":   {"os", "io", "io/fs", "net", "math/rand", "math/rand/v2", "sync"},
	"internal/routine":   {"os", "net", "math/rand", "math/rand/v2", "sync"},
	"internal/fault":     {"os", "io", "net", "sync"},
}

// TestImports keeps the arrows between packages: without it, the compiled plan
// could come to depend on a device, a file or the time of day.
func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	seen, used := map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && rel != "." || d.Name() == "testdata" || rel == "bench") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(rel)
		allowed, ok := mayImport[pkg]
		if !ok {
			t.Errorf("%s: package %s is not in the import policy", rel, pkg)
		}
		seen[pkg] = true
		for _, spec := range f.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			checkImport(t, rel, pkg, imported)
			for _, a := range allowed {
				used[pkg+" may import "+a] = used[pkg+" may import "+a] || covers(a, imported)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg, allowed := range mayImport {
		if !seen[pkg] {
			t.Errorf("the import policy names %s, which has no files", pkg)
		}
		for _, a := range allowed {
			if !used[pkg+" may import "+a] {
				t.Errorf("%s may import %s, and does not", pkg, a)
			}
		}
	}
}

// covers tells whether an entry of the policy allows an import.
func covers(entry, imported string) bool {
	under, tree := strings.CutSuffix(entry, "/...")
	return imported == entry || tree && (imported == under || strings.HasPrefix(imported, under+"/"))
}

func checkImport(t *testing.T, file, pkg, imported string) {
	t.Helper()
	if slices.Contains(noIO[pkg], imported) {
		t.Errorf("%s imports %s: %s does no input or output", file, imported, pkg)
	}
	first, _, _ := strings.Cut(imported, "/")
	if first != "unhunch" && !strings.Contains(first, ".") {
		return // the standard library
	}
	if !slices.ContainsFunc(mayImport[pkg], func(a string) bool { return covers(a, imported) }) {
		t.Errorf("%s imports %s, which %s may not", file, imported, pkg)
	}
	for prefix, name := range onlyFile {
		if strings.HasPrefix(imported, prefix) && !strings.Contains(path.Base(file), name) {
			t.Errorf("%s imports %s, which belongs in a file called %s*.go", file, imported, name)
		}
	}
}
