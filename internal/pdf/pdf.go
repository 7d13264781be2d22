// Package pdf writes pages of text as a PDF, in the fonts that every program which shows
// or prints one has by itself. So the file is small, and its text can be searched,
// copied and read aloud.
//
// Lengths are in hundredths of a point, from the top left corner of a page: numbers
// without fractions give the same file on every machine.
package pdf

import (
	"bytes"
	"fmt"
	"strings"
)

// Point is a length of 1/72 inch.
const Point = 100

// Font is one of the fonts.
type Font int

// The fonts, which are those without serifs.
const (
	Regular Font = iota
	Bold
)

var fontNames = [...]string{Regular: "Helvetica", Bold: "Helvetica-Bold"}

// Document is a PDF that is being written.
type Document struct {
	title, language string
	width, height   int
	pages           []*bytes.Buffer
	missing         []rune
}

// New begins a document without pages, in a language such as "en".
func New(title, language string, width, height int) *Document {
	return &Document{title: title, language: language, width: width, height: height}
}

// Page begins the next page.
func (d *Document) Page() { d.pages = append(d.pages, &bytes.Buffer{}) }

// Pages is how many there are.
func (d *Document) Pages() int { return len(d.pages) }

// Text writes a line on a page from 0 on. What the fonts have no character for becomes a
// question mark, and one of Missing.
func (d *Document) Text(page, x, baseline int, f Font, size int, gray Gray, text string) {
	encoded, missing := encode(text)
	for _, r := range missing {
		if !strings.ContainsRune(string(d.missing), r) {
			d.missing = append(d.missing, r)
		}
	}
	fmt.Fprintf(d.pages[page], "BT %s g /F%d %s Tf %s %s Td (%s) Tj ET\n",
		gray, f, points(size), points(x), points(d.height-baseline), literal(encoded))
}

// Line draws a line on a page.
func (d *Document) Line(page, x1, y1, x2, y2, width int, gray Gray) {
	fmt.Fprintf(d.pages[page], "%s G %s w %s %s m %s %s l S\n",
		gray, points(width), points(x1), points(d.height-y1), points(x2), points(d.height-y2))
}

// Missing are the characters that the fonts do not have.
func (d *Document) Missing() []rune { return d.missing }

// Gray is a shade in percent: 0 is black, 100 is white.
type Gray int

func (g Gray) String() string { return points(int(g)) }

// points writes a length in points.
func points(n int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	if n%Point == 0 {
		return fmt.Sprintf("%s%d", sign, n/Point)
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/Point, n%Point)
}

// Width is how wide a text is.
func Width(f Font, size int, text string) int { return (units(f, text)*size + 999) / 1000 }

// units is how wide a text is, in thousandths of its size.
func units(f Font, text string) (sum int) {
	for _, r := range text {
		if code, ok := codeOf(r); ok {
			sum += int(widths[f][code-' '])
		}
	}
	return sum
}

// Bytes is the whole document.
func (d *Document) Bytes() []byte {
	w := writer{}
	w.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	const catalog, tree, info, firstFont = 1, 2, 3, 4
	firstPage := firstFont + len(fontNames)
	var kids []string
	for i := range d.pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", firstPage+2*i))
	}
	w.object("<< /Type /Catalog /Pages %d 0 R /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >> >>", tree, literal([]byte(d.language)))
	w.object("<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 %s %s] /Resources << /Font << %s >> >> >>",
		len(d.pages), strings.Join(kids, " "), points(d.width), points(d.height), fontResources(firstFont))
	w.object("<< /Title %s /Producer (unhunch) >>", utf16Text(d.title))
	for f, name := range fontNames {
		w.object("<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [%s] >>",
			name, strings.Trim(fmt.Sprint(widths[f]), "[]"))
	}
	for i, page := range d.pages {
		w.object("<< /Type /Page /Parent %d 0 R /Contents %d 0 R >>", tree, firstPage+2*i+1)
		w.object("<< /Length %d >>\nstream\n%sendstream", page.Len(), page)
	}
	w.end(catalog, info)
	return w.Bytes()
}

func fontResources(first int) string {
	var all []string
	for f := range fontNames {
		all = append(all, fmt.Sprintf("/F%d %d 0 R", f, first+f))
	}
	return strings.Join(all, " ")
}

// writer writes numbered objects, and where each of them begins.
type writer struct {
	bytes.Buffer
	begins []int
}

func (w *writer) object(format string, args ...any) {
	w.begins = append(w.begins, w.Len())
	fmt.Fprintf(w, "%d 0 obj\n", len(w.begins))
	fmt.Fprintf(w, format, args...)
	w.WriteString("\nendobj\n")
}

// end writes the table of the objects.
func (w *writer) end(catalog, info int) {
	at, n := w.Len(), len(w.begins)+1
	fmt.Fprintf(w, "xref\n0 %d\n0000000000 65535 f \n", n)
	for _, begin := range w.begins {
		fmt.Fprintf(w, "%010d 00000 n \n", begin)
	}
	fmt.Fprintf(w, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", n, catalog, info, at)
}
