package tui

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// harmful tells whether a character from a file could move the cursor, change
// colors, or hide or turn around what is read. Joiners only shape letters.
func harmful(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) && r != '\u200c' && r != '\u200d'
}

// Harmless makes text from files safe for a terminal, where it may take several
// lines: what is harmful is shown as an escape, which is that of JSON.
func Harmless(s string) string {
	var b strings.Builder
	for _, r := range s {
		if harmful(r) && r != '\n' && r != '\t' {
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, `\u%04x`, unit)
			}
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// printable makes words from files safe for a line of the screen, where each
// character keeps its place.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if harmful(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
