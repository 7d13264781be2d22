package routine

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Folder is a place where routines, exercises and patterns lie.
type Folder struct {
	Prefix string // shown before paths in positions; "" for built-in files, which show their base name
	FS     fs.FS
}

// name is how a file of the folder is called in positions.
func (f Folder) name(file string) string {
	if f.Prefix == "" {
		return path.Base(file)
	}
	return filepath.Join(f.Prefix, filepath.FromSlash(file))
}

// read gives the bytes of a file, but no more than MaxFile of them.
func (f Folder) read(file string) ([]byte, error) {
	name := f.name(file)
	info, err := fs.Stat(f.FS, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse("", "%s: no such file", name)
	case err != nil:
		return nil, refuse("", "%s: %s", name, reason(err))
	case info.IsDir():
		return nil, refuse("name a YAML file in it", "%s is a folder", name)
	case !info.Mode().IsRegular():
		return nil, refuse("", "%s is not an ordinary file", name)
	}
	in, err := f.FS.Open(file)
	if err != nil {
		return nil, refuse("", "%s: %s", name, reason(err))
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, MaxFile+1))
	if err != nil {
		return nil, refuse("", "%s: %s", name, reason(err))
	}
	return data, nil
}

// reason is what went wrong with a file, without the operation and the path
// that io/fs puts before it.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return err.Error()
}

// document gives the top of a YAML file that holds exactly one document and
// is shaped so that walking it is safe: no aliases, no tags, nested at most
// MaxDepth levels.
func document(name string, data []byte) (*yaml.Node, error) {
	at := func(line, col int, hint, format string, args ...any) error {
		return Faults{{Pos{name, line, col}, fmt.Sprintf(format, args...), hint}}
	}
	if len(data) > MaxFile {
		return nil, at(1, 1, "a routine takes a few", "the file is larger than %d KiB", MaxFile>>10)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if i := notText(data); i >= 0 {
		line, col := place(data[:i])
		return nil, at(line, col, "it must be YAML in UTF-8", "this is not a text file")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	top, err := decode(decoder)
	switch {
	case errors.Is(err, io.EOF) || err == nil && isNull(top.Content[0]):
		return nil, at(1, 1, "a routine begins with title: and session:", "the file is empty")
	case err != nil:
		line, col := faultPlace(data, err)
		return nil, at(line, col, syntaxHint(err), "not YAML: %s", problem(err))
	}
	second, err := decode(decoder)
	switch {
	case err == nil:
		return nil, at(second.Line, second.Column, "keep one, and take out what follows ---", "a second document begins here")
	case !errors.Is(err, io.EOF):
		line, col := faultPlace(data, err)
		return nil, at(line, col, syntaxHint(err), "not YAML: %s", problem(err))
	}
	if n, what, hint := unsafe(top.Content[0], 1); n != nil {
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

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// unsafe finds the first node that is not plain lists, keys and values, and
// says what is wrong with it and what to do.
func unsafe(n *yaml.Node, depth int) (at *yaml.Node, what, hint string) {
	switch {
	case depth > MaxDepth:
		return n, fmt.Sprintf("nested more than %d levels deep", MaxDepth), "put a part in a routine of its own and include it"
	case n.Kind == yaml.AliasNode:
		return n, "aliases such as *" + short(n.Value) + " are not supported", "write it out, or use include"
	case n.Style&yaml.TaggedStyle != 0:
		return n, "tags such as " + short(n.Tag) + " are not supported", "leave the tag out"
	}
	for _, c := range n.Content {
		if at, what, hint = unsafe(c, depth+1); at != nil {
			return at, what, hint
		}
	}
	return nil, "", ""
}

// short shows a name of a file without quotes, if it is one.
func short(s string) string { return strings.Trim(quote(s), `"`) }

var yamlPrefix = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// problem is the YAML package's message without its line, which can be wrong.
func problem(err error) string {
	return yamlPrefix.ReplaceAllString(err.Error(), "")
}

// syntaxHint turns the most common slips with YAML into advice.
func syntaxHint(err error) string {
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
		return fmt.Sprintf("nest at most %d levels", MaxDepth)
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
