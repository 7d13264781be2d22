package routine_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
)

// seeds gives a fuzz target every YAML file of testdata.
func seeds(f *testing.F) {
	f.Helper()
	err := fs.WalkDir(os.DirFS("testdata"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".yaml" {
			return err
		}
		data, err := os.ReadFile("testdata/" + name)
		source, _ := split(string(data))
		f.Add([]byte(source))
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
}

// whole checks what is true of reading any file: there is a value or there are
// faults, and each fault has a message and a place in the file.
func whole(t *testing.T, data []byte, got bool, err error) {
	t.Helper()
	if got == (err != nil) {
		t.Fatalf("a value: %v, but the error is %v", got, err)
	}
	faults, _ := err.(fault.List)
	if err != nil && len(faults) == 0 {
		t.Fatalf("the error is no fault.List: %v", err)
	}
	lines := 1
	for _, end := range []string{"\n", "\r", "\u0085", "\u2028", "\u2029"} { // all that YAML takes for the end of a line
		lines += strings.Count(string(data), end)
	}
	for _, f := range faults {
		if f.Message == "" || f.File == "x.yaml" && (f.Line < 1 || f.Col < 1 || len(faults) == 1 && f.Line > lines+1) {
			t.Errorf("a fault without a message or a place: %+v", f)
		}
	}
}

// fuzzed is a folder that holds data as x.yaml in the folder for its kind.
func fuzzed(dir string, data []byte) (routine.Folder, string) {
	name := path.Join(dir, "x.yaml")
	return routine.Folder{FS: fstest.MapFS{name: {Data: data}}}, name
}

func FuzzRoutine(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		folder, name := fuzzed("", data)
		v, err := good.LoadFile(folder, name)
		whole(t, data, v != nil, err)
	})
}

func FuzzExercise(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		folder, _ := fuzzed("exercises", data)
		lib := routine.Library{Folders: append([]routine.Folder{folder}, good.Folders...)}
		v, err := lib.Exercise("x")
		whole(t, data, v != nil, err)
	})
}

func FuzzPattern(f *testing.F) {
	seeds(f)
	for _, s := range []string{"4-4-6-2", "4-x-6", "5-5", "4--6", "0.1-0.9", "60-60"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		folder, name := fuzzed("patterns", data)
		v, err := routine.Library{}.PatternFile(folder, name)
		whole(t, data, v != nil, err)
		p, err := routine.ParsePattern(string(data))
		whole(t, nil, p != nil, err)
		for _, p := range []*routine.Pattern{v, p} {
			if p != nil && (p.Cycle() < routine.MinBreathCycle || p.Breaths() < 1) {
				t.Errorf("a cycle of %v with %d breaths", p.Cycle(), p.Breaths())
			}
		}
	})
}

func BenchmarkDaily(b *testing.B) {
	for b.Loop() {
		if _, err := builtIn.Load("daily"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIDs(b *testing.B) {
	for b.Loop() {
		builtIn.IDs()
	}
}

func BenchmarkRoutineOf2000Steps(b *testing.B) {
	var text strings.Builder
	text.WriteString("title: Long\nsession:\n")
	for i := range 1000 {
		fmt.Fprintf(&text, "  - {say: Step number %d.}\n  - {exercise: shrug, reps: %d}\n", i, 1+i%5)
	}
	folder, name := fuzzed("", []byte(text.String()))
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if _, err := good.LoadFile(folder, name); err != nil {
			b.Fatal(err)
		}
	}
}
