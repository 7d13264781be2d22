package document

import (
	"gopkg.in/yaml.v3"

	"unhunch/internal/fault"
)

// Complain is told what is wrong with a node, and a hint or "".
type Complain func(n *yaml.Node, hint, format string, args ...any)

// Pairs goes through the keys of a node and their values, in the order of the
// file; keys that are no words or come again are complained of and left out. A
// node that is not made of keys is complained of as what it should be, such as
// "a line", and ok is false.
func Pairs(n *yaml.Node, what string, complain Complain, each func(key, value *yaml.Node)) (ok bool) {
	if n.Kind != yaml.MappingNode {
		complain(n, "write it as key: value", "%s must be made of keys, not %s", what, KindOf(n))
		return false
	}
	first := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode {
			complain(key, "", "a key must be a word, not %s", KindOf(key))
			continue
		}
		if before, ok := first[key.Value]; ok {
			complain(key, "keep one of them", "%s is there twice, first on line %d", fault.Short(key.Value), before.Line)
			continue
		}
		first[key.Value] = key
		each(key, n.Content[i+1])
	}
	return true
}

// KindOf names what a node is, for a message.
func KindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys and values"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!null":
		return "nothing"
	case "!!int", "!!float":
		return "the number " + fault.Short(n.Value)
	}
	return fault.Quote(n.Value)
}
