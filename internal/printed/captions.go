package printed

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"unhunch/internal/plan"
)

// A caption stays a little after its last word, and long enough to be read.
const (
	captionLinger = plan.Rate / 2
	captionLeast  = plan.Rate * 3 / 2
)

// author is named as the maker of what is printed, without a version, so that
// it changes only where the words do.
const author = "unhunch"

// caption is a line as it is read: from its first word until it is gone.
type caption struct {
	at, end plan.Frame
	text    string
}

// captions lists all that is said, and what should be said where no voice has
// recorded it. No two overlap.
func captions(p *plan.Plan) []caption {
	var all []caption
	for _, e := range p.Events {
		text := OneLine(e.Text)
		if text == "" || e.Kind != plan.KindLine && e.Tone != plan.ToneMissing {
			continue
		}
		if n := len(all); n > 0 && all[n-1].end > e.At {
			all[n-1].end = e.At
		}
		end := max(e.End()+captionLinger, e.At+captionLeast)
		all = append(all, caption{e.At, min(end, p.Frames), text})
	}
	kept := all[:0]
	for _, c := range all {
		if Milliseconds(c.end) > Milliseconds(c.at) {
			kept = append(kept, c)
		}
	}
	return kept
}

// OneLine makes text safe for formats in which a line or a control character
// ends something.
func OneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || r == '\uFEFF' || r == '\uFFFE' || r == '\uFFFF':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

var escapeVTT = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// VTT prints the words as WebVTT captions.
func VTT(p *plan.Plan) []byte {
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	if title := OneLine(p.Title); title != "" {
		fmt.Fprintf(&b, "\nNOTE\n%s\n", escapeVTT.Replace(title))
	}
	for i, c := range captions(p) {
		fmt.Fprintf(&b, "\n%d\n%s --> %s\n%s\n", i+1, Timestamp(c.at, "."), Timestamp(c.end, "."), escapeVTT.Replace(c.text))
	}
	return []byte(b.String())
}

// SRT prints the words as SubRip captions. The format has no way to write its
// own arrow in a text, so another one stands for it; a shortened one could make
// it again with a dash before it.
func SRT(p *plan.Plan) []byte {
	var b strings.Builder
	for i, c := range captions(p) {
		if i > 0 {
			b.WriteByte('\n')
		}
		text := strings.ReplaceAll(c.text, "-->", "→")
		fmt.Fprintf(&b, "%d\n%s --> %s\n%s\n", i+1, Timestamp(c.at, ","), Timestamp(c.end, ","), text)
	}
	return []byte(b.String())
}

var escapeLRC = strings.NewReplacer("[", "(", "]", ")", "<", "(", ">", ")")

// LRC prints the words as the lyrics that portable players show. Minutes go on
// beyond 59, for the format has no hours. An empty line clears a caption that
// is not followed by the next one.
func LRC(p *plan.Plan) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "[ti:%s]\n[ar:%s]\n[al:%s]\n[length:%s]\n[re:%s]\n", escapeLRC.Replace(OneLine(p.Title)), author, author, lrcTime(p.Frames), author)
	all := captions(p)
	for i, c := range all {
		fmt.Fprintf(&b, "[%s]%s\n", lrcTime(c.at), escapeLRC.Replace(c.text))
		if i+1 == len(all) || all[i+1].at > c.end {
			fmt.Fprintf(&b, "[%s]\n", lrcTime(c.end))
		}
	}
	return []byte(b.String())
}

// lrcTime writes mm:ss.xx.
func lrcTime(f plan.Frame) string {
	const perCS = plan.Rate / 100
	cs := (int64(f) + perCS/2) / perCS
	return fmt.Sprintf("%02d:%02d.%02d", cs/6000, cs/100%60, cs%100)
}

// Transcript prints the words as a text to read, with the time of each part.
func Transcript(p *plan.Plan) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", OneLine(p.Title), strings.Repeat("=", len([]rune(OneLine(p.Title)))))
	if p.About != "" {
		fmt.Fprintf(&b, "\n%s\n", OneLine(p.About))
	}
	fmt.Fprintf(&b, "\nLength %s. Spoken by %s.\n%s\n", shortTime(p.Frames), p.Voice, p.Phrases().Notice())
	parts := Chapters(p)
	next := 0
	for _, c := range captions(p) {
		for next < len(parts) && parts[next].At <= c.at {
			fmt.Fprintf(&b, "\n%s  %s\n\n", shortTime(parts[next].At), OneLine(parts[next].Title))
			next++
		}
		fmt.Fprintf(&b, "%s\n", c.text)
	}
	return []byte(b.String())
}

func shortTime(f plan.Frame) string { return plan.Clock(f.Duration()) }

// Labels prints every event as a label track for Audacity: start and end in
// seconds, and what it is.
func Labels(p *plan.Plan) []byte {
	var b strings.Builder
	for _, e := range p.Events {
		if e.Bus == plan.BusBed {
			continue
		}
		fmt.Fprintf(&b, "%.6f\t%.6f\t%s\n", seconds(e.At), seconds(e.End()), describe(e))
	}
	return []byte(b.String())
}

func seconds(f plan.Frame) float64 { return float64(f) / plan.Rate }

// describe says in a few words what an event is.
func describe(e plan.Event) string {
	words := []string{string(e.Kind)}
	add := func(s string) {
		if s != "" {
			words = append(words, s)
		}
	}
	add(string(e.Tone))
	if e.Kind == plan.KindBreath {
		add(e.Phase)
	}
	if e.Kind == plan.KindLine || e.Tone == plan.ToneMissing {
		add(OneLine(e.Text))
		return strings.Join(words, " ")
	}
	add(e.Exercise)
	add(string(e.Side))
	if e.Set > 0 {
		add(fmt.Sprintf("set %d", e.Set))
	}
	if e.Rep > 0 {
		add(fmt.Sprintf("repetition %d", e.Rep))
	}
	return strings.Join(words, " ")
}

// PodcastChapters prints the chapters as the JSON of the Podcasting 2.0
// namespace. Sides, sets and phases are left out of the table of contents.
func PodcastChapters(p *plan.Plan) []byte {
	type entry struct {
		Start float64 `json:"startTime"`
		End   float64 `json:"endTime"`
		Title string  `json:"title"`
		TOC   *bool   `json:"toc,omitempty"`
	}
	type document struct {
		Version  string  `json:"version"`
		Title    string  `json:"title"`
		Author   string  `json:"author"`
		Chapters []entry `json:"chapters"`
	}
	hidden := false
	doc := document{Version: "1.2.0", Title: p.Title, Author: author, Chapters: []entry{}}
	exact := func(f plan.Frame) float64 { return float64(Milliseconds(f)) / 1000 }
	for _, c := range Chapters(p) {
		doc.Chapters = append(doc.Chapters, entry{exact(c.At), exact(c.End), c.Title, nil})
		for _, part := range c.Parts {
			doc.Chapters = append(doc.Chapters, entry{exact(part.At), exact(part.End), part.Title, &hidden})
		}
	}
	data, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		panic(err) // numbers and strings can always be written
	}
	return append(data, '\n')
}
