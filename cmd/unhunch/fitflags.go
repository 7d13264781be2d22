package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/fit"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// fitFlags make a session suit the listener.
type fitFlags struct {
	length    lengthFlag
	without   []string
	only      []string
	noFloor   bool
	postures  []string
	equipment []string
	mindPain  bool
	hurts     map[string]int         // see fit.Wish
	given     func(name string) bool // says whether a flag was set
}

func (f *fitFlags) register(fs *pflag.FlagSet) {
	f.registerBody(fs)
	fs.Var(&f.length, "for", "how long it should take: 8m, or 8 for minutes")
	fs.StringSliceVar(&f.without, "without", nil, "leave out an exercise; several with commas, or one after the other")
}

// registerBody registers what is about the listener's body and surroundings.
func (f *fitFlags) registerBody(fs *pflag.FlagSet) {
	f.given = func(name string) bool { return given(fs.Lookup(name)) }
	fs.StringSliceVar(&f.only, "only", nil, "the parts of the body to work: "+fault.Listed(routine.Parts))
	fs.BoolVar(&f.noFloor, "no-floor", false, "stay off the floor, as --posture standing,seated")
	fs.StringSliceVar(&f.postures, "posture", nil, "the postures to work in: "+fault.Listed(routine.Postures[:len(routine.Postures)-1]))
	fs.StringSliceVar(&f.equipment, "equipment", nil, "what is at hand: none, or "+fault.Listed(routine.AllEquipment))
}

// wish is what the flags ask for.
func (f *fitFlags) wish() fit.Wish {
	if f.given == nil {
		return fit.Wish{} // a session that they are not for
	}
	w := fit.Wish{Hurts: f.hurts, For: f.length.d, Only: typed[routine.Part](f.only), Postures: typed[routine.Posture](f.postures)}
	for _, name := range f.without {
		w.Without = append(w.Without, session.ID(name))
	}
	if f.noFloor {
		w.Postures = fit.NoFloor
	}
	if f.given("equipment") {
		w.Equipment = []routine.Equipment{}
		if len(f.equipment) != 1 || f.equipment[0] != "none" {
			w.Equipment = typed[routine.Equipment](f.equipment)
		}
	}
	return w
}

func typed[S ~string](list []string) []S {
	var out []S
	for _, s := range list {
		out = append(out, S(session.ID(s)))
	}
	return out
}

func (f *fitFlags) check() error {
	if f.noFloor && len(f.postures) > 0 {
		return wrongUse("keep one of them", "--no-floor does not go with --posture")
	}
	for _, err := range []error{
		allOf("only", f.only, routine.Parts...),
		allOf("posture", f.postures, routine.Postures...),
		allOf("equipment", f.equipment, append([]routine.Equipment{"none"}, routine.AllEquipment...)...),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// allOf says whether all values of a flag are among the choices.
func allOf[S ~string](flag string, values []string, choices ...S) error {
	for _, v := range values {
		if err := oneOf(flag, session.ID(v), choices...); err != nil {
			return err
		}
	}
	return nil
}

// lengthFlag is a length of time as people write it: 8m, 90s, 1m30s, 8 min, 8.
type lengthFlag struct{ d time.Duration }

func (l *lengthFlag) String() string {
	if l.d == 0 {
		return ""
	}
	return l.d.String()
}

func (l *lengthFlag) Type() string { return "length" }

// longestSession is the longestSession session that can be asked for.
const longestSession = routine.MaxSession

func (l *lengthFlag) Set(s string) error {
	d, err := parseLength(s)
	if err != nil {
		return fault.WithHint(fmt.Errorf("not a length of time"), "write it like 90s, 8m or 1m30s")
	}
	if d <= 0 || d > longestSession {
		return fault.WithHint(fmt.Errorf("out of range"), "choose up to %v, such as 10m", longestSession)
	}
	l.d = d
	return nil
}

// parseLength reads a length of time. A number alone is minutes.
func parseLength(s string) (time.Duration, error) {
	s = strings.ToLower(strings.ReplaceAll(s, " ", ""))
	if n, err := strconv.ParseFloat(s, 64); err == nil && n < 1e6 {
		return time.Duration(n * float64(time.Minute)), nil
	}
	for _, unit := range []struct{ long, short string }{
		{"minutes", "m"}, {"minute", "m"}, {"mins", "m"}, {"min", "m"}, {"seconds", "s"}, {"second", "s"}, {"secs", "s"}, {"sec", "s"},
		{"hours", "h"}, {"hour", "h"},
	} {
		s = strings.ReplaceAll(s, unit.long, unit.short)
	}
	return time.ParseDuration(s)
}
