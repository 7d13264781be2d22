package printed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// wordy is a plan whose words try to break out of every format.
func wordy() *plan.Plan {
	line := func(at, frames plan.Frame, text string) plan.Event {
		return plan.Event{At: at, Frames: frames, Bus: plan.BusVoice, Kind: plan.KindLine, Text: text}
	}
	const s = plan.Rate
	return &plan.Plan{
		Version: 1, Routine: "wordy", Title: "Words & <more>\n[x]", About: "About\x1b[31m", Language: "en", Voice: "june", Rate: plan.Rate,
		Frames: 4000 * s,
		Events: []plan.Event{
			line(s, s, "First."),
			line(2*s, s/2, "Second, at once."),
			line(10*s, 2*s, "A <b>tag</b> & an arrow --> here."),
			line(20*s, s, "Two\nlines\r\n\r\nand\ta tab."),
			{At: 30 * s, Frames: s / 4, Bus: plan.BusCue, Kind: plan.KindTone, Tone: plan.ToneMissing, Text: "Not recorded [yet]."},
			{At: 40 * s, Frames: 4 * s, Bus: plan.BusBreath, Kind: plan.KindBreath, Phase: string(routine.BreathIn)},
			{At: 44 * s, Frames: 6 * s, Bus: plan.BusBreath, Kind: plan.KindBreath, Phase: string(routine.BreathOut), Text: "Out"},
			line(50*s, s, "   "),
			line(60*s, s, "\xff\xfebytes and \x00 nul"),
			line(3700*s+17, s, "Beyond an hour."),
			line(4000*s-s/2, s/2, "The end."),
		},
		Chapters: []plan.Chapter{
			{At: 0, Frames: 20 * s, Title: "One <1>"},
			{At: 10 * s, Frames: 5 * s, Title: "Left", Level: 1},
			{At: 20 * s, Frames: 3980 * s, Title: "Two & two"},
		},
	}
}

// cue is a caption as a strict reader finds it.
type cue struct {
	start, end int64 // ms
	text       string
}

var vttTiming = regexp.MustCompile(`^(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})$`)
var srtTiming = regexp.MustCompile(`^(\d{2,}):([0-5]\d):([0-5]\d),(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d),(\d{3})$`)

// parseCues reads blocks of an identifier, a timing and one line of text, each
// divided by one empty line.
func parseCues(blocks []string, timing *regexp.Regexp) ([]cue, error) {
	var cues []cue
	for i, b := range blocks {
		lines := strings.Split(b, "\n")
		if len(lines) != 3 {
			return nil, fmt.Errorf("block %d has %d lines: %q", i+1, len(lines), b)
		}
		if lines[0] != strconv.Itoa(i+1) {
			return nil, fmt.Errorf("block %d has the number %q", i+1, lines[0])
		}
		m := timing.FindStringSubmatch(lines[1])
		if m == nil {
			return nil, fmt.Errorf("block %d has the timing %q", i+1, lines[1])
		}
		var v [8]int64
		for k := range v {
			v[k], _ = strconv.ParseInt(m[k+1], 10, 64)
		}
		c := cue{((v[0]*60+v[1])*60+v[2])*1000 + v[3], ((v[4]*60+v[5])*60+v[6])*1000 + v[7], lines[2]}
		if c.end <= c.start {
			return nil, fmt.Errorf("block %d ends before it starts", i+1)
		}
		if n := len(cues); n > 0 && (c.start < cues[n-1].start || c.start < cues[n-1].end) {
			return nil, fmt.Errorf("block %d starts before the one before it ends", i+1)
		}
		if strings.Contains(c.text, "-->") || c.text == "" {
			return nil, fmt.Errorf("block %d has the text %q", i+1, c.text)
		}
		cues = append(cues, c)
	}
	return cues, nil
}

func parseVTT(data []byte) ([]cue, error) {
	body, ok := strings.CutPrefix(string(data), "WEBVTT\n\n")
	if !ok {
		return nil, errors.New("does not start with WEBVTT and an empty line")
	}
	blocks := strings.Split(strings.TrimSuffix(body, "\n"), "\n\n")
	for len(blocks) > 0 && strings.HasPrefix(blocks[0], "NOTE") {
		if strings.Contains(blocks[0], "-->") {
			return nil, errors.New("an arrow in a note")
		}
		blocks = blocks[1:]
	}
	cues, err := parseCues(blocks, vttTiming)
	for i := range cues {
		t := cues[i].text
		if strings.ContainsAny(t, "<>") || regexp.MustCompile(`&(?:[^agl]|a[^m]|g[^t]|l[^t])`).MatchString(t) {
			return nil, fmt.Errorf("text %q is not escaped", t)
		}
		cues[i].text = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(t)
	}
	return cues, err
}

func parseSRT(data []byte) ([]cue, error) {
	return parseCues(strings.Split(strings.TrimSuffix(string(data), "\n"), "\n\n"), srtTiming)
}

func TestCaptionsPassAStrictReader(t *testing.T) {
	want := []cue{
		{1000, 2000, "First."},
		{2000, 3500, "Second, at once."},
		{10000, 12500, "A <b>tag</b> & an arrow --> here."},
		{20000, 21500, "Two lines and a tab."},
		{30000, 31500, "Not recorded [yet]."},
		{60000, 61500, "bytes and nul"},
		{3700000, 3701500, "Beyond an hour."},
		{3999500, 4000000, "The end."},
	}
	p := wordy()
	for name, read := range map[string]func() ([]cue, error){
		"vtt": func() ([]cue, error) { return parseVTT(VTT(p)) },
		"srt": func() ([]cue, error) { return parseSRT(SRT(p)) },
	} {
		got, err := read()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d captions, want %d", name, len(got), len(want))
			continue
		}
		for i, w := range want {
			if name == "srt" {
				w.text = strings.ReplaceAll(w.text, "-->", "→")
			}
			if got[i] != w {
				t.Errorf("%s: caption %d is %v, want %v", name, i+1, got[i], w)
			}
		}
	}
}

// Portable players know minutes and hundredths, and no hours.
func TestLRC(t *testing.T) {
	var last int
	line := regexp.MustCompile(`^\[(\d{2,}):([0-5]\d)\.(\d{2})\]([^\[\]<>]*)$`)
	tag := regexp.MustCompile(`^\[(ti|ar|al|re|length):[^\[\]]*\]$`)
	words := 0
	for i, l := range strings.Split(strings.TrimSuffix(string(LRC(wordy())), "\n"), "\n") {
		if tag.MatchString(l) {
			continue
		}
		m := line.FindStringSubmatch(l)
		if m == nil {
			t.Fatalf("line %d is no line of lyrics: %q", i+1, l)
		}
		minutes, _ := strconv.Atoi(m[1])
		secs, _ := strconv.Atoi(m[2])
		cs, _ := strconv.Atoi(m[3])
		at := (minutes*60+secs)*100 + cs
		if at < last {
			t.Errorf("line %d goes back in time: %q", i+1, l)
		}
		last = at
		if m[4] != "" {
			words++
		}
		if m[4] == "Beyond an hour." && m[1] != "61" {
			t.Errorf("an hour is written as %q", l)
		}
	}
	if words != 8 {
		t.Errorf("%d lines with words, want 8", words)
	}
}

func TestLabels(t *testing.T) {
	for i, l := range strings.Split(strings.TrimSuffix(string(Labels(wordy())), "\n"), "\n") {
		f := strings.Split(l, "\t")
		if len(f) != 3 {
			t.Fatalf("line %d has %d columns: %q", i+1, len(f), l)
		}
		start, err1 := strconv.ParseFloat(f[0], 64)
		end, err2 := strconv.ParseFloat(f[1], 64)
		if err1 != nil || err2 != nil || end < start || f[2] == "" {
			t.Errorf("line %d: %q", i+1, l)
		}
	}
}

func TestPodcastChapters(t *testing.T) {
	data := PodcastChapters(wordy())
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var doc struct {
		Version, Title, Author string
		Chapters               []struct {
			StartTime, EndTime float64
			Title              string
			TOC                *bool
		}
	}
	if err := dec.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	if doc.Version != "1.2.0" || len(doc.Chapters) != 3 {
		t.Fatalf("version %q with %d chapters:\n%s", doc.Version, len(doc.Chapters), data)
	}
	for i, want := range []struct {
		start, end float64
		title      string
		hidden     bool
	}{{0, 20, "One <1>", false}, {10, 20, "Left", true}, {20, 4000, "Two & two", false}} {
		c := doc.Chapters[i]
		if c.StartTime != want.start || c.EndTime != want.end || c.Title != want.title || (c.TOC != nil) != want.hidden || c.TOC != nil && *c.TOC {
			t.Errorf("chapter %d is %+v, want %+v", i, c, want)
		}
	}
}

func TestTranscriptHasEveryWordUnderItsExercise(t *testing.T) {
	text := string(Transcript(wordy()))
	at := 0
	for _, want := range []string{"Words & <more>", "0:00  One <1>", "First.", "A <b>tag</b>", "0:20  Two & two", "Two lines and a tab.", "Beyond an hour."} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("%q is missing or out of order in:\n%s", want, text)
		}
		at += i
	}
	if strings.ContainsAny(text, "\x1b\x00\r") || !utf8.ValidString(text) {
		t.Error("control characters came through")
	}
}

// tilts is a plan with work, a tone and nested chapters.
func tilts() *plan.Plan {
	const half = 10 * plan.Rate
	return &plan.Plan{
		Title: "Short & sweet", Language: "en", Voice: "june", Rate: plan.Rate, Frames: 2 * half,
		Events: []plan.Event{
			{At: plan.Rate, Frames: plan.Rate, Bus: plan.BusVoice, Kind: plan.KindLine, Text: "Sit tall."},
			{At: 3 * plan.Rate, Frames: 4 * plan.Rate, Bus: plan.BusNone, Kind: plan.KindHold, Exercise: "neck-tilts", Side: routine.Left, Set: 1, Rep: 1},
			{At: 3 * plan.Rate, Frames: plan.Tones[plan.ToneHold], Bus: plan.BusCue, Kind: plan.KindTone, Tone: plan.ToneHold},
			{At: half, Frames: plan.Rate, Bus: plan.BusVoice, Kind: plan.KindLine, Text: "Arms <up> & down -->."},
		},
		Chapters: []plan.Chapter{
			{At: plan.Rate / 2, Frames: half - plan.Rate/2, Title: "Neck tilts", Exercise: "neck-tilts"},
			{At: 3 * plan.Rate, Frames: plan.Rate, Title: "Left side", Exercise: "neck-tilts", Level: 1},
			{At: half, Frames: half, Title: "Dehnung über Kopf", Exercise: "overhead-arm-reach"},
		},
	}
}

// A picture that is not well-formed is not shown at all.
func TestPictureIsWellFormed(t *testing.T) {
	empty := &plan.Plan{Title: "Nothing", Rate: plan.Rate}
	for _, p := range []*plan.Plan{wordy(), tilts(), empty} {
		data := SVG(p)
		dec := xml.NewDecoder(bytes.NewReader(data))
		texts := ""
		for {
			tok, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", p.Title, err)
			}
			if c, ok := tok.(xml.CharData); ok {
				texts += string(c)
			}
		}
		if !strings.Contains(texts, OneLine(p.Title)) || !strings.Contains(texts, shortTime(p.Frames)) {
			t.Errorf("%s: no title or length in the picture", p.Title)
		}
		for _, c := range p.Chapters {
			if c.Level == 0 && p != wordy() && !strings.Contains(texts, strings.Fields(c.Title)[0]) {
				t.Errorf("%s: no name %q in the picture", p.Title, c.Title)
			}
		}
		if bytes.Contains(data, []byte("NaN")) || bytes.Contains(data, []byte("Inf")) {
			t.Errorf("%s: a number that is none", p.Title)
		}
	}
}

func FuzzCaptions(f *testing.F) {
	f.Add("Sit tall.", int64(0), int64(48000), int64(10), "A --> B")
	f.Add("<i>\n\n1\n00:00:00.000 --> 00:00:01.000", int64(5), int64(0), int64(5), "\xff[]")
	f.Fuzz(func(t *testing.T, a string, at, frames, gap int64, b string) {
		const most = 100 * 3600 * plan.Rate
		clamp := func(v int64) plan.Frame { return plan.Frame(uint64(v) % most) }
		first := plan.Event{At: clamp(at), Frames: clamp(frames), Kind: plan.KindLine, Text: a}
		second := plan.Event{At: first.End() + clamp(gap), Frames: plan.Rate, Kind: plan.KindLine, Text: b}
		p := &plan.Plan{Title: a, Frames: second.End(), Events: []plan.Event{first, second}, Chapters: []plan.Chapter{{At: first.At, Title: b}}}
		if len(captions(p)) > 0 {
			if _, err := parseVTT(VTT(p)); err != nil {
				t.Errorf("VTT: %v", err)
			}
			if _, err := parseSRT(SRT(p)); err != nil {
				t.Errorf("SRT: %v", err)
			}
		}
		if err := xml.Unmarshal(SVG(p), new(struct{ XMLName xml.Name })); err != nil {
			t.Errorf("SVG: %v", err)
		}
	})
}

// A player that shows a line until the next one begins must not go dark between.
func TestLRCDoesNotFlicker(t *testing.T) {
	lines := strings.Split(string(LRC(wordy())), "\n")
	for i := 1; i < len(lines); i++ {
		before, words, _ := strings.Cut(lines[i-1], "]")
		if next, _, _ := strings.Cut(lines[i], "]"); words == "" && before == next {
			t.Errorf("%q comes just before %q", lines[i-1], lines[i])
		}
	}
}

// Players choke on a chapter that lasts no time, as one would after the last word.
func TestChapterAtTheEnd(t *testing.T) {
	p := wordy()
	p.Chapters = append(p.Chapters, plan.Chapter{At: p.Frames, Title: "Nothing"})
	all := Chapters(p)
	if len(all) != 2 || all[1].End != p.Frames {
		t.Errorf("the chapters are %+v", all)
	}
}
