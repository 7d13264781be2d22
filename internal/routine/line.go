package routine

import "strings"

// Other is the opposite side; NoSide has none.
func (s Side) Other() Side {
	switch s {
	case Left:
		return Right
	case Right:
		return Left
	}
	return NoSide
}

// placeholders are what a Line may hold for the names of the sides.
var placeholders = []string{"{side}", "{other}", "{Side}", "{Other}"}

// HasSide says whether the line names the side being worked.
func (l Line) HasSide() bool { return namesSide(l.Text) || namesSide(l.Short) }

func namesSide(s string) bool {
	for _, p := range placeholders {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// For gives the line as it is said for a side: {side} and {other} become
// "left" and "right". NoSide leaves the line as it is.
func (l Line) For(s Side) Line {
	if s == NoSide {
		return l
	}
	side, other := string(s), string(s.Other())
	names := strings.NewReplacer(
		"{side}", side, "{other}", other,
		"{Side}", capital(side), "{Other}", capital(other))
	l.Text, l.Short = names.Replace(l.Text), names.Replace(l.Short)
	return l
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Expand gives every form in which the line may be said: one for each side
// where it names a side, otherwise the line itself.
func (l Line) Expand() []Line {
	if !l.HasSide() {
		return []Line{l}
	}
	return []Line{l.For(Left), l.For(Right)}
}
