package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"unhunch/internal/history"
)

// logJSON prints the log as one value, each session on a line of its own.
func logJSON(w io.Writer, each eachLogged, now time.Time) error {
	out := bufio.NewWriterSize(w, 1<<16)
	sum := newSummary(now)
	between := "{\"version\": 1, \"sessions\": ["
	err := each(func(s history.Entry, line []byte) (err error) {
		sum.Add(s)
		if line == nil {
			if line, err = json.Marshal(s); err != nil {
				return err
			}
		}
		out.WriteString(between)
		out.WriteByte('\n')
		_, err = out.Write(harmlessJSON(line))
		between = ","
		return err
	})
	if err != nil {
		return err
	}
	if sum.Sessions == 0 {
		out.WriteString(between)
	}
	text, err := json.Marshal(endOf(sum))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n], %s\n", bytes.TrimPrefix(text, []byte("{")))
	return out.Flush()
}

// harmlessJSON is harmless for what is mostly plain.
func harmlessJSON(line []byte) []byte {
	for _, b := range line {
		if b < ' ' || b > '~' {
			return []byte(harmless(string(line)))
		}
	}
	return line
}

// logEnd is what comes after the sessions of a log that is printed as JSON.
type logEnd struct {
	Weeks      []logWeek `json:"weeks"`
	Pains      []logPain `json:"pains"`
	CurrentRun int       `json:"current_run"`
	LongestRun int       `json:"longest_run"`
}

type logWeek struct {
	Monday   string         `json:"monday"`
	Sessions int            `json:"sessions"`
	Minutes  float64        `json:"minutes"`
	Parts    map[string]int `json:"parts,omitempty"`
}

type logPain struct {
	Day  string `json:"day"`
	Pain int    `json:"pain"`
}

func endOf(sum *history.Summary) logEnd {
	out := logEnd{Weeks: []logWeek{}, Pains: []logPain{}}
	for _, w := range sum.Weeks() {
		out.Weeks = append(out.Weeks, logWeek{w.Monday.Format(time.DateOnly), w.Sessions, w.Minutes, w.Parts})
	}
	for _, p := range sum.Pains() {
		out.Pains = append(out.Pains, logPain{p.Day.Format(time.DateOnly), p.Level})
	}
	out.CurrentRun, out.LongestRun = sum.Runs()
	return out
}

// A column of the log for a spreadsheet, and how its cell is added to a line.
type column struct {
	name string
	cell func(b []byte, s history.Entry) []byte
}

// columns are those of the log, from the left.
func columns() []column {
	plain := func(of func(history.Entry) string) func([]byte, history.Entry) []byte {
		return func(b []byte, s history.Entry) []byte { return appendCell(b, of(s)) }
	}
	hurt := func(of func(history.Pain) string) func([]byte, history.Entry) []byte {
		return func(b []byte, s history.Entry) []byte {
			if s.Pain == nil {
				return b
			}
			return appendCell(b, of(*s.Pain))
		}
	}
	exercises, patterns := history.OfCounts(countsCell), history.OfCounts(countsCell)
	return []column{
		{"start", func(b []byte, s history.Entry) []byte { return s.Start.AppendFormat(b, time.RFC3339) }},
		{"routine", plain(func(s history.Entry) string { return s.Routine })},
		{"title", plain(func(s history.Entry) string { return s.Title })},
		{"heard_seconds", func(b []byte, s history.Entry) []byte { return strconv.AppendFloat(b, s.Heard, 'f', 1, 64) }},
		{"length_seconds", func(b []byte, s history.Entry) []byte { return strconv.AppendFloat(b, s.Length, 'f', 1, 64) }},
		{"finished", func(b []byte, s history.Entry) []byte { return strconv.AppendBool(b, s.Finished) }},
		{"ended", plain(func(s history.Entry) string { return s.Ended })},
		{"pain", plain(func(s history.Entry) string { pain, _ := answers(s); return pain })},
		{"effort", plain(func(s history.Entry) string { _, effort := answers(s); return effort })},
		{"pain_exercise", hurt(func(p history.Pain) string { return p.Exercise })},
		{"pain_side", hurt(func(p history.Pain) string { return p.Side })},
		{"pain_repetition", hurt(func(p history.Pain) string { return told(p.Rep) })},
		{"exercises", func(b []byte, s history.Entry) []byte { return append(b, exercises(s.Exercises)...) }},
		{"patterns", func(b []byte, s history.Entry) []byte { return append(b, patterns(s.Patterns)...) }},
	}
}

// told is a number from 1 on, or nothing.
func told(n int) string {
	if n < 1 {
		return ""
	}
	return strconv.Itoa(n)
}

// answers are what a listener said of a session, 0 to 9 each, or "" where it was not said.
func answers(s history.Entry) (pain, effort string) {
	if level, known := s.PainLevel(); known {
		pain = strconv.Itoa(level)
	}
	if s.Effort != nil {
		effort = strconv.Itoa(*s.Effort)
	}
	return pain, effort
}

// countsCell is a cell that lists counts: cat-cow 1; neck-tilts 2.
func countsCell(counts map[string]int) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%s %d", name, counts[name]))
	}
	return string(appendCell(nil, strings.Join(parts, "; ")))
}

func logCSV(w io.Writer, each eachLogged) error {
	out := bufio.NewWriterSize(w, 1<<16)
	all := columns()
	for i, c := range all {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(c.name)
	}
	out.WriteByte('\n')
	var line []byte
	err := each(func(s history.Entry, _ []byte) error {
		line = line[:0]
		for i, c := range all {
			if i > 0 {
				line = append(line, ',')
			}
			line = c.cell(line, s)
		}
		_, err := out.Write(append(line, '\n'))
		return err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// appendCell adds a text for a spreadsheet, which would take some for a formula.
func appendCell(b []byte, s string) []byte {
	if s == "" {
		return b
	}
	if s = harmlessLine(s); strings.IndexByte("=+-@", s[0]) >= 0 {
		s = "'" + s
	}
	if s[0] != ' ' && !strings.ContainsAny(s, "\",") {
		return append(b, s...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}
