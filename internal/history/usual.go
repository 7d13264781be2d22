package history

import (
	"bytes"
	"encoding/json"
	"math"
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
	if c.next(`,"ended":`) {
		e.Ended = p.name(c.text(`,"ended":`))
	}
	e.Pain = p.pain(&c)
	if c.next(`,"effort":`) {
		e.Effort = new(int)
		*e.Effort = c.whole(`,"effort":`)
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
	if !c.next(key) || !c.after(key) {
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

// pain reads what hurt, if anything did.
func (p *parser) pain(c *fields) *Pain {
	if !c.next(`,"pain":`) {
		return nil
	}
	var pain Pain
	at := c.text(`,"pain":{"at":`)
	c.bad = c.bad || pain.At.UnmarshalText(at) != nil
	for _, f := range []struct {
		key  string
		into *string
	}{{`,"exercise":`, &pain.Exercise}, {`,"title":`, &pain.Title}, {`,"side":`, &pain.Side}} {
		if c.next(f.key) {
			*f.into = p.name(c.text(f.key))
		}
	}
	if c.next(`,"rep":`) {
		pain.Rep = c.whole(`,"rep":`)
	}
	pain.Level = c.whole(`,"level":`)
	c.after(`}`)
	return &pain
}

// fields goes through the fields of a line. After one that is not as usual it gives
// nothing.
type fields struct {
	rest []byte
	bad  bool
}

// next says whether a key comes next.
func (c *fields) next(key string) bool { return !c.bad && bytes.HasPrefix(c.rest, []byte(key)) }

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

// whole reads a number without a fraction.
func (c *fields) whole(key string) int {
	v := c.number(key)
	n := int(v)
	c.bad = c.bad || float64(n) != v || n > math.MaxInt32
	return n
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
