package session

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"unhunch/internal/fault"
	"unhunch/internal/fit"
	"unhunch/internal/routine"
)

// Together joins the names of what is to be one session.
func Together(names []string) string { return strings.Join(names, joint) }

const joint = " + "

// Find finds what was meant by a name: a routine or an exercise by its id, in
// any case and with spaces for dashes; the exercises with a number of a guide, or
// for a part of the body; a routine or an exercise by a part of its name, where that
// is clear; or a file. Several names, see Together, are one session; "" is
// DefaultRoutine.
func Find(name string) (*routine.Routine, error) {
	if names := strings.Split(name, joint); len(names) > 1 {
		return findAll(names)
	}
	if name == "" {
		name = DefaultRoutine
	}
	if IsPath(name) {
		f, err := OpenFile(name)
		if err != nil {
			return nil, err
		}
		return f.Routine()
	}
	lib := Builtin()
	r, unknown := lib.Load(name)
	if unknown == nil {
		return r, nil
	}
	id := ID(name)
	if r, err := lib.Load(id); err == nil {
		return r, nil
	}
	pool, err := fit.Pool(lib)
	if err != nil {
		return nil, err
	}
	if meant := fit.Meant(pool, id); len(meant) > 0 {
		return fit.Together(id, meant, pool), nil
	}
	switch near := named(lib, id); {
	case len(near) == 1:
		return lib.Load(near[0])
	case len(near) > 1:
		return nil, fault.WithHint(fmt.Errorf("%s may mean %s", fault.Quote(name), fault.Listed(near)), "write one of them in full")
	}
	if file, ok := fileNamed(name); ok {
		return Find("./" + file)
	}
	return nil, unknown
}

// findAll makes one session of what several names mean.
func findAll(names []string) (*routine.Routine, error) {
	lib := Builtin()
	pool, err := fit.Pool(lib)
	if err != nil {
		return nil, err
	}
	var parts []*routine.Routine
	for _, name := range names {
		r, err := Find(name)
		if err != nil {
			return nil, err
		}
		parts = append(parts, r)
	}
	return fit.Joined(parts, pool), nil
}

// ID is how the id of a name is written: in small letters, with dashes.
func ID(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return c == ' ' || c == '_' || c == '-' }), "-")
}

// named are the ids of the routines and exercises with a text in their id or title.
func named(lib routine.Library, text string) []string {
	routines, exercises, _ := lib.IDs()
	var out []string
	for _, id := range slices.Concat(routines, exercises) {
		r, err := lib.Load(id)
		if err == nil && (strings.Contains(id, text) || strings.Contains(ID(r.Title), text)) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// fileNamed finds a file of this folder by a name without its ending or folder.
func fileNamed(name string) (string, bool) {
	for _, ending := range []string{"", ".yaml", ".yml"} {
		if info, err := os.Stat(name + ending); err == nil && info.Mode().IsRegular() {
			return name + ending, true
		}
	}
	return "", false
}
