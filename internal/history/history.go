// Package history is the practice log: what was played, how much of it was
// heard, and where the last session stopped.
package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"unhunch/internal/wholefile"
)

// Entry is one time that a session was played.
type Entry struct {
	Start    time.Time `json:"start"`
	Routine  string    `json:"routine"`
	Title    string    `json:"title"`
	Heard    float64   `json:"heard"`  // seconds
	Length   float64   `json:"length"` // seconds, as planned
	Finished bool      `json:"finished"`
	// Ended says how an unfinished session ended: "stopped", "hurt",
	// "interrupted", "no sound", "failed" or Killed.
	Ended string `json:"ended,omitempty"`
	// Pain is what hurt: where it ended for that, or in all, if the listener was asked
	// afterwards and said it.
	Pain   *Pain `json:"pain,omitempty"`
	Effort *int  `json:"effort,omitempty"` // how hard it was, 0 to 9, if the listener said it
	// Exercises and Patterns are how often which of them were done. A line of a
	// version that did not count them has none.
	Exercises map[string]int `json:"exercises,omitempty"`
	Patterns  map[string]int `json:"patterns,omitempty"`
}

// Store is the folder that everything is remembered in.
type Store struct{ dir string }

// Open gives the store of the user, which need not exist yet: unhunch in
// $XDG_STATE_HOME, or in the place that the system has for it.
func Open(getenv func(string) string) (Store, error) {
	if dir := getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return Store{filepath.Join(dir, "unhunch")}, nil
	}
	if dir := getenv("LOCALAPPDATA"); runtime.GOOS == "windows" && dir != "" {
		return Store{filepath.Join(dir, "unhunch")}, nil
	}
	home := getenv("HOME")
	if home == "" {
		var err error
		if home, err = os.UserHomeDir(); err != nil {
			return Store{}, err
		}
	}
	return Store{filepath.Join(home, ".local", "state", "unhunch")}, nil
}

// LogFile is the path of the log.
func (s Store) LogFile() string { return filepath.Join(s.dir, "log.jsonl") }

// Files are the paths of all that is remembered.
func (s Store) Files() []string {
	return []string{s.LogFile(), s.positionFile(), s.noticeFile(), s.painFile()}
}

// Delete deletes all that is remembered. A session that is playing is not in it yet.
func (s Store) Delete() (err error) {
	for _, path := range s.Files() {
		if wholefile.Ordinary(path) == nil {
			_ = os.Truncate(path, 0) // what a link leads to, which is not removed with the link
		}
		if removed := os.Remove(path); !errors.Is(removed, fs.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}
	return err
}

// RunningFiles is the pattern of the files of sessions that are playing, or were killed
// and are not in the log yet, and how many there are.
func (s Store) RunningFiles() (pattern string, n int) {
	s.each(func(*os.File) { n++ })
	return filepath.Join(s.dir, runningFiles), n
}

// maxSmall is more than any file but the log takes, in bytes.
const maxSmall = 1 << 20

func (s Store) positionFile() string { return filepath.Join(s.dir, "position.json") }
func (s Store) noticeFile() string   { return filepath.Join(s.dir, "notice-heard") }

// Append adds a session to the log. The line is written at once and brought to
// the disk, so that two programs can append at the same time, and a crash
// leaves at most one torn line.
func (s Store) Append(entry Entry) (err error) {
	line, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	if err := wholefile.Ordinary(s.LogFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(s.LogFile(), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	line = append(line, '\n')
	if torn(f) {
		line = append([]byte{'\n'}, line...)
	}
	if _, err := f.Write(line); err != nil {
		return err
	}
	return f.Sync()
}

// torn tells whether the last line of a file has no end.
func torn(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false
	}
	var last [1]byte
	_, err = f.ReadAt(last[:], info.Size()-1)
	return err == nil && last[0] != '\n'
}

// Position is where a session stopped that was not heard to its end.
type Position struct {
	Saved   time.Time           `json:"saved"`
	Routine string              `json:"routine"` // as it was named: an id or a path
	Title   string              `json:"title"`
	Flags   map[string][]string `json:"flags,omitempty"` // the choices it was played with
	Frame   int64               `json:"frame"`           // at 48 kHz
	Frames  int64               `json:"frames"`          // of the whole session
	Changes []Asked             `json:"changes,omitempty"`
	Hurts   map[string]int      `json:"hurts,omitempty"` // what the session was made to spare
	// Exercises and Patterns are how often which of them had been done before it.
	Exercises map[string]int `json:"exercises,omitempty"`
	Patterns  map[string]int `json:"patterns,omitempty"`
}

// Asked is what the listener asked for on the way: more time for something,
// or, if that is 0, to leave it.
type Asked struct {
	At   int64         `json:"at"` // frame
	More time.Duration `json:"more,omitempty"`
}

// ErrNoPosition is what LoadPosition gives where no session was left.
var ErrNoPosition = errors.New("no unfinished session")

// SavePosition remembers where a session is. A crash at any moment leaves
// either the position before or this one.
func (s Store) SavePosition(p Position) error {
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return s.write(s.positionFile(), append(data, '\n'))
}

// LoadPosition gives the position that was saved last.
func (s Store) LoadPosition() (Position, error) {
	var p Position
	data, err := wholefile.ReadStart(s.positionFile(), maxSmall)
	if errors.Is(err, fs.ErrNotExist) {
		return p, ErrNoPosition
	}
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(data, &p); err != nil || p.Routine == "" || p.Frame < 0 {
		return p, fmt.Errorf("%s can't be read", s.positionFile())
	}
	return p, nil
}

// ClearPosition forgets the position, when a session was heard to its end.
func (s Store) ClearPosition() error {
	err := os.Remove(s.positionFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// NoticeHeard tells whether the safety notice was heard before.
func (s Store) NoticeHeard() bool {
	_, err := os.Stat(s.noticeFile())
	return err == nil
}

// MarkNotice remembers that the safety notice was heard.
func (s Store) MarkNotice(at time.Time) error {
	return s.write(s.noticeFile(), []byte(at.Format(time.RFC3339)+"\n"))
}

// write replaces a file as a whole.
func (s Store) write(path string, data []byte) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	return wholefile.Write(path, data, wholefile.Options{Replace: true, Private: true, Sync: true})
}

// Check tells whether the store can be written to.
func (s Store) Check() error {
	probe := filepath.Join(s.dir, "probe")
	if err := s.write(probe, nil); err != nil {
		return err
	}
	return os.Remove(probe)
}
