package printed

import "unhunch/internal/pdf"

// label is a text that belongs to a place in a row. Texts that would run into each other
// stand on tracks, one below the other, so that none has to be cut.
type label struct {
	at    float64 // the place
	x     float64 // where the text begins: at its place, or before it at the end of a row
	track int     // of its first line, from 0 at the top
	lines []string
}

const (
	labelGap = 8 // between two texts on a track
	// wider is how much wider than in Helvetica a text may be in the fonts of a screen.
	wider = 1.12
)

// textWidth is how wide a text is at most.
func textWidth(s string, font pdf.Font, size float64) float64 {
	const eastern = 0x1100 // from here on a character is about as wide as it is high
	width := float64(pdf.Width(font, 1000, s)) / 1000
	for _, r := range s {
		if r >= eastern {
			width += 0.5
		}
	}
	return width * size * wider
}

// placeLabels gives each label a place between left and right, and tells how many tracks
// that takes. They are in the order of their places.
func placeLabels(labels []label, left, right float64, font pdf.Font, size float64) (tracks int) {
	var ends []float64 // of what stands on each track
	for i := range labels {
		l := &labels[i]
		width := 0.0
		for _, line := range l.lines {
			width = max(width, textWidth(line, font, size))
		}
		l.x = max(left, min(l.at, right-width))
		l.track = freeTrack(ends, l.x, len(l.lines))
		for len(ends) < l.track+len(l.lines) {
			ends = append(ends, left-labelGap)
		}
		for k := range l.lines {
			ends[l.track+k] = l.x + width
		}
	}
	return len(ends)
}

// freeTrack is the first of so many tracks, one below the other, that are free from x on.
func freeTrack(ends []float64, x float64, lines int) int {
	free := 0
	for track, end := range ends {
		if end+labelGap > x {
			free = track + 1
		}
		if track+1-free >= lines {
			return free
		}
	}
	return free
}

// linesOf breaks a text between words into lines of a width.
func linesOf(s string, width float64, font pdf.Font, size float64) []string {
	return pdf.Wrap(font, int(size*pdf.Point), s, int(width/wider*pdf.Point))
}
