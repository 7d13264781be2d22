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
