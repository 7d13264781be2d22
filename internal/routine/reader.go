package routine

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

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
		if !m.load.full() {
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
		r.fault(f.node, "begin each part with - on a line of its own", "%s must be a list, not %s", f.name, document.KindOf(f.node))
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

// text reads words: at most MaxText characters, among them a letter or digit,
// white space collapsed to single spaces.
func (r *reader) text(f field) string {
	hint := "write it as one line of text"
	if f.given() && f.node.Kind == yaml.ScalarNode {
		hint = "put it in quotes"
	}
	s, ok := r.scalar(f, "text", hint, "!!str")
	if !ok {
		return ""
	}
	s = strings.Join(strings.Fields(s), " ")
	switch {
	case strings.ContainsFunc(s, unicode.IsControl):
		r.fault(f.node, "take it out", "%s holds a control character", f.name)
	case !strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }):
		r.fault(f.node, "", "%s has no words in it: %s", f.name, fault.Quote(s))
	case len([]rune(s)) > MaxText:
		r.fault(f.node, "make two of it", "%s is %d characters long, more than %d", f.name, len([]rune(s)), MaxText)
	default:
		return s
	}
	return ""
}

// texts reads a list of texts that are shown and not said.
func (r *reader) texts(f field) []string {
	var out []string
	for _, part := range r.list(f, true) {
		out = append(out, r.text(part))
	}
	return out
}

var braces = regexp.MustCompile(`\{[^{}]*\}|[{}]`)

// words reads a text that is said, which may hold placeholders.
func (r *reader) words(f field) string {
	s := r.text(f)
	for _, p := range braces.FindAllString(s, -1) {
		if slices.Contains(placeholders, p) {
			continue
		}
		hint := fault.Suggest(p, placeholders)
		if hint == "" {
			hint = "only {side}, {other}, {Side} and {Other} can be filled in"
		}
		r.fault(f.node, hint, "%s holds an unknown placeholder %s", f.name, fault.Quote(p))
	}
	return s
}

// line reads what is said: a text, or say and short.
func (r *reader) line(f field) Line {
	if !f.given() {
		return Line{}
	}
	if f.node.Kind != yaml.MappingNode {
		return Line{Pos: r.pos(f.node), Text: r.words(f)}
	}
	m, _ := r.mapping(f.node, "a line")
	defer m.close()
	return m.sayShort(m.require("say", "write say: and the words"))
}

// sayShort joins the words of a say key with those of the short key beside it.
func (m *mapping) sayShort(say field) Line {
	short := m.take("short")
	if !say.given() {
		if short.given() {
			m.fault(m.keys["short"], "write the full words as say:", "short without say")
		}
		return Line{}
	}
	return Line{Pos: m.pos(say.node), Text: m.words(say), Short: m.words(short)}
}

func (r *reader) lines(f field) []Line {
	var out []Line
	for _, part := range r.list(f, true) {
		out = append(out, r.line(part))
	}
	return out
}

// unsided makes a fault of each line that names a side where there is none.
func (r *reader) unsided(why, hint string, lines ...Line) {
	for _, l := range lines {
		if l.HasSide() {
			r.faultAt(l.Pos, hint, "the words name a side, but %s", why)
		}
	}
}

func namesOf[S ~string](words []S) []string {
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = string(w)
	}
	return names
}

// oneOf reads a word that must be one of the names.
func oneOf[S ~string](r *reader, f field, names ...S) S {
	hint := "write " + fault.Listed(names)
	s, ok := r.scalar(f, "a word", hint, "!!str", "!!bool", "!!int", "!!float")
	if !ok {
		return ""
	}
	if slices.Contains(names, S(s)) {
		return S(s)
	}
	if near := fault.Suggest(s, namesOf(names)); near != "" {
		hint = near
	}
	r.fault(f.node, hint, "unknown %s %s", f.name, fault.Quote(s))
	return ""
}

func allOf[S ~string](r *reader, f field, names ...S) []S {
	var out []S
	for _, part := range r.list(f, true) {
		if s := oneOf(r, part, names...); slices.Contains(out, s) && s != "" {
			r.fault(part.node, "keep one of them", "%s is there twice", s)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// yes reads true or false.
func (r *reader) yes(f field, unsaid bool) bool {
	if !f.given() {
		return unsaid
	}
	s, _ := r.scalar(f, "true or false", "write true or false", "!!bool")
	return s == "true" || s == "True" || s == "TRUE"
}

var (
	wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	zeroNumber  = regexp.MustCompile(`^0[0-9]+$`)
	anyNumber   = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
)

// whole reads a whole number from low to high. Numbers that YAML would read as
// octal are refused, since 010 would be 8.
func (r *reader) whole(f field, low, high int) (n int, ok bool) {
	hint := fmt.Sprintf("write a number from %d to %d", low, high)
	quoted := f.given() && f.node.Kind == yaml.ScalarNode && wholeNumber.MatchString(f.node.Value)
	if quoted {
		hint = "write it without quotes"
	}
	s, ok := r.scalar(f, "a whole number", hint, "!!int", "!!float")
	if !ok {
		return 0, false
	}
	if zeroNumber.MatchString(s) {
		r.fault(f.node, "write "+strings.TrimLeft(s[:len(s)-1], "0")+s[len(s)-1:], "%s must not begin with a zero: %s", f.name, fault.Short(s))
		return 0, false
	}
	if !wholeNumber.MatchString(s) {
		r.fault(f.node, hint, "%s must be a whole number, not %s", f.name, fault.Short(s))
		return 0, false
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		r.fault(f.node, fmt.Sprintf("write a number from %d to %d", low, high), "%s is %s", f.name, fault.Short(s))
		return 0, false
	}
	return n, true
}

// number reads a number, perhaps with decimals, from low to high.
func (r *reader) number(f field, low, high float64) (x float64, ok bool) {
	hint := fmt.Sprintf("write a number from %v to %v", low, high)
	s, ok := r.scalar(f, "a number", hint, "!!int", "!!float")
	if !ok {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	if !anyNumber.MatchString(s) || err != nil || math.IsInf(x, 0) {
		r.fault(f.node, hint, "%s must be a number, not %s", f.name, fault.Short(s))
		return 0, false
	}
	if x < low || x > high {
		r.fault(f.node, hint, "%s is %s", f.name, fault.Short(s))
		return 0, false
	}
	return x, true
}

// time reads a length of time from low to high.
func (r *reader) time(f field, low, high time.Duration) (d time.Duration, ok bool) {
	if !f.given() {
		return 0, false
	}
	if f.node.Kind != yaml.ScalarNode || document.IsNull(f.node) {
		r.scalar(f, "a time", timeHint)
		return 0, false
	}
	d, hint, ok := parseTime(f.node.Value)
	if !ok {
		r.fault(f.node, hint, "%s must be a time, not %s", f.name, document.KindOf(f.node))
		return 0, false
	}
	if d < low || d > high {
		r.fault(f.node, fmt.Sprintf("write a time from %s to %s", formatTime(low), formatTime(high)), "%s is %s", f.name, f.node.Value)
		return 0, false
	}
	return d, true
}

// duration is time for a key that may be left out.
func (r *reader) duration(f field, low, high time.Duration) time.Duration {
	d, _ := r.time(f, low, high)
	return d
}

// count reads a number of repetitions or sets, or a range of them.
func (r *reader) count(f field, high int) Count {
	c := readRange(r, f, func(f field) (int, bool) { return r.whole(f, 1, high) },
		func(low, _ int) int { return low })
	return Count(c)
}

// span reads a length of time, or a range.
func (r *reader) span(f field, low, high time.Duration) Span {
	const atLeast = 30 * time.Second
	return Span(readRange(r, f, func(f field) (time.Duration, bool) { return r.time(f, low, high) },
		func(low, high time.Duration) time.Duration {
			if high == 0 {
				return max(low, atLeast)
			}
			return midpoint(low, high)
		}))
}

// ranged has the shape of Count and of Span.
type ranged[T int | time.Duration] struct{ Min, Max, Default T }

// readRange reads one value, or min, max and default; usual gives the default
// that the file leaves out.
func readRange[T int | time.Duration](r *reader, f field, one func(field) (T, bool), usual func(low, high T) T) (v ranged[T]) {
	if !f.given() {
		return v
	}
	if f.node.Kind != yaml.MappingNode {
		x, _ := one(f)
		return ranged[T]{x, x, x}
	}
	m, _ := r.mapping(f.node, "a range")
	defer m.close()
	part := func(key string) (T, bool) {
		return one(m.take(key).as(key + " of " + f.name))
	}
	low, okLow := part("min")
	high, okHigh := part("max")
	def, okDef := part("default")
	switch {
	case !m.fields["min"].given():
		r.fault(f.node, "write min: and the least that will do", "a range needs min")
	case okLow && okHigh && high < low:
		r.fault(m.fields["max"].node, "swap them", "max of %s is less than min", f.name)
	case okDef && (okLow && def < low || okHigh && def > high):
		r.fault(m.fields["default"].node, "choose one from min to max", "default of %s lies outside the range", f.name)
	}
	if !okDef && okLow {
		def = usual(low, high)
	}
	return ranged[T]{low, high, def}
}
