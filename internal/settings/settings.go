// Package settings is the file of what a user always wants: keys and values, which
// are those of flags. What a key means, and what it takes, its reader knows.
package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"gopkg.in/yaml.v3"

	"unhunch/internal/document"
	"unhunch/internal/fault"
	"unhunch/internal/wholefile"
)

// Setting is what one key is set to.
type Setting struct {
	fault.Pos // of the key
	Key       string
	Values    []string  // one, or those of a list
	At        fault.Pos // of the value
}

// File is the file of a user, which need not be there yet.
type File struct{ Path string }

// Open gives the file of the user: unhunch/config.yaml in $XDG_CONFIG_HOME, or in the
// place that the system has for it.
func Open(getenv func(string) string) (File, error) {
	folder, err := configFolder(runtime.GOOS, getenv)
	return File{filepath.Join(folder, "unhunch", "config.yaml")}, err
}

func configFolder(system string, getenv func(string) string) (string, error) {
	if dir := getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	if dir := getenv("APPDATA"); system == "windows" && dir != "" {
		return dir, nil
	}
	home := getenv("HOME")
	if home == "" {
		var err error
		if home, err = os.UserHomeDir(); err != nil {
			return "", err
		}
	}
	if system == "darwin" {
		return filepath.Join(home, "Library", "Application Support"), nil
	}
	return filepath.Join(home, ".config"), nil
}

// Read gives the settings in the order of the file; none if there is no file. What is
// wrong with it is told as faults.
func (f File) Read() ([]Setting, error) {
	data, err := f.data()
	if err != nil {
		return nil, err
	}
	return parse(f.Path, data)
}

// data is what stands in the file, which may be missing.
func (f File) data() ([]byte, error) {
	data, err := wholefile.ReadStart(f.Path, int64(form.MaxBytes)+1)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("%s: %w", f.Path, fault.Cause(err))
	}
	return data, nil
}

// Set sets a key, and leaves all else in the file as it is.
func (f File) Set(key string, values ...string) error {
	return f.change(func(data []byte) ([]byte, error) { return set(f.Path, data, key, values) })
}

// Unset takes a key out of the file, and leaves all else as it is. It says whether
// the key was there.
func (f File) Unset(key string) (was bool, err error) {
	err = f.change(func(data []byte) (changed []byte, err error) {
		changed, was, err = unset(f.Path, data, key)
		return changed, err
	})
	return was, err
}

func (f File) change(how func([]byte) ([]byte, error)) error {
	data, err := f.data()
	if err != nil {
		return err
	}
	changed, err := how(data)
	if err != nil || bytes.Equal(changed, data) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
		return err
	}
	return wholefile.Write(f.Path, changed, wholefile.Options{Replace: true, Through: true, Private: true, Sync: true})
}

// form is that of the file.
var form = document.Form{
	MaxBytes: 64 << 10, MaxDepth: 3,
	Empty: "write settings such as voice: man",
	Large: "it takes one line for a setting",
	Deep:  "a setting is a value, or a list of them",
	Alias: "write it out",
}

// parse reads the text of a file.
func parse(name string, data []byte) ([]Setting, error) {
	top, err := topOf(name, data)
	if err != nil || top == nil {
		return nil, err
	}
	var list []Setting
	var faults fault.List
	complain := func(n *yaml.Node, hint, format string, args ...any) {
		faults = append(faults, fault.Fault{Pos: pos(name, n), Message: fmt.Sprintf(format, args...), Hint: hint})
	}
	document.Pairs(top, "the settings", complain, func(key, value *yaml.Node) {
		s := Setting{Pos: pos(name, key), Key: key.Value, At: pos(name, value)}
		parts := value.Content
		if value.Kind != yaml.SequenceNode {
			parts = []*yaml.Node{value}
		}
		for _, p := range parts {
			if p.Kind != yaml.ScalarNode || document.IsNull(p) {
				complain(p, "write a value, or take the key out", "%s must be a value, not %s", fault.Short(key.Value), document.KindOf(p))
				return
			}
			s.Values = append(s.Values, p.Value)
		}
		list = append(list, s)
	})
	if len(faults) > 0 {
		return nil, faults
	}
	return list, nil
}

// topOf is the node of the whole file; nil where nothing stands in it but comments.
func topOf(name string, data []byte) (*yaml.Node, error) {
	blank := true
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		blank = blank && isComment(line)
	}
	if blank {
		return nil, nil
	}
	return document.Read(name, data, form)
}

// isComment says whether nothing but a comment stands on a line, or nothing at all.
func isComment(line string) bool {
	line = strings.TrimLeft(line, " \t\r\n")
	return line == "" || line[0] == '#'
}

func pos(name string, n *yaml.Node) fault.Pos {
	return fault.Pos{File: name, Line: n.Line, Col: n.Column}
}
