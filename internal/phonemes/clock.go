package phonemes

import (
	"slices"
	"strings"
)

// clock reads a time: 8:30, 3:05 pm, 0:45 (seconds), 1:30:00.
func (x *expander) clock(i int) (string, int) {
	h, ok := value(strings.TrimLeft(x.at(i).text[:len(x.at(i).text)-1], "0") + x.at(i).text[len(x.at(i).text)-1:])
	m := x.at(i + 2)
	if !x.at(i+1).glued() || !x.at(i+1).is(":") || !m.glued() || m.kind != digits || !ok || len(m.text) != 2 || h > 59 || m.text[0] > '5' {
		return "", 0
	}
	min := int(m.text[0]-'0')*10 + int(m.text[1]-'0')
	next := i + 3
	words := ""
	switch {
	case x.at(next).glued() && x.at(next).is(":") && x.at(next+1).kind == digits && len(x.at(next+1).text) == 2:
		s := int(x.at(next + 1).text[0]-'0')*10 + int(x.at(next + 1).text[1]-'0')
		return join(count(h, "hour"), count(min, "minute"), count(s, "second")), next + 2
	case h == 0:
		return count(min, "second"), next
	case h > 24 && min == 0:
		return count(h, "minute"), next
	case min == 0:
		words = cardinal(h)
	case min < 10:
		words = cardinal(h) + " oh " + cardinal(min)
	default:
		words = cardinal(h) + " " + cardinal(min)
	}
	half := x.at(next)
	if name := units[half.text].one; name == "minute" || half.text == "minutes" {
		return join(count(h, "minute"), count(min, "second")), next + 1
	}
	if half := dottedWords[halves[strings.ToLower(half.text)]]; half != "" {
		return words + " " + half, next + 1
	}
	if min == 0 && h <= 12 {
		words += " o'clock"
	} else if min == 0 {
		words += " hundred"
	}
	return words, next
}

// halves are the halves of a day as they are written behind a time.
var halves = map[string]string{"am": "a.m.", "pm": "p.m.", "a.m.": "a.m.", "p.m.": "p.m."}

func join(words ...string) string { return strings.Join(strings.Fields(strings.Join(words, " ")), " ") }

// count gives "two minutes", and "" for none.
func count(n int, one string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "one " + one
	}
	return cardinal(n) + " " + one + "s"
}

var months = strings.Fields("January February March April May June July August September October November December")

// date reads 2026-11-24, 11/24/2026, and 24.11.2026, where the day comes first.
func (x *expander) date(i int) (string, int) {
	if p := strings.Split(x.at(i).text, "."); len(p) == 3 && len(p[2]) == 4 {
		return dateWords(p[2], p[1], p[0]), i + 1
	}
	a, b, c := x.at(i), x.at(i+2), x.at(i+4)
	sep := x.at(i + 1)
	for k := 1; k < 5; k++ {
		if !x.at(i + k).glued() {
			return "", 0
		}
	}
	if sep.text != x.at(i+3).text || b.kind != digits || c.kind != digits || x.at(i+5).glued() && x.at(i+5).is(sep.text) {
		return "", 0
	}
	switch {
	case sep.text == "-" && len(a.text) == 4:
		return dateWords(a.text, b.text, c.text), i + 5
	case sep.text == "/" && len(c.text) == 4:
		return dateWords(c.text, a.text, b.text), i + 5
	}
	return "", 0
}

// dateWords gives the words of a date whose day and month may have changed places, or "" if there is no such date.
func dateWords(y, m, d string) string {
	number := func(s string) int {
		n, _ := value(strings.TrimLeft(s, "0"))
		return n
	}
	month, day := number(m), number(d)
	if month > 12 {
		month, day = day, month
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return ""
	}
	return months[month-1] + " " + ordinal(day) + " " + year(number(y))
}

// month is true if the name of a month ends at token i.
func (x *expander) month(i int) bool {
	if x.at(i).is(".") {
		i--
	}
	return slices.ContainsFunc(months, func(m string) bool { return m == x.at(i).text || m[:3] == x.at(i).text })
}
