package phrases

import (
	"strings"
	"unicode/utf8"

	"unhunch/internal/routine"
)

// fill puts values into a sentence: the word for {name}, and with a capital for
// {Name}.
func (b *Book) fill(sentence string, namesAndWords ...string) string {
	var pairs []string
	for i := 0; i < len(namesAndWords); i += 2 {
		name, word := namesAndWords[i], namesAndWords[i+1]
		pairs = append(pairs, "{"+name+"}", word, "{"+capital(name)+"}", capital(word))
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}

// about is a sentence about n things.
func (b *Book) about(forms Forms, n int) string {
	s, ok := forms[b.Plural(n)]
	if !ok {
		s = forms[Other]
	}
	return b.fill(s, "n", b.Number(n))
}

// place fills in a number of several, in both wordings.
func (b *Book) place(l routine.Line, n, of int) routine.Line {
	l.Text = b.fill(l.Text, "n", b.Number(n), "of", b.Number(of))
	l.Short = b.fill(l.Short, "n", b.Number(n))
	return l
}

// ForSide gives a line, also one of a routine, as it is said for a side. NoSide
// leaves it as it is.
func (b *Book) ForSide(l routine.Line, s routine.Side) routine.Line {
	if s != routine.NoSide {
		l.Text, l.Short = b.sided(l.Text, s), b.sided(l.Short, s)
	}
	return l
}

func (b *Book) sided(sentence string, s routine.Side) string {
	return b.fill(sentence, "side", b.sideName(s), "other", b.sideName(s.Other()))
}

func (b *Book) sideName(s routine.Side) string {
	if s == routine.Left {
		return b.Sides.Left
	}
	return b.Sides.Right
}

// ForSides gives every form in which a line may be said: one for each side where
// it names a side, otherwise the line itself.
func (b *Book) ForSides(l routine.Line) []routine.Line {
	if !l.HasSide() {
		return []routine.Line{l}
	}
	return []routine.Line{b.ForSide(l, routine.Left), b.ForSide(l, routine.Right)}
}

// ended ends a sentence, unless it has an end.
func (b *Book) ended(s string) string {
	last, _ := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune(b.Stops, last) {
		return s
	}
	_, size := utf8.DecodeRuneInString(b.Stops)
	return s + b.Stops[:size]
}

// capital gives a text with a capital at its start.
func capital(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + s[size:]
}
