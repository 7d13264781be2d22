package document

import (
	"errors"
	"strings"
	"testing"

	"unhunch/internal/fault"
)

// form is that of the documents of these tests.
var form = Form{MaxBytes: 200, MaxDepth: 3, Empty: "write something", Large: "take some out", Deep: "put it elsewhere", Alias: "write it out"}

// Whoever writes a file finds what is wrong with it at the place that is named.
func TestFaults(t *testing.T) {
	for _, test := range []struct{ name, text, want, hint string }{
		{"empty", "", "f.yaml:1:1: the file is empty", "write something"},
		{"comments alone", "# nothing\n", "f.yaml:1:1: the file is empty", "write something"},
		{"nothing", "null\n", "f.yaml:1:1: the file is empty", "write something"},
		{"large", "a: " + strings.Repeat("x", 198), "f.yaml:1:1: the file is larger than 0 KiB", "take some out"},
		{"not text", "a: b\nü: \x00", "f.yaml:2:4: this is not a text file", "it must be YAML in UTF-8"},
		{"not UTF-8", "ü: \xff", "f.yaml:1:4: this is not a text file", "it must be YAML in UTF-8"},
		{"too deep", "a: [[x]]", "f.yaml:1:6: nested more than 3 levels deep", "put it elsewhere"},
		{"an alias", "a: &b [x]\nc: *b\n", "f.yaml:2:4: aliases such as *b are not supported", "write it out"},
		{"a tag", "a: !!str 5\n", "f.yaml:1:4: tags such as !!str are not supported", "leave the tag out"},
		{"two documents", "a: b\n---\nc: d\n", "f.yaml:2:1: a second document begins here", "keep one, and take out what follows ---"},
		{"a colon", "say: ü: b\n", "f.yaml:1:7: not YAML: mapping values are not allowed in this context", "put a text that holds a colon in quotes"},
		{"an open list", "a: [b\n", "f.yaml:1:5: not YAML: did not find expected ',' or ']'", "close the list with ], and put commas between its parts"},
	} {
		_, err := Read("f.yaml", []byte(test.text), form)
		var faults fault.List
		if !errors.As(err, &faults) || len(faults) != 1 {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got := faults[0]; got.String() != test.want || got.Hint != test.hint {
			t.Errorf("%s:\n%s (%s)\nwant\n%s (%s)", test.name, got, got.Hint, test.want, test.hint)
		}
	}
}

// A file that is as large and as deep as it may be is read, whatever editor wrote
// it.
func TestRead(t *testing.T) {
	for _, text := range []string{"a: [x]", "\ufeffa: [x]\r\n", "a: " + strings.Repeat("x", 197)} {
		if n, err := Read("f.yaml", []byte(text), form); err != nil || n.Content[0].Value != "a" {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}
