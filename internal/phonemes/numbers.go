package phonemes

import "strings"

var (
	ones = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen " +
		"fifteen sixteen seventeen eighteen nineteen")
	tens   = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	scales = strings.Fields("- thousand million billion trillion")

	ordinals = map[string]string{"one": "first", "two": "second", "three": "third", "five": "fifth",
		"eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
)

// maxDigits is how many digits are read as one number; more are read one by one.
const maxDigits = 15

// below100 is a number of two digits.
func below100(n int) string {
	switch {
	case n < 20:
		return ones[n]
	case n%10 == 0:
		return tens[n/10]
	}
	return tens[n/10] + "-" + ones[n%10]
}

// cardinal gives the words of a number, as Americans say it: one hundred twenty-three.
func cardinal(n int) string {
	if n == 0 {
		return ones[0]
	}
	var groups []string
	for scale := 0; n > 0; scale++ {
		if g := n % 1000; g > 0 {
			var w []string
			if g >= 100 {
				w = append(w, ones[g/100], "hundred")
			}
			if g%100 > 0 {
				w = append(w, below100(g%100))
			}
			if scale > 0 {
				w = append(w, scales[scale])
			}
			groups = append([]string{strings.Join(w, " ")}, groups...)
		}
		n /= 1000
	}
	return strings.Join(groups, " ")
}

// ordinal gives the words of 1st, 22nd, 30th.
func ordinal(n int) string {
	c := cardinal(n)
	i := strings.LastIndexAny(c, " -") + 1
	last := c[i:]
	switch {
	case ordinals[last] != "":
		last = ordinals[last]
	case strings.HasSuffix(last, "y"):
		last = last[:len(last)-1] + "ieth"
	default:
		last += "th"
	}
	return c[:i] + last
}

// year gives the words of four digits without a comma: nineteen oh five, twenty twenty-six, two thousand five.
func year(n int) string {
	high, low := n/100, n%100
	switch {
	case high == 0 || high%10 == 0 && low < 10:
		return cardinal(n)
	case low == 0:
		return cardinal(high) + " hundred"
	case low < 10:
		return cardinal(high) + " oh " + cardinal(low)
	}
	return cardinal(high) + " " + cardinal(low)
}

// spellDigits gives the digits of a text one by one.
func spellDigits(s string) string {
	var w []string
	for _, r := range s {
		if isDigit(r) {
			w = append(w, ones[r-'0'])
		}
	}
	return strings.Join(w, " ")
}

// value is the number that digits and commas make; ok is false if it is too large, has a point, or begins with
// a zero that does not count.
func value(s string) (n int, ok bool) {
	s = strings.ReplaceAll(s, ",", "")
	if len(s) > maxDigits || len(s) > 1 && s[0] == '0' || s == "" {
		return 0, false
	}
	for _, r := range s {
		if !isDigit(r) {
			return 0, false
		}
		n = 10*n + int(r-'0')
	}
	return n, true
}

// plain gives the words of a number as it is written: whole, with a point, with several points, or too long.
func plain(s string) string {
	whole, fraction, point := strings.Cut(s, ".")
	if n, ok := value(whole); ok {
		whole = cardinal(n)
	} else {
		whole = spellDigits(whole)
	}
	if !point {
		return whole
	}
	words := []string{whole}
	for part := range strings.SplitSeq(fraction, ".") {
		words = append(words, "point", spellDigits(part))
	}
	return strings.TrimSpace(strings.Join(words, " "))
}
