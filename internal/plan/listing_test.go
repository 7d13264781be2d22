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

// listed are the routines in testdata that have a listing.
func listed(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no listings in testdata", err)
	}
	return files
}

// ownRoutine reads a routine of testdata.
func ownRoutine(t *testing.T, file string) *routine.Routine {
	t.Helper()
	r, err := library().LoadFile(routine.Folder{FS: os.DirFS("testdata")}, filepath.Base(file))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestListings compares routines in testdata with the listings below them, as a
// reader would: what is heard, when, and what was left out.
func TestListings(t *testing.T) {
	for _, file := range listed(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			lacks := func(text string) bool { return strings.HasPrefix(text, "Unrecorded") }
			p := compile(t, ownRoutine(t, file), plan.Options{
				Voice: speaker{"calm", calmVoice.word, lacks}, NoNotice: true,
				FileLength: func(routine.Play) (int64, bool) { return 4 * plan.Rate, true },
			})
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
