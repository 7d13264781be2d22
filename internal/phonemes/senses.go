package phonemes

import "strings"

// sense is one way to say a word that is said in several ways, with what stands around it when it is meant. Lists
// are words with spaces between them; "^" is the beginning of a clause, "$" the end of one, "#" an article, a
// possessive or a pronoun, "-ly" any adverb. An empty list allows everything.
type sense struct {
	before string // one of the three words before it
	prev   string // the word before it
	next   string // the word after it
	after  string // the word after that
	tag    string // the beginning of its tag
	sounds string // "" for the lexicon's
	as     string // the tag to look it up by, if sounds is ""
}

// determiners stand before a noun, and so after a verb.
const determiners = " the a an your my his her its our their this these those it them him each both all any every one two some yourself "

// commands are words that are nouns or adjectives to most people, and verbs where an exercise begins with them.
const commands = " alternate contract progress increase decrease articulate compress isolate invert coordinate rotate extend insert rebel "

// senses of words, the first that fits. Where none does, the tagger decides.
var senses = map[string][]sense{
	"that": {{prev: "^", tag: "WDT", as: "DT"}},
	"close": {
		{before: "open", prev: "and or then", sounds: "klˈOz"},
		{before: "keep bring hold draw pull press", prev: "hands fists arms elbows knees feet legs heels shoulders fingers it them", sounds: "klˈOs"},
		{prev: "the", next: "of", sounds: "klˈOz"},
		{prev: "stay keep come draw bring stand sit very too so hold pull get move", next: "$ to together by in and", sounds: "klˈOs"},
		{prev: "eyes eyelids lids hands fists fingers lips doors door mouth and let gently slowly softly then to can", next: "$ and on when as for your the down gently slowly softly now into over around", sounds: "klˈOz"},
		{next: "to by together enough behind beside against at", prev: "^ - is are feet knees elbows arms hands legs stay keep heels", sounds: "klˈOs"},
		{prev: "-ly not", next: "#", as: "VB"},
	},
	"alternate": {{next: "nostril nostrils leg arm side day knee", as: "JJ"}},
	"lead": {
		{next: "weight weights pipe apron paint shot pencil poisoning", sounds: "lˈɛd"},
		{prev: "like of", next: "$", sounds: "lˈɛd"},
		{before: "heavy", prev: "as", sounds: "lˈɛd"},
	},
	"bow": {
		{next: "pose tie string and", sounds: "bˈO"},
		{next: "your down to forward toward over from deeply gently slightly", prev: "^ and then to you or slowly gently", sounds: "bˈW"},
		{prev: "a deep small slight little gentle final", before: "take make with deep small slight gentle final end finish", sounds: "bˈW"},
	},
	"bows":   {{prev: "head he she who", sounds: "bˈWz"}},
	"bowing": {{sounds: "bˈWɪŋ"}}, "bowed": {{next: "head forward down", sounds: "bˈWd"}},
	"wind": {
		{prev: "^ and then to", next: "# down up around", sounds: "wˈInd"},
		{prev: "the a warm cool soft light no strong cold gentle", sounds: "wˈɪnd"},
	},
	"wound": {{next: "around up round tightly tight down", sounds: "wˈWnd"}, {sounds: "wˈund"}},
	"minute": {
		{prev: "^ a the these those very such with and in", next: "detail details amount amounts movement movements adjustment adjustments change changes difference differences shift shifts", as: "JJ"},
		{as: "NN"},
	},
	"in":     {{prev: "^ breathe breath breathing air draw and", next: "for as through again slowly deeply when while and", sounds: "ˈɪn"}},
	"object": {{prev: "^ to not", next: "to", as: "VB"}, {prev: "i you we they to", as: "VB"}},
	"read": {
		{before: "yesterday already just once", sounds: "ɹˈɛd"},
		{prev: "to will can could you'll please should would may might must do don't we'll i'll ^", as: "VB"},
		{prev: "you we they i", tag: "VBP", as: "VB"},
		{before: "have has had been having was were being you've i've we've", as: "VBN"},
	},
	"live": {
		{next: "class classes session sessions music stream show event broadcast recording lesson lessons", sounds: "lˈIv"},
		{prev: "to we i you they people who where", sounds: "lˈɪv"},
		{prev: "go going went", sounds: "lˈIv"},
	},
	"lives": {{prev: "who he she it that", as: "VBZ"}},
	"tear": {
		{next: "rolls drops drop duct ducts film falls roll", sounds: "tˈɪɹ"},
		{prev: "single shed eye salty happy", sounds: "tˈɪɹ"},
		{next: "in of or may can will is has", sounds: "tˈɛɹ"},
		{prev: "muscle meniscus meniscal cuff ligament tendon labral labrum acl hamstring partial calf tissue cartilage thickness groin quad pec disc to not or may might could", sounds: "tˈɛɹ"},
		{prev: "^", next: "#", sounds: "tˈɛɹ"},
	},
	"tears":    {{prev: "muscle meniscus meniscal cuff ligament tendon labral acl hamstring partial calf tissue cartilage it that", sounds: "tˈɛɹz"}},
	"content":  {{prev: "be feel am are is feeling and calm being quite", as: "JJ"}, {prev: "the this of", as: "NN"}},
	"present":  {{prev: "be is are being stay fully become here feel", as: "JJ"}, {prev: "#", as: "JJ"}},
	"separate": {{prev: "^ to and then", next: "# feet legs knees", as: "VB"}},
	"use":      {{prev: "the of in no regular daily everyday single", next: "$ of in and as for with", as: "NN"}, {prev: "^ to and then or you can", as: "VB"}},
	"used":     {{next: "to", prev: "get getting got", sounds: "jˈust"}, {next: "to", after: "# $ that", sounds: "jˈust"}, {before: "he she i you we", prev: "is are am", next: "to", sounds: "jˈust"}},
	"house":    {{prev: "the a your my this our", as: "NN"}},
	"mouth":    {{as: "NN"}},
	"abuse":    {{prev: "of", as: "NN"}},
	"resume":   {{prev: "your my a", next: "$ and on", sounds: "ɹˈɛzəmˌA"}},
	"contract": {{prev: "muscles muscle fibers calves glutes quads abs lungs you they that", as: "VB"}},
	"bass":     {{sounds: "bˈAs"}}, "sow": {{sounds: "sˈO"}},
	"polish":     {{prev: "^", next: "#", sounds: "pˈɑlɪʃ"}},
	"invalid":    {{as: "JJ"}},
	"deliberate": {{as: "JJ"}},
	"refuse":     {{next: "to", as: "VB"}},
	"does":       {{sounds: "dˈʌz"}},
	"perfect":    {{prev: "^", next: "$", as: "JJ"}},
	"console":    {{prev: "the a", as: "NN"}},
}

// settle decides how a word is said by what stands around it. Where a sentence begins with what can be a verb and
// an article or possessive follows, it is one: instructions are commands, which the tagger does not expect.
func (c context) settle() {
	small := strings.ToLower(c.words[c.i].text)
	for _, s := range senses[small] {
		if c.fits(s) {
			if c.words[c.i].sounds = s.sounds; s.as != "" {
				c.words[c.i].tag = s.as
			}
			return
		}
	}
	if c.is(c.prev(1), "^ then to please now") && (c.is(c.next(1), "#") || among(small, commands)) &&
		!strings.HasPrefix(c.words[c.i].tag, "V") && !among(small, determiners+"that in by on up ") {
		c.words[c.i].tag = "VB"
	}
}

// context is a word among those around it.
type context struct {
	words []word
	i     int
}

// prev is the nth word before it, "^" if the clause begins there.
func (c context) prev(n int) string {
	for j := c.i - 1; j >= max(0, c.i-n); j-- {
		if w := c.words[j]; w.mark {
			return "^"
		} else if c.i-j == n {
			return strings.ToLower(w.text)
		}
	}
	return "^"
}

// next is the nth word after it, "$" if the clause ends there.
func (c context) next(n int) string {
	for j := c.i + 1; j < min(len(c.words), c.i+n+1); j++ {
		if w := c.words[j]; w.mark {
			return "$"
		} else if j-c.i == n {
			return strings.ToLower(w.text)
		}
	}
	return "$"
}

func (c context) fits(s sense) bool {
	return (s.prev == "" || c.is(c.prev(1), s.prev)) && (s.next == "" || c.is(c.next(1), s.next)) && (s.after == "" || c.is(c.next(2), s.after)) &&
		(s.before == "" || c.is(c.prev(1), s.before) || c.is(c.prev(2), s.before) || c.is(c.prev(3), s.before)) &&
		strings.HasPrefix(c.words[c.i].tag, s.tag)
}

// is is true for a word that is in a list.
func (c context) is(w, list string) bool {
	list = " " + list + " "
	return among(w, list) || among("#", list) && among(w, determiners) || among("-ly", list) && strings.HasSuffix(w, "ly")
}
