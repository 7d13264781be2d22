package routine_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
)

var update = flag.Bool("update", false, "write what the files in testdata give instead of comparing it")

// wantMark begins the part of a file that says what reading it must give.
const wantMark = "# gives:\n"

// split parts a file of testdata from what it must give.
func split(data string) (file, want string) {
	file, want, _ = strings.Cut(data, wantMark)
	return file, want
}

// compare checks what a file gives against the comment at its end.
func compare(t *testing.T, file, got string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	source, want := split(string(data))
	got = "# " + strings.ReplaceAll(strings.TrimSpace(got), "\n", "\n# ") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(source+wantMark+got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Errorf("%s gives\n%s\nand not\n%s", file, got, want)
	}
}

func folder(dir string) routine.Folder { return routine.Folder{FS: os.DirFS(dir)} }

var good = routine.Library{Folders: []routine.Folder{folder("testdata/good")}}

// described lists faults and their hints.
func described(err error) string {
	var fs fault.List
	if err == nil {
		return "no fault"
	}
	if !errors.As(err, &fs) {
		return "an error that is no fault.List: " + err.Error()
	}
	var b strings.Builder
	for _, f := range fs {
		b.WriteString(f.String() + "\n")
		if f.Hint != "" {
			b.WriteString("    " + f.Hint + "\n")
		}
	}
	return b.String()
}

// Each file of testdata/bad ends with all the faults that it must give.
func TestBadFiles(t *testing.T) {
	bad := folder("testdata/bad")
	err := fs.WalkDir(bad.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		t.Run(name, func(t *testing.T) {
			compare(t, filepath.Join("testdata/bad", name), described(good.Check(bad, name)))
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Each file of testdata/good ends with the value that it must give.
func TestGoodFiles(t *testing.T) {
	routines, exercises, patterns := good.IDs()
	for _, id := range routines {
		v, err := good.Load(id)
		check(t, filepath.Join("testdata/good", id+".yaml"), v, err)
	}
	for _, id := range exercises {
		v, err := good.Exercise(id)
		check(t, filepath.Join("testdata/good/exercises", id+".yaml"), v, err)
	}
	for _, id := range patterns {
		v, err := good.Pattern(id)
		check(t, filepath.Join("testdata/good/patterns", id+".yaml"), v, err)
	}
}

func check(t *testing.T, file string, v any, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s:\n%v", file, err)
		return
	}
	compare(t, file, dump(v))
}
