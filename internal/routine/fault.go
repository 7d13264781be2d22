package routine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong with a file.
type Fault struct {
	Pos
	Message string // what is wrong: lower case, no full stop
	Hint    string // what to do, or ""
}

// String gives file:line:col: message.
func (f Fault) String() string {
	if p := f.Pos.String(); p != "" {
		return p + ": " + f.Message
	}
	return f.Message
}

// Faults are all the faults of a file and of those that it names. Every error
// that this package returns is of this type.
type Faults []Fault

// Error gives the faults, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// sorted orders the faults by file, line and column, the files being in the
// given order, and drops those that are there twice.
func (fs Faults) sorted(files []string) Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(
			cmp.Compare(slices.Index(files, a.File), slices.Index(files, b.File)),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col))
	})
	return slices.Compact(fs)
}

// refuse gives a fault that has no place in a file.
func refuse(hint, format string, args ...any) error {
	return Faults{{Message: fmt.Sprintf(format, args...), Hint: hint}}
}

// faultsOf gives the faults that an error of this package holds.
func faultsOf(err error) Faults {
	var fs Faults
	if err != nil && !errors.As(err, &fs) {
		fs = Faults{{Message: err.Error()}}
	}
	return fs
}

// quote shows a text of a file within a message: in quotes, control characters
// escaped, and not longer than a line of a terminal takes.
func quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most-1]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// listed joins names for a message: "a", "a or b", "a, b or c".
func listed[S ~string](names []S) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = string(n)
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
