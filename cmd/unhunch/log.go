package main

import (
	"bufio"
	"bytes"
	"cmp"
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
  unhunch log --csv > practice.csv
  unhunch log pain                  what hurt`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if asJSON && asCSV {
				return wrongUse("keep one of them", "--json does not go with --csv")
			}
			store, err := history.Open(e.getenv)
			if err != nil {
				return err
			}
			if err := store.Recover(); err != nil {
				e.warn("a session that was cut off could not be written to the log: %v", err)
			}
			switch each := e.logged(store); {
			case asJSON:
				return logJSON(e.stdout, each, e.now())
			case asCSV:
				return logCSV(e.stdout, each)
			default:
				return logTable(e.stdout, each, e.now(), !tui.Accessible(e.getenv))
			}
		},
	}
	c.AddCommand(newLogPain(e), newLogForget(e))
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON, with weeks and runs of days")
	c.Flags().BoolVar(&asCSV, "csv", false, "one line a session, for a spreadsheet")
	return c
}

// eachLogged gives the sessions of a log one by one: there may be more than fit into
// memory.
type eachLogged func(do func(history.Entry) error) error

// logged reads the log, and names what is skipped.
func (e *env) logged(store history.Store) eachLogged {
	return func(do func(history.Entry) error) error {
		var failed error
		skipped, err := store.Each(e.now(), func(s history.Entry) error { failed = do(s); return failed })
		for _, b := range skipped.First {
			e.warn("%s:%d: %s, skipped", store.LogFile(), b.Line, b.Why)
		}
		if more := skipped.All - len(skipped.First); more > 0 {
			e.warn("%s: and %s more, skipped", store.LogFile(), count(more, "line"))
		}
		if failed != nil || err == nil {
			return failed
		}
		return fmt.Errorf("%s: %w", store.LogFile(), fault.Cause(err))
	}
}

func logJSON(w io.Writer, each eachLogged, now time.Time) error {
	out := bufio.NewWriter(w)
	sum := history.NewSummary(now)
	between := "{\n  \"version\": 1,\n  \"sessions\": ["
	err := each(func(s history.Entry) error {
		sum.Add(s)
		text, err := json.MarshalIndent(s, "    ", "  ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\n    %s", between, harmless(string(text)))
		between = ","
		return err
	})
	if err != nil {
		return err
	}
	end := "\n  ],"
	if sum.Sessions == 0 {
		end = between + "],"
	}
	text, err := json.MarshalIndent(logEnd(sum), "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s%s\n", end, bytes.TrimPrefix(text, []byte("{")))
	return out.Flush()
}

// logEnd is what comes after the sessions of a log that is printed as JSON.
func logEnd(sum *history.Summary) any {
	type week struct {
		Monday   string  `json:"monday"`
		Sessions int     `json:"sessions"`
		Minutes  float64 `json:"minutes"`
	}
	out := struct {
		Weeks      []week `json:"weeks"`
		CurrentRun int    `json:"current_run"`
		LongestRun int    `json:"longest_run"`
	}{Weeks: []week{}}
	for _, wk := range sum.Weeks() {
		out.Weeks = append(out.Weeks, week{wk.Monday.Format(time.DateOnly), wk.Sessions, wk.Minutes})
	}
	out.CurrentRun, out.LongestRun = sum.Runs()
	return out
}

func logCSV(w io.Writer, each eachLogged) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"start", "routine", "title", "heard_seconds", "length_seconds", "finished", "ended", "pain", "effort"}); err != nil {
		return err
	}
	seconds := func(s float64) string { return strconv.FormatFloat(s, 'f', 1, 64) }
	err := each(func(s history.Entry) error {
		pain, effort := answers(s)
		return c.Write([]string{s.Start.Format(time.RFC3339), cell(s.Routine), cell(s.Title), seconds(s.Heard), seconds(s.Length), strconv.FormatBool(s.Finished), cell(s.Ended), pain, effort})
	})
	c.Flush()
	return cmp.Or(err, c.Error())
}

// answers are what a listener said of a session, 0 to 9 each, or "" where it was not said.
func answers(s history.Entry) (pain, effort string) {
	if s.Pain != nil && s.Pain.Level >= 0 {
		pain = strconv.Itoa(s.Pain.Level)
	}
	if s.Effort != nil {
		effort = strconv.Itoa(*s.Effort)
	}
	return pain, effort
}

// cell is a text for a spreadsheet, which would take some for a formula.
func cell(s string) string {
	if s = harmlessLine(s); strings.HasPrefix(s, "=") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "@") {
		return "'" + s
	}
	return s
}

const (
	shownSessions = 15
	shownWeeks    = 12
	chartColumns  = 40
)

// logTable prints the sessions, and the minutes of each week, with bars where
// they can be seen.
func logTable(w io.Writer, each eachLogged, now time.Time, bars bool) error {
	var b strings.Builder
	var recent []history.Entry
	sum := history.NewSummary(now)
	err := each(func(s history.Entry) error {
		sum.Add(s)
		if len(recent) == shownSessions {
			recent = append(recent[:0], recent[1:]...)
		}
		recent = append(recent, s)
		return nil
	})
	if err != nil {
		return err
	}
	if sum.Sessions == 0 {
		_, err := fmt.Fprintln(w, "No sessions yet. The first one: unhunch play")
		return err
	}
	if len(recent) < sum.Sessions {
		fmt.Fprintf(&b, "The last %d of %d sessions\n\n", len(recent), sum.Sessions)
	}
	for _, s := range recent {
		b.WriteString(logLine(s, now))
	}
	writeWeeks(&b, sum.Weeks(), bars)
	current, longest := sum.Runs()
	if current > 0 {
		fmt.Fprintf(&b, "\nDays in a row: %d. ", current)
	} else {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "Longest: %d.\n", longest)
	_, err = io.WriteString(w, b.String())
	return err
}

// logLine is a session as a line of the table.
func logLine(s history.Entry, now time.Time) string {
	clock := func(seconds float64) string { return plan.Clock(time.Duration(seconds * float64(time.Second))) }
	note := ""
	switch {
	case s.Finished || s.Ended == "":
	case s.Ended == "hurt":
		note = "  stopped because it hurt"
	case s.Ended == history.Killed:
		note = "  cut off"
	default:
		note = "  " + harmlessLine(s.Ended)
	}
	pain, effort := answers(s)
	if pain != "" {
		note += "  pain " + pain
	}
	if effort != "" {
		note += "  effort " + effort
	}
	return fmt.Sprintf("%s  %-28s %7s of %s%s\n", s.Start.In(now.Location()).Format("2006-01-02 15:04"), shorten(harmlessLine(s.Title), 28), clock(s.Heard), clock(s.Length), note)
}

// writeWeeks writes the minutes of the last weeks.
func writeWeeks(b *strings.Builder, weeks []history.Week, bars bool) {
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
		fmt.Fprintf(b, "%s  %s%.0f\n", wk.Monday.Format(time.DateOnly), bar, wk.Minutes)
	}
}

// shorten cuts a text to a number of letters.
func shorten(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}
