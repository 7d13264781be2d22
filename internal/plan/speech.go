package plan

import (
	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// The silences around words.
const (
	wordGap    = 150 * millisecond // between two lines that belong together
	afterLine  = 700 * millisecond // after an instruction, to take it in
	leadIn     = 300 * millisecond // a cue starts this much early, so that its stressed part meets the moment; a count by its beat
	beforeEnd  = 150 * millisecond // words end this much before the next moment
	beforeHold = second            // and before a hold, those that explain how one gets there
	phaseTime  = 3 * second        // to change into the next phase of a circuit
)

// speech is what is said on a track, by whom, and what has been said. One voice
// speaks at a time.
type speech struct {
	*track
	speakers
	book     *phrases.Book
	counting string          // how the last seconds are counted: "tones", "voice", "off"
	heard    map[string]bool // texts that have been heard in full
}

// place says a line at start. What the listener gets instead of it is noted
// here, and nowhere before: only now is it certain that it is wanted.
func (s *speech) place(l spoken, start instant) {
	if l.spare() {
		s.lacking(start, "left out", l.text)
		return
	}
	end := start + l.length
	from := l.line.Pos.String()
	switch {
	case l.missing:
		s.lacking(start, "a tone instead", l.text)
		s.event(start, end, Event{Bus: BusCue, Kind: KindTone, Tone: ToneMissing, Text: l.text, From: from, Note: "no recording"})
	default:
		s.noteWording(l, start)
		e := Event{Bus: BusVoice, Kind: KindLine, Text: l.text, Voice: l.voice, Role: l.role, From: from, Note: l.note,
			own: l.own(), sided: l.sided || l.lean}
		if l.lean {
			e.Pan = panOf(s.side)
		}
		s.event(start, end, e)
	}
	s.voiceFree = end
}

func (s *speech) noteWording(l spoken, at instant) {
	if l.voice != "" {
		s.noteAt(at, "%s has not recorded everything: %s says the rest", s.plan.Voice, l.voice)
	} else if l.instead != "" {
		s.noteAt(at, "no recording of %q, said instead: %s", l.instead, l.text)
	}
}

// say speaks a line now, and leaves a silence after it.
func (s *speech) say(w words, after instant) {
	if w.line.Text == "" {
		return
	}
	l, start := s.wording(w), s.free(wordGap)
	s.place(l, start)
	if !l.spare() {
		s.now = s.voiceFree + after
	}
}

// sayText speaks one of the program's own sentences.
func (s *speech) sayText(text string, role Role, after instant) {
	s.say(words{line: routine.Line{Text: text}, role: role}, after)
}

// sayOnce speaks a line unless it has been heard in this session.
func (s *speech) sayOnce(l routine.Line, role Role, after instant) {
	if l.Text != "" && !s.heard[l.Text] {
		s.hear(l.Text)
		s.say(words{line: l, role: role}, after)
	}
}

// hear takes note that a text is heard in full.
func (s *speech) hear(text string) {
	if s.now < s.until {
		s.heard[text] = true
	}
}

// sayUnheard speaks a line unless it was said to its end since a frame.
func (s *speech) sayUnheard(l words, since Frame) {
	for _, e := range s.plan.Events {
		if e.At >= since && e.End() < s.now.frame() && e.Text != "" && (e.Text == l.line.Text || e.Text == l.line.Short) {
			return
		}
	}
	s.say(l, 2*wordGap)
}

// worded gives the wordings of lines that are all to be said, without those
// that are not worth a tone in their place.
func (s *speech) worded(list []words) []spoken {
	var out []spoken
	for _, w := range list {
		switch l := s.wording(w); {
		case w.line.Text == "":
		case l.spare():
			s.lacking(s.now, "left out", l.text)
		default:
			out = append(out, l)
		}
	}
	return out
}

// fit gives the words that go into room: with all their wordings full if there
// is room, else with the least important ones shortened, else with the least
// important ones left out; see spareRoles.
func (s *speech) fit(list []words, room instant) []spoken {
	out := s.worded(list)
	for rank := 0; rank <= always && lengthOf(out) > room; rank++ {
		s.shortened(out, rank)
	}
	for rank := 0; rank < always && lengthOf(out) > room; rank++ {
		for i := len(out) - 1; i >= 0; i-- {
			if out[i].rank() == rank && lengthOf(out) > room {
				s.note("no room, left out: %s (%s)", out[i].text, out[i].role)
				out = append(out[:i], out[i+1:]...)
			}
		}
	}
	return out
}

// counted is how many of its last seconds are counted before a stretch ends.
func (s *speech) counted(length instant) int {
	switch {
	case s.counting == "off" || length < 10*second:
		return 0
	case length < 15*second:
		return 2
	}
	return 3
}

// countdown counts the last n seconds before a moment.
func (s *speech) countdown(at instant, n int) {
	for ; n >= 1; n-- {
		start := at - instant(n)*second
		if s.counting == "voice" {
			if l := s.wording(words{line: routine.Line{Text: s.book.Count(n)}, role: RoleCount}); !l.missing {
				s.place(l, start-s.lead(l))
				continue
			}
		}
		s.tone(ToneCount, start)
	}
}

// countIn gives three, two, one, go. The work starts with the go.
func (s *speech) countIn() {
	s.countTo(3)
	s.tone(ToneGo, s.now)
}

// countTo counts n seconds from now on, unless nothing is counted.
func (s *speech) countTo(n int) {
	s.now = s.free(2 * wordGap)
	if s.counting != "off" {
		s.now += instant(n) * second
		s.countdown(s.now, n)
	}
}
