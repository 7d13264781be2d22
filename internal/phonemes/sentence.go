package phonemes

import "strings"

// split parts the tokens of a text into sentences. A sentence ends after a full stop, an exclamation or question
// mark or an ellipsis, unless a small letter follows or the full stop belongs to an abbreviation; and at an empty
// line. What has no word joins the sentence before it.
func split(tokens []token) [][]token {
	var out [][]token
	from := 0
	cut := func(to int) {
		switch part := tokens[from:to]; {
		case len(part) == 0:
		case len(out) > 0 && !hasWord(part):
			out[len(out)-1] = out[len(out)-1][:len(out[len(out)-1])+len(part)]
		default:
			out = append(out, part)
		}
		from = to
	}
	for i := range tokens {
		if tokens[i].paragraph && i > from {
			cut(i)
		}
		if i >= from && endsSentence(tokens, i) {
			end := i + 1
			for end < len(tokens) && tokens[end].glued() && (tokens[end].is(`.!?…"”)]}`) || tokens[end].text == "'") {
				end++
			}
			cut(end)
		}
	}
	cut(len(tokens))
	return out
}

func hasWord(tokens []token) bool {
	for _, t := range tokens {
		if t.kind != mark && t.kind != symbol {
			return true
		}
	}
	return false
}

// endsSentence is true for the token that ends a sentence, what closes it aside.
func endsSentence(tokens []token, i int) bool {
	t := tokens[i]
	if !t.is(".!?…") && t.kind != dotted {
		return false
	}
	j := i + 1
	for j < len(tokens) && tokens[j].glued() && (tokens[j].is(`.!?…"”)]}`) || tokens[j].text == "'") {
		j++
	}
	if j == len(tokens) {
		return t.is(".!?…")
	}
	next := tokens[j]
	if !next.space || startsSmall(next) {
		return false
	}
	switch {
	case t.is("!?…"):
		return true
	case t.kind == dotted: // a.m., U.S.
		return among(strings.ToLower(t.text), endsDotted) && startsLarge(next)
	case !t.is("."):
		return false
	case i > 0 && t.glued() && tokens[i-1].kind == letters:
		return !abbreviated(tokens, i-1, next)
	}
	return true
}

// abbreviated is true if the full stop after word i does not end a sentence before next.
func abbreviated(tokens []token, i int, next token) bool {
	w := tokens[i].text
	if _, ok := units[w]; ok && i > 0 && tokens[i-1].kind == digits && !startsLarge(next) {
		return true
	}
	a, ok := abbreviations[strings.ToLower(w)]
	switch {
	case len(w) == 1 && w != "I" && initial(tokens, i, next):
		return true
	case titles[w] != "":
		return startsLarge(next)
	case !ok || a.word && w != "No":
		return false
	case a.last:
		return !startsLarge(next)
	case a.number:
		return next.kind == digits
	}
	return true
}

// initial is true for the letter of a name before more of it, as in J. K. Rowling and Anna B. Smith, but not for
// "the letter T. Reach".
func initial(tokens []token, i int, next token) bool {
	if w := tokens[i].text; w[0] >= 'a' || !startsLarge(next) {
		return false
	}
	if len(next.text) == 1 && next.kind == letters {
		return true
	}
	if i == 0 {
		return false
	}
	before := tokens[i-1]
	if before.is(".") && i > 1 {
		return len(tokens[i-2].text) == 1 || titles[tokens[i-2].text] != ""
	}
	return i > 1 && startsLarge(before) && len(before.text) > 1 && !among(strings.ToLower(before.text), functionWords)
}

func startsSmall(t token) bool {
	return (t.kind == letters || t.kind == dotted) && t.text[0] >= 'a'
}

func startsLarge(t token) bool {
	return (t.kind == letters || t.kind == dotted) && t.text[0] >= 'A' && t.text[0] <= 'Z' || t.is(`"“(`)
}
