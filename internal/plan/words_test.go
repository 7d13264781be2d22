package plan

import (
	"testing"

	"unhunch/internal/routine"
)

// A short wording that takes longer is no help where room is short.
func TestShortenedIsShorter(t *testing.T) {
	v := speakers{readsAll{}}
	for _, test := range []struct{ text, short, want string }{
		{"Lift your arms up high.", "Lift up.", "Lift up."},
		{"Up.", "Up you go, please.", "Up."},
		{"Up.", "", "Up."},
	} {
		lines := []spoken{v.wording(words{line: routine.Line{Text: test.text, Short: test.short}, role: RoleName})}
		v.shortened(lines, lines[0].rank())
		if lines[0].text != test.want {
			t.Errorf("%q, short %q, becomes %q, want %q", test.text, test.short, lines[0].text, test.want)
		}
	}
}
