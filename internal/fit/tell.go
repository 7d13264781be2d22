package fit

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// changes is what was made otherwise, for a reader and for a listener.
type changes struct {
	read   []string
	out    []string // the titles of exercises that are left out
	swaps  []phrases.Swap
	added  []string
	work   direction
	rests  direction
	places bool // an exercise is done in another posture
	easier []string
	hurt   bool // something is left out because it hurt
}

// direction says whether there is less or more of something.
type direction int

func (c *changes) add(format string, args ...any) {
	c.read = append(c.read, fmt.Sprintf(format, args...))
}

// replaced takes note of an exercise that another stands for, or none.
func (c *changes) replaced(e, other *routine.Exercise, why string) {
	c.hurt = c.hurt || why == hurtBefore
	if other == nil {
		c.left(e.Title, why)
		return
	}
	swap := phrases.Swap{Title: e.Title, Instead: other.Title}
	c.add("%s%s", swapText(swap), why)
	c.swaps = append(c.swaps, swap)
}

// dropped takes note of an exercise that there is no time for. One that stood for
// another never comes.
func (c *changes) dropped(title string) {
	i := slices.IndexFunc(c.swaps, func(s phrases.Swap) bool { return s.Instead == title })
	if i < 0 {
		c.left(title, "there is no time for it")
		return
	}
	swap := c.swaps[i]
	c.swaps = slices.Delete(slices.Clone(c.swaps), i, i+1)
	c.read = slices.DeleteFunc(slices.Clone(c.read), func(line string) bool { return strings.HasPrefix(line, swapText(swap)) })
	c.left(swap.Title, "there is no time for "+swap.Instead+" in its place")
}

func swapText(s phrases.Swap) string { return s.Instead + " instead of " + s.Title + ": " }

func (c *changes) left(title, why string) {
	c.add("without %s: %s", title, why)
	c.out = append(c.out, title)
}

// eased takes note of an exercise that is done in its easier form.
func (c *changes) eased(e *routine.Exercise) {
	if slices.Contains(c.easier, e.Title) {
		return
	}
	c.add("%s: the easier form, since it hurt", e.Title)
	c.easier = append(c.easier, e.Title)
}

func (c *changes) moved(e *routine.Exercise) {
	c.add("%s: %s", e.Title, postureText(e.Posture))
	c.places = true
}

// shaped takes note of what a shape makes of a session.
func (c *changes) shaped(after *routine.Routine, s shape, x *fitter) {
	before := x.routine
	c.read, c.out = slices.Clip(c.read), slices.Clip(c.out)
	if s.explain != x.Explain && s.explain != plan.ExplainFull {
		c.add("less is explained, as with --explain %s", s.explain)
	}
	for _, id := range s.left {
		for _, e := range exercises(before.Steps) {
			if e.ID == id {
				c.dropped(e.Title)
				break
			}
		}
	}
	kept := exercises(after.Steps)
	if s.brief && !x.Brief {
		routine.Walk(before.Steps, func(step routine.Step) bool {
			if do, ok := step.(routine.Do); step.IsOptional() && !(ok && slices.Contains(s.left, do.Exercise.ID)) {
				c.optional(step)
			}
			return !step.IsOptional()
		})
	}
	for _, e := range s.added {
		c.add("%s as well", e.Title)
		c.added = append(c.added, e.Title)
	}
	c.doses(exercises(before.Steps), kept, x.Dose)
	c.breaths(before, after)
	if s.pause > 0 && len(gapsOf(after.Steps)) > 0 || s.rests > 0 {
		c.rests = 1
	}
	if s.rests < 0 {
		c.rests = -1
	}
	if s.pause > 0 {
		c.add("%.0f seconds more of rest between the exercises", s.pause.Seconds())
	}
}

func (c *changes) optional(step routine.Step) {
	if do, ok := step.(routine.Do); ok {
		c.left(do.Exercise.Title, "it is optional")
		return
	}
	c.add("without an optional step")
}

// doses tells of each exercise whose work has changed.
func (c *changes) doses(before, after []*routine.Exercise, dose routine.Dose) {
	told := map[string]bool{}
	for _, e := range after {
		for _, was := range before {
			if was.ID != e.ID || told[e.ID] {
				continue
			}
			told[e.ID] = true
			was = was.AtDose(dose)
			if text := doseChange(was, e); text != "" {
				c.add("%s: %s", e.Title, text)
				c.work = sign(e.Reps.Default*e.Sets.Default, was.Reps.Default*was.Sets.Default, c.work)
				c.rests = sign(int(quiet(e.Body)), int(quiet(was.Body)), c.rests)
			}
		}
	}
}

func sign(now, before int, or direction) direction {
	switch {
	case now < before:
		return -1
	case now > before:
		return 1
	}
	return or
}

// doseChange says how the work of an exercise differs.
func doseChange(was, is *routine.Exercise) string {
	var parts []string
	differs := func(what string, is, was float64) {
		if is != was {
			parts = append(parts, fmt.Sprintf("%.0f %s instead of %.0f", is, what, was))
		}
	}
	seconds := func(what string, is, was routine.Span) {
		differs("seconds "+what, is.Default.Seconds(), was.Default.Seconds())
	}
	differs("sets", float64(is.Sets.Default), float64(was.Sets.Default))
	differs("repetitions", float64(is.Reps.Default), float64(was.Reps.Default))
	for i, p := range was.Phases {
		for j, m := range p.Moves {
			now := is.Phases[i].Moves[j]
			seconds("of hold", now.Hold, m.Hold)
			seconds("of moving", now.Keep, m.Keep)
		}
	}
	seconds("of rest between sets", is.RestSets, was.RestSets)
	differs("seconds of quiet", quiet(is.Body), quiet(was.Body))
	return strings.Join(unique(parts), ", ")
}

// quiet is how long all rests of steps are, in seconds.
func quiet(steps []routine.Step) (sum float64) {
	routine.Walk(steps, func(s routine.Step) bool {
		if s, ok := s.(routine.Rest); ok {
			sum += s.For.Seconds()
		}
		return true
	})
	return sum
}

func unique(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// breaths tells of each pattern that is breathed longer or shorter.
func (c *changes) breaths(before, after *routine.Routine) {
	lengths := func(r *routine.Routine) (all []time.Duration) {
		routine.Walk(r.Steps, func(s routine.Step) bool {
			if s, ok := s.(routine.Breathe); ok {
				all = append(all, s.Length())
			}
			return true
		})
		return all
	}
	was, is := lengths(before), lengths(after)
	if len(was) != len(is) {
		return // one was in an exercise that is left out
	}
	for i := range was {
		if was[i] != is[i] {
			c.add("breathing: %s instead of %s", plan.Clock(is[i]), plan.Clock(was[i]))
			c.work = sign(int(is[i]), int(was[i]), c.work)
		}
	}
}

// before is a session that begins with the words that tell of its changes.
func (c *changes) before(r *routine.Routine, b *phrases.Book) *routine.Routine {
	said := c.spoken(b)
	if said == "" {
		return r
	}
	out := *r
	out.Steps = slices.Insert(slices.Clone(r.Steps), 0, routine.Step(routine.Say{
		Base: routine.Base{Pos: r.Pos}, Line: routine.Line{Pos: r.Pos, Text: said},
	}))
	return &out
}

// spoken is one sentence that tells the listener, "" if nothing has changed.
func (c *changes) spoken(b *phrases.Book) string {
	if len(c.read) == 0 {
		return ""
	}
	if b == nil {
		b = phrases.English
	}
	return b.Fitting(phrases.Fit{
		Work: int(c.work), Rests: int(c.rests), Out: unique(c.out), Swaps: c.swaps, Added: c.added, Places: c.places, Easier: c.easier, Hurt: c.hurt,
	})
}
