package phonemes

import (
	"regexp"
	"strings"
)

// kind is what a token is.
type kind byte

const (
	letters kind = iota + 1 // a word with the apostrophes inside it: don't
	dotted                  // letters with a full stop after each: e.g.
	digits                  // a number with its points and the commas of thousands: 1,250.5
	mark                    // punctuation
	symbol                  // anything else
	link                    // an address of the web or of mail
	given                   // words whose sounds a correction gives
)

// token is a piece of a text.
type token struct {
	kind       kind
	text       string // folded: see glyphs
	start, end int    // bytes in the text
	space      bool   // white space stands before it
	paragraph  bool   // an empty line stands before it
	sounds     string // of a given token
}

// glued is true for a token with nothing between it and the one before.
func (t token) glued() bool { return t.kind != 0 && !t.space }

// is is true for a mark or symbol that is one of the characters given.
func (t token) is(any string) bool {
	return (t.kind == mark || t.kind == symbol) && strings.Contains(any, t.text)
}

// marks are what the voice knows as punctuation, and quotes and brackets.
const marks = `;:,.!?—–…"“”()[]{}-`

type scanner struct {
	text   string
	glyphs []glyph
	at     int
	tokens []token
}

// scan takes a text apart, or says what in it cannot be read.
func scan(text string) ([]token, error) {
	g, err := glyphs(text)
	if err != nil {
		return nil, err
	}
	s := &scanner{text: text, glyphs: g}
	for {
		space, paragraph := s.spaces()
		if s.at >= len(s.glyphs) {
			return s.tokens, nil
		}
		from := s.at
		k := s.kind(space || from == 0)
		t := token{kind: k, text: s.string(from, s.at), start: s.glyphs[from].off, end: s.offset(s.at),
			space: space, paragraph: paragraph}
		if s.at-from > MaxWord && (k == letters || k == dotted || k == digits) {
			return nil, faultf(t.start, "a word of %d characters: %d are the most", s.at-from, MaxWord)
		}
		if k == mark && strings.HasPrefix(t.text, "..") {
			t.text = "…"
		}
		if k == mark && strings.HasPrefix(t.text, "--") {
			t.text = "—"
		}
		s.tokens = append(s.tokens, t)
	}
}

// string is the glyphs from one place to another.
func (s *scanner) string(from, to int) string {
	var b strings.Builder
	for _, g := range s.glyphs[from:to] {
		b.WriteRune(g.r)
	}
	return b.String()
}

// offset is the byte at which a glyph begins, or the end of the text.
func (s *scanner) offset(at int) int {
	if at < len(s.glyphs) {
		return s.glyphs[at].off
	}
	return len(s.text)
}

// peek is the glyph n places on, or 0.
func (s *scanner) peek(n int) rune {
	if i := s.at + n; i >= 0 && i < len(s.glyphs) {
		return s.glyphs[i].r
	}
	return 0
}

// spaces passes over white space and says whether there was any, and whether an empty line was in it.
func (s *scanner) spaces() (space, paragraph bool) {
	lines := 0
	for s.at < len(s.glyphs) {
		switch s.peek(0) {
		case '\n':
			lines++
		case '\u2029':
			lines += 2
		case ' ':
		default:
			return space, lines > 1
		}
		space = true
		s.at++
	}
	return space, lines > 1
}

func isLetter(r rune) bool { return r|32 >= 'a' && r|32 <= 'z' && r < 128 }
func isDigit(r rune) bool  { return r >= '0' && r <= '9' }

// kind passes over a token and says what it is. fresh is true where a word may begin.
func (s *scanner) kind(fresh bool) kind {
	r := s.peek(0)
	switch {
	case fresh && s.link():
		return link
	case isLetter(r) || r == '\'' && fresh && s.elision():
		if s.dots() {
			return dotted
		}
		s.word()
		return letters
	case r == 'µ' && s.micro():
		return letters
	case isDigit(r) || r == '.' && fresh && isDigit(s.peek(1)):
		s.number()
		return digits
	case r == '.' || r == '-':
		for s.peek(0) == r {
			s.at++
		}
		return mark
	}
	s.at++
	if strings.ContainsRune(marks, r) {
		return mark
	}
	return symbol
}

// word passes over letters, with an apostrophe between two of them.
func (s *scanner) word() {
	s.at++
	for isLetter(s.peek(0)) || s.peek(0) == '\'' && isLetter(s.peek(1)) {
		s.at++
	}
}

// micro passes over a unit that begins with µ.
func (s *scanner) micro() bool {
	from := s.at
	s.word()
	if _, ok := units[s.string(from, s.at)]; !ok {
		s.at = from
	}
	return s.at > from
}

// elisions are the words that begin with an apostrophe.
const elisions = " 'em 'cause 'til 'tis 'twas 'n' "

// elision is true at the beginning of one.
func (s *scanner) elision() bool {
	end := s.at + 1
	for end < len(s.glyphs) && isLetter(s.glyphs[end].r) {
		end++
	}
	return end-s.at < 8 && among(strings.ToLower(s.string(s.at, end)), elisions)
}

// dots passes over single letters with a full stop after each, two or more of them: e.g., U.S.
func (s *scanner) dots() bool {
	n := 0
	for isLetter(s.peek(2*n)) && s.peek(2*n+1) == '.' {
		n++
	}
	if n < 2 || isLetter(s.peek(2*n)) {
		return false
	}
	s.at += 2 * n
	return true
}

// number passes over digits, points before a digit, and commas before three digits.
func (s *scanner) number() {
	if s.peek(0) == '.' {
		s.at++
	}
	point := false
	for {
		switch r := s.peek(0); {
		case isDigit(r):
		case r == '.' && isDigit(s.peek(1)):
			point = true
		case r == ',' && !point && s.thousands():
		default:
			return
		}
		s.at++
	}
}

// thousands is true at a comma with three digits after it, and one to three before it.
func (s *scanner) thousands() bool {
	for i := 1; i <= 3; i++ {
		if !isDigit(s.peek(i)) {
			return false
		}
	}
	if isDigit(s.peek(4)) {
		return false
	}
	n := 0
	for isDigit(s.peek(-1 - n)) {
		n++
	}
	return n <= 3
}

// address is how an address looks: with its scheme, of mail, or a name under one of the common domains.
var address = regexp.MustCompile(`^(?i:(?:https?|ftp)://[^ ]+|www\.[^ ]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+` +
	`|(?:[\w-]+\.)+(?:com|org|net|edu|gov|io|info|app|co\.uk|de|uk|fr|yoga|fit|health)(?:/[^ ]*)?)$`)

// link passes over an address, without the punctuation that ends it.
func (s *scanner) link() bool {
	end, dot := s.at, false
	for end < len(s.glyphs) && !strings.ContainsRune(" \n\u2029", s.glyphs[end].r) {
		dot = dot || s.glyphs[end].r == '.' && end > s.at
		end++
	}
	if !dot || end-s.at < 4 {
		return false
	}
	for end > s.at && strings.ContainsRune(`.,;:!?)"'`, s.glyphs[end-1].r) {
		end--
	}
	if end-s.at > maxLink || !address.MatchString(s.string(s.at, end)) {
		return false
	}
	s.at = end
	return true
}

// maxLink bounds the address that is looked for.
const maxLink = 200

// among is true for a word of a list, which has a space before and after each.
func among(w, list string) bool { return w != "" && strings.Contains(list, " "+w+" ") }
