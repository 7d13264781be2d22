package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func at(day string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" 20:00", time.FixedZone("here", 2*3600))
	if err != nil {
		panic(err)
	}
	return t
}

func TestWhatIsAppendedIsRead(t *testing.T) {
	s := Store{filepath.Join(t.TempDir(), "new", "folder")}
	want := Entry{Start: at("2026-03-02"), Routine: "daily", Title: "Daily", Heard: 23 * 60, Length: 30 * 60, Ended: "hurt",
		Pain: &Pain{At: at("2026-03-02"), Level: 0}, Effort: new(int)}
	if err := s.Append(want); err != nil {
		t.Fatal(err)
	}
	got, bad, err := s.Read()
	if err != nil || len(bad) > 0 || len(got) != 1 {
		t.Fatalf("read %v, bad %v, error %v", got, bad, err)
	}
	if !got[0].Start.Equal(want.Start) || got[0].Heard != want.Heard || got[0].Ended != "hurt" || got[0].Finished {
		t.Errorf("read %+v, want %+v", got[0], want)
	}
	if p, e := got[0].Pain, got[0].Effort; p == nil || p.Level != 0 || e == nil || *e != 0 {
		t.Errorf("an answer of 0 is read as pain %+v, effort %v", p, e)
	}
}

func TestNoLogIsAnEmptyOne(t *testing.T) {
	got, bad, err := Store{t.TempDir()}.Read()
	if len(got) > 0 || len(bad) > 0 || err != nil {
		t.Errorf("read %v, bad %v, error %v", got, bad, err)
	}
}

func TestTornLineIsSkippedAndReported(t *testing.T) {
	s := Store{t.TempDir()}
	s.Append(Entry{Start: at("2026-03-02"), Routine: "one"})
	f, err := os.OpenFile(s.LogFile(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(`{"start":"2026-03-03T20:00:00Z","rout`) // a crash in the middle of a line
	f.Close()
	if err := s.Append(Entry{Start: at("2026-03-04"), Routine: "two"}); err != nil {
		t.Fatal(err)
	}
	got, bad, err := s.Read()
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[1].Routine != "two" {
		t.Errorf("the session after the torn line is lost: %v", got)
	}
	if len(bad) != 1 || bad[0].Line != 2 {
		t.Errorf("bad lines: %v", bad)
	}
}

func TestTwoProgramsAppendAtOnce(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for writer := range 4 {
		all.Go(func() {
			for i := range 50 {
				if err := (Store{dir}).Append(Entry{Start: at("2026-03-02"), Routine: fmt.Sprint(writer, "-", i)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	got, bad, err := Store{dir}.Read()
	if len(got) != 200 || len(bad) > 0 || err != nil {
		t.Errorf("%d of 200 sessions read, bad %v, error %v", len(got), bad, err)
	}
}

func TestLogOnAFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("/dev/full is missing")
	}
	s := Store{t.TempDir()}
	if err := os.Symlink("/dev/full", s.LogFile()); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(Entry{Start: at("2026-03-02")}); err == nil {
		t.Error("a session that could not be written is not reported")
	}
}

func TestPosition(t *testing.T) {
	s := Store{t.TempDir()}
	if _, err := s.LoadPosition(); !errors.Is(err, ErrNoPosition) {
		t.Errorf("without a position the error is %v", err)
	}
	want := Position{Routine: "daily", Frame: 480000, Frames: 960000, Flags: map[string][]string{"dose": {"low"}}, Changes: []Asked{{At: 240000, More: 15 * time.Second}, {At: 300000}}}
	if err := s.SavePosition(want); err != nil {
		t.Fatal(err)
	}
	got, err := s.LoadPosition()
	if err != nil || got.Frame != want.Frame || got.Flags["dose"][0] != "low" || !slices.Equal(got.Changes, want.Changes) {
		t.Errorf("loaded %+v, error %v", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, "*")); len(left) != 1 {
		t.Errorf("files left behind: %v", left)
	}
	if err := s.ClearPosition(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.LoadPosition(); !errors.Is(err, ErrNoPosition) {
		t.Errorf("after clearing the error is %v", err)
	}
}

func TestSpoiltPositionIsAnError(t *testing.T) {
	s := Store{t.TempDir()}
	for _, text := range []string{"", "{", "[]", `{"frame":-1,"routine":"x"}`} {
		os.WriteFile(s.positionFile(), []byte(text), 0o600)
		if _, err := s.LoadPosition(); err == nil || errors.Is(err, ErrNoPosition) {
			t.Errorf("%q: error %v", text, err)
		}
	}
}

func TestNoticeIsRemembered(t *testing.T) {
	s := Store{t.TempDir()}
	if s.NoticeHeard() {
		t.Error("heard before it was")
	}
	if err := s.MarkNotice(at("2026-03-02")); err != nil || !s.NoticeHeard() {
		t.Errorf("not remembered: %v", err)
	}
}

func TestOpen(t *testing.T) {
	tests := []struct{ state, home, want string }{
		{"/state", "/home/me", "/state/unhunch"},
		{"", "/home/me", "/home/me/.local/state/unhunch"},
		{"relative", "/home/me", "/home/me/.local/state/unhunch"},
	}
	for _, test := range tests {
		env := map[string]string{"XDG_STATE_HOME": test.state, "HOME": test.home}
		got, err := Open(func(k string) string { return env[k] })
		if err != nil || filepath.ToSlash(got.dir) != test.want {
			t.Errorf("%+v: %s, %v", test, got.dir, err)
		}
	}
}

func sessions(days string) []Entry {
	var out []Entry
	for _, d := range strings.Fields(days) {
		out = append(out, Entry{Start: at(d), Heard: 600})
	}
	return out
}

func TestRuns(t *testing.T) {
	const today = "2026-03-05"
	tests := []struct {
		name             string
		days             string
		current, longest int
	}{
		{"none", "", 0, 0},
		{"today", "2026-03-05", 1, 1},
		{"not yet today", "2026-03-03 2026-03-04", 2, 2},
		{"a day left out", "2026-03-02 2026-03-03", 0, 2},
		{"twice a day", "2026-03-04 2026-03-04 2026-03-05", 2, 2},
		{"a longer one before", "2026-02-01 2026-02-02 2026-02-03 2026-03-05", 1, 3},
		{"out of order", "2026-03-05 2026-03-03 2026-03-04", 3, 3},
		{"over the end of a month", "2026-02-28 2026-03-01", 0, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			current, longest := Runs(sessions(test.days), at(today))
			if current != test.current || longest != test.longest {
				t.Errorf("current %d, longest %d, want %d, %d", current, longest, test.current, test.longest)
			}
		})
	}
}

func TestAMomentIsNoPractice(t *testing.T) {
	current, _ := Runs([]Entry{{Start: at("2026-03-05"), Heard: 5}}, at("2026-03-05"))
	if current != 0 {
		t.Error("five seconds count as a day of practice")
	}
}

// Whoever does a routine of half a minute to its end has practiced.
func TestAShortSessionToItsEndIsPractice(t *testing.T) {
	current, _ := Runs([]Entry{{Start: at("2026-03-05"), Heard: 30, Finished: true}}, at("2026-03-05"))
	if current != 1 {
		t.Error("a short session that was heard to its end does not count")
	}
}

func TestWeeks(t *testing.T) {
	got := Weeks(sessions("2026-02-16 2026-03-02 2026-03-08"), at("2026-03-09"))
	var text []string
	for _, w := range got {
		text = append(text, fmt.Sprintf("%s %d %.0f", w.Monday.Format("2006-01-02"), w.Sessions, w.Minutes))
	}
	want := "2026-02-16 1 10, 2026-02-23 0 0, 2026-03-02 2 20, 2026-03-09 0 0"
	if strings.Join(text, ", ") != want {
		t.Errorf("weeks: %s\nwant:  %s", strings.Join(text, ", "), want)
	}
}

// Weeks and Runs are those of sessions that are all known.
func Weeks(sessions []Entry, now time.Time) []Week { return summary(sessions, now).Weeks() }

func Runs(sessions []Entry, now time.Time) (current, longest int) {
	return summary(sessions, now).Runs()
}

func summary(sessions []Entry, now time.Time) *Summary {
	s := NewSummary(now)
	for _, e := range sessions {
		s.Add(e)
	}
	return s
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"start":"2026-03-03T20:00:00Z","routine":"daily","heard":60}` + "\n" + `{"start`))
	f.Add([]byte(`{"start":"2026-03-03T20:00:00.5+01:00","routine":"daily","title":"Daily session","heard":60.5,"length":700,"finished":false,"ended":"stopped"}`))
	f.Add([]byte(`{"start":"2026-03-03T20:00:00Z","routine":"daily","title":"","heard":60,"length":700,"finished":true,"exercises":{"a":1,"b":2},"patterns":{"calm":1}}`))
	f.Add([]byte(`{"start":"2026-03-03T20:00:00Z","routine":"daily","title":"","heard":60,"length":700,"finished":true,"pain":{"at":"2026-03-03T20:00:00Z","exercise":"a","title":"A","side":"left","rep":2,"level":4},"effort":3,"exercises":{"a":1}}`))
	f.Add([]byte("\x00\n\n[]\nnull\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		sum := NewSummary(at("2026-03-05"))
		skipped, err := each(bytes.NewReader(data), at("2026-03-05"), func(e Entry, _ []byte) error { sum.Add(e); return nil })
		if n := strings.Count(string(data), "\n") + 1; err != nil || sum.Sessions+skipped.All > n || len(skipped.First) > namedLines {
			t.Errorf("%d sessions and %d bad lines in %d lines, error %v", sum.Sessions, skipped.All, n, err)
		}
		sum.Runs()
		sum.Weeks()
		for _, line := range bytes.Split(data, []byte("\n")) {
			fast, ok := newParser().usual(line)
			if !ok {
				continue
			}
			var slow Entry
			if err := json.Unmarshal(line, &slow); err != nil || !reflect.DeepEqual(fast, slow) {
				t.Errorf("%q is read as %+v, and by others as %+v (%v)", line, fast, slow, err)
			}
		}
	})
}

// TestUsual: a line that Append writes is read fast, and says the same.
func TestUsual(t *testing.T) {
	five := 5
	for _, e := range []Entry{
		{Start: at("2026-03-05"), Routine: "daily", Heard: 60, Pain: &Pain{At: at("2026-03-05"), Level: 0}, Effort: &five},
		{Start: at("2026-03-05"), Routine: "daily", Ended: "hurt", Exercises: map[string]int{"a": 1},
			Pain: &Pain{At: at("2026-03-05"), Exercise: "cat-cow", Title: "Cat and cow", Side: "left", Rep: 2, Level: 7}},
		{Start: at("2026-03-05"), Routine: "daily", Title: "Daily session", Heard: 719.25, Length: 720, Finished: true,
			Exercises: map[string]int{"neck-tilts": 2, "a b": 1}, Patterns: map[string]int{"calm": 1}},
		{Start: at("2026-03-05").Add(time.Microsecond), Routine: "/home/ä/b.yaml", Title: "Übung für 頭", Heard: 0.5, Length: 86400, Ended: Killed},
	} {
		line, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var slow Entry
		if err := json.Unmarshal(line, &slow); err != nil {
			t.Fatal(err)
		}
		if got, ok := newParser().usual(line); !ok || !reflect.DeepEqual(got, slow) {
			t.Errorf("%s is read as %+v, %v", line, got, ok)
		}
	}
}

// TestSkipped: what no session can have been is named, and left out.
func TestSkipped(t *testing.T) {
	now := at("2026-03-05")
	good := `{"start":"2026-03-03T20:00:00Z","routine":"daily","title":"","heard":60,"length":60,"finished":true}`
	for line, want := range map[string]string{
		"\ufeff" + good: "",
		strings.Replace(good, "2026-03-03", "9999-01-01", 1):                                                  "in the future",
		strings.Replace(good, "2026-03-03", "1970-01-01", 1):                                                  "in the year 1970",
		strings.Replace(good, `"heard":60`, `"heard":1e308`, 1):                                               "longer than a day",
		strings.Replace(good, `"heard":60`, `"heard":-1`, 1):                                                  "less than nothing",
		strings.Replace(good, `"heard":60`, `"heard":1e999`, 1):                                               "not a whole line",
		strings.Replace(good, `"start"`, `"begin"`, 1):                                                        "no start",
		strings.Replace(good, `true}`, `true,"pain":{"at":"2026-03-03T20:00:00Z","level":-1},"effort":9}`, 1): "",
		strings.Replace(good, `true}`, `true,"pain":{"at":"2026-03-03T20:00:00Z","level":10}}`, 1):            "a pain that is not",
		strings.Replace(good, `true}`, `true,"effort":-1}`, 1):                                                "an effort that is not",
		strings.Repeat("a", 3*maxLine):                                                                        "does not end",
	} {
		n := 0
		skipped, err := each(strings.NewReader(line+"\n"+good+"\n"), now, func(Entry, []byte) error { n++; return nil })
		switch {
		case err != nil:
			t.Fatal(err)
		case want == "" && (n != 2 || skipped.All > 0):
			t.Errorf("%.90s: %d are read, skipped %v", line, n, skipped)
		case want != "" && (n != 1 || skipped.All != 1 || skipped.First[0].Line != 1 || !strings.Contains(skipped.First[0].Why, want)):
			t.Errorf("%.90s: %d are read, skipped %v, want one that says %q", line, n, skipped, want)
		}
	}
}

// FuzzPosition: what lies where the place of a session is kept is that or an error.
func FuzzPosition(f *testing.F) {
	f.Add([]byte(`{"saved":"2026-03-03T20:00:00Z","routine":"daily","title":"","flags":{"voice":["otto"]},"frame":1,"frames":2,"changes":[{"at":1,"more":2}]}`))
	s := Store{f.TempDir()}
	f.Fuzz(func(t *testing.T, data []byte) {
		for path, read := range map[string]func() error{
			s.positionFile():                       func() error { _, err := s.LoadPosition(); return err },
			filepath.Join(s.dir, "running-1.json"): s.Recover,
		} {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			_ = read()
		}
		os.Remove(s.LogFile())
		if p, err := s.LoadPosition(); err == nil && (p.Frame < 0 || p.Routine == "") {
			t.Errorf("%+v", p)
		}
	})
}
