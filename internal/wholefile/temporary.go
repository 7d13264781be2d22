package wholefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The names of temporary files, and of the folder that may belong to one.
const (
	partPrefix   = ".unhunch-"
	partSuffix   = ".part"
	folderSuffix = ".d"
)

// temporaries counts the temporary files of this process. No name is used again:
// who is done with a file removes it by its name.
var temporaries atomic.Int64

// parts are the temporary files of this process, and the folders where those that
// others have left were removed.
var parts = struct {
	sync.Mutex
	live, swept map[string]bool
}{live: map[string]bool{}, swept: map[string]bool{}}

// Temporary makes a new file in a folder, for what has no name yet. Its own name is
// short: that of the file that it will be may be as long as names can be. As long as
// the file is open it is known to be in use; one that a killed process has left is
// removed by the next that makes one there. Who made it calls Forget in the end.
func Temporary(dir string, rights fs.FileMode) (*os.File, error) {
	sweep(dir)
	for {
		name := filepath.Join(dir, fmt.Sprintf("%s%d-%d%s", partPrefix, os.Getpid(), temporaries.Add(1), partSuffix))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, rights)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !Own(f) {
			f.Close()
			continue
		}
		parts.Lock()
		parts.live[name] = true
		parts.Unlock()
		return f, nil
	}
}

// Own holds a file that was just made under its name. It is false if somebody took the
// file for one that was left, and removed it.
func Own(f *os.File) bool {
	for !Hold(f) {
		if !stillThere(f) {
			return false
		}
		time.Sleep(time.Millisecond) // somebody looks whether it is held
	}
	return stillThere(f)
}

// TemporaryFolder makes a new folder in another, for one's own files that programs are
// to write. It belongs to a temporary file, and so is known to be in use until it is
// removed, or is removed when it was left.
func TemporaryFolder(dir string) (path string, remove func(), err error) {
	for {
		f, err := Temporary(dir, 0o600)
		if err != nil {
			return "", nil, err
		}
		path := f.Name() + folderSuffix
		if err = os.Mkdir(path, 0o700); err == nil {
			return path, func() { Forget(f) }, nil
		}
		Forget(f)
		if !errors.Is(err, fs.ErrExist) { // of somebody else, where everybody may write
			return "", nil, err
		}
	}
}

// removePart removes a temporary file, and first the folder that belongs to it.
func removePart(name string) {
	os.RemoveAll(name + folderSuffix)
	os.Remove(name)
}

// Forget removes a temporary file that was not given another name.
func Forget(f *os.File) {
	f.Close()
	removePart(f.Name())
	parts.Lock()
	delete(parts.live, f.Name())
	parts.Unlock()
}

// Abandon removes all temporary files of this process, which is about to end.
func Abandon() {
	parts.Lock()
	defer parts.Unlock()
	for name := range parts.live {
		removePart(name)
	}
}

// sweep removes, once, the temporary files in a folder that nobody uses any more.
func sweep(dir string) {
	parts.Lock()
	defer parts.Unlock()
	if parts.swept[dir] {
		return
	}
	parts.swept[dir] = true
	entries, _ := os.ReadDir(dir) // whatever is wrong with it is told when a file is made there
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if strings.HasPrefix(e.Name(), partPrefix) && strings.HasSuffix(e.Name(), partSuffix) && !parts.live[name] {
			removeLeft(name)
		}
	}
}

// removeLeft removes a temporary file that nobody holds.
func removeLeft(name string) {
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return
	}
	f, err := os.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	if Seize(f) && stillThere(f) {
		removePart(name)
	}
}

// stillThere says whether an open file has its name.
func stillThere(f *os.File) bool {
	there, err := os.Lstat(f.Name())
	if err != nil {
		return false
	}
	opened, err := f.Stat()
	return err == nil && os.SameFile(there, opened)
}
