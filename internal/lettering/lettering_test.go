package lettering

import (
	"hash/fnv"
	"testing"
)

// TestGlyphs: every glyph of the font can be drawn, and what is drawn lies where it
// should.
func TestGlyphs(t *testing.T) {
	drawn := 0
	for r := range rune(0x10000) {
		if bold.glyph(r) == 0 {
			continue
		}
		drawn++
		text, n := string(r), 0
		width := Width(text, 32)
		Draw(text, 100, 200, 32, func(x, y int, share uint8) {
			if n++; x < 100-16 || x > 100+width+16 || y < 200-48 || y > 200+24 {
				t.Errorf("%q is drawn at %d, %d", text, x, y)
			}
		})
		if n == 0 && r > ' ' && r != '\u00a0' && r != '\u00ad' && !(r >= 0x2000 && r <= 0x200f) {
			t.Errorf("%q (U+%04X) is not drawn", text, r)
		}
	}
	if drawn < 600 {
		t.Errorf("there are %d letters", drawn)
	}
}

func TestHas(t *testing.T) {
	for text, want := range map[string]bool{"Four, seven, eight": true, "Übung für Žofie ώ Ж": true, "頭": false, "a\n": false, "😀": false, "": true} {
		if Has(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// TestCoverage: a bar covers as much as its outline says, to the part of a pixel, and a
// hole is one.
func TestCoverage(t *testing.T) {
	area := func(text string, em int) (sum int) {
		Draw(text, 0, 0, em, func(_, _ int, share uint8) { sum += int(share) })
		return sum
	}
	// The vertical bar is a rectangle in the font.
	line := bold.outline(bold.glyph('|'))[0]
	low, high := line[0], line[0]
	for _, p := range line {
		low.x, low.y, high.x, high.y = min(low.x, p.x), min(low.y, p.y), max(high.x, p.x), max(high.y, p.y)
	}
	want := (high.x - low.x) * (high.y - low.y) * 100 * 100 / bold.unitsPerEm / bold.unitsPerEm * 255
	if got := area("|", 100); got < want*98/100 || got > want*102/100 {
		t.Errorf("a bar covers %d, want %d", got, want)
	}
	inside := false
	Draw("O", 0, 0, 400, func(x, y int, _ uint8) { inside = inside || x == Width("O", 400)/2 && y == -140 })
	if inside {
		t.Error("the O is filled")
	}
}

// TestSameEverywhere: every machine draws the same pixels.
func TestSameEverywhere(t *testing.T) {
	h := fnv.New32a()
	Draw("Rücken, 7½ Min. Ж", 0, 0, 97, func(x, y int, share uint8) { h.Write([]byte{byte(x), byte(y), share}) })
	if got := h.Sum32(); got != 0xfda901be {
		t.Errorf("it is %#x", got)
	}
}
