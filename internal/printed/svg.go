package printed

import (
	"fmt"
	"html"
	"strings"
)

// drawing is a picture in SVG: a page with plain colors only, which every viewer
// knows. A reader of the screen hears its title and its description.
type drawing struct{ b strings.Builder }

// begin opens a drawing of this size in pixels, with its style and its paper.
func (s *drawing) begin(width, height int, title, description, style string) {
	fmt.Fprintf(&s.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`+"\n",
		width, height, width, height)
	fmt.Fprintf(&s.b, "<title>%s</title>\n<desc>%s</desc>\n<style>%s</style>\n", esc(title), esc(description), style)
	fmt.Fprintf(&s.b, `<rect class="paper" width="%d" height="%d"/>`+"\n", width, height)
}

// end gives the whole drawing.
func (s *drawing) end() []byte {
	s.b.WriteString("</svg>\n")
	return []byte(s.b.String())
}

// text writes a text; what is not of ours is escaped.
func (s *drawing) text(x, y int, class, text string) {
	fmt.Fprintf(&s.b, `<text x="%d" y="%d" class="%s">%s</text>`+"\n", x, y, class, esc(text))
}

func esc(s string) string { return html.EscapeString(OneLine(s)) }
