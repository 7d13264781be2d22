// Package document reads YAML files as nodes, each of which knows its place, and
// says where and how a file is not YAML.
package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"unhunch/internal/fault"
)

// Form is what documents of one kind may be, and what to do about one that is
// not so.
type Form struct {
	MaxBytes, MaxDepth        int
	Empty, Large, Deep, Alias string // hints
}

// Read gives the top of a YAML file that holds exactly one document and is
// shaped so that walking it is safe: no aliases, no tags, nested no deeper than
// its form allows. The error is a fault.List.
func Read(name string, data []byte, form Form) (*yaml.Node, error) {
	at := func(line, col int, hint, format string, args ...any) error {
		return fault.List{{Pos: fault.Pos{File: name, Line: line, Col: col}, Message: fmt.Sprintf(format, args...), Hint: hint}}
	}
	if len(data) > form.MaxBytes {
		return nil, at(1, 1, form.Large, "the file is larger than %d KiB", form.MaxBytes>>10)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if i := notText(data); i >= 0 {
		line, col := place(data[:i])
		return nil, at(line, col, "it must be YAML in UTF-8", "this is not a text file")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	top, err := decode(decoder)
	switch {
	case errors.Is(err, io.EOF) || err == nil && IsNull(top.Content[0]):
		return nil, at(1, 1, form.Empty, "the file is empty")
	case err != nil:
		line, col := faultPlace(data, err)
		return nil, at(line, col, syntaxHint(err, form.MaxDepth), "not YAML: %s", problem(err))
	}
	second, err := decode(decoder)
	switch {
	case err == nil:
		return nil, at(second.Line, second.Column, "keep one, and take out what follows ---", "a second document begins here")
	case !errors.Is(err, io.EOF):
		line, col := faultPlace(data, err)
		return nil, at(line, col, syntaxHint(err, form.MaxDepth), "not YAML: %s", problem(err))
	}
	if n, what, hint := form.unsafe(top.Content[0], 1); n != nil {
		return nil, at(n.Line, n.Column, hint, "%s", what)
	}
	return top.Content[0], nil
}

// notText gives the index of the first byte that no text file has, or -1.
func notText(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == 0 || r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// decode reads the next document. The YAML package reports some faults by
// panicking; they are errors here.
func decode(d *yaml.Decoder) (n *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	n = new(yaml.Node)
	if err := d.Decode(n); err != nil {
		return nil, err
	}
	if len(n.Content) == 0 {
		return nil, io.EOF
	}
	return n, nil
}

// IsNull tells whether nothing is written where the node is.
func IsNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// unsafe finds the first node that is not plain lists, keys and values, and
// says what is wrong with it and what to do.
func (form Form) unsafe(n *yaml.Node, depth int) (at *yaml.Node, what, hint string) {
	switch {
	case depth > form.MaxDepth:
		return n, fmt.Sprintf("nested more than %d levels deep", form.MaxDepth), form.Deep
	case n.Kind == yaml.AliasNode:
		return n, "aliases such as *" + fault.Short(n.Value) + " are not supported", form.Alias
	case n.Style&yaml.TaggedStyle != 0:
		return n, "tags such as " + fault.Short(n.Tag) + " are not supported", "leave the tag out"
	}
	for _, c := range n.Content {
		if at, what, hint = form.unsafe(c, depth+1); at != nil {
			return at, what, hint
		}
	}
	return nil, "", ""
}

var yamlPrefix = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// problem is the YAML package's message without its line, which can be wrong.
func problem(err error) string {
	return yamlPrefix.ReplaceAllString(err.Error(), "")
}

// syntaxHint turns the most common slips with YAML into advice.
func syntaxHint(err error, maxDepth int) string {
	switch p := problem(err); {
	case strings.Contains(p, "mapping values are not allowed"):
		return "put a text that holds a colon in quotes"
	case strings.Contains(p, "cannot start any token"):
		return "put the text in quotes; indent with spaces, not with tabs"
	case strings.Contains(p, "unexpected end of stream"):
		return "close the quote"
	case strings.Contains(p, "',' or ']'"):
		return "close the list with ], and put commas between its parts"
	case strings.Contains(p, "',' or '}'"):
		return "close it with }, and put commas between its parts"
	case strings.Contains(p, "exceeded max depth"):
		return fmt.Sprintf("nest at most %d levels", maxDepth)
	}
	return "look at the indentation, the colons and the quotes here and on the line before"
}

// faultPlace finds where a syntax error lies: at the end of the shortest
// beginning of the file that already has it. The YAML package names a line
// too, but for many errors that of an earlier part.
func faultPlace(data []byte, err error) (line, col int) {
	want := problem(err)
	n := sort.Search(len(data), func(i int) bool {
		return syntaxError(data[:i]) == want
	})
	for n > 0 && n < len(data) && !utf8.RuneStart(data[n]) {
		n--
	}
	if n > 0 {
		n-- // the byte that completes the error
	}
	return place(data[:n])
}

// syntaxError is the problem with a text as YAML, or "".
func syntaxError(data []byte) string {
	d := yaml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := decode(d); errors.Is(err, io.EOF) {
			return ""
		} else if err != nil {
			return problem(err)
		}
	}
}

// place is the line and column, from 1, of what follows a text.
func place(before []byte) (line, col int) {
	last := bytes.LastIndexByte(before, '\n')
	return 1 + bytes.Count(before, []byte{'\n'}), 1 + utf8.RuneCount(before[last+1:])
}
