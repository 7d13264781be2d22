package phonemes

import "strings"

// abbreviation is a word that is written with a full stop.
type abbreviation struct {
	full   string
	word   bool // without the full stop it is another word, and so a full stop may be the end of a sentence
	last   bool // may stand at the end of a sentence: a capital after it begins the next
	number bool // only before a number
}

// abbreviations are read as their full words when a full stop follows.
var abbreviations = map[string]abbreviation{
	"abd": {full: "abduction", last: true}, "al": {full: "al"}, "approx": {full: "approximately"}, "appt": {full: "appointment", last: true}, "apt": {full: "apartment", number: true},
	"ave": {full: "avenue", last: true}, "avg": {full: "average"}, "blvd": {full: "boulevard", last: true},
	"bros": {full: "brothers", last: true}, "ca": {full: "circa"}, "cf": {full: "compare"}, "ch": {full: "chapter", number: true},
	"co": {full: "company", last: true}, "corp": {full: "corporation", last: true}, "dept": {full: "department"},
	"ea": {full: "each", last: true}, "esp": {full: "especially"}, "est": {full: "established"},
	"etc": {full: "etcetera", last: true}, "ex": {full: "exercise", number: true}, "ext": {full: "extension", last: true},
	"fig": {full: "figure", number: true}, "govt": {full: "government"}, "inc": {full: "incorporated", last: true},
	"incl": {full: "including"}, "int": {full: "internal"}, "jr": {full: "junior", last: true}, "lat": {full: "lateral"},
	"ltd": {full: "limited", last: true}, "max": {full: "max", last: true}, "med": {full: "medial"},
	"min": {full: "minimum", last: true}, "misc": {full: "miscellaneous"}, "no": {full: "number", number: true, word: true},
	"nos": {full: "numbers", number: true}, "p": {full: "page", number: true}, "pp": {full: "pages", number: true},
	"pos": {full: "position", last: true}, "prep": {full: "preparation", last: true, word: true}, "rd": {full: "road", last: true},
	"rep": {full: "rep", last: true}, "reps": {full: "reps", last: true}, "resp": {full: "respectively", last: true},
	"rot": {full: "rotation", last: true, word: true}, "sr": {full: "senior", last: true}, "st": {full: "street", last: true}, "temp": {full: "temperature"},
	"univ": {full: "university"}, "vol": {full: "volume", number: true}, "vs": {full: "versus"}, "wt": {full: "weight", last: true},
	"jan": {full: "January"}, "feb": {full: "February"}, "mar": {full: "March", number: true}, "apr": {full: "April"},
	"jun": {full: "June"}, "jul": {full: "July"}, "aug": {full: "August"}, "sep": {full: "September"},
	"sept": {full: "September"}, "oct": {full: "October"}, "nov": {full: "November"}, "dec": {full: "December"},
	"mon": {full: "Monday", last: true}, "tue": {full: "Tuesday", last: true}, "tues": {full: "Tuesday", last: true},
	"wed": {full: "Wednesday", last: true, word: true}, "thu": {full: "Thursday", last: true}, "thur": {full: "Thursday", last: true},
	"thurs": {full: "Thursday", last: true}, "fri": {full: "Friday", last: true}, "sat": {full: "Saturday", last: true, word: true},
	"sun": {full: "Sunday", last: true, word: true},
}

// titles stand before a name, with or without a full stop.
var titles = map[string]string{
	"Mr": "Mr", "Mrs": "Mrs", "Ms": "miz", "Dr": "doctor", "Drs": "doctors", "Prof": "professor", "St": "saint", "Mt": "mount",
	"Capt": "captain", "Sgt": "sergeant", "Lt": "lieutenant", "Rev": "reverend", "Hon": "honorable", "Mx": "mix",
}

// short are words that are written short without a full stop, in just these letters.
var short = map[string]string{
	"vs": "versus", "aka": "AKA", "CW": "clockwise", "CCW": "counterclockwise", "etc": "etcetera", "approx": "approximately", "reps": "reps", "IMO": "in my opinion",
}

// days are short names of days and months that are nothing else.
var days = map[string]string{
	"Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Thur": "Thursday", "Thurs": "Thursday",
	"Fri": "Friday", "Jan": "January", "Feb": "February", "Apr": "April", "Aug": "August", "Sept": "September", "Oct": "October",
	"Nov": "November", "Dec": "December",
}

// dottedWords are what letters with full stops are read as. What is not here is spelled.
var dottedWords = map[string]string{
	"e.g.": "for example", "i.e.": "that is", "a.m.": "AM", "p.m.": "PM", "a.k.a.": "AKA",
}

// endsDotted are those that may stand at the end of a sentence.
const endsDotted = " a.m. p.m. u.s. u.k. b.c. a.d. p.t. "

// fractions are the names of parts.
var fractions = map[int]string{2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth",
	16: "sixteenth", 32: "thirty-second"}

// numbered are the words after which letters such as II are a number.
const numbered = " warrior virabhadrasana type grade stage phase part level class round chapter section volume book " +
	"series week day pose step set variation sequence practice act version category zone "

// counted are the words after which 2/3 is "two of three".
const counted = " set round rep step part day week exercise session lesson side "

// romans are the numbers that letters are read as after such a word.
var romans = map[string]int{"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12}

// labeled are words that a single letter names one of.
const labeled = " vitamin plan option position point group part type side letter hepatitis exercise figure version " +
	"series "

// functionWords never are the first name before an initial.
const functionWords = " a an the of letter and or to with into in vitamin make form now position point option figure grade " +
	"side exercise part group type plan step level phase stage set round your this that is not hold lift " +
	"phrase my then small big wide both "

// strokes are read as one word.
var strokes = map[string]string{"w/o": "without", "w/out": "without", "b/c": "because", "b/w": "between"}

// letterA is true for an A that is no article: Plan A, A and B, Q&A.
func (x *expander) letterA(i int) bool {
	next := x.at(i + 1)
	return next.kind == letters && len(next.text) == 1 && next.text < "a" || next.kind != letters && next.kind != digits && next.kind != given ||
		i > 0 && among(strings.ToLower(x.at(i-1).text), labeled)
}

// day reads the short name of a day or month, and a range of them.
func (x *expander) day(i int) int {
	x.say(days[x.at(i).text], i, i)
	if to := x.at(i + 1); to.is("-–") && to.glued() && days[x.at(i+2).text] != "" {
		x.say("to", i+1, i+1)
		return i + 2
	}
	x.space = false
	return i + 1
}

// bands are the words before which IT is no pronoun.
const bands = " band bands work job department "

// titled is true for a title before a name.
func (x *expander) titled(i int) bool {
	n := x.at(i + 1)
	if n.is(".") {
		n = x.at(i + 2)
	}
	return n.kind == letters && startsLarge(n) || n.kind == given
}

// abbreviation is true for a word with a full stop that is short for another.
func (x *expander) abbreviation(i int) bool {
	a, ok := abbreviations[strings.ToLower(x.at(i).text)]
	next := x.at(i + 2)
	if a.full == "number" && next.text == "of" {
		return true
	}
	return ok && (!a.number || next.kind == digits) && (!a.word || next.kind == digits || startsSmall(next))
}

// abbreviated reads an abbreviation. Its full stop stays if nothing follows it in the sentence.
func (x *expander) abbreviated(i int) int {
	full := abbreviations[strings.ToLower(x.at(i).text)].full
	if next := x.at(i + 2); full == "extension" && strings.HasPrefix(next.text, "rot") {
		full = "external"
	}
	x.say(full, i, i)
	x.space = false
	if hasWord(x.tokens[min(i+2, len(x.tokens)):]) || x.at(i+2).is(".!?") {
		return i + 2
	}
	return i + 1
}
