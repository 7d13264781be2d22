package plan

import (
	"unhunch/internal/fault"
	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// words is a line to be said, before it is known in which wording and when.
type words struct {
	line  routine.Line // with its sides filled in
	role  Role
	when  advice
	cue   bool // one of several remarks, of which one is made
	known bool // has been heard in full before: may go where there is no room
	lean  bool // names a side: leans to that ear
	sided bool // names a side, as it is
	usual bool // the program's own, in place of what a file leaves out
	brief bool // prefers the short wording
}

// own says whether the line is one of the program's own, and not of a file.
func (w words) own() bool { return w.usual || w.line.Pos == (fault.Pos{}) }

// spoken is a line in the wording and voice that will be heard.
type spoken struct {
	words
	text    string
	voice   string // "" for the chosen one
	length  instant
	missing bool   // no voice has recorded it
	note    string // of the event
	instead string // the wording that was wanted and has no recording
}

// lead is how long before a moment a line begins that is to fall on it.
func (v speakers) lead(l spoken) instant {
	for _, voice := range v {
		if l.voice != "" && voice.Name() != l.voice {
			continue
		}
		if b, ok := voice.(Beats); ok && !l.missing {
			if frames, ok := b.Beat(l.text); ok {
				return fromFrames(Frame(frames))
			}
		}
		break
	}
	return leadIn
}

// spare says that a line has no recording and is not worth a tone in its
// place: the program's own small words, which the listener does not miss.
func (s spoken) spare() bool { return s.missing && s.own() && s.rank() < always }

// speakers are the voices of a session: the chosen one, and one that says what
// the first has not recorded.
type speakers []Voice

// wording chooses how a line is said: in the wanted wording if the voice has
// it, else the other wording, else either in the second voice, else not at all,
// with a tone and a caption in its place.
func (v speakers) wording(w words) spoken {
	wanted := []string{w.line.Text}
	if w.line.Short != "" {
		wanted = append(wanted, w.line.Short)
		if w.brief {
			wanted[0], wanted[1] = wanted[1], wanted[0]
		}
	}
	for rank, voice := range v {
		for i, text := range wanted {
			frames, ok := voice.Length(text)
			if !ok {
				continue
			}
			s := spoken{words: w, text: text, length: fromFrames(Frame(frames))}
			if rank > 0 {
				s.voice = voice.Name()
				s.note = "in the voice of " + s.voice
			} else if i > 0 {
				s.instead = wanted[0]
				s.note = "no recording of the full wording"
			}
			return s
		}
	}
	return spoken{words: w, text: wanted[0], missing: true, length: fromFrames(Tones[ToneMissing])}
}

// shortened gives the lines of a rank in their short wordings, where these are
// shorter.
func (v speakers) shortened(lines []spoken, rank int) {
	for i, s := range lines {
		if s.rank() != rank || s.line.Short == "" || s.brief {
			continue
		}
		s.brief = true
		if short := v.wording(s.words); !short.missing && short.length < s.length {
			short.note = "short"
			lines[i] = short
		}
	}
}

// lengthOf is how long lines take, with a gap between each two.
func lengthOf(lines []spoken) instant {
	var t instant
	for i, s := range lines {
		if i > 0 {
			t += wordGap
		}
		t += s.length
	}
	return t
}

// phaseLine announces a phase; its name alone is the shorter wording.
func phaseLine(book *phrases.Book, p routine.Phase) routine.Line {
	l := p.Say
	if l.Short == "" && p.Name != "" {
		l.Short = book.Name(p.Name)
	}
	return l
}

// ofSide gives a line as it is said for a side.
func (s *speech) ofSide(l routine.Line, side routine.Side) words {
	line := s.book.ForSide(l, side)
	return words{line: line, sided: line.Text != l.Text}
}

// phaseWords announce a phase for a side; its name alone is the shorter wording.
func (s *speech) phaseWords(p routine.Phase, side routine.Side, role Role, brief bool) words {
	w := s.ofSide(phaseLine(s.book, p), side)
	w.role, w.brief = role, brief
	return w
}
