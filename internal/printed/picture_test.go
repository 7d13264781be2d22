package printed

import (
	"slices"
	"testing"
)

// Words in a narrow place are cut so that what is left still says the same.
func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text  string
		width float64 // in letters
		want  []string
	}{
		{"Back to the middle.", 30, []string{"Back to the middle."}},
		{"Back to the middle.", 11, []string{"Back to the", "middle."}},
		{"Back to the middle.", 4, []string{"Back", "to", "the…"}},
		{"Back to the middle.", 3, nil}, // and not "to"
		{"Exercise two.", 5, []string{"Exer…", "two."}},
		{"", 5, nil},
	} {
		if got := wrap(test.text, test.width, 1, 3); !slices.Equal(got, test.want) {
			t.Errorf("%q in a width of %g is %q, want %q", test.text, test.width, got, test.want)
		}
	}
}
