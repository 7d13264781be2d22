package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"unhunch/internal/fault"
	"unhunch/internal/history"
	"unhunch/internal/plan"
	"unhunch/internal/tui"
)

// newLog is the command that shows what was practised.
func newLog(e *env) *cobra.Command {
	var asJSON, asCSV bool
	c := &cobra.Command{
		Use:   "log",
		Short: "what you have practised",
		Long: `log shows the sessions that were played, the minutes of each week, and how many
days in a row you have practised. Everything stays on this machine.`,
		Example: `  unhunch log
  unhunch log --csv > practice.csv`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if asJSON && asCSV {
				return wrongUse("keep one of them", "--json does not go with --csv")
			}
			store, err := history.Open(e.getenv)
			if err != nil {
				return err
			}
			sessions, bad, err := store.Read()
			if err != nil {
				return fmt.Errorf("%s: %w", store.LogFile(), fault.Cause(err))
			}
			for _, b := range bad {
				e.warn("%s:%d: %s, skipped", store.LogFile(), b.Line, b.Why)
			}
			switch {
			case asJSON:
				return logJSON(e.stdout, sessions, e.now())
			case asCSV:
				return logCSV(e.stdout, sessions)
			}
			return logTable(e.stdout, sessions, e.now(), !tui.Accessible(e.getenv))
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON, with weeks and runs of days")
	c.Flags().BoolVar(&asCSV, "csv", false, "one line a session, for a spreadsheet")
	return c
}

func logJSON(w io.Writer, sessions []history.Entry, now time.Time) error {
	type week struct {
		Monday   string  `json:"monday"`
		Sessions int     `json:"sessions"`
		Minutes  float64 `json:"minutes"`
	}
	out := struct {
		Version    int             `json:"version"`
		Sessions   []history.Entry `json:"sessions"`
		Weeks      []week          `json:"weeks"`
		CurrentRun int             `json:"current_run"`
		LongestRun int             `json:"longest_run"`
	}{Version: 1, Sessions: append([]history.Entry{}, sessions...), Weeks: []week{}}
	for _, wk := range history.Weeks(sessions, now) {
		out.Weeks = append(out.Weeks, week{wk.Monday.Format(time.DateOnly), wk.Sessions, wk.Minutes})
	}
	out.CurrentRun, out.LongestRun = history.Runs(sessions, now)
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func logCSV(w io.Writer, sessions []history.Entry) error {
	c := csv.NewWriter(w)
	c.Write([]string{"start", "routine", "title", "heard_seconds", "length_seconds", "finished", "ended"})
	seconds := func(s float64) string { return strconv.FormatFloat(s, 'f', 1, 64) }
	for _, s := range sessions {
		c.Write([]string{s.Start.Format(time.RFC3339), s.Routine, s.Title, seconds(s.Heard), seconds(s.Length), strconv.FormatBool(s.Finished), s.Ended})
	}
	c.Flush()
	return c.Error()
}

const (
	shownSessions = 15
	shownWeeks    = 12
	chartColumns  = 40
)

// logTable prints the sessions, and the minutes of each week, with bars where
// they can be seen.
func logTable(w io.Writer, sessions []history.Entry, now time.Time, bars bool) error {
	var b strings.Builder
	if len(sessions) == 0 {
		_, err := fmt.Fprintln(w, "No sessions yet. The first one: unhunch play")
		return err
	}
	recent := sessions[max(0, len(sessions)-shownSessions):]
	if len(recent) < len(sessions) {
		fmt.Fprintf(&b, "The last %d of %d sessions\n\n", len(recent), len(sessions))
	}
	for _, s := range recent {
		heard := plan.Clock(time.Duration(s.Heard * float64(time.Second)))
		length := plan.Clock(time.Duration(s.Length * float64(time.Second)))
		note := ""
		switch {
		case s.Finished || s.Ended == "":
		case s.Ended == "hurt":
			note = "  stopped because it hurt"
		default:
			note = "  " + harmless(s.Ended)
		}
		fmt.Fprintf(&b, "%s  %-28s %7s of %s%s\n", s.Start.In(now.Location()).Format("2006-01-02 15:04"), shorten(harmless(s.Title), 28), heard, length, note)
	}
	weeks := history.Weeks(sessions, now)
	weeks = weeks[max(0, len(weeks)-shownWeeks):]
	most := 10.0 // minutes: a bar that fills the line means something
	for _, wk := range weeks {
		most = max(most, wk.Minutes)
	}
	b.WriteString("\nMinutes a week\n")
	for _, wk := range weeks {
		bar := ""
		if n := int(wk.Minutes/most*chartColumns + 0.5); bars && n > 0 {
			bar = strings.Repeat("▇", n) + " "
		}
		fmt.Fprintf(&b, "%s  %s%.0f\n", wk.Monday.Format(time.DateOnly), bar, wk.Minutes)
	}
	current, longest := history.Runs(sessions, now)
	if current > 0 {
		fmt.Fprintf(&b, "\nDays in a row: %d. ", current)
	} else {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "Longest: %d.\n", longest)
	_, err := io.WriteString(w, b.String())
	return err
}

// shorten cuts a text to a number of letters.
func shorten(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}
