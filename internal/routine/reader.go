package routine

import (
	"fmt"
	"slices"
	"strings"

	"unhunch/internal/document"
	"unhunch/internal/fault"

	"gopkg.in/yaml.v3"
)

// reader turns the nodes of one file into values. It goes on after a fault,
// so that a file's faults are all found at once.
type reader struct {
	*file
	load *loader
}

// field is the value of a key. The zero field stands for a key that is not
// there, and gives the zero value of whatever is read from it.
type field struct {
	name string
	node *yaml.Node
}

func (f field) given() bool { return f.node != nil }

// as gives the field with another name for messages.
func (f field) as(name string) field { return field{name, f.node} }

func (r *reader) pos(n *yaml.Node) fault.Pos {
	return fault.Pos{File: r.name, Line: n.Line, Col: n.Column}
}

func (r *reader) fault(n *yaml.Node, hint, format string, args ...any) {
	r.faultAt(r.pos(n), hint, format, args...)
}

func (r *reader) faultAt(p fault.Pos, hint, format string, args ...any) {
	r.faulty = true
	r.load.add(fault.Fault{Pos: p, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// mapping is a part of a file that is made of keys. Keys are taken one by one;
// what nobody took is a fault.
type mapping struct {
	*reader
	node   *yaml.Node
	what   string // "an exercise"
	keys   map[string]*yaml.Node
	fields map[string]field
	known  []string
}

// mapping reads a node that must be made of keys; ok is false when it is not.
func (r *reader) mapping(n *yaml.Node, what string) (m *mapping, ok bool) {
	m = &mapping{reader: r, node: n, what: what, keys: map[string]*yaml.Node{}, fields: map[string]field{}}
	ok = document.Pairs(n, what, r.fault, func(key, value *yaml.Node) {
		m.keys[key.Value] = key
		m.fields[key.Value] = field{key.Value, value}
	})
	return m, ok
}

// take gives the value of a key.
func (m *mapping) take(key string) field {
	if !slices.Contains(m.known, key) {
		m.known = append(m.known, key)
	}
	return m.fields[key]
}

// require gives the value of a key that must be there.
func (m *mapping) require(key, hint string) field {
	f := m.take(key)
	if !f.given() {
		m.fault(m.node, hint, "%s needs %s:", m.what, key)
	}
	return f
}

// refuse makes a fault of a key that does not go with the others.
func (m *mapping) refuse(hint, why string, keys ...string) {
	for _, key := range keys {
		if m.take(key).given() {
			m.fault(m.keys[key], hint, "%s %s", key, why)
		}
	}
}

// close makes a fault of every key that was not taken.
func (m *mapping) close() {
	for key, node := range m.keys {
		if slices.Contains(m.known, key) {
			continue
		}
		hint := ""
		switch {
		case m.node.Style&yaml.FlowStyle != 0 && document.IsNull(m.fields[key].node):
			hint = "put a text that holds a comma in quotes"
		case !m.load.full():
			hint = fault.Suggest(key, m.known)
		}
		if hint == "" {
			hint = "the keys of " + m.what + " are " + strings.Join(m.known, ", ")
		}
		m.fault(node, hint, "unknown key %s", fault.Quote(key))
	}
}

// list gives the parts of a list. A value that is no list counts as a list of
// one where lone allows it.
func (r *reader) list(f field, lone bool) []field {
	if !f.given() {
		return nil
	}
	if f.node.Kind != yaml.SequenceNode {
		if lone && !document.IsNull(f.node) {
			return []field{f}
		}
		hint := "begin each part with - on a line of its own"
		if c := f.node.Content; f.node.Kind == yaml.MappingNode && len(c) > 0 && strings.HasPrefix(c[0].Value, "-") {
			hint = "put a space after the dash: - " + fault.Short(strings.TrimPrefix(c[0].Value, "-")) + ":"
		}
		r.fault(f.node, hint, "%s must be a list, not %s", f.name, document.KindOf(f.node))
		return nil
	}
	if len(f.node.Content) == 0 {
		r.fault(f.node, "leave "+f.name+" out, or put something in it", "%s is an empty list", f.name)
	}
	parts := make([]field, len(f.node.Content))
	for i, n := range f.node.Content {
		parts[i] = field{f.name, n}
	}
	return parts
}

// scalar gives a single value that YAML takes for one of the tags; what says
// in a message what it must be.
func (r *reader) scalar(f field, what, hint string, tags ...string) (s string, ok bool) {
	if !f.given() {
		return "", false
	}
	if f.node.Kind == yaml.ScalarNode && slices.Contains(tags, f.node.ShortTag()) {
		return f.node.Value, true
	}
	if document.IsNull(f.node) {
		r.fault(f.node, "write a value, or take the line out", "%s is empty", f.name)
	} else {
		r.fault(f.node, hint, "%s must be %s, not %s", f.name, what, document.KindOf(f.node))
	}
	return "", false
}
