package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"unhunch/internal/history"
	"unhunch/internal/plan"
	"unhunch/internal/printed"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

const (
	shownSessions = 15
	shownWeeks    = 12
	shownPains    = 15
	chartColumns  = 40
)

// otherPart is where exercises count that are in no file of ours.
const otherPart = "other"

// newSummary begins a summary that knows what the built-in exercises are for.
func newSummary(now time.Time) *history.Summary {
	lib := session.Builtin()
	exercises := history.OfCounts(func(counts map[string]int) map[string]int {
		parts := map[string]int{}
		for id, n := range counts {
			x, err := lib.Exercise(id)
			if err != nil || len(x.Parts) == 0 {
				parts[otherPart] += n
				continue
			}
			for _, part := range x.Parts {
				parts[string(part)] += n
			}
		}
		return parts
	})
	patterns := history.OfCounts(func(counts map[string]int) map[string]int {
		parts := map[string]int{}
		for _, n := range counts {
			parts[string(routine.Breath)] += n
		}
		return parts
	})
	return history.NewSummary(now,
		func(s history.Entry) map[string]int { return exercises(s.Exercises) },
		func(s history.Entry) map[string]int { return patterns(s.Patterns) })
}

// partCounts are the parts of the body that were exercised in some weeks, from the head
// down.
func partCounts(weeks []history.Week) []printed.PartCount {
	var all []printed.PartCount
	for _, part := range append(slices.Clone(routine.Parts), otherPart) {
		n := 0
		for _, w := range weeks {
			n += w.Parts[string(part)]
		}
		if n > 0 {
			all = append(all, printed.PartCount{Part: string(part), Times: n})
		}
	}
	return all
}

// practice is what a picture of the log shows.
func practice(sum *history.Summary) printed.Practice {
	weeks := lastWeeks(sum)
	p := printed.Practice{Parts: partCounts(weeks)}
	for _, w := range weeks {
		p.Weeks = append(p.Weeks, printed.PracticeWeek{Monday: w.Monday, Minutes: w.Minutes})
	}
	for _, pain := range lastPains(sum, weeks) {
		p.Pains = append(p.Pains, printed.PainDay{Day: pain.Day, Level: pain.Level})
	}
	p.Run, p.LongestRun = sum.Runs()
	return p
}

// lastWeeks are those that are shown.
func lastWeeks(sum *history.Summary) []history.Week {
	weeks := sum.Weeks()
	return weeks[max(0, len(weeks)-shownWeeks):]
}

// lastPains are the days of these weeks on which pain was told.
func lastPains(sum *history.Summary, weeks []history.Week) []history.PainDay {
	pains := sum.Pains()
	i := slices.IndexFunc(pains, func(p history.PainDay) bool { return len(weeks) > 0 && !p.Day.Before(weeks[0].Monday) })
	if i < 0 {
		return nil
	}
	return pains[i:]
}

// logTable prints the sessions, and what they come to, with bars where they can be seen.
func logTable(w io.Writer, each eachLogged, now time.Time, bars bool) error {
	var b strings.Builder
	var recent []history.Entry
	sum := newSummary(now)
	err := each(func(s history.Entry, _ []byte) error {
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
	writeCharts(&b, sum, bars)
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
		if s.Pain != nil && s.Pain.Title != "" {
			note += ": " + harmlessLine(s.Pain.Title)
		}
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

// writeCharts writes the minutes of the last weeks, the parts of the body that were
// exercised in them, and the pain.
func writeCharts(b *strings.Builder, sum *history.Summary, bars bool) {
	weeks := lastWeeks(sum)
	var rows []chartRow
	for _, w := range weeks {
		rows = append(rows, chartRow{w.Monday.Format(time.DateOnly), w.Minutes})
	}
	const fewMinutes = 10 // a bar that fills the line means something
	writeChart(b, "Minutes a week", rows, fewMinutes, bars)
	rows = nil
	for _, p := range partCounts(weeks) {
		rows = append(rows, chartRow{p.Part, float64(p.Times)})
	}
	writeChart(b, "Exercises done in these weeks, by part of the body", rows, fewMinutes, bars)
	rows = nil
	for _, p := range lastPains(sum, weeks) {
		rows = append(rows, chartRow{p.Day.Format(time.DateOnly), float64(p.Level)})
	}
	writeChart(b, fmt.Sprintf("Pain from 0 to %d, the worst of each day", history.MostAnswer), rows[max(0, len(rows)-shownPains):], history.MostAnswer, bars)
}

type chartRow struct {
	name  string
	value float64
}

// writeChart writes rows with bars, the longest of which stands for the greatest value
// or for least, whichever is more.
func writeChart(b *strings.Builder, title string, rows []chartRow, least float64, bars bool) {
	if len(rows) == 0 {
		return
	}
	most := least
	for _, r := range rows {
		most = max(most, r.value)
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, r := range rows {
		bar := ""
		if n := int(r.value/most*chartColumns + 0.5); bars && n > 0 {
			bar = strings.Repeat("▇", n) + " "
		}
		fmt.Fprintf(b, "%-10s  %s%.0f\n", r.name, bar, r.value)
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
