package history

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func running(t *testing.T, s Store) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.dir, runningFiles))
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

// TestRecover: a session whose player was killed is in the log, once, as far as it had
// come; one that still plays is not.
func TestRecover(t *testing.T) {
	s := Store{t.TempDir()}
	lives, err := s.Begin(Entry{Start: at("2026-03-01"), Routine: "lives", Heard: 5})
	if err != nil || !lives.Alone() {
		t.Fatalf("alone: %v, %v", lives.Alone(), err)
	}
	killed, err := s.Begin(Entry{Start: at("2026-03-02"), Routine: "killed", Title: "A title that is longer than the next", Length: 100})
	if err != nil || killed.Alone() {
		t.Fatalf("alone: %v, %v", killed.Alone(), err)
	}
	if err := killed.Note(Entry{Start: at("2026-03-02"), Routine: "killed", Heard: 9}); err != nil {
		t.Fatal(err)
	}
	nothing, err := s.Begin(Entry{Start: at("2026-03-02"), Routine: "not heard"})
	if err != nil {
		t.Fatal(err)
	}
	killed.Keep() // as a killed process leaves it
	nothing.Keep()
	for range 2 {
		if err := s.Recover(); err != nil {
			t.Fatal(err)
		}
	}
	log, bad, err := s.Read()
	if err != nil || len(bad) > 0 || len(log) != 1 || log[0].Routine != "killed" || log[0].Heard != 9 || log[0].Ended != Killed {
		t.Errorf("the log has %+v, bad %v, %v", log, bad, err)
	}
	pattern, told := s.RunningFiles()
	if n := running(t, s); n != 1 || told != n || pattern != filepath.Join(s.dir, runningFiles) {
		t.Errorf("%d files and %d like %s, want that of the one that plays", n, told, pattern)
	}
	lives.End()
	if n := running(t, s); n != 0 {
		t.Errorf("%d files are left", n)
	}
	if next, err := s.Begin(Entry{}); err != nil || !next.Alone() {
		t.Errorf("alone: %v, %v", next.Alone(), err)
	}
}

// TestBeginWhileOthersRecover: a session that begins at the moment when another one
// looks for those that were killed is not taken for one of these, and is logged if it is
// killed itself.
func TestBeginWhileOthersRecover(t *testing.T) {
	s := Store{t.TempDir()}
	const sessions = 40
	begun := make(chan struct{})
	var looking sync.WaitGroup
	for range 2 {
		looking.Go(func() {
			for {
				select {
				case <-begun:
					return
				default:
					_ = s.Recover()
				}
			}
		})
	}
	for i := range sessions {
		r, err := s.Begin(Entry{})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Note(Entry{Start: at("2026-03-02"), Routine: fmt.Sprint(i), Heard: 9}); err != nil {
			t.Fatal(err)
		}
		r.Keep()
	}
	close(begun)
	looking.Wait()
	if err := s.Recover(); err != nil {
		t.Fatal(err)
	}
	if log, _, err := s.Read(); err != nil || len(log) != sessions {
		t.Errorf("%d sessions are in the log, want %d (%v)", len(log), sessions, err)
	}
}

// TestTogether: of two sessions that begin at the same time, at most one keeps its place.
func TestTogether(t *testing.T) {
	for range 40 {
		s := Store{t.TempDir()}
		var group sync.WaitGroup
		var begun [2]*Running
		start := make(chan struct{})
		for i := range begun {
			group.Go(func() {
				<-start
				begun[i], _ = s.Begin(Entry{})
			})
		}
		close(start)
		group.Wait()
		if begun[0].Alone() && begun[1].Alone() {
			t.Fatal("they overwrite each other's place")
		}
		begun[0].End()
		begun[1].End()
	}
}

// TestRecoverLater: while the log cannot be written, nothing is lost.
func TestRecoverLater(t *testing.T) {
	s := Store{t.TempDir()}
	r, err := s.Begin(Entry{Start: at("2026-03-02"), Heard: 9, Ended: "hurt"})
	if err != nil {
		t.Fatal(err)
	}
	r.Keep()
	if err := os.Mkdir(s.LogFile(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.Recover(); err == nil {
		t.Error("no error")
	}
	if err := os.Remove(s.LogFile()); err != nil {
		t.Fatal(err)
	}
	if err := s.Recover(); err != nil {
		t.Fatal(err)
	}
	if log, _, err := s.Read(); err != nil || len(log) != 1 || log[0].Ended != "hurt" {
		t.Errorf("the log has %+v, %v", log, err)
	}
}
