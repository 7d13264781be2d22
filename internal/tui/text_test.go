package tui

import "testing"

// A title from somebody else's file must not command the terminal.
func TestHarmless(t *testing.T) {
	for _, test := range []struct{ text, told, shown string }{
		{"Neck tilts", "Neck tilts", "Neck tilts"},
		{"Nacken, Ünï, 首, \U0001F9D8\u200d\u2640", "Nacken, Ünï, 首, \U0001F9D8\u200d\u2640", "Nacken, Ünï, 首, \U0001F9D8\u200d\u2640"},
		{"a\x1b[2Jb", `a\u001b[2Jb`, "a\uFFFD[2Jb"},
		{"a\nb\tc", "a\nb\tc", "a\uFFFDb\uFFFDc"},
		{"a\u009bb\u2028c", `a\u009bb\u2028c`, "a\uFFFDb\uFFFDc"},
		{"a\U000e0041b", `a\udb40\udc41b`, "a\uFFFDb"},
		{"a\u202eb\u2066c\u200bd", `a\u202eb\u2066c\u200bd`, "a\uFFFDb\uFFFDc\uFFFDd"},
	} {
		if got := Harmless(test.text); got != test.told {
			t.Errorf("%q is told as %q, want %q", test.text, got, test.told)
		}
		if got := printable(test.text); got != test.shown {
			t.Errorf("%q is shown as %q, want %q", test.text, got, test.shown)
		}
	}
}
