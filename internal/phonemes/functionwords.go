package phonemes

import (
	"strings"

	"unhunch/internal/phonemes/packed"
)

// functionWord reads the small words that depend on what follows them or on their tag alone, and gives "" for others.
func (r *Reader) functionWord(w, tag string, e emphasis, a ahead) string {
	shouted := capitals(w)
	switch small := strings.ToLower(w); small {
	case "a":
		return article(w, tag, a)
	case "an":
		return "ɐn"
	case "the":
		if !shouted || tag == "DT" {
			return map[sound]string{pause: "ðə", consonant: "ðə", vowel: "ði"}[a.sound]
		}
	case "to":
		if a.sound != pause && (!shouted || tag == "TO" || tag == "IN") {
			return map[sound]string{consonant: "tə", vowel: "tʊ"}[a.sound]
		}
	case "in":
		if a.sound == pause || tag != "IN" || shouted {
			return "ˈɪn"
		}
		return "ɪn"
	case "am":
		return r.am(w, tag, e, a)
	case "by":
		if parent(tag) == packed.Adverb {
			return "bˈI"
		}
	case "i":
		if w == "I" && tag == "PRP" && a.sound != pause {
			return secondary + "I"
		}
	case "us":
		if w == "US" && tag == "NNP" {
			return r.spelled(w)
		}
	case "used":
		return r.used(tag, a)
	}
	return ""
}

// article reads "a", and "A" where it is no letter.
func article(w, tag string, a ahead) string {
	if a.sound != pause && (w == "a" || tag == "DT") {
		return "ɐ"
	}
	return "ˈA"
}

// am reads the verb, and the letters of the time before noon.
func (r *Reader) am(w, tag string, e emphasis, a ahead) string {
	switch {
	case strings.HasPrefix(tag, "NN"):
		return r.spelled(w)
	case a.sound == pause || w != "am" || e == strong:
		return r.lookup("am", "", asIs, a)
	}
	return "ɐm"
}

// used reads what one is used to, and what is in use.
func (r *Reader) used(tag string, a ahead) string {
	if !a.to || tag != "VBD" && tag != "JJ" {
		tag = ""
	} else {
		tag = "VBD"
	}
	return r.lookup("used", tag, asIs, ahead{sound: consonant})
}
