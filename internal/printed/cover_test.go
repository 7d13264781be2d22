package printed

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/png"
	"strings"
	"testing"

	"unhunch/internal/lettering"
	"unhunch/internal/plan"
)

// TestCover: every machine draws the same cover, which is not large.
func TestCover(t *testing.T) {
	data := Cover(&plan.Plan{Title: "Daily session", Routine: "daily", Frames: 1000, Chapters: []plan.Chapter{{Frames: 400}, {At: 400, Frames: 600}}})
	if len(data) > 150_000 {
		t.Errorf("a cover takes %d bytes", len(data))
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size != image.Pt(CoverSize, CoverSize) {
		t.Errorf("a cover is %v", size)
	}
	h := fnv.New32a()
	h.Write(img.(*image.RGBA).Pix)
	if got := h.Sum32(); got != 0xebc92707 {
		t.Errorf("another picture: %#x", got)
	}
}

// TestTitleOfCover: a title is whole where there is any room for it, lies within its
// room, and is legible at a ninth of its size; what has no letters is not there.
func TestTitleOfCover(t *testing.T) {
	long := strings.Repeat("A long title, ", 6) + "and its end"
	for title, want := range map[string]string{
		"Relax": "Relax", "Ten exercises for the upper back": "Ten exercises for the upper back", long: long, "Übung Ж": "Übung Ж",
		"頭と首": "", "": "", "  ": "", strings.Repeat("much too long ", 40): "much too long", strings.Repeat("W", 40): strings.Repeat("W", 40),
	} {
		got := titleOf(title)
		text := strings.Join(got.lines, " ")
		if want == strings.Repeat("W", 40) {
			text = strings.Join(got.lines, "")
		}
		if text != want && !(strings.HasPrefix(text, "much too long much") && strings.HasSuffix(text, "…") && strings.HasPrefix(title, "much")) {
			t.Errorf("%q became %q", title, got.lines)
		}
		for _, line := range got.lines {
			if w := lettering.Width(line, got.em); w > titleWidth {
				t.Errorf("%q is %d wide", line, w)
			}
		}
		if len(got.lines)*got.leading() > titleRoom || len(got.lines) > 0 && got.em < 72 {
			t.Errorf("%q has %d lines of %d pixels", title, len(got.lines), got.em)
		}
	}
}

// TestTurnOf: the ring begins at the top and goes to the right.
func TestTurnOf(t *testing.T) {
	for _, test := range []struct{ dx, dy, want float64 }{
		{0, -1, 0}, {1, -1, 0.125}, {1, 0, 0.25}, {1, 1, 0.375}, {0, 1, 0.5}, {-1, 1, 0.625}, {-1, 0, 0.75}, {-1, -1, 0.875}, {0.5, -0.8660254, 1.0 / 12},
	} {
		if got := turnOf(test.dx, test.dy); got < test.want-1e-5 || got > test.want+1e-5 {
			t.Errorf("the direction of %g, %g is %g, want %g", test.dx, test.dy, got, test.want)
		}
	}
}
