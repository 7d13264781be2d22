package history

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"unhunch/internal/wholefile"
)

// BadLine is a line of the log that can't be read.
type BadLine struct {
	Line int // from 1
	Why  string
}

// Skipped are the lines of a log that were left out: the first ones, and how many
// there are.
type Skipped struct {
	First []BadLine
	All   int
}

const (
	namedLines = 10      // of those that are skipped
	maxLine    = 1 << 16 // bytes of a line
)

func (s *Skipped) add(line int, why string) {
	if s.All++; s.All <= namedLines {
		s.First = append(s.First, BadLine{line, why})
	}
}

// Read gives all sessions of the log in the order of the file, and the first of the
// lines that it had to skip. A log that does not exist is empty.
func (s Store) Read() ([]Entry, []BadLine, error) {
	var entries []Entry
	skipped, err := s.Each(time.Now(), func(e Entry) error { entries = append(entries, e); return nil })
	return entries, skipped.First, err
}

// Each gives the sessions of the log one by one, in the order of the file, until do
// gives an error. What is later than now, by more than clocks differ, is skipped.
func (s Store) Each(now time.Time, do func(Entry) error) (Skipped, error) {
	return s.EachLine(now, func(e Entry, _ []byte) error { return do(e) })
}

// EachLine is Each with the line of each session, which is JSON and holds until do
// returns. It is nil where the line is not as Append writes it.
func (s Store) EachLine(now time.Time, do func(e Entry, line []byte) error) (Skipped, error) {
	if s.dir == "" { // no place to remember anything
		return Skipped{}, nil
	}
	f, err := wholefile.Open(s.LogFile())
	if errors.Is(err, fs.ErrNotExist) {
		return Skipped{}, nil
	}
	if err != nil {
		return Skipped{}, err
	}
	defer f.Close()
	return each(f, now, do)
}

func each(r io.Reader, now time.Time, do func(Entry, []byte) error) (skipped Skipped, err error) {
	in := bufio.NewReaderSize(r, maxLine)
	parse := newParser()
	for n := 1; ; n++ {
		line, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			skipped.add(n, "a line that does not end")
			err = skipLine(in)
			line = nil
		}
		if err != nil && err != io.EOF {
			return skipped, err
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff")) // as some editors put it there
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			e, usual, ok := parse.entry(line)
			why := "not a whole line of the log"
			if ok {
				why = wrong(e, now)
			}
			if !usual {
				line = nil
			}
			if why != "" {
				skipped.add(n, why)
			} else if err := do(e, line); err != nil {
				return skipped, err
			}
		}
		if err == io.EOF {
			return skipped, nil
		}
	}
}

// skipLine reads on to the end of a line.
func skipLine(in *bufio.Reader) error {
	for {
		_, err := in.ReadSlice('\n')
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// What an entry of a log may say.
const (
	maxSeconds = 24 * 60 * 60 // that a session lasts, and that is heard of it
	firstYear  = 2000
	clocks     = 24 * time.Hour // that clocks differ by
)

// MostAnswer is the worst pain, and the greatest effort; 0 is none.
const MostAnswer = 9

// wrong says what no session can have had, or "". Without a time of now there is no
// future.
func wrong(e Entry, now time.Time) string {
	switch {
	case e.Start.IsZero():
		return "no start"
	case e.Start.Year() < firstYear:
		return fmt.Sprintf("started in the year %d", e.Start.Year())
	case !now.IsZero() && e.Start.After(now.Add(clocks)):
		return fmt.Sprintf("starts in the future, %s", e.Start.Format(time.DateOnly))
	case !(e.Heard >= 0):
		return "less than nothing heard"
	case e.Heard > maxSeconds || !(e.Length >= 0 && e.Length <= maxSeconds):
		return "longer than a day"
	case e.Pain != nil && !(e.Pain.Level >= -1 && e.Pain.Level <= MostAnswer):
		return "a pain that is not 0 to 9"
	case e.Effort != nil && !(*e.Effort >= 0 && *e.Effort <= MostAnswer):
		return "an effort that is not 0 to 9"
	}
	return ""
}

// parser reads lines of a log.
type parser struct {
	names map[string]string         // those that were met, which are few
	maps  map[string]map[string]int // the same of counts, which nobody changes
}

const mostNames = 1 << 12

func newParser() *parser { return &parser{map[string]string{}, map[string]map[string]int{}} }

// entry reads a line. As it is written by Append it is read fast.
func (p *parser) entry(line []byte) (e Entry, usual, ok bool) {
	if e, ok := p.usual(line); ok {
		return e, true, true
	}
	var slow Entry
	err := json.Unmarshal(line, &slow)
	return slow, false, err == nil
}
