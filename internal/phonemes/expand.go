package phonemes

import "strings"

// word is what is looked up, or a mark.
type word struct {
	text   string // ASCII letters and apostrophes; or the mark
	mark   bool
	space  bool   // a space before it
	joined bool   // a hyphen joins it to the word before
	number bool   // it comes from a number
	spell  bool   // letter by letter
	sounds string // if a correction or a rule gives them
	start  int    // bytes in the text
	end    int
	tag    string // part of speech
}

// expander writes tokens out as words.
type expander struct {
	tokens []token
	out    []word
	space  bool // a space before the next word, whatever the text has
}

// expand gives the words and marks of a sentence.
func expand(tokens []token) []word {
	x := &expander{tokens: tokens}
	for i := 0; i < len(tokens); {
		i = x.next(i)
	}
	return x.out
}

// at is token i, or none.
func (x *expander) at(i int) token {
	if i < 0 || i >= len(x.tokens) {
		return token{}
	}
	return x.tokens[i]
}

// next reads what begins at token i and gives the place after it.
func (x *expander) next(i int) int {
	switch t := x.tokens[i]; t.kind {
	case given:
		x.add(word{text: t.text, sounds: t.sounds}, i, i)
	case link:
		x.say(spellLink(t.text), i, i)
	case dotted:
		return x.dotted(i)
	case letters:
		return x.letters(i)
	case digits:
		return x.digits(i)
	case mark:
		return x.punctuation(i)
	case symbol:
		return x.symbol(i)
	}
	return i + 1
}

// add appends a word that stands for the tokens from one to another.
func (x *expander) add(w word, from, to int) {
	w.start, w.end = x.tokens[from].start, x.tokens[to].end
	n := len(x.out)
	w.space = n > 0 && !w.joined && (x.space || x.tokens[from].space || !w.mark && !x.out[n-1].mark)
	x.space = false
	x.out = append(x.out, w)
}

// say appends words, joined by spaces and hyphens, that stand for the tokens from one to another.
func (x *expander) say(words string, from, to int) { x.sayAs(words, word{}, from, to) }

func (x *expander) sayAs(words string, like word, from, to int) {
	for _, part := range strings.Fields(words) {
		for j, w := range strings.Split(part, "-") {
			like.text, like.joined = w, j > 0
			like.spell = w == strings.ToUpper(w)
			x.add(like, from, to)
			x.space = true
		}
	}
	x.space = true
}

// dotted reads letters with full stops.
func (x *expander) dotted(i int) int {
	t := x.at(i)
	if full := dottedWords[strings.ToLower(t.text)]; full != "" {
		x.say(full, i, i)
	} else {
		x.add(word{text: strings.ToUpper(strings.ReplaceAll(t.text, ".", "")), spell: true}, i, i)
	}
	x.stop(i)
	return i + 1
}

// stop adds the full stop of a sentence that ends with token i, whose own full stop it is.
func (x *expander) stop(i int) {
	x.space = false
	if !hasWord(x.tokens[i+1:]) && !x.at(i+1).is(".!?") {
		x.add(word{text: ".", mark: true}, i, i)
		x.out[len(x.out)-1].space = false
	}
}

// letters reads a word: an abbreviation, a level of the spine, a number in Roman letters, or just a word.
func (x *expander) letters(i int) int {
	t := x.at(i)
	small := strings.ToLower(t.text)
	next, after := x.at(i+1), x.at(i+2)
	stroke := next.glued() && next.is("/")
	switch {
	case stroke && after.glued() && strokes[small+"/"+after.text] != "":
		x.say(strokes[small+"/"+after.text], i, i+2)
		return i + 3
	case stroke && small == "w":
		x.say("with", i, i+1)
		return i + 2
	case small == "x" && next.kind == digits:
		return x.times(i)
	case titles[t.text] != "" && x.titled(i):
		x.say(titles[t.text], i, i)
		if next.is(".") {
			i++
		}
		return i + 1
	case next.glued() && next.is(".") && x.abbreviation(i):
		return x.abbreviated(i)
	case days[t.text] != "":
		return x.day(i)
	case short[t.text] != "":
		x.say(short[t.text], i, i)
		return i + 1
	case next.glued() && next.kind == digits && (len(t.text) <= 2 || t.text == strings.ToUpper(t.text)):
		return x.code(i)
	case romans[t.text] > 0 && (strings.Contains(t.text, "II") || x.romanAfter(i)):
		x.sayAs(cardinal(romans[t.text]), word{number: true}, i, i)
		return i + 1
	case t.text == "IT" && (i == 0 || !t.glued()) && (among(strings.ToLower(next.text), bands) || next.is("-") && among(strings.ToLower(after.text), bands)):
		x.add(word{text: "IT", spell: true}, i, i)
		return i + 1
	}
	x.add(word{text: t.text, spell: spelled(t.text) || len(t.text) == 1 && t.glued() && x.at(i-1).kind == digits || t.text == "A" && x.letterA(i)}, i, i)
	return i + 1
}

// romanAfter is true for Roman letters after a word that is numbered: Warrior II.
func (x *expander) romanAfter(i int) bool {
	before := x.at(i - 1)
	if before.kind != letters {
		return false
	}
	if x.at(i).text == "I" { // Warrior I, but not "the last set I did"
		n := x.at(i + 1)
		return among(strings.ToLower(before.text), numbered) && before.text[0] < 'a' && !(n.kind == letters && startsSmall(n) && among(n.text, pronounVerbs))
	}
	return among(strings.ToLower(before.text), numbered)
}

// pronounVerbs follow the pronoun I.
const pronounVerbs = " am will have had was did can do would like want teach know find love feel "

// code reads letters with digits glued to them: C7, L4-L5, T4-T6, B12.
func (x *expander) code(i int) int {
	level := func(i int) (string, int, bool) { // letter and number at i
		n, ok := value(x.at(i + 1).text)
		return x.at(i).text, n, ok && x.at(i).kind == letters && len(x.at(i).text) == 1 && x.at(i+1).glued() && x.at(i+1).kind == digits
	}
	from, n, isLevel := level(i)
	x.add(word{text: x.at(i).text, spell: len(x.at(i).text) <= 2 && x.at(i).text != "No"}, i, i)
	x.space = true
	x.sayAs(codeDigits(x.at(i+1).text), word{number: true}, i+1, i+1)
	i += 2
	for isLevel && x.at(i).glued() && x.at(i).is("-–/") && x.at(i+1).glued() {
		to, m, ok := level(i + 1)
		skip := 3
		if !ok {
			to = from
			if m, ok = value(x.at(i + 1).text); !ok || x.at(i+1).kind != digits {
				break
			}
			skip = 2
		}
		if !x.at(i).is("/") && (to == from && m != n+1) {
			x.say("to", i, i)
		}
		if skip == 3 {
			x.add(word{text: to, spell: true}, i+1, i+1)
			x.space = true
		}
		x.sayAs(cardinal(m), word{number: true}, i+skip-1, i+skip-1)
		from, n, i = to, m, i+skip
	}
	return i
}

// codeDigits reads the number in a code: one of two digits as a number, a longer one in pairs.
func codeDigits(s string) string {
	if n, ok := value(s); ok && (n < 100 || n%100 == 0) {
		return cardinal(n)
	} else if ok && n < 1000 && n%100 > 9 {
		return cardinal(n/100) + " " + cardinal(n%100)
	}
	if strings.Contains(s, ".") {
		return plain(s)
	}
	return spellDigits(s)
}

// punctuation reads a mark.
func (x *expander) punctuation(i int) int {
	t, next := x.at(i), x.at(i+1)
	switch t.text {
	case "-", "–", "—":
		return x.dash(i)
	case "[", "{":
		t.text = "("
	case "]", "}":
		t.text = ")"
	case `"`:
		t.text = "“"
		if t.glued() && i > 0 && !x.at(i-1).is("(—-") {
			t.text = "”"
		}
	case ".":
		if t.glued() && x.at(i-1).kind == letters && next.space && next.kind != mark && next.kind != symbol {
			return i + 1 // of an abbreviation or initial: the sentence goes on
		}
	case ":":
		if t.glued() && next.glued() && (next.kind == letters || next.kind == digits) && i > 0 { // in:out
			x.space = true
			return i + 1
		}
	}
	if n := len(x.out); n > 0 && x.out[n-1].mark && strings.Contains(ends, x.out[n-1].text) && strings.Contains(ends, t.text) {
		return i + 1 // of marks in a row the first is read
	}
	if len(x.out) == 0 && strings.Contains(ends+")”", t.text) {
		return i + 1
	}
	x.add(word{text: t.text, mark: true}, i, i)
	if strings.Contains(ends+")”", t.text) { // a mark stands at its word, and away from the next
		x.out[len(x.out)-1].space = false
		x.space = true
	}
	return i + 1
}

// ends are the marks that stand after a word.
const ends = ";:,.!?…"

// dash reads a hyphen or a dash: between words it joins them, with space around it is a pause, and anywhere else
// it is nothing.
func (x *expander) dash(i int) int {
	t, before, next := x.at(i), x.at(i-1), x.at(i+1)
	isWord := func(t token) bool { return t.kind == letters || t.kind == digits || t.kind == given || t.kind == link }
	switch {
	case next.glued() && next.is(">"): // an arrow
		x.say("to", i, i+1)
		return i + 2
	case t.text != "—" && t.glued() && next.glued() && next.kind == digits && x.measure(i-1):
		x.say("to", i, i)
	case t.text != "—" && t.glued() && next.glued() && isWord(before) && isWord(next):
		if before.kind == letters && next.kind == letters && next.text != "" {
			w := word{text: next.text, joined: true}
			if spelled(next.text) {
				w.spell = true
			}
			x.add(w, i+1, i+1)
			return i + 2
		}
		x.space = true
	case len(x.out) == 0 || !hasWord(x.tokens[i+1:]) && i+1 < len(x.tokens):
	case t.text == "—" || t.space && (next.space || next.kind == 0) || next.kind == 0:
		x.add(word{text: "—", mark: true}, i, i)
		x.out[len(x.out)-1].space = t.space
		x.space = t.space || next.space
	default:
		x.space = true
	}
	return i + 1
}

// measure is true for a token that ends a number with its ending or unit: 6am, 50%, 1st.
func (x *expander) measure(i int) bool {
	t := x.at(i)
	return t.kind == digits || t.glued() && (t.kind == letters || t.is("%°×")) && x.at(i-1).kind == digits
}

// spelled is true for single letters other than words.
func spelled(s string) bool { return len(s) == 1 && s != "a" && s != "A" && s != "I" }
