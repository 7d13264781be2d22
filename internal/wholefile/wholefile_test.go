package wholefile

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

var errStop = errors.New("stop")

// folder is a new folder with a file "old" in it.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "old"), []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	return dir
}

// holds tells all that is in a folder: the names of its files and what is in them.
func holds(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%s: %s", e.Name(), data))
	}
	return strings.Join(all, ", ")
}

func TestWrite(t *testing.T) {
	for _, test := range []struct {
		name string
		o    Options
		want string
		err  error
	}{
		{"new", Options{}, "new: NEW, old: old", nil},
		{"new", Options{Private: true, Sync: true}, "new: NEW, old: old", nil},
		{"new", Options{Replace: true, Through: true}, "new: NEW, old: old", nil},
		{"old", Options{}, "old: old", ErrExists},
		{"old", Options{Through: true}, "old: old", ErrExists},
		{"old", Options{Replace: true}, "old: NEW", nil},
		{"old", Options{Replace: true, Through: true, Sync: true}, "old: NEW", nil},
		{"no/new", Options{}, "old: old", os.ErrNotExist},
	} {
		dir := folder(t)
		if err := Write(filepath.Join(dir, test.name), []byte("NEW"), test.o); !errors.Is(err, test.err) {
			t.Errorf("%s, %+v: error %v, want %v", test.name, test.o, err, test.err)
		}
		if got := holds(t, dir); got != test.want {
			t.Errorf("%s, %+v: the folder holds %s, want %s", test.name, test.o, got, test.want)
		}
	}
}

// Whoever stops in the middle loses neither the file that was there nor, later,
// the space of half a one.
func TestCreateFails(t *testing.T) {
	for _, name := range []string{"old", "new"} {
		dir := folder(t)
		_, err := Create(filepath.Join(dir, name), Options{Replace: true, Through: true}, func(w io.WriteSeeker) error {
			if _, err := w.Write([]byte("half")); err != nil {
				t.Fatal(err)
			}
			return errStop
		})
		if !errors.Is(err, errStop) {
			t.Errorf("error %v", err)
		}
		if got := holds(t, dir); got != "old: old" {
			t.Errorf("the folder holds %s", got)
		}
	}
}

// A file that somebody else makes meanwhile is theirs.
func TestTakenMeanwhile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new")
	d, err := NewDraft(path, []byte("mine"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Discard()
	if err := os.WriteFile(path, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := d.Finish(); !errors.Is(err, ErrExists) {
		t.Errorf("error %v, want ErrExists", err)
	}
	d.Discard()
	if got := holds(t, dir); got != "new: theirs" {
		t.Errorf("the folder holds %s", got)
	}
}

func TestDraft(t *testing.T) {
	dir := folder(t)
	d, err := NewDraft(filepath.Join(dir, "old"), []byte("NEW"), Options{Replace: true})
	if err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "old")); string(data) != "old" {
		t.Errorf("before it is finished the file holds %q", data)
	}
	if err := d.Finish(); err != nil {
		t.Fatal(err)
	}
	d.Discard()
	if got := holds(t, dir); got != "old: NEW" {
		t.Errorf("the folder holds %s", got)
	}
}

// What others may read, and only that, stays so.
func TestRights(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("rights are of another kind there")
	}
	dir := folder(t)
	for name, want := range map[string]os.FileMode{"old": 0o640, "new": 0o600} {
		path := filepath.Join(dir, name)
		if err := Write(path, nil, Options{Replace: true, Private: true}); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has the rights %v, want %v (%v)", name, info.Mode().Perm(), want, err)
		}
	}
}

// An export goes to the file that a link names. The files of a voice from
// somebody else do not: a link could lead to any file of the user's.
func TestLinks(t *testing.T) {
	for _, through := range []bool{true, false} {
		for _, behind := range []string{"old", "new"} {
			dir := folder(t)
			if err := os.Symlink(behind, filepath.Join(dir, "a")); err != nil {
				t.Skip("needs links:", err)
			}
			if err := os.Symlink("a", filepath.Join(dir, "link")); err != nil {
				t.Fatal(err)
			}
			if err := Write(filepath.Join(dir, "link"), []byte("NEW"), Options{Replace: true, Through: through}); err != nil {
				t.Fatal(err)
			}
			got, _ := os.ReadFile(filepath.Join(dir, behind))
			info, err := os.Lstat(filepath.Join(dir, "link"))
			if err != nil {
				t.Fatal(err)
			}
			if stays := info.Mode()&os.ModeSymlink != 0; stays != through || (string(got) == "NEW") != through {
				t.Errorf("through: %v, to %s: the link stays: %v, behind it is %q", through, behind, stays, got)
			}
		}
	}
	dir := t.TempDir()
	if err := os.Symlink("round", filepath.Join(dir, "round")); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(dir, "round"), nil, Options{Replace: true, Through: true}); err == nil {
		t.Error("a link that leads to itself is written to")
	}
}

// A device is written to and stays a device.
func TestDevice(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the device has no path there")
	}
	size, err := Create(os.DevNull, Options{Through: true}, func(w io.WriteSeeker) error {
		if _, pipe := w.(*Pipe); !pipe {
			t.Errorf("the writer is a %T, want a pipe", w)
		}
		_, err := w.Write([]byte("four"))
		return err
	})
	if err != nil || size != 4 {
		t.Errorf("%d bytes, error %v", size, err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is now %v, %v", os.DevNull, info.Mode(), err)
	}
}

// The user knows no temporary file.
func TestErrorNamesTheFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.vtt")
	_, err := Create(path, Options{}, func(w io.WriteSeeker) error {
		return fmt.Errorf("after a line: %w", &os.PathError{Op: "write", Path: w.(*os.File).Name(), Err: errStop})
	})
	var e *Error
	if !errors.As(err, &e) || e.Path != path || !errors.Is(err, errStop) || strings.Contains(err.Error(), ".part") {
		t.Errorf("error %v, want one that names %s", err, path)
	}
	if err := Write(dir, nil, Options{Replace: true}); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder is written to: %v", err)
	}
}

// Files that are written at the same time into one folder do not take each other's
// temporary files away.
func TestManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	var group sync.WaitGroup
	for i := range 200 {
		group.Go(func() {
			name := fmt.Sprint(i)
			if err := Write(filepath.Join(dir, name), []byte(name), Options{}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	all := strings.Split(holds(t, dir), ", ")
	if len(all) != 200 {
		t.Errorf("%d files, want 200", len(all))
	}
	for _, one := range all {
		if name, text, _ := strings.Cut(one, ": "); name != text {
			t.Errorf("%s holds %q", name, text)
		}
	}
}
