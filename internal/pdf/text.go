package pdf

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// high are the characters of Windows-1252 from 0x80 to 0x9f. The others are where they
// are in Unicode.
const high = "€\x00‚ƒ„…†‡ˆ‰Š‹Œ\x00Ž\x00\x00‘’“”•–—˜™š›œ\x00žŸ"

var highCodes = func() map[rune]byte {
	codes := map[rune]byte{}
	for i, r := range []rune(high) {
		if r != 0 {
			codes[r] = byte(0x80 + i)
		}
	}
	return codes
}()

// encode gives a text in Windows-1252, with a question mark for each character that it
// does not have.
func encode(text string) (encoded []byte, missing []rune) {
	for _, r := range text {
		code, shown := codeOf(r)
		if shown {
			encoded = append(encoded, code)
		}
		if code == '?' && r != '?' {
			missing = append(missing, r)
		}
	}
	return encoded, missing
}

// codeOf is the code of a character, which is not shown if it has no width.
func codeOf(r rune) (code byte, shown bool) {
	if r >= ' ' && r <= '~' || r >= 0xa0 && r <= 0xff {
		return byte(r), true
	}
	if code, ok := highCodes[r]; ok {
		return code, true
	}
	switch {
	case unicode.IsSpace(r):
		return ' ', true
	case unicode.In(r, unicode.Cf, unicode.Cc): // which nobody sees
		return 0, false
	}
	return '?', !unicode.Is(unicode.Mn, r)
}

// literal writes bytes within the parentheses of a string.
func literal(text []byte) string {
	var b strings.Builder
	for _, c := range text {
		switch {
		case c == '(' || c == ')' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// utf16Text is a string of a property of the document.
func utf16Text(text string) string {
	var b bytes.Buffer
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return "<" + b.String() + ">"
}

// Wrap breaks a text between words into lines that are as wide as width at most. A word
// that is wider than that alone is broken, too.
func Wrap(f Font, size int, text string, width int) []string {
	return Break(text, width*1000/size, func(s string) int { return units(f, s) })
}

// Break is Wrap for any letters: wide is how wide a text is in them, and most how wide a
// line may be.
func Break(text string, most int, wide func(string) int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if with := line + " " + word; line != "" && wide(with) <= most {
			line = with
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for wide(word) > most {
			n := fits(word, most, wide)
			if n == len(word) {
				break
			}
			lines, word = append(lines, word[:n]), word[n:]
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fits is how many bytes of a word that is too wide are as wide as most at most: one
// character at least.
func fits(word string, most int, wide func(string) int) int {
	fit := 0
	for i := range word {
		if fit > 0 && wide(word[:i]) > most {
			return fit
		}
		fit = i
	}
	return cmp.Or(fit, len(word))
}
