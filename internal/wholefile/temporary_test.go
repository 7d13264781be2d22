//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package wholefile

import (
	"os"
	"path/filepath"
	"testing"
)

// What a killed process has left is removed by the next that writes there; what is
// still in use, and what only looks like it, stays.
func TestLeftParts(t *testing.T) {
	dir := t.TempDir()
	used, err := Temporary(dir, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer Forget(used)
	for _, name := range []string{".unhunch-1-2.part", "unhunch-1-2.part", ".unhunch-notes"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, ".unhunch-folder.part"), 0o700); err != nil {
		t.Fatal(err)
	}
	// As another process sees it.
	parts.Lock()
	parts.live, parts.swept = map[string]bool{}, map[string]bool{}
	parts.Unlock()
	if err := Write(filepath.Join(dir, "new"), nil, Options{}); err != nil {
		t.Fatal(err)
	}
	for name, stays := range map[string]bool{
		".unhunch-1-2.part": false, filepath.Base(used.Name()): true, "unhunch-1-2.part": true,
		".unhunch-notes": true, ".unhunch-folder.part": true, "new": true,
	} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != stays {
			t.Errorf("%s: is there: %v, want %v", name, err == nil, stays)
		}
	}
}

// A file that is about to get its name is held until it has it.
func TestHeldWhileTaken(t *testing.T) {
	dir := t.TempDir()
	f, err := Temporary(dir, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer Forget(f)
	free, err := closeHeld(f)
	if err != nil {
		t.Fatal(err)
	}
	removeLeft(f.Name())
	if _, err := os.Stat(f.Name()); err != nil {
		t.Error("it is taken for one that was left")
	}
	free()
	removeLeft(f.Name())
	if _, err := os.Stat(f.Name()); err == nil {
		t.Error("what nobody holds is not removed")
	}
}

// TestLeftFolders: what a killed recording has left in the folder for temporary files
// does not stay there for ever, and no recording that lives loses its sound.
func TestLeftFolders(t *testing.T) {
	dir := t.TempDir()
	make := func(name string) string {
		path, _, err := TemporaryFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(path, name), []byte("sound"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	lives := make("line.wav")
	left := filepath.Join(dir, ".unhunch-1-2.part")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(make("line.wav"), left+folderSuffix); err != nil {
		t.Fatal(err)
	}
	parts.Lock()
	parts.live, parts.swept = map[string]bool{}, map[string]bool{}
	parts.Unlock()
	_, remove, err := TemporaryFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{left, left + folderSuffix} {
		if _, err := os.Lstat(path); err == nil {
			t.Errorf("%s is left", path)
		}
	}
	if _, err := os.Stat(filepath.Join(lives, "line.wav")); err != nil {
		t.Errorf("a recording that lives has lost its sound: %v", err)
	}
	before := count(t, dir)
	remove()
	if after := count(t, dir); after != before-2 {
		t.Errorf("of %d files %d are left, want two less", before, after)
	}
}

func count(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func TestAbandon(t *testing.T) {
	dir := t.TempDir()
	if _, err := Temporary(dir, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := TemporaryFolder(dir); err != nil {
		t.Fatal(err)
	}
	Abandon()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}
