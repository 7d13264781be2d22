package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"unhunch/internal/fit"
	"unhunch/internal/plan"
	"unhunch/internal/printed"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// listing is what list shows, and its JSON.
type listing struct {
	Version   int              `json:"version"`
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
	demands
}

// demands are what a session asks for, and what it is for.
type demands struct {
	Postures  []routine.Posture   `json:"postures"`
	Equipment []routine.Equipment `json:"equipment"`
	Body      []routine.Part      `json:"body"`
}

type listedExercise struct {
	ID        string              `json:"id"`
	Title     string              `json:"title"`
	About     string              `json:"about,omitempty"`
	Guide     string              `json:"guide,omitempty"`
	Posture   routine.Posture     `json:"posture"`
	Also      []routine.Posture   `json:"also,omitempty"`
	Equipment []routine.Equipment `json:"equipment,omitempty"`
	Body      []routine.Part      `json:"body"`
	Purpose   routine.Purpose     `json:"purpose"`
	Dose      string              `json:"dose"`
	Defaults  []string            `json:"defaults,omitempty"`
	exercise  *routine.Exercise
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
	var body fitFlags
	var under lengthFlag
	c := &cobra.Command{
		Use:   "list",
		Short: "list the routines, exercises, breathing patterns and voices",
		Long: `list shows what there is: of each routine how long it takes, in which postures,
with which things and for which parts of the body. The flags leave out what
does not suit.`,
		Example: `  unhunch list
  unhunch list --no-floor --under 10m
  unhunch list --only neck --equipment none`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := body.check(); err != nil {
				return err
			}
			l, err := makeListing(c.Context())
			if err != nil {
				return err
			}
			l.keep(body.wish(), under.d)
			if asJSON {
				return printJSON(e.stdout, l)
			}
			return l.print(e)
		},
	}
	body.registerBody(c.Flags())
	c.Flags().Var(&under, "under", "routines that take no longer: 10m, or 10 for minutes")
	c.Flags().BoolVar(&asJSON, "json", false, "print the list as JSON")
	return c
}

func makeListing(ctx context.Context) (*listing, error) {
	lib := session.Builtin()
	routines, exercises, patterns := lib.IDs()
	l := &listing{Version: 1}
	for _, id := range routines {
		s, err := session.Open(ctx, id, session.Choices{})
		if err != nil {
			return nil, err
		}
		l.Routines = append(l.Routines, listedRoutine{id, s.Plan.Title, s.Plan.About, s.Plan.Frames.Duration().Seconds(), demandsOf(s.Routine)})
	}
	for _, id := range exercises {
		x, err := lib.Exercise(id)
		if err != nil {
			return nil, err
		}
		l.Exercises = append(l.Exercises, listedExercise{id, x.Title, x.About, x.Guide, x.Posture, x.Also, x.Needs(x.Posture), x.Parts, x.Purpose, doseText(x), x.Defaults, x})
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

// demandsOf gathers what the exercises of a routine ask for, in the order of the
// lists that hints have.
func demandsOf(r *routine.Routine) demands {
	var postures, things, parts = map[routine.Posture]bool{}, map[routine.Equipment]bool{}, map[routine.Part]bool{}
	routine.Walk(r.Steps, func(s routine.Step) bool {
		switch s := s.(type) {
		case routine.Do:
			postures[s.Exercise.Posture] = true
			for _, q := range s.Exercise.Needs(s.Exercise.Posture) {
				things[q] = true
			}
			for _, p := range s.Exercise.Parts {
				parts[p] = true
			}
			return false
		case routine.Breathe:
			parts[routine.Breath] = true
		}
		return true
	})
	return demands{among(routine.Postures, postures), among(routine.AllEquipment, things), among(routine.Parts, parts)}
}

func among[T comparable](all []T, chosen map[T]bool) []T {
	out := []T{}
	for _, v := range all {
		if chosen[v] {
			out = append(out, v)
		}
	}
	return out
}

// keep leaves in the list what suits a wish, and takes no longer than under where
// that is not 0.
func (l *listing) keep(w fit.Wish, under time.Duration) {
	l.Routines = slices.DeleteFunc(l.Routines, func(r listedRoutine) bool {
		return under > 0 && r.Seconds > under.Seconds() || !w.Allows(r.Postures, r.Equipment) || !w.Wants(r.Body)
	})
	l.Exercises = slices.DeleteFunc(l.Exercises, func(x listedExercise) bool {
		return !w.Suits(x.exercise)
	})
}

// section prints rows of columns under a title; nothing where there are none.
func section(w io.Writer, title string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintln(w, title)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintf(table, "  %s\n", strings.Join(r, "\t"))
	}
	_ = table.Flush() // an error of the writer comes with the last line of all
	fmt.Fprintln(w)
}

// plainWords writes names without dashes, and a word where there are none.
func plainWords[S ~string](none string, names []S) string {
	if len(names) == 0 {
		return none
	}
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = strings.ReplaceAll(string(name), "-", " ")
	}
	return strings.Join(out, ", ")
}

func (l *listing) print(e *env) error {
	var rows [][]string
	for _, r := range l.Routines {
		rows = append(rows,
			[]string{r.ID, plan.Clock(time.Duration(r.Seconds * float64(time.Second))), r.About},
			[]string{"", "", plainWords("", r.Postures) + "; " + plainWords("nothing needed", r.Equipment) + "; " + plainWords("", r.Body)})
	}
	section(e.stdout, "Routines: how long, in which postures, with what, and for what", rows)
	rows = nil
	for _, x := range l.Exercises {
		guide := x.Guide
		if guide == "" {
			guide = "ours"
		}
		rows = append(rows, []string{x.ID, guide, plainWords("", x.Body[:min(1, len(x.Body))]) + "; " +
			plainWords("", append([]routine.Posture{x.Posture}, x.Also...)) + "; " + x.Dose})
	}
	section(e.stdout, "Exercises, with the guide and number that they come from", rows)
	rows = nil
	for _, p := range l.Patterns {
		rows = append(rows, []string{p.ID, p.Phases, p.Rate + ", usually " + p.Usual})
	}
	section(e.stdout, "Breathing patterns, in seconds", rows)
	rows = nil
	for _, v := range l.Voices {
		rows = append(rows, []string{v.Name, "a " + v.Gender, fmt.Sprintf("says any words; %d lines are recorded", v.Lines)})
	}
	section(e.stdout, "Voices", rows)
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
