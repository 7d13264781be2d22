package phonemes

import "strings"

// quantity is a number, or several that belong together, in words.
type quantity struct {
	words  string
	one    bool // it is one, so that what is counted is singular
	next   int  // the token after it
	figure bool // a single number as it is written, which a unit or an ending may change
}

// digits reads what begins with a number.
func (x *expander) digits(i int) int {
	if words, next := x.clock(i); next > 0 {
		x.sayAs(words, word{number: true}, i, next-1)
		if x.at(next-1).kind == dotted {
			x.stop(next - 1)
		}
		return next
	}
	if words, next := x.date(i); words != "" {
		x.sayAs(words, word{}, i, next-1)
		return next
	}
	q := x.quantity(i)
	if next := x.height(i); next > 0 {
		return next
	}
	if next := x.ending(i, q); next > 0 {
		return next
	}
	if half := dottedWords[halves[strings.ToLower(x.at(q.next).text)]]; half != "" {
		x.sayAs(q.words+" "+half, word{number: true}, i, q.next)
		if x.at(q.next).kind == dotted {
			x.stop(q.next)
		}
		return q.next + 1
	}
	next := x.unit(i, q)
	if next == 0 {
		if n, ok := value(x.at(i).text); ok && q.figure && len(x.at(i).text) == 4 {
			q.words = year(n)
		} else if ok && q.figure && n > 0 && n <= 31 && x.month(i-1) {
			q.words = ordinal(n)
		}
		x.sayAs(q.words, word{number: true}, i, q.next-1)
		next = q.next
	}
	return next
}

// minus is true for a hyphen before a number that is no range: " -5".
func (x *expander) minus(i int) bool {
	h := x.at(i - 1)
	return i > 0 && h.is("-–") && x.at(i).glued() && (h.space || i == 1)
}

// quantity reads a number with those that are joined to it.
func (x *expander) quantity(i int) quantity {
	sign := ""
	if x.minus(i) {
		sign = "minus "
	}
	numbers, sep, next := x.series(i)
	switch {
	case len(numbers) == 1:
		q := x.mixed(i)
		q.words = sign + q.words
		return q
	case sep == "x":
		name := units[x.at(next).text].one
		if x.at(next).glued() && x.shortTime(next) != "" || name == "second" || name == "minute" {
			return quantity{words: eachOf(numbers, " times "), one: numbers[len(numbers)-1] == "1", next: next}
		}
		return quantity{words: eachOf(numbers, " by "), next: next}
	case sep == ":" && len(numbers) == 2:
		return quantity{words: eachOf(numbers, " to "), next: next}
	case sep == "/":
		return x.ratio(i, numbers, next)
	case phone(numbers):
		return quantity{words: spellDigits(strings.Join(numbers, "")), next: next}
	case len(numbers) == 2 && numbers[0] != numbers[1]: // but 90-90 is a position
		if len(numbers[0]) == 4 && len(numbers[1]) == 4 {
			a, _ := value(numbers[0])
			b, _ := value(numbers[1])
			return quantity{words: year(a) + " to " + year(b), next: next}
		}
		return quantity{words: sign + eachOf(numbers, " to "), next: next}
	}
	return quantity{words: eachOf(numbers, " "), next: next}
}

func eachOf(numbers []string, between string) string {
	words := make([]string, len(numbers))
	for k, n := range numbers {
		words[k] = plain(n)
	}
	return strings.Join(words, between)
}

// series gives the numbers that are joined by one and the same separator, which is "-", "/", "x", ":" or "". The
// hyphen of a range and the x of a product may have space on both sides.
func (x *expander) series(i int) (numbers []string, sep string, next int) {
	numbers, next = []string{x.at(i).text}, i+1
	for {
		t, n := x.at(next), x.at(next+1)
		kind := ""
		switch {
		case t.is("-–−"):
			kind = "-"
		case t.is("/"):
			kind = "/"
		case t.is(":"):
			kind = ":"
		case x.cross(next):
			kind = "x"
		}
		spaced := t.space && n.space && (kind == "-" && !x.at(next+2).is("-–") || kind == "x")
		if kind == "" || n.kind != digits || !spaced && (t.space || n.space) || sep != "" && sep != kind ||
			kind == "-" && spaced && len(numbers) > 1 {
			return numbers, sep, next
		}
		numbers, sep, next = append(numbers, n.text), kind, next+2
	}
}

// phone is true for the groups of an American telephone number.
func phone(numbers []string) bool {
	var groups []int
	for _, n := range numbers {
		groups = append(groups, len(n))
	}
	switch len(groups) {
	case 2:
		return groups[0] == 3 && groups[1] == 4
	case 3:
		return groups[0] == 3 && groups[1] == 3 && groups[2] == 4
	}
	return false
}

// ratio reads numbers with strokes between them: a fraction, a mark out of ten, blood pressure, or just numbers.
func (x *expander) ratio(i int, numbers []string, next int) quantity {
	if len(numbers) == 2 {
		a, okA := value(numbers[0])
		b, okB := value(numbers[1])
		switch {
		case !okA || !okB || a == b && b != 10:
		case a <= b && among(strings.ToLower(x.at(i-1).text), counted):
			return quantity{words: cardinal(a) + " of " + cardinal(b), next: next}
		case b == 10:
			return quantity{words: cardinal(a) + " out of ten", next: next}
		case a == 1 && b == 2 && x.at(next).kind == letters && among(x.at(next).text, " a an of the "):
			return quantity{words: "half", next: next}
		case a == 1 && fractions[b] != "" && x.at(i-1).text == "a":
			return quantity{words: fractions[b], one: true, next: next}
		case a < b && fractions[b] != "":
			return quantity{words: fraction(a, b), one: true, next: next}
		case a >= 60 && b >= 30:
			return quantity{words: cardinal(a) + " over " + cardinal(b), next: next}
		}
	}
	return quantity{words: eachOf(numbers, " "), next: next}
}

// fraction gives "one half", "three quarters".
func fraction(a, b int) string {
	switch {
	case a == 1:
		return "one " + fractions[b]
	case b == 2:
		return cardinal(a) + " halves"
	}
	return cardinal(a) + " " + fractions[b] + "s"
}

// mixed reads a single number, with the fraction that may follow it: 2 1/2, 2½.
func (x *expander) mixed(i int) quantity {
	t := x.at(i)
	n, whole := value(t.text)
	q := quantity{words: plain(t.text), one: whole && n == 1, next: i + 1, figure: true}
	f := x.at(i + 1)
	if f.text == "+" && f.glued() && x.at(i+2).kind != digits {
		return quantity{words: q.words + " plus", next: i + 2}
	}
	if words := symbolWords[f.text]; f.kind == symbol && strings.ContainsAny(f.text, readNumbers) && !f.is("²³") {
		return quantity{words: q.words + " and " + half(words), next: i + 2}
	}
	if numbers, sep, next := []string(nil), "", 0; whole && f.kind == digits && f.space {
		numbers, sep, next = x.series(i + 1)
		if sep == "/" && len(numbers) == 2 {
			a, okA := value(numbers[0])
			b, okB := value(numbers[1])
			if okA && okB && a > 0 && a < b && fractions[b] != "" {
				return quantity{words: q.words + " and " + half(fraction(a, b)), next: next}
			}
		}
	}
	return q
}

// half gives "a half" for "one half".
func half(words string) string {
	if rest, ok := strings.CutPrefix(words, "one "); ok {
		return "a " + rest
	}
	return words
}

// ending reads a number with letters glued to it that change it: 2nd, 1990s, 30s of an age, 10x. It gives 0 if
// there are none.
func (x *expander) ending(i int, q quantity) int {
	t, e := x.at(q.next-1), x.at(q.next)
	if s := x.at(q.next + 1); e.text == "'" && e.glued() && s.text == "s" && s.glued() { // the 80's
		x.sayAs(pluralNumber(t.text, q.words), word{number: true}, i, q.next+1)
		return q.next + 2
	}
	small := strings.ToLower(e.text)
	switch {
	case e.text == "×" && e.glued():
		small = "x"
	case e.kind != letters || !e.glued() && !(e.text == "x" && !q.figure):
		return 0
	}
	n, whole := value(t.text)
	switch {
	case whole && (small == "st" || small == "nd" || small == "rd" || small == "th"):
		words := ordinal(n)
		if !q.figure {
			words = strings.TrimSuffix(q.words, cardinal(n)) + words
		}
		x.sayAs(words, word{number: true}, i, q.next)
	case whole && q.figure && (small == "s" && x.decade(i, n)):
		x.sayAs(pluralNumber(t.text, q.words), word{number: true}, i, q.next)
	case small == "k" && e.glued() && x.at(q.next+1).kind == letters && strings.HasSuffix(x.at(q.next+1).text, "s"):
		x.say(q.words+" thousand", i, q.next)
	case small == "x" && !(x.at(q.next+1).is("/") && units["x/"+x.at(q.next+2).text].one != ""):
		switch {
		case q.one:
			x.say("one time", i, q.next)
		default:
			x.say(q.words+" times", i, q.next)
		}
	default:
		return 0
	}
	return q.next + 1
}

// decade is true for an s that makes tens or years plural, and is not the unit of seconds.
func (x *expander) decade(i, n int) bool {
	before := strings.ToLower(x.at(i - 1).text)
	switch before {
	case "your", "the", "their", "his", "her", "my", "our", "early", "mid", "late", "in", "of", "-", "'":
		return n%10 == 0 && (n < 100 && n > 10 || n > 1000)
	}
	return n > 1000 && n%10 == 0
}

// pluralNumber gives the words for more of a number: twos, sixes, the nineteen nineties.
func pluralNumber(figures, words string) string {
	if n, ok := value(figures); ok && len(figures) == 4 {
		words = year(n)
	}
	switch words[len(words)-1] {
	case 'y':
		return words[:len(words)-1] + "ies"
	case 'x':
		return words + "es"
	}
	return words + "s"
}
