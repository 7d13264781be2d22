package phonemes

import "strings"

// piece is a token as the tagger knows it: contractions are two, and a hyphen is one of its own.
type piece struct {
	text string
	word int    // index of the word it is of; -1 for a hyphen
	tag  string // if it is known beforehand
}

// tag gives each word its part of speech, in the tags of the Penn Treebank.
func (r *Reader) tag(words []word) {
	pieces := taggerPieces(words)
	r.tagPieces(pieces)
	longest := make([]int, len(words))
	for _, p := range pieces {
		if p.word < 0 {
			continue
		}
		n := len(p.text) // a capital counts twice
		for i := range len(p.text) {
			if p.text[i] >= 'A' && p.text[i] <= 'Z' {
				n++
			}
		}
		if n > longest[p.word] {
			longest[p.word], words[p.word].tag = n, p.tag
		}
	}
	for i, w := range words {
		if w.sounds == "" && !w.mark && !w.spell {
			context{words, i}.settle()
		}
	}
}

// taggerPieces gives the pieces that the words have for the tagger.
func taggerPieces(words []word) []piece {
	var pieces []piece
	for i, w := range words {
		if w.joined {
			pieces = append(pieces, piece{text: "-", word: -1, tag: "HYPH"})
		}
		first := piece{word: i}
		if w.number {
			first.tag = "CD"
		}
		var end string
		first.text, end = contraction(w.text[strings.LastIndexByte(w.text, ' ')+1:])
		pieces = append(pieces, first)
		if end != "" {
			pieces = append(pieces, piece{end, i, ""})
		}
	}
	return pieces
}

// contraction splits a word such as don't, you're, teacher's in two.
func contraction(w string) (a, b string) {
	small := strings.ToLower(w)
	for _, end := range []string{"n't", "'s", "'re", "'ve", "'ll", "'d", "'m"} {
		if n := len(w) - len(end); n > 0 && strings.HasSuffix(small, end) {
			return w[:n], w[n:]
		}
	}
	return w, ""
}

// tagPieces is an averaged perceptron that goes from left to right. Features and their weights are those of
// hibari's tagger.
func (r *Reader) tagPieces(pieces []piece) {
	context := []string{"-START2-", "-START-"}
	for _, p := range pieces {
		context = append(context, r.contextWord(p.text))
	}
	context = append(context, "-END-", "-END2-")
	before, before2 := "-START-", "-START2-"
	scores := make([]int32, len(r.tags.Names))
	for i := range pieces {
		p := &pieces[i]
		if p.tag == "" {
			if t, ok := r.tags.Fixed(p.text); ok {
				p.tag = r.tags.Names[t]
			} else {
				p.tag = r.predict(scores, p.text, context[i:i+5], i == 0, before, before2)
			}
		}
		before, before2 = p.tag, before
	}
}

// predict gives the likeliest tag of a word. The third of the five words of context is its own.
func (r *Reader) predict(scores []int32, w string, context []string, first bool, before, before2 string) string {
	clear(scores)
	at := "i+"
	if first {
		at = "i0"
	}
	for _, f := range [...]string{"b", "s3=" + end3(w), "p1=" + w[:1], "w=" + context[2], "sh=" + shape(w), at,
		"t-1=" + before, "t-2=" + before2, "t-12=" + before + "," + before2,
		"w-1=" + context[1], "s3-1=" + end3(context[1]), "w-2=" + context[0],
		"w+1=" + context[3], "s3+1=" + end3(context[3]), "w+2=" + context[4]} {
		r.tags.Add(scores, f)
	}
	best := 0
	for t, s := range scores {
		if s > scores[best] || s == scores[best] && r.tags.Names[t] > r.tags.Names[best] {
			best = t
		}
	}
	return r.tags.Names[best]
}

// contextWord is a word as features name it: rare ones by their shape.
func (r *Reader) contextWord(w string) string {
	n := strings.ToLower(w)
	if r.tags.Known(n) {
		return n
	}
	return "<" + shape(w) + ">"
}

// shape says which letters of a word are capitals.
func shape(w string) string {
	small, large := strings.ToLower(w), strings.ToUpper(w)
	switch {
	case strings.IndexFunc(w, func(c rune) bool { return !isLetter(c) }) >= 0:
		return strings.Map(func(c rune) rune {
			switch {
			case isDigit(c):
				return 'd'
			case isLetter(c):
				return 'x'
			}
			return c
		}, head(w, 4))
	case w == small:
		return "x"
	case w == large && len(w) > 1:
		return "XX"
	case w == large:
		return "X1"
	case w == capitalized(w):
		return "Xx"
	}
	return "xX"
}

// head is the first n characters.
func head(w string, n int) string {
	r := []rune(w)
	return string(r[:min(n, len(r))])
}

// end3 is the last three characters.
func end3(w string) string {
	r := []rune(w)
	return string(r[max(0, len(r)-3):])
}
