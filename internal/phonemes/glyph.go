package phonemes

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// glyph is one character of a text after folding: an ASCII letter or digit, a mark, a symbol, or white space.
type glyph struct {
	r   rune
	off int // byte in the text
}

// folds gives for Latin letters outside ASCII the letters they are read as.
var folds = map[rune]string{}

func init() {
	for to, from := range map[string]string{
		"a": "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặɐɑª", "A": "ÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ",
		"ae": "æǣǽ", "Ae": "ÆǢǼ", "b": "ḃḅḇ", "B": "ḂḄḆ", "c": "çċĉḉ", "C": "ÇĊĈḈ", "ch": "čć", "Ch": "ČĆ",
		"d": "ďđḋḍḏḑḓ", "D": "ĎĐḊḌḎḐḒ", "th": "ðþ", "Th": "ÐÞ",
		"e": "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệəǝɛ", "E": "ÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ",
		"f": "ḟƒ", "F": "Ḟ", "g": "ĝğġģǧǵḡ", "G": "ĜĞĠĢǦǴḠ", "h": "ĥħḣḥḧḩḫẖ", "H": "ĤĦḢḤḦḨḪ",
		"i": "ìíîïĩīĭįıǐȉȋḭḯỉị", "I": "ÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ", "j": "ĵǰ", "J": "Ĵ", "k": "ķǩḱḳḵ", "K": "ĶǨḰḲḴ",
		"l": "ĺļľŀłḷḹḻḽ", "L": "ĹĻĽĿŁḶḸḺḼ", "m": "ḿṁṃ", "M": "ḾṀṂ", "n": "ñńņňŋǹṅṇṉṋ", "N": "ÑŃŅŇŊǸṄṆṈṊ",
		"o": "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợº", "O": "ÒÓÔÕÖØŌŎŐƠǑǪǬǾȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ",
		"oe": "œ", "Oe": "Œ", "p": "ṕṗ", "P": "ṔṖ", "r": "ŕŗřȑȓṙṟ", "R": "ŔŖŘȐȒṘṞ", "ri": "ṛṝ", "Ri": "ṚṜ",
		"s": "ŝſṡ", "S": "ŜṠ", "sh": "śšşșṣṥṧṩ", "Sh": "ŚŠŞȘṢṤṦṨ", "ss": "ß", "SS": "ẞ",
		"t": "ťţțŧṫṭṯṱẗ", "T": "ŤŢȚŦṪṬṮṰ", "u": "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
		"U": "ÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ", "v": "ṽṿ", "V": "ṼṾ", "w": "ŵẁẃẅẇẉẘ", "W": "ŴẀẂẄẆẈ",
		"x": "ẋẍ", "X": "ẊẌ", "y": "ýÿŷȳẏẙỳỵỷỹ", "Y": "ÝŸŶȲẎỲỴỶỸ", "z": "źżẑẓẕ", "Z": "ŹŻẐẒẔ", "zh": "ž", "Zh": "Ž",
		"ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "ffi": "ﬃ", "ffl": "ﬄ", "st": "ﬅﬆ",
		"'": "’‘ʼʻ`´′‛", "\"": "″„‟«»", "-": "‐‑‒﹣", "—": "―⸺", "…": "⋯", "~": "∼≈", "·": "•‣◦∙", "µ": "μ",
		"−": "－", "/": "⁄∕", "*": "∗", "×": "✕✖⨯",
	} {
		for _, r := range from {
			folds[r] = to
		}
	}
}

// glyphs folds a text, or says what in it cannot be read. Invisible characters and the marks over letters are
// left out.
func glyphs(text string) ([]glyph, error) {
	out := make([]glyph, 0, len(text))
	for off := 0; off < len(text); {
		r, size := utf8.DecodeRuneInString(text[off:])
		if r == utf8.RuneError {
			return nil, faultf(off, "damaged text: not UTF-8")
		}
		switch {
		case r < 0x80 && r >= ' ' && r != 0x7f:
			if r == '`' {
				r = '\''
			}
			out = append(out, glyph{r, off})
		case folds[r] != "":
			for _, f := range folds[r] {
				out = append(out, glyph{f, off})
			}
		case r >= 0xff01 && r <= 0xff5e: // the wide forms of ASCII
			out = append(out, glyph{r - 0xfee0, off})
		default:
			g, err := other(text, r, off)
			if err != nil {
				return nil, err
			}
			if g != 0 {
				out = append(out, glyph{g, off})
			}
		}
		off += size
	}
	return out, nil
}

// other folds what is neither ASCII nor a Latin letter. It gives 0 for what is left out.
func other(text string, r rune, off int) (rune, error) {
	switch {
	case r == '\u2029':
		return r, nil
	case r == '\n' || r == '\r' || r == '\t' || r != '\v' && r != '\f' && unicode.IsSpace(r):
		if r != '\n' {
			r = ' '
		}
		return r, nil
	case unicode.IsControl(r):
		return 0, faultf(off, "control character U+%04X", r)
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk):
		return 0, nil
	case unicode.IsLetter(r):
		if _, ok := greek[r]; ok || r == 'µ' {
			return r, nil
		}
		return 0, faultf(off, "cannot read %q: only Latin letters can be read", wordAt(text, off))
	case unicode.IsNumber(r) && !strings.ContainsRune(readNumbers, r):
		return 0, faultf(off, "cannot read the number %q", r)
	}
	return r, nil
}

// readNumbers are the numbers outside ASCII that can be read.
const readNumbers = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞²³"

// wordAt is the word that begins at a place of a text, cut short.
func wordAt(text string, off int) string {
	end := off
	for i, r := range text[off:] {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) || i > 40 {
			break
		}
		end = off + i + utf8.RuneLen(r)
	}
	return text[off:end]
}
