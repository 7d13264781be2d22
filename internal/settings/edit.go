package settings

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"unhunch/internal/fault"
)

// errOdd is given where a file can be read, and yet its text is none that can be
// changed line by line.
var errOdd = fault.WithHint(errors.New("the file of settings is written in a way that can't be changed by a command"), "write one key: value on each line, or change it by hand")

// set is the text of a file with a key set.
func set(name string, data []byte, key string, values []string) ([]byte, error) {
	before, err := parse(name, data)
	if err != nil {
		return nil, err
	}
	lines, at, err := without(name, data, key)
	if err != nil {
		return nil, err
	}
	line := written(key, values) + at.comment + at.ending
	if at.line < 0 {
		if n := len(lines); n > 0 && !strings.HasSuffix(lines[n-1], "\n") {
			lines[n-1] += at.ending
		}
		at.line = len(lines)
	}
	changed := []byte(strings.Join(slices.Insert(lines, at.line, line), ""))
	return changed, asWanted(changed, slices.DeleteFunc(before, func(s Setting) bool { return s.Key == key }), Setting{Key: key, Values: values})
}

// unset is the text of a file without a key, and whether it was there.
func unset(name string, data []byte, key string) (changed []byte, was bool, err error) {
	before, err := parse(name, data)
	if err != nil {
		return nil, false, err
	}
	lines, at, err := without(name, data, key)
	if err != nil || at.line < 0 {
		return data, false, err
	}
	changed = []byte(strings.Join(lines, ""))
	return changed, true, asWanted(changed, slices.DeleteFunc(before, func(s Setting) bool { return s.Key == key }))
}

// asWanted makes sure that a changed file says what it should.
func asWanted(changed []byte, rest []Setting, more ...Setting) error {
	got, err := parse("", changed)
	if err != nil {
		return errOdd
	}
	want := append(rest, more...)
	byKey := func(a, b Setting) int { return strings.Compare(a.Key, b.Key) }
	slices.SortFunc(got, byKey)
	slices.SortFunc(want, byKey)
	same := func(a, b Setting) bool { return a.Key == b.Key && slices.Equal(a.Values, b.Values) }
	if !slices.EqualFunc(got, want, same) {
		return errOdd
	}
	return nil
}

// spot is where a key stood.
type spot struct {
	line    int    // its index among those that are left; less than 0: nowhere
	comment string // behind the value
	ending  string // of the lines of the file
}

// without gives the lines of a file without those of a key. Comments stay.
func without(name string, data []byte, key string) (lines []string, at spot, err error) {
	text := string(data)
	at = spot{line: -1, ending: "\n"}
	if strings.Contains(text, "\r\n") {
		at.ending = "\r\n"
	}
	lines = slices.Collect(strings.Lines(text))
	top, err := topOf(name, data)
	if err != nil || top == nil {
		return lines, at, err
	}
	if top.Style&yaml.FlowStyle != 0 {
		return nil, at, errOdd
	}
	i := slices.IndexFunc(top.Content, func(n *yaml.Node) bool { return n.Value == key })
	for i >= 0 && i%2 == 1 { // a value is called like the key
		next := slices.IndexFunc(top.Content[i+1:], func(n *yaml.Node) bool { return n.Value == key })
		if next < 0 {
			return lines, at, nil
		}
		i += 1 + next
	}
	if i < 0 {
		return lines, at, nil
	}
	from, to := top.Content[i].Line-1, len(lines)
	if i+2 < len(top.Content) {
		to = top.Content[i+2].Line - 1
	}
	if c := top.Content[i+1].LineComment; c != "" {
		at.comment = " " + c
	}
	at.line = from
	kept := slices.DeleteFunc(slices.Clone(lines[from:to]), func(l string) bool { return !isComment(l) })
	return slices.Concat(lines[:from], kept, lines[to:]), at, nil
}

// written is a setting as a line of the file, without quotes where it needs none.
func written(key string, values []string) string {
	line := key + ": " + listed(values)
	got, err := parse("", []byte(line))
	if err == nil && len(got) == 1 && got[0].Key == key && slices.Equal(got[0].Values, values) {
		return line
	}
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	return key + ": " + listed(quoted)
}

func listed(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	return "[" + strings.Join(values, ", ") + "]"
}
