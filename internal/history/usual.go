package history

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// usual reads a line that is written as Append writes it, without anything in it that
// needs a longer look. A log of ten thousand days is read for each table.
func (p *parser) usual(line []byte) (e Entry, ok bool) {
	c := fields{rest: line}
	start := c.text(`{"start":`)
	e.Routine = p.name(c.text(`,"routine":`))
	e.Title = p.name(c.text(`,"title":`))
	e.Heard = c.number(`,"heard":`)
	e.Length = c.number(`,"length":`)
	e.Finished = c.truth(`,"finished":`)
	if bytes.HasPrefix(c.rest, []byte(`,"ended":`)) {
		e.Ended = p.name(c.text(`,"ended":`))
	}
	e.Exercises = p.counts(&c, `,"exercises":`)
	e.Patterns = p.counts(&c, `,"patterns":`)
	if c.bad || string(c.rest) != "}" {
		return e, false
	}
	return e, e.Start.UnmarshalText(start) == nil
}

// name gives a text, the same one for the same bytes.
func (p *parser) name(b []byte) string {
	if s, ok := p.names[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(p.names) < mostNames {
		p.names[s] = s
	}
	return s
}

// counts reads counts that may be there, and gives the same map for the same bytes.
func (p *parser) counts(c *fields, key string) map[string]int {
	if c.bad || !bytes.HasPrefix(c.rest, []byte(key)) || !c.after(key) {
		return nil
	}
	text := c.rest[:bytes.IndexByte(c.rest, '}')+1] // a name with this sign in it is not usual
	m, ok := p.maps[string(text)]
	if !ok {
		c.bad = json.Unmarshal(text, &m) != nil
		if len(p.maps) < mostNames {
			p.maps[string(text)] = m
		}
	}
	c.rest = c.rest[len(text):]
	return m
}

// fields goes through the fields of a line. After one that is not as usual it gives
// nothing.
type fields struct {
	rest []byte
	bad  bool
}

// after goes past a key.
func (c *fields) after(key string) bool {
	if c.bad || !bytes.HasPrefix(c.rest, []byte(key)) {
		c.bad = true
		return false
	}
	c.rest = c.rest[len(key):]
	return true
}

func (c *fields) text(key string) []byte {
	if !c.after(key) || len(c.rest) == 0 || c.rest[0] != '"' {
		c.bad = true
		return nil
	}
	end := bytes.IndexByte(c.rest[1:], '"') + 1
	if end == 0 {
		c.bad = true
		return nil
	}
	text := c.rest[1:end]
	for _, b := range text {
		if b < ' ' || b == '\\' {
			c.bad = true
		}
	}
	c.bad = c.bad || !utf8.Valid(text)
	c.rest = c.rest[end+1:]
	return text
}

func (c *fields) number(key string) float64 {
	if !c.after(key) {
		return 0
	}
	end := 0
	for end < len(c.rest) && (c.rest[end] >= '0' && c.rest[end] <= '9' || c.rest[end] == '.') {
		end++
	}
	text := c.rest[:end]
	v, err := strconv.ParseFloat(string(text), 64)
	// JSON has no number that begins with more than one zero, or with or after a point.
	if err != nil || text[0] == '.' || text[end-1] == '.' || text[0] == '0' && end > 1 && text[1] != '.' {
		c.bad = true
	}
	c.rest = c.rest[end:]
	return v
}

func (c *fields) truth(key string) bool {
	if !c.after(key) {
		return false
	}
	for _, is := range []bool{false, true} {
		if word := strconv.FormatBool(is); bytes.HasPrefix(c.rest, []byte(word)) {
			c.rest = c.rest[len(word):]
			return is
		}
	}
	c.bad = true
	return false
}
