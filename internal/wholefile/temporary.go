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
)

// The names of temporary files.
const (
	partPrefix = ".unhunch-"
	partSuffix = ".part"
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
		if !Hold(f) || !stillThere(f) { // somebody took it for one that was left
			f.Close()
			continue
		}
		parts.Lock()
		parts.live[name] = true
		parts.Unlock()
		return f, nil
	}
}

// Forget removes a temporary file that was not given another name.
func Forget(f *os.File) {
	f.Close()
	os.Remove(f.Name())
	parts.Lock()
	delete(parts.live, f.Name())
	parts.Unlock()
}

// Abandon removes all temporary files of this process, which is about to end.
func Abandon() {
	parts.Lock()
	defer parts.Unlock()
	for name := range parts.live {
		os.Remove(name)
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
		os.Remove(name)
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
