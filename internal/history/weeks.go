package history

import (
	"slices"
	"time"
)

// counts is the least that has to be heard of a session, in seconds, for its
// day to count as a day of practice.
const counts = 60

// Week is what was practised in a week from Monday to Sunday.
type Week struct {
	Monday   time.Time // its first day, at midnight
	Sessions int
	Minutes  float64
}

// Weeks gives the weeks from the first session to that of now, also those
// without practice. Days are those of the location of now.
func Weeks(sessions []Entry, now time.Time) []Week {
	if len(sessions) == 0 {
		return nil
	}
	first := monday(now)
	for _, s := range sessions {
		if m := monday(s.Start.In(now.Location())); m.Before(first) {
			first = m
		}
	}
	var weeks []Week
	for m := first; !m.After(monday(now)); m = m.AddDate(0, 0, 7) {
		weeks = append(weeks, Week{Monday: m})
	}
	for _, s := range sessions {
		i := slices.IndexFunc(weeks, func(w Week) bool { return w.Monday.Equal(monday(s.Start.In(now.Location()))) })
		if i >= 0 {
			weeks[i].Sessions++
			weeks[i].Minutes += s.Heard / 60
		}
	}
	return weeks
}

func monday(t time.Time) time.Time {
	d := day(t)
	return d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
}

// day is midnight at the start of a day.
func day(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// Runs gives the current and the longest run of days with practice. A run is
// current until a whole day has gone by without any.
func Runs(sessions []Entry, now time.Time) (current, longest int) {
	var days []time.Time
	for _, s := range sessions {
		if s.Heard >= counts || s.Finished {
			days = append(days, day(s.Start.In(now.Location())))
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	days = slices.CompactFunc(days, time.Time.Equal)
	run := 0
	for i, d := range days {
		if i > 0 && days[i-1].AddDate(0, 0, 1).Equal(d) {
			run++
		} else {
			run = 1
		}
		longest = max(longest, run)
	}
	if n := len(days); n > 0 && !days[n-1].Before(day(now).AddDate(0, 0, -1)) {
		current = run
	}
	return current, longest
}
