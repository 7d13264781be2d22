package printed

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"unhunch/internal/pdf"
	"unhunch/internal/plan"
)

// TestPlaceLabels: texts stand at their places, within their row, and none runs into
// another.
func TestPlaceLabels(t *testing.T) {
	const left, right = 50, 450
	var labels []label
	for i := range 40 {
		text := strings.Repeat("Tilt your head. ", 1+i*i%7)
		labels = append(labels, label{at: left + float64(i*i%11+i*10), lines: linesOf(text, right-left, pdf.Regular, 10)})
	}
	tracks := placeLabels(labels, left, right, pdf.Regular, 10)
	type piece struct{ from, to float64 }
	onTrack := make([][]piece, tracks)
	for _, l := range labels {
		for k, line := range l.lines {
			p := piece{l.x, l.x + textWidth(line, pdf.Regular, 10)}
			if p.from < left || p.to > right+0.01 || l.x > l.at && l.x > left {
				t.Errorf("%q at %g stands from %g to %g", line, l.at, p.from, p.to)
			}
			for _, other := range onTrack[l.track+k] {
				if p.from < other.to && other.from < p.to {
					t.Errorf("%q runs into what stands from %g to %g", line, other.from, other.to)
				}
			}
			onTrack[l.track+k] = append(onTrack[l.track+k], p)
		}
	}
	if tracks > 35 {
		t.Errorf("it takes %d tracks", tracks)
	}
}

// TestNoCutWords: whatever is said, however fast, can be read as a whole.
func TestNoCutWords(t *testing.T) {
	p := &plan.Plan{Title: "Fast", About: strings.Repeat("It is about this and that. ", 20), Frames: 70 * plan.Rate,
		Chapters: []plan.Chapter{{Title: "A title that is long"}, {At: plan.Rate / 4, Title: "And one after a moment"}}}
	for i := range 140 {
		p.Events = append(p.Events, plan.Event{At: plan.Frame(i) * plan.Rate / 2, Frames: plan.Rate / 2, Kind: plan.KindLine, Text: fmt.Sprintf("This is line %d & the rest of it.", i)})
	}
	p.Events = append(p.Events, plan.Event{At: 69 * plan.Rate, Frames: plan.Rate, Kind: plan.KindLine, Text: strings.Repeat("Very long words. ", 30)})
	text := ""
	for _, m := range regexp.MustCompile(`<text [^>]*>([^<]*)</text>`).FindAllStringSubmatch(string(SVG(p)), -1) {
		text += html.UnescapeString(m[1]) + " "
	}
	wanted := []string{OneLine(p.About), p.Chapters[0].Title, p.Chapters[1].Title, p.Phrases().Notice()}
	for _, e := range p.Events {
		wanted = append(wanted, OneLine(e.Text))
	}
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the picture as a whole", want)
		}
	}
}
