package routine

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"unhunch/internal/fault"

	"gopkg.in/yaml.v3"
)

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

// heard reads words as text does, which are said and not only shown.
func (r *reader) heard(f field) string {
	s := r.text(f)
	if r.load.unsayable == nil || s == "" {
		return s
	}
	if wrong := r.load.unsayable(s); wrong != nil {
		r.fault(f.node, wrong.Hint, "%s", wrong.Message)
	}
	return s
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
	s := r.heard(f)
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

// line reads what is said: a text, or say, short and to.
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

// sayShort joins the words of a say key with those of the short key beside it,
// and with the place where they lead.
func (m *mapping) sayShort(say field) Line {
	short, to := m.take("short"), m.take("to")
	if !say.given() {
		for _, key := range m.givenOf("short", "to") {
			m.fault(m.keys[key], "write the full words as say:", "%s without say", key)
		}
		return Line{}
	}
	return Line{Pos: m.pos(say.node), Text: m.words(say), Short: m.words(short), To: m.place(to)}
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
