package voice

import (
	"errors"
	"strings"
)

// SplitCommand splits a command into its words. Spaces separate words, single
// and double quotation marks hold them together, and a backslash takes the
// meaning from the character after it, but not within single quotation marks
// and, so that paths of Windows stay as they are, not before letters and digits.
func SplitCommand(s string) ([]string, error) {
	var words []string
	var word strings.Builder
	var quoting rune
	inWord, escaped := false, false
	for i, c := range s {
		switch {
		case escaped:
			word.WriteRune(c)
			escaped = false
		case c == '\\' && quoting != '\'' && i+1 < len(s) && strings.ContainsRune(` \"'`, rune(s[i+1])):
			escaped, inWord = true, true
		case quoting != 0:
			if c == quoting {
				quoting = 0
			} else {
				word.WriteRune(c)
			}
		case c == '"' || c == '\'':
			quoting, inWord = c, true
		case c == ' ' || c == '\t' || c == '\n':
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
		default:
			word.WriteRune(c)
			inWord = true
		}
	}
	if quoting != 0 {
		return nil, errors.New("a quotation mark is not closed")
	}
	if inWord {
		words = append(words, word.String())
	}
	if len(words) == 0 {
		return nil, errors.New("the command is empty")
	}
	return words, nil
}
