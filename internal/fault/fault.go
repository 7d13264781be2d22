// Package fault says what is wrong: where, what, and what to do about it.
// Messages and hints are lower case and have no full stop.
package fault

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Pos is the place in a file that asked for something. The zero Pos stands for
// the program itself.
type Pos struct {
	File      string // as the user would name it; base name for built-in files
	Line, Col int    // from 1
}

// String gives file:line:col, or "" for the zero Pos.
func (p Pos) String() string {
	if p.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Fault is one thing that is wrong.
type Fault struct {
	Pos            // the zero Pos for what has no place in a file
	Message string // what is wrong
	Hint    string // what to do, or ""
}

// String gives file:line:col: message.
func (f Fault) String() string {
	if p := f.Pos.String(); p != "" {
		return p + ": " + f.Message
	}
	return f.Message
}

// List is an error of one or more faults, such as all those of a file and of
// the files that it names.
type List []Fault

// Error gives the faults, one a line.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, f := range l {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Sort orders the faults by file, line and column, the files being in the
// given order, and drops those that are there twice.
func (l List) Sort(files []string) List {
	slices.SortStableFunc(l, func(a, b Fault) int {
		return cmp.Or(
			cmp.Compare(slices.Index(files, a.File), slices.Index(files, b.File)),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col))
	})
	return slices.Compact(l)
}

// New gives a fault that has no place in a file, with a hint or "".
func New(hint, format string, args ...any) error {
	return List{{Message: fmt.Sprintf(format, args...), Hint: hint}}
}

// Of gives the faults that an error holds, or the error as a fault.
func Of(err error) List {
	var l List
	if err != nil && !errors.As(err, &l) {
		l = List{{Message: err.Error()}}
	}
	return l
}

// Hinted is an error with advice on what to do about it. Unlike a Fault it
// keeps the error that it is about.
type Hinted struct {
	Err  error
	Hint string
}

func (h Hinted) Error() string { return h.Err.Error() }
func (h Hinted) Unwrap() error { return h.Err }

// WithHint adds advice to an error.
func WithHint(err error, format string, args ...any) error {
	return Hinted{err, fmt.Sprintf(format, args...)}
}

// Quote shows a text of a file within a message: in quotes, control characters
// escaped, and not longer than a line of a terminal takes.
func Quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most-1]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// Short is Quote without the quotes, for a name or a number of a file.
func Short(s string) string { return strings.Trim(Quote(s), `"`) }

// Listed joins names for a message: "a", "a or b", "a, b or c".
func Listed[S ~string](names []S) string {
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

// Cause takes the path out of an error about a file, for a message that has it
// already.
func Cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
