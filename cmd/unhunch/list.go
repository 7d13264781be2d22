package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"unhunch/internal/plan"
	"unhunch/internal/printed"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// listing is what list shows, and its JSON.
type listing struct {
	Routines  []listedRoutine  `json:"routines"`
	Exercises []listedExercise `json:"exercises"`
	Patterns  []listedPattern  `json:"patterns"`
	Voices    []listedVoice    `json:"voices"`
}

type listedRoutine struct {
	ID      string  `json:"id"`
	Title   string  `json:"title"`
	About   string  `json:"about,omitempty"`
	Seconds float64 `json:"seconds"`
}

type listedExercise struct {
	ID        string              `json:"id"`
	Title     string              `json:"title"`
	About     string              `json:"about,omitempty"`
	Guide     string              `json:"guide,omitempty"`
	Posture   routine.Posture     `json:"posture"`
	Equipment []routine.Equipment `json:"equipment,omitempty"`
	Dose      string              `json:"dose"`
	Defaults  []string            `json:"defaults,omitempty"`
}

type listedPattern struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	About   string   `json:"about,omitempty"`
	Phases  string   `json:"phases"`
	Rate    string   `json:"rate"`
	Usual   string   `json:"usual"`
	Caution []string `json:"caution,omitempty"`
}

type listedVoice struct {
	Name     string `json:"name"`
	Gender   string `json:"gender"`
	Language string `json:"language"`
	Lines    int    `json:"lines"`
}

func newList(e *env) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "list the routines, exercises, breathing patterns and voices",
		Args:  takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			l, err := makeListing(c.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(e.stdout, l)
			}
			return l.print(e)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the list as JSON")
	return c
}

func makeListing(ctx context.Context) (*listing, error) {
	lib := session.Builtin()
	routines, exercises, patterns := lib.IDs()
	l := &listing{}
	for _, id := range routines {
		s, err := session.Open(ctx, id, session.Choices{})
		if err != nil {
			return nil, err
		}
		l.Routines = append(l.Routines, listedRoutine{id, s.Plan.Title, s.Plan.About, s.Plan.Frames.Duration().Seconds()})
	}
	for _, id := range exercises {
		x, err := lib.Exercise(id)
		if err != nil {
			return nil, err
		}
		l.Exercises = append(l.Exercises, listedExercise{id, x.Title, x.About, x.Guide, x.Posture, x.Equipment, doseText(x), x.Defaults})
	}
	for _, id := range patterns {
		p, err := lib.Pattern(id)
		if err != nil {
			return nil, err
		}
		l.Patterns = append(l.Patterns, listedPattern{id, p.Title, p.About, printed.PhasesText(p), printed.RateText(p), printed.UsualText(p), p.Caution})
	}
	for _, name := range session.Voices() {
		p, err := session.Voice(name)
		if err != nil {
			return nil, err
		}
		l.Voices = append(l.Voices, listedVoice{name, session.Gender(name), p.Language(), len(p.Texts())})
	}
	return l, nil
}

func (l *listing) print(e *env) error {
	section := func(title string, rows [][3]string) {
		fmt.Fprintln(e.stdout, title)
		w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
		for _, r := range rows {
			fmt.Fprintf(w, "  %s\t%s\t%s\n", r[0], r[1], r[2])
		}
		_ = w.Flush() // an error of stdout comes with the last line below
		fmt.Fprintln(e.stdout)
	}
	var rows [][3]string
	for _, r := range l.Routines {
		rows = append(rows, [3]string{r.ID, plan.Clock(time.Duration(r.Seconds * float64(time.Second))), r.About})
	}
	section("Routines", rows)
	rows = nil
	for _, x := range l.Exercises {
		guide := x.Guide
		if guide == "" {
			guide = "ours"
		}
		rows = append(rows, [3]string{x.ID, guide, strings.ReplaceAll(string(x.Posture), "-", " ") + ", " + x.Dose})
	}
	section("Exercises, with the guide and number that they come from", rows)
	rows = nil
	for _, p := range l.Patterns {
		rows = append(rows, [3]string{p.ID, p.Phases, p.Rate + ", usually " + p.Usual})
	}
	section("Breathing patterns, in seconds", rows)
	rows = nil
	for _, v := range l.Voices {
		rows = append(rows, [3]string{v.Name, "a " + v.Gender, fmt.Sprintf("says any words; %d lines are recorded", v.Lines)})
	}
	section("Voices", rows)
	_, err := fmt.Fprint(e.stdout, `Sit or lie down to breathe with a pattern, and breathe gently. If you feel
dizzy, breathe normally. Never do it in or near water, while driving, or
standing. Leave out holds and rests if you are pregnant or have heart,
blood-pressure, lung, seizure, eye-pressure or panic problems, unless a
clinician has agreed.

See a doctor or therapist before you start if your pain is strong or has
lasted long, and stop if anything hurts.
`)
	return err
}

// spanText writes a length of time that may be a range.
func spanText(s routine.Span) string {
	text := func(d time.Duration) string { return fmt.Sprintf("%g s", d.Seconds()) }
	switch {
	case s.Max == 0:
		return "at least " + text(s.Min)
	case s.Min == s.Max:
		return text(s.Min)
	}
	return fmt.Sprintf("%g to %s", s.Min.Seconds(), text(s.Max))
}

func countText(c routine.Count) string {
	switch {
	case c.Max == 0:
		return fmt.Sprintf("at least %d", c.Min)
	case c.Min == c.Max:
		return fmt.Sprint(c.Min)
	}
	return fmt.Sprintf("%d to %d", c.Min, c.Max)
}

// doseText says how much work an exercise is.
func doseText(x *routine.Exercise) string {
	if x.Body != nil {
		return "listened to"
	}
	text := countText(x.Reps) + " times"
	if x.Reps.Default == 1 {
		text = "once"
	}
	if x.Sets.Default > 1 {
		text = countText(x.Sets) + " sets of " + countText(x.Reps)
	}
	if x.Sides != routine.SidesNone {
		text += " a side"
	}
	for _, p := range x.Phases {
		for _, m := range p.Moves {
			if m.Hold.Default > 0 {
				return text + ", hold " + spanText(m.Hold)
			}
			if m.Keep.Default > 0 {
				return "for " + spanText(m.Keep)
			}
		}
	}
	return text
}
