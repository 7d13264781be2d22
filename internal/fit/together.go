package fit

import (
	"regexp"
	"slices"
	"strings"

	"unhunch/internal/routine"
)

// Pool are all exercises of a library.
func Pool(lib routine.Library) ([]*routine.Exercise, error) {
	_, ids, _ := lib.IDs()
	var pool []*routine.Exercise
	for _, id := range ids {
		e, err := lib.Exercise(id)
		if err != nil {
			return nil, err
		}
		pool = append(pool, e)
	}
	return pool, nil
}

var guideNumber = regexp.MustCompile(`^[ab][0-9]+$`)

// Meant are the exercises with a number of a guide, such as a4, or for a part of the
// body; none if name is neither.
func Meant(pool []*routine.Exercise, name string) []*routine.Exercise {
	var out []*routine.Exercise
	for _, e := range pool {
		if guideNumber.MatchString(name) && strings.EqualFold(e.Guide, name) || slices.Contains(e.Parts, routine.Part(name)) {
			out = append(out, e)
		}
	}
	return out
}

// Together is a session of exercises: in the order of their postures, each in the
// one that most of them can share, and with a warm-up where they are several.
func Together(name string, exercises, pool []*routine.Exercise) *routine.Routine {
	r := &routine.Routine{ID: name, Title: titled(name), Tips: true}
	switch {
	case len(exercises) == 1:
		e := exercises[0]
		r.Pos, r.ID, r.Title, r.About = e.Pos, e.ID, e.Title, e.About
	case guideNumber.MatchString(name):
		var titles []string
		for _, e := range exercises {
			titles = append(titles, e.Title)
		}
		r.Title = strings.Join(titles, ", ")
	}
	for _, e := range ordered(withWarmUp(exercises, pool)) {
		r.Steps = append(r.Steps, routine.Do{Base: routine.Base{Pos: e.Pos}, Exercise: e})
	}
	return r
}

// Joined is a session of several. Those of one exercise each are put in order; what
// else is named stays whole and where it is.
func Joined(parts []*routine.Routine, pool []*routine.Exercise) *routine.Routine {
	var ids, titles []string
	var single []*routine.Exercise
	for _, p := range parts {
		ids, titles = append(ids, p.ID), append(titles, p.Title)
		for _, s := range p.Steps {
			if do, ok := s.(routine.Do); ok {
				single = append(single, do.Exercise)
			}
		}
	}
	all := 0
	for _, p := range parts {
		all += len(p.Steps)
	}
	r := &routine.Routine{Tips: true}
	if len(single) == all {
		r = Together("", distinct(single), pool)
	} else {
		for _, p := range parts {
			r.Steps = append(r.Steps, routine.Include{Base: routine.Base{Pos: p.Pos}, Routine: p})
		}
	}
	r.ID, r.Title = strings.Join(ids, "+"), strings.Join(titles, ", ")
	r.Pos, r.About = parts[0].Pos, ""
	return r
}

func distinct(list []*routine.Exercise) []*routine.Exercise {
	var out []*routine.Exercise
	for _, e := range list {
		if !slices.ContainsFunc(out, func(o *routine.Exercise) bool { return o.ID == e.ID }) {
			out = append(out, e)
		}
	}
	return out
}

// titled is the title of a session that is named for a part of the body or a number.
func titled(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " ")
}

// warmUps is how many exercises warm up for those that were named.
const warmUps = 2

// withWarmUp begins with what warms up the same parts of the body, at the least of
// its dose. A single exercise stays one, and what calms needs none.
func withWarmUp(exercises, pool []*routine.Exercise) []*routine.Exercise {
	if len(exercises) < 2 {
		return exercises
	}
	parts := map[routine.Part]bool{}
	for _, e := range exercises {
		if e.Purpose == routine.WarmUp {
			return exercises
		}
		for _, p := range e.Parts {
			parts[p] = e.Purpose != routine.Calm
		}
	}
	var out []*routine.Exercise
	for _, e := range pool {
		if e.Purpose == routine.WarmUp && len(out) < warmUps && slices.ContainsFunc(e.Parts, func(p routine.Part) bool { return parts[p] }) {
			out = append(out, e.AtDose(routine.DoseLow))
		}
	}
	return append(out, exercises...)
}

// ordered puts exercises in a sensible order: what warms up first, then from
// standing down to the floor, and what calms at the end. Each is in the posture that
// most of them can share.
func ordered(exercises []*routine.Exercise) []*routine.Exercise {
	votes := map[routine.Posture]int{}
	for _, e := range exercises {
		for _, p := range append([]routine.Posture{e.Posture}, e.Also...) {
			votes[p]++
		}
	}
	out := make([]*routine.Exercise, len(exercises))
	for i, e := range exercises {
		best := e.Posture
		for _, p := range e.Also {
			if votes[p] > votes[best] {
				best = p
			}
		}
		out[i] = e.InPosture(best)
	}
	stage := func(e *routine.Exercise) int {
		switch e.Purpose {
		case routine.WarmUp:
			return 0
		case routine.Calm:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b *routine.Exercise) int {
		if d := stage(a) - stage(b); d != 0 {
			return d
		}
		return slices.Index(routine.Postures, a.Posture) - slices.Index(routine.Postures, b.Posture)
	})
	return out
}
