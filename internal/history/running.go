package history

import (
	"cmp"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"unhunch/internal/wholefile"
)

// Running is a session that is playing. It has a file that tells how far it has come,
// which is held as long as its player lives: a player that was killed cannot write the
// log, and whoever comes next does so from that file.
type Running struct {
	file  *os.File // nil where there is none
	alone bool
}

const runningFiles = "running-*.json"

// Begin notes that a session has begun.
func (s Store) Begin(e Entry) (*Running, error) {
	if s.dir == "" {
		return &Running{alone: true}, nil
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return &Running{alone: true}, err
	}
	f, err := s.newRunning()
	if err != nil {
		return &Running{alone: len(s.others()) == 0}, err
	}
	// Of two that begin at the same time, none is alone.
	others := slices.DeleteFunc(s.others(), func(name string) bool { return name == f.Name() })
	r := &Running{file: f, alone: len(others) == 0}
	return r, r.Note(e)
}

// newRunning makes the file of a session that begins.
func (s Store) newRunning() (*os.File, error) {
	for {
		f, err := os.CreateTemp(s.dir, runningFiles)
		if err != nil || wholefile.Own(f) {
			return f, err
		}
		f.Close()
	}
}

// Alone says that no other session was playing when this one began.
func (r *Running) Alone() bool { return r.alone }

// Note keeps how far the session has come.
func (r *Running) Note(e Entry) error {
	if r.file == nil {
		return nil
	}
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	line = append(line, '\n')
	if _, err := r.file.WriteAt(line, 0); err != nil {
		return err
	}
	return r.file.Truncate(int64(len(line)))
}

// Keep leaves the session to whoever comes next: the log cannot be written now.
func (r *Running) Keep() {
	if r.file != nil {
		r.file.Close()
		r.file = nil
	}
}

// End forgets the session, which is in the log.
func (r *Running) End() {
	if r.file != nil {
		forget(r.file)
		r.file = nil
	}
}

// forget removes the file of a session that is in the log, whoever else has opened it
// meanwhile.
func forget(f *os.File) {
	os.Truncate(f.Name(), 0)
	f.Close()
	os.Remove(f.Name())
}

// others are the files of sessions that are playing.
func (s Store) others() (names []string) {
	s.each(func(f *os.File) {
		if wholefile.CanHold && !wholefile.Seize(f) {
			names = append(names, f.Name())
		}
	})
	return names
}

// each opens the file of each session that was begun, and has not ended.
func (s Store) each(do func(*os.File)) {
	entries, _ := os.ReadDir(s.dir)
	for _, e := range entries {
		if ok, _ := filepath.Match(runningFiles, e.Name()); !ok {
			continue
		}
		if f, err := wholefile.Open(filepath.Join(s.dir, e.Name())); err == nil {
			do(f)
			f.Close()
		}
	}
}

// Killed is how a session ended whose player was killed.
const Killed = "killed"

// Recover puts the sessions into the log whose players were killed, as far as they had
// come.
func (s Store) Recover() (err error) {
	s.each(func(f *os.File) {
		if !wholefile.Seize(f) {
			return
		}
		var e Entry
		if read := json.NewDecoder(f).Decode(&e); read == nil && e.Heard > 0 && wrong(e, time.Time{}) == "" {
			if !e.Finished {
				e.Ended = cmp.Or(e.Ended, Killed)
			}
			if logged := s.Append(e); logged != nil {
				err = errors.Join(err, logged)
				return
			}
		}
		forget(f)
	})
	return err
}
