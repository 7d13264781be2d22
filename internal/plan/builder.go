package plan

import (
	"fmt"

	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// The silences around words.
const (
	wordGap   = 150 * millisecond // between two lines that belong together
	afterLine = 700 * millisecond // after an instruction, to take it in
	leadIn    = 300 * millisecond // a cue starts this much early, so that its stressed part meets the moment
	beforeEnd = 150 * millisecond // words end this much before the next moment
)

// importance orders words by what may go when there is no room for all.
type importance int

const (
	aTip importance = iota
	aCoaching
	aName
	aCount
	aSide
	aSignal // start and stop
	aSafety
)

func (w importance) String() string {
	return [...]string{"tip", "coaching", "name", "count", "side", "signal", "safety"}[w]
}

// words is a line to be said, before it is known which wording and when.
type words struct {
	line   routine.Line // without placeholders
	weight importance
	lean   bool // names a side: leans to that ear
	sided  bool // names a side, as it is
	usual  bool // the program's own, in place of what a file leaves out
	brief  bool // prefers the short wording
}

// own says whether the line is one of the program's own, and not of a file.
func (w words) own() bool { return w.usual || w.line.Pos == (routine.Pos{}) }

// spoken is a line in the wording and voice that will be heard.
type spoken struct {
	words
	text    string
	voice   string // "" for the chosen one
	length  instant
	missing bool
	note    string
}

// where is the work that an event belongs to.
type where struct {
	exercise string
	side     routine.Side
	set, rep int
	from     routine.Pos
}

// builder lays out a session from its start to its end.
type builder struct {
	opt  Options
	plan *Plan
	book *phrases.Book
	where

	now       instant // the end of all that has been laid out
	voiceFree instant // the voice has said its last word
	quiet     instant // the last tone has ended
	inHoldTo  instant // a hold reaches this far: words must not lead into it

	posture   routine.Posture
	at        routine.Equipment // the wall or doorway one stands at
	explained map[string]bool   // exercises and texts that have been heard in full
	doing     string            // the full words of the movement being laid out, ...
	doingSide bool              // ... and whether they name its side
	coaching  []words           // waits for a silence that is long enough
	until     instant           // nothing that begins at or after this is laid out
	exercises int               // numbered so far
	total     int               // to be numbered
	included  int               // how deep in included routines, whose exercises have no number
	lastGuide string
	err       error // why no session can be made of the steps
}

func (b *builder) note(format string, args ...any) {
	if b.now >= b.until {
		return
	}
	text := fmt.Sprintf(format, args...)
	for _, n := range b.plan.Notes {
		if n == text {
			return
		}
	}
	b.plan.Notes = append(b.plan.Notes, text)
}

// lean is how far cues of a side move to its ear.
const lean = 0.4

func panOf(s routine.Side) float64 {
	switch s {
	case routine.Left:
		return -lean
	case routine.Right:
		return lean
	}
	return 0
}

// event adds an event from start to end, rounding each once, unless it begins
// too late to be heard.
func (b *builder) event(start, end instant, e Event) *Event {
	e.At = start.frame()
	e.Frames = end.frame() - e.At
	e.Exercise, e.Side, e.Set, e.Rep = b.exercise, b.side, b.set, b.rep
	if e.From == "" {
		e.From = b.from.String()
	}
	if start >= b.until {
		return &e
	}
	b.plan.Events = append(b.plan.Events, e)
	return &b.plan.Events[len(b.plan.Events)-1]
}

// tone starts a cue at t, where the work may already go on.
func (b *builder) tone(t Tone, start instant) {
	end := start + fromFrames(Tones[t])
	b.event(start, end, Event{Bus: BusCue, Kind: KindTone, Tone: t, Pan: panOf(b.side)})
	b.quiet = max(b.quiet, end)
}

// wording chooses how a line is said: in the wanted wording if the voice has
// it, else the other wording, else either in the fallback voice, else not at
// all, with a tone and a caption in its place.
func (b *builder) wording(w words) spoken {
	wanted := []string{w.line.Text}
	if w.line.Short != "" {
		wanted = append(wanted, w.line.Short)
		if w.brief {
			wanted[0], wanted[1] = wanted[1], wanted[0]
		}
	}
	for rank, v := range []Voice{b.opt.Voice, b.opt.Fallback} {
		if v == nil {
			continue
		}
		for i, text := range wanted {
			frames, ok := v.Length(text)
			if !ok {
				continue
			}
			s := spoken{words: w, text: text, length: fromFrames(Frame(frames))}
			if rank > 0 {
				s.voice = v.Name()
				s.note = "in the voice of " + s.voice
				b.note("no recording by %s, said by %s: %s", b.opt.Voice.Name(), s.voice, text)
			} else if i > 0 {
				s.note = "no recording of the full wording"
				b.note("no recording of %q, said instead: %s", wanted[0], text)
			}
			return s
		}
	}
	return spoken{words: w, text: wanted[0], missing: true, length: fromFrames(Tones[ToneMissing])}
}

// spare says that a line has no recording and is not worth a tone in its
// place: the program's own small words, which the listener does not miss.
func (b *builder) spare(s spoken) bool {
	spare := s.missing && s.own() && s.weight < aSide
	if spare {
		b.note("no recording, left out: %s", s.text)
	}
	return spare
}

// place says s at start.
func (b *builder) place(s spoken, start instant) {
	end := start + s.length
	from := s.line.Pos.String()
	if s.missing {
		b.note("no recording, a tone instead: %s", s.text)
		b.event(start, end, Event{Bus: BusCue, Kind: KindTone, Tone: ToneMissing, Text: s.text, From: from, Note: "no recording"})
	} else {
		e := Event{Bus: BusVoice, Kind: KindLine, Text: s.text, Voice: s.voice, From: from, Note: s.note,
			own: s.own(), sided: s.sided || s.lean}
		if s.lean {
			e.Pan = panOf(b.side)
		}
		b.event(start, end, e)
	}
	b.voiceFree = end
}

// say speaks a line now, and leaves a silence after it.
func (b *builder) say(w words, after instant) {
	if w.line.Text == "" {
		return
	}
	s := b.wording(w)
	if b.spare(s) {
		return
	}
	start := max(b.now, b.voiceFree+wordGap, b.quiet+wordGap)
	b.place(s, start)
	b.now = b.voiceFree + after
}

func (b *builder) sayText(text string, weight importance, after instant) {
	b.say(words{line: routine.Line{Text: text}, weight: weight}, after)
}

// sayOnce speaks a line unless it has been heard in this session.
func (b *builder) sayOnce(l routine.Line, weight importance, after instant) {
	if l.Text != "" && !b.explained[l.Text] {
		b.explain(l.Text)
		b.say(words{line: l, weight: weight}, after)
	}
}

// explain takes note that a text is heard in full.
func (b *builder) explain(text string) {
	if b.now < b.until {
		b.explained[text] = true
	}
}

// fit gives the words that go into room: with all their wordings full if there
// is room, else with the least important ones shortened, else with the least
// important ones left out. Sides, signals and safety are never left out.
func (b *builder) fit(list []words, room instant) []spoken {
	var out []spoken
	for _, w := range list {
		if s := b.wording(w); !b.spare(s) {
			out = append(out, s)
		}
	}
	total := func() instant {
		var t instant
		for i, s := range out {
			if i > 0 {
				t += wordGap
			}
			t += s.length
		}
		return t
	}
	for weight := aTip; weight <= aSafety && total() > room; weight++ {
		for i, s := range out {
			if s.weight == weight && s.line.Short != "" && !s.brief {
				s.brief = true
				if short := b.wording(s.words); !short.missing && short.length < s.length {
					short.note = "short"
					out[i] = short
				}
			}
		}
	}
	for weight := aTip; weight < aSide && total() > room; weight++ {
		for i := len(out) - 1; i >= 0; i-- {
			if out[i].weight == weight && total() > room {
				b.note("no room, left out: %s (%s)", out[i].text, weight)
				out = append(out[:i], out[i+1:]...)
			}
		}
	}
	return out
}

// span adds a stretch of the listener's work from now on and moves on.
func (b *builder) span(kind Kind, length instant, text string) *Event {
	e := b.event(b.now, b.now+length, Event{Bus: BusNone, Kind: kind, Text: text})
	e.Words, e.sided = b.doing, b.doingSide
	b.now += length
	return e
}

// coach says what waits to be said in the silence from start to end, if it
// fits there; at most one line. Tips wait for the long holds.
func (b *builder) coach(start, end instant, long bool) {
	start = max(start, b.voiceFree+2*wordGap, b.quiet+wordGap)
	if start >= b.until {
		return
	}
	for i, w := range b.coaching {
		if w.weight == aTip && !long {
			continue
		}
		s := b.wording(w)
		if s.missing || start+s.length > end {
			continue
		}
		b.place(s, start)
		b.coaching = append(b.coaching[:i], b.coaching[i+1:]...)
		return
	}
}

// counted says whether the end of a stretch is counted down.
func (b *builder) counted(length instant) bool {
	return length >= 10*second && b.opt.Countdown != "off"
}

// countdown gives three, two and one before the moment at.
func (b *builder) countdown(at instant) {
	for n := 3; n >= 1; n-- {
		start := at - instant(n)*second
		if b.opt.Countdown == "voice" {
			if s := b.wording(words{line: routine.Line{Text: b.book.Count(n)}, weight: aCount}); !s.missing {
				b.place(s, start)
				continue
			}
		}
		b.tone(ToneCount, start)
	}
}

// countIn gives three, two, one, go. The work starts with the go.
func (b *builder) countIn() {
	b.now = max(b.now, b.voiceFree+2*wordGap, b.quiet+2*wordGap)
	if b.opt.Countdown != "off" {
		b.now += 3 * second
		b.countdown(b.now)
	}
	b.tone(ToneGo, b.now)
}

func (b *builder) chapter(title string, level int) {
	b.plan.Chapters = append(b.plan.Chapters, Chapter{At: b.now.frame(), Title: title, Exercise: b.exercise, Level: level})
}
