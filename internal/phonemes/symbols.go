package phonemes

import "strings"

// currencies are read after the amount.
var currencies = map[string][2]string{
	"$": {"dollar", "cent"}, "£": {"pound", "penny"}, "€": {"euro", "cent"}, "¥": {"yen", ""}, "₹": {"rupee", ""}, "₩": {"won", ""},
	"USD": {"dollar", "cent"}, "EUR": {"euro", "cent"}, "GBP": {"pound", "penny"}, "CHF": {"Swiss franc", "centime"},
}

// money gives the name of a currency, or of its hundredth part, for one or more.
func money(name string, many bool) string {
	switch {
	case !many || name == "yen" || name == "won":
		return name
	case name == "penny":
		return "pence"
	}
	return name + "s"
}

// symbolWords are read wherever they stand. What is in no table is passed over.
var symbolWords = map[string]string{
	"&": "and", "+": "plus", "=": "equals", "@": "at", "%": "percent", "°": "degrees", "×": "times", "÷": "divided by",
	"±": "plus or minus", "−": "minus", "<": "less than", ">": "more than", "≤": "at most", "≥": "at least", "≠": "is not",
	"→": "to", "⇒": "to", "§": "section", "½": "one half", "⅓": "one third", "⅔": "two thirds", "¼": "one quarter", "¾": "three quarters",
	"⅕": "one fifth", "⅖": "two fifths", "⅗": "three fifths", "⅘": "four fifths", "⅙": "one sixth", "⅚": "five sixths",
	"⅛": "one eighth", "⅜": "three eighths", "⅝": "five eighths", "⅞": "seven eighths", "²": "squared", "³": "cubed",
	"$": "dollars", "£": "pounds", "€": "euros", "µ": "micro", "√": "square root of", "∞": "infinity", "©": "copyright",
}

// between are read as a word only with something to read on both sides. But those that compare are also read before
// a number.
const (
	between   = " = < > + → ⇒ × ± ≤ ≥ ≠ ÷ "
	comparing = " < > ≤ ≥ "
)

// greek are the names of letters that stand for something of their own, as in a formula.
var greek = map[rune]string{
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'Δ': "delta", 'ε': "epsilon", 'θ': "theta",
	'λ': "lambda", 'π': "pi", 'σ': "sigma", 'τ': "tau", 'φ': "phi", 'ω': "omega", 'Ω': "ohms",
}

// symbol reads a symbol.
func (x *expander) symbol(i int) int {
	t, before, next := x.at(i), x.at(i-1), x.at(i+1)
	number := next.glued() && next.kind == digits
	switch {
	case number && currencies[t.text][0] != "":
		return x.amount(i, currencies[t.text])
	case number && t.text == "#":
		x.say("number", i, i)
	case number && t.text == "~":
		x.say("about", i, i)
	case number && t.is("+−±") && (t.space || i == 0):
		x.say(symbolWords[t.text], i, i)
	case t.text == "+" && t.glued() && before.kind == letters && len(before.text) == 1 && !next.glued(): // A+
		x.say("plus", i, i)
	case t.text == "+" && before.kind == letters && next.kind == letters:
		x.say("and", i, i)
	case t.text == "=" && next.glued() && next.is(">"): // an arrow
		x.say("to", i, i+1)
		return i + 2
	case t.is("/|") && t.space && next.space && len(x.out) > 0 && hasWord(x.tokens[i:]):
		x.add(word{text: ",", mark: true}, i, i)
		x.out[len(x.out)-1].space, x.space = false, true
	case t.text == "/" && t.glued() && next.glued() && rates[next.text] != "" && (before.kind == digits || x.measure(i-1) || strings.HasSuffix(before.text, "s") || units[before.text].one != ""):
		x.say("per "+rates[next.text], i, i+1)
		return i + 2
	case t.text == "×" && next.kind == digits:
		return x.times(i)
	default:
		x.named(i)
	}
	return i + 1
}

// rates are what something is counted for: reps/side, breaths/min.
var rates = map[string]string{"min": "minute", "minute": "minute", "hr": "hour", "h": "hour", "hour": "hour", "day": "day", "d": "day",
	"wk": "week", "week": "week", "month": "month", "side": "side", "set": "set", "leg": "leg", "arm": "arm", "session": "session",
	"foot": "foot", "hand": "hand", "direction": "direction", "way": "way", "round": "round"}

// named reads a symbol that has a name. What has none parts words, but for an apostrophe.
func (x *expander) named(i int) {
	t := x.at(i)
	name := symbolWords[t.text]
	if name == "" {
		name = greek[[]rune(t.text)[0]]
	}
	next := x.at(i + 1)
	if name != "" && (!among(t.text, between) || i > 0 && next.kind != 0 || among(t.text, comparing) && next.kind == digits) {
		x.say(name, i, i)
	}
	x.space = x.space || t.space || t.text != "'"
}

// times reads an x before a number that is none of a product: x3, 10 s x 3.
func (x *expander) times(i int) int {
	q := x.quantity(i + 1)
	name := " times"
	if q.one {
		name = " time"
	}
	switch n := x.at(q.next); n.text {
	case "reps", "rounds", "sets", "breaths": // 10 kg x 8 reps
		x.sayAs("times "+q.words, word{number: true}, i, q.next-1)
	default:
		x.sayAs(q.words+name, word{number: true}, i, q.next-1)
	}
	x.space = false
	return q.next
}

// spellLink gives the words of an address.
func spellLink(s string) string {
	for _, scheme := range []string{"https://", "http://", "ftp://"} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			s = s[len(scheme):]
		}
	}
	s = strings.TrimSuffix(s, "/")
	var out strings.Builder
	for _, r := range s {
		switch {
		case isLetter(r):
			out.WriteRune(r)
		case isDigit(r):
			out.WriteString(" " + ones[r-'0'] + " ")
		default:
			out.WriteString(" " + linkWords[r] + " ")
		}
	}
	words := strings.Fields(out.String())
	for i, w := range words {
		if strings.EqualFold(w, "www") {
			words[i] = "WWW"
		}
		if r := []rune(w); len(r) == 1 {
			words[i] = strings.ToUpper(w)
		}
	}
	return strings.Join(words, " ")
}

var linkWords = map[rune]string{'.': "dot", '/': "slash", '@': "at", '-': "dash", '_': "underscore", ':': "colon", '+': "plus",
	'=': "equals", '&': "and", '?': "question mark", '#': "hash", '%': "percent", '~': "tilde"}

// amount reads money with the sign before it: $5, $2.50, $3 million.
func (x *expander) amount(i int, name [2]string) int {
	t := x.at(i + 1)
	whole, cents, point := strings.Cut(t.text, ".")
	n, ok := value(whole)
	next := i + 2
	if s := x.at(next); s.kind == letters {
		size := map[string]string{"million": "million", "billion": "billion", "thousand": "thousand", "k": "thousand", "K": "thousand",
			"m": "million", "M": "million", "bn": "billion", "B": "billion"}[s.text]
		if size != "" && (len(s.text) > 2 || s.glued()) {
			x.say(plain(t.text)+" "+size+" "+money(name[0], true), i, next)
			return next + 1
		}
	}
	switch c, okC := value(strings.TrimLeft(cents, "0")); {
	case !ok || point && len(cents) != 2:
		x.say(plain(t.text)+" "+money(name[0], true), i, i+1)
	case !okC:
		x.say(cardinal(n)+" "+money(name[0], n != 1), i, i+1)
	case n == 0:
		x.say(cardinal(c)+" "+money(name[1], c != 1), i, i+1)
	default:
		x.say(cardinal(n)+" "+money(name[0], n != 1)+" and "+cardinal(c)+" "+money(name[1], c != 1), i, i+1)
	}
	return next
}
