package plan_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

var update = flag.Bool("update", false, "write the listings anew")

// TestListings compares routines in testdata with the listings below them, as a
// reader would: what is heard, when, and what was left out.
func TestListings(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no listings in testdata", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			lib := library()
			folder := routine.Folder{FS: os.DirFS("testdata")}
			lib.Folders = append([]routine.Folder{folder}, lib.Folders...)
			r, err := lib.LoadFile(folder, filepath.Base(file))
			if err != nil {
				t.Fatal(err)
			}
			lacks := func(text string) bool { return strings.HasPrefix(text, "Unrecorded") }
			p := compile(t, r, plan.Options{Voice: speaker{"calm", calmVoice.word, lacks}, NoNotice: true})
			got := p.Listing(true)
			name := strings.TrimSuffix(file, ".yaml") + ".txt"
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("listing of %s (go test -run Listings -update writes it anew):\n%s", file, got)
			}
		})
	}
}
