package plan

import (
	"slices"
	"time"

	"unhunch/internal/routine"
)

// Status is where a session is at a frame.
type Status struct {
	Chapter  Chapter // the exercise, or another part of the session
	Part     string  // the title of the side, set or phase that comes next in it, or ""
	Next     Chapter // that comes next, or none
	Work     *Event  // the hold, move, rest or set-up of that moment, or nil
	Breath   *Event  // the phase of a breath, or nil
	Side     routine.Side
	Set, Rep int // 0: none
	Sets     int // of the exercise
	Reps     int // of the set and side
	Left     time.Duration
}

// StatusAt tells where the session is at a frame.
func (p *Plan) StatusAt(at Frame) Status {
	s := Status{Left: max(0, p.Frames-at).Duration()}
	if i := p.ChapterAt(at); i >= 0 {
		s.Chapter = p.Chapters[i]
	}
	s.Part, s.Next = p.next(at)
	for i := range p.Events {
		e := &p.Events[i]
		if e.At >= s.Chapter.At+s.Chapter.Frames {
			break
		}
		switch {
		case e.At > at || at >= e.End():
		case e.Bus == BusNone:
			s.Work = e
			s.Side, s.Set, s.Rep = e.Side, e.Set, e.Rep
		case e.Bus == BusBreath:
			s.Breath = e
		}
	}
	if s.Work == nil {
		return s
	}
	for _, e := range p.Events {
		if e.At < s.Chapter.At || e.At >= s.Chapter.At+s.Chapter.Frames || e.Bus != BusNone {
			continue
		}
		s.Sets = max(s.Sets, e.Set)
		if e.Set == s.Set {
			s.Reps = max(s.Reps, e.Rep)
		}
	}
	return s
}

// BreathAt is the frame at which the breath of a frame begins.
func (p *Plan) BreathAt(at Frame) Frame {
	start, end, cycle := at, Frame(-1), 0
	for _, e := range p.Events {
		if e.Kind != KindBreath || e.At > at {
			continue
		}
		if e.Rep != cycle || e.At != end {
			start = e.At
		}
		end, cycle = e.End(), e.Rep
	}
	return start
}

// next is what comes next after a frame: a part of the same chapter, and the chapter
// after it.
func (p *Plan) next(at Frame) (part string, next Chapter) {
	for _, c := range p.Chapters {
		switch {
		case c.At <= at:
		case c.Level == 0:
			return part, c
		case part == "":
			part = c.Title
		}
	}
	return part, Chapter{}
}

// ChapterAt is the index of the chapter of level 0 at a frame, or -1.
func (p *Plan) ChapterAt(at Frame) int {
	found := -1
	for i, c := range p.Chapters {
		if c.Level == 0 && c.At <= at {
			found = i
		}
	}
	return found
}

// StatusLines say where the session is at a frame: "Exercise two of eight.",
// "Cat-cow.", "Repetition four.", "Of ten.", "Up next.", "Arm slides.", "Seven
// minutes left."
func (p *Plan) StatusLines(at Frame) []string {
	s, book := p.StatusAt(at), p.Phrases()
	var lines []string
	if n := s.Chapter.Number; n > 0 && p.Numbered > 1 {
		lines = append(lines, book.Exercise(n, p.Numbered).Text)
	}
	named := func(c Chapter) bool {
		return c.Title != "" && c.Title != book.Course.Opening && c.Title != book.Course.Closing
	}
	if named(s.Chapter) {
		lines = append(lines, book.Title(s.Chapter.Title))
	}
	if s.Side != routine.NoSide {
		lines = append(lines, book.Side(s.Side))
	}
	lines = append(lines, book.SetNow(s.Set, s.Sets)...)
	lines = append(lines, book.RepNow(s.Rep, s.Reps)...)
	switch {
	case named(s.Next):
		lines = append(lines, book.Answers.Next, book.Title(s.Next.Title))
	case s.Chapter.Number > 0 && p.Numbered > 1:
		lines = append(lines, book.Answers.LastExercise)
	}
	return append(lines, book.Left(s.Left))
}

// InstructionAt gives the lines that tell the listener what to do at a frame:
// the movement of that moment and its side, or, between movements, the last
// line of the chapter that is not one of the program's own small words.
func (p *Plan) InstructionAt(at Frame) []string {
	i := p.ChapterAt(at)
	if i < 0 {
		return nil
	}
	s := p.StatusAt(at)
	told := s.Work
	text := ""
	if told != nil {
		text = told.Words
	}
	if text == "" {
		if told = p.lastLine(p.Chapters[i].At, at); told == nil {
			return nil
		}
		text = told.Text
	}
	if s.Side != routine.NoSide && !told.sided {
		return []string{p.Phrases().Side(s.Side), text}
	}
	return []string{text}
}

// remarks are the roles of lines that nobody has to hear again.
var remarks = []Role{RoleTip, RoleWhy, RoleCheer, RoleEasier, RoleFeel}

// lastLine is the last line that was begun between two frames, but for remarks and
// the program's own; nil if there is none.
func (p *Plan) lastLine(since, at Frame) *Event {
	var last *Event
	for i := range p.Events {
		e := &p.Events[i]
		if e.At > at {
			break
		}
		if e.At >= since && e.Bus == BusVoice && e.File == "" && !e.own && !slices.Contains(remarks, e.Role) {
			last = e
		}
	}
	return last
}
