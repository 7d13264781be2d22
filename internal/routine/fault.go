package routine

import "strings"

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

// Faults are all the faults of a file and of those that it names.
type Faults []Fault

// Error gives the faults, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}
