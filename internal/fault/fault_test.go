package fault

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// Who mends a file works through it from the top, and reads each fault once.
func TestSort(t *testing.T) {
	at := func(file string, line, col int, message string) Fault {
		return Fault{Pos: Pos{file, line, col}, Message: message}
	}
	got := List{
		at("neck.yaml", 1, 1, "c"), at("evening.yaml", 14, 5, "b"), at("evening.yaml", 14, 5, "b"), at("evening.yaml", 9, 7, "a"), {Message: "z"},
	}.Sort([]string{"evening.yaml", "neck.yaml"})
	if want := "z\nevening.yaml:9:7: a\nevening.yaml:14:5: b\nneck.yaml:1:1: c"; got.Error() != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"neck-tilts", "neck-turns", "box", "daily"}
	for name, want := range map[string]string{
		"neck-tilt": "did you mean neck-tilts?", // one left out
		"dialy":     "did you mean daily?",      // two swapped
		"bux":       "did you mean box?",        // one changed
		"neck-t":    "",                         // not near
		"stretch":   "",
		"":          "",
	} {
		if got := Suggest(name, known); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// An error with a hint is still the error that it is about, however deep.
func TestWithHint(t *testing.T) {
	err := fmt.Errorf("evening.yaml: %w", WithHint(io.ErrUnexpectedEOF, "write %s", "it again"))
	var h Hinted
	if !errors.As(err, &h) || h.Hint != "write it again" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v with the hint %q", err, h.Hint)
	}
}

func TestOf(t *testing.T) {
	if Of(nil) != nil {
		t.Error("no error has faults")
	}
	if l := Of(fmt.Errorf("loading: %w", New("write one", "no title"))); len(l) != 1 || l[0].Hint != "write one" {
		t.Errorf("the faults of an error that wraps them are %v", l)
	}
	if l := Of(io.EOF); len(l) != 1 || l[0].Message != "EOF" {
		t.Errorf("another error is the fault %v", l)
	}
}

// A long text of a file leaves room for the message on a line of a terminal.
func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		"a\x1b[31m": `"a\x1b[31m"`, strings.Repeat("ä", 40): `"` + strings.Repeat("ä", 40) + `"`, strings.Repeat("ä", 41): `"` + strings.Repeat("ä", 39) + `…"`,
	} {
		if got := Quote(text); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
