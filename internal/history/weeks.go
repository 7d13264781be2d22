package history

import (
	"maps"
	"slices"
	"time"
)

// counts is the least that has to be heard of a session, in seconds, for its
// day to count as a day of practice.
const counts = 60

// Week is what was practiced in a week from Monday to Sunday.
type Week struct {
	Monday   time.Time // its first day, at midnight
	Sessions int
	Minutes  float64
	Parts    map[string]int // how often exercises were done for each part of the body
}

// PainDay is the worst pain that was told on a day, from 0 to MostAnswer.
type PainDay struct {
	Day   time.Time // midnight
	Level int
}

// Summary is what sessions come to. Days are those of the location of its time.
type Summary struct {
	now      time.Time
	parts    []func(Entry) map[string]int
	Sessions int
	weeks    map[int64]*Week // by when they begin
	days     map[int64]bool  // of practice, by when they begin
	pains    map[int64]int   // the same, of pain
}

// NewSummary begins a summary without any sessions. How often a session exercises which
// parts of the body is the sum of what each of parts says.
func NewSummary(now time.Time, parts ...func(Entry) map[string]int) *Summary {
	return &Summary{now: now, parts: parts, weeks: map[int64]*Week{}, days: map[int64]bool{}, pains: map[int64]int{}}
}

// Add adds a session.
func (s *Summary) Add(e Entry) {
	start := e.Start.In(s.now.Location())
	today := day(start)
	first := monday(today)
	w := s.weeks[first.Unix()]
	if w == nil {
		w = &Week{Monday: first, Parts: map[string]int{}}
		s.weeks[first.Unix()] = w
	}
	w.Sessions++
	w.Minutes += e.Heard / 60
	for _, parts := range s.parts {
		add(w.Parts, parts(e))
	}
	s.Sessions++
	if e.Heard >= counts || e.Finished {
		s.days[today.Unix()] = true
	}
	if level, known := e.PainLevel(); known {
		s.pains[today.Unix()] = max(level, s.pains[today.Unix()])
	}
}

// Pains gives the days on which pain was told, also where there was none.
func (s *Summary) Pains() []PainDay {
	var all []PainDay
	for _, at := range slices.Sorted(maps.Keys(s.pains)) {
		all = append(all, PainDay{time.Unix(at, 0).In(s.now.Location()), s.pains[at]})
	}
	return all
}

// Weeks gives the weeks from the first session to that of now, also those without
// practice.
func (s *Summary) Weeks() []Week {
	if s.Sessions == 0 {
		return nil
	}
	first := monday(s.now)
	for _, w := range s.weeks {
		if w.Monday.Before(first) {
			first = w.Monday
		}
	}
	var weeks []Week
	for m := first; !m.After(monday(s.now)); m = m.AddDate(0, 0, 7) {
		if w := s.weeks[m.Unix()]; w != nil {
			weeks = append(weeks, *w)
			continue
		}
		weeks = append(weeks, Week{Monday: m})
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
func (s *Summary) Runs() (current, longest int) {
	today := day(s.now)
	run := 0
	var last time.Time
	for _, at := range slices.Sorted(maps.Keys(s.days)) {
		d := time.Unix(at, 0).In(s.now.Location())
		if d.After(today) { // by a clock that was wrong
			break
		}
		if run > 0 && last.AddDate(0, 0, 1).Equal(d) {
			run++
		} else {
			run = 1
		}
		last = d
		longest = max(longest, run)
	}
	if run > 0 && !last.Before(today.AddDate(0, 0, -1)) {
		current = run
	}
	return current, longest
}
