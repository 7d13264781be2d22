package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestObjects: a reader finds every object where the table says that it is, and every
// stream as long as it says.
func TestObjects(t *testing.T) {
	d := New("A (short) title: 頭", "en", 595*Point, 842*Point)
	for page := range 3 {
		d.Page()
		d.Text(page, 50*Point, 50*Point, Bold, 12*Point, 0, `Tilt (half) as far, "Ü" \ 頭.`)
		d.Line(page, 0, 0, 100*Point, 5050, 50, 35)
	}
	data := d.Bytes()
	at := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(data)
	if at == nil {
		t.Fatal("there is no table of objects")
	}
	table, _ := strconv.Atoi(string(at[1]))
	var n int
	if _, err := fmt.Sscanf(string(data[table:]), "xref\n0 %d\n", &n); err != nil {
		t.Fatalf("no table at %d: %v", table, err)
	}
	rows := bytes.Split(data[table:], []byte("\n"))[3:]
	for i := 1; i < n; i++ {
		begin, err := strconv.Atoi(string(rows[i-1][:10]))
		if len(rows[i-1]) != 19 || err != nil || !bytes.HasPrefix(data[begin:], fmt.Appendf(nil, "%d 0 obj\n", i)) {
			t.Errorf("object %d is not where %q says", i, rows[i-1])
		}
	}
	for _, m := range regexp.MustCompile(`(?s)/Length (\d+) >>\nstream\n(.*?)endstream`).FindAllSubmatch(data, -1) {
		if string(m[1]) != fmt.Sprint(len(m[2])) {
			t.Errorf("a stream of %d bytes is said to have %s", len(m[2]), m[1])
		}
	}
	if want := `(Tilt \(half\) as far, "\334" \\ ?.) Tj`; strings.Count(string(data), want) != 3 {
		t.Errorf("the text is not %s:\n%s", want, data)
	}
	if string(d.Missing()) != "頭" {
		t.Errorf("missing are %q", string(d.Missing()))
	}
	if !bytes.Contains(data, []byte("0.35 G 0.50 w 0 842 m 100 791.50 l S")) {
		t.Errorf("the line is another one:\n%s", data)
	}
}

// TestEncode: what the fonts have is written as it is, and nothing vanishes untold.
func TestEncode(t *testing.T) {
	for text, want := range map[string]struct {
		encoded string
		missing string
	}{
		"Plain.":        {"Plain.", ""},
		"“Ü” – 5 € …":   {"\x93\xdc\x94 \x96 5 \x80 \x85", ""},
		"a\tb\u2028c":   {"a b c", ""},
		"a\u200bb\x07c": {"abc", ""},
		"头 Ж":           {"? ?", "头Ж"},
		"e\u0301":       {"e", "\u0301"},
		"a\x81\u0081b":  {"a?b", "\ufffd"},
	} {
		encoded, missing := encode(text)
		if string(encoded) != want.encoded || string(missing) != want.missing {
			t.Errorf("%q is %q without %q, want %q without %q", text, encoded, string(missing), want.encoded, want.missing)
		}
	}
}

// TestWidth: widths are those of Helvetica, which every reader has.
func TestWidth(t *testing.T) {
	for _, test := range []struct {
		f    Font
		text string
		want int
	}{{Regular, "Hi.", 722 + 222 + 278}, {Bold, "Hi.", 722 + 278 + 278}, {Regular, "“é”", 333 + 556 + 333}, {Regular, "", 0}} {
		if got := Width(test.f, 1000, test.text); got != test.want {
			t.Errorf("%q is %d wide, want %d", test.text, got, test.want)
		}
	}
	for _, font := range widths {
		for i, w := range font[:95] {
			if w < 150 || w > 1100 {
				t.Errorf("%q is %d wide", rune(' '+i), w)
			}
		}
	}
}

// FuzzWrap: lines have all characters of a text, in its order, and none is too wide.
func FuzzWrap(f *testing.F) {
	f.Add("Tilt your head toward your right shoulder.", 6000)
	f.Add(strings.Repeat("W", 200), 5000)
	f.Add("頭\xff é", 2000)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < 1200 || width > 100000 || len(text) > 5000 {
			return
		}
		lines := Wrap(Regular, 1100, text, width)
		if got, want := strings.Join(strings.Fields(strings.Join(lines, " ")), ""), strings.Join(strings.Fields(text), ""); got != want {
			t.Errorf("%q became %q", text, lines)
		}
		for _, line := range lines {
			if w := Width(Regular, 1100, line); w > width {
				t.Errorf("%q is %d wide, and may be %d", line, w, width)
			}
		}
	})
}
