package plan

import (
	"strings"
	"time"

	"unhunch/internal/routine"
)

// The words that answer a listener who steers a session with eyes closed.

// Answers to a key.
const (
	PausedPhrase   = "The session is paused."
	MorePhrase     = "Fifteen seconds more."
	LongerPhrase   = "A little longer." // of breathing, which goes on for whole breaths
	NotHerePhrase  = "That does not work here."
	AgainPhrase    = "Once more to stop."
	VoiceVolume    = "The voice."
	CueVolume      = "The cues."
	BedVolume      = "The background."
	WaitingPhrase  = "Take your time, and press a key when you are ready."
	OtherKeys      = "Your own keys are on the screen."
	mostMinutes    = 60
	moreThanAnHour = "More than an hour left."
	lessThanMinute = "Less than a minute left."
)

// KeyLines are the list of keys, as it is spoken.
func KeyLines() []string {
	return []string{
		"Space pauses, and goes on.",
		"N for the next exercise, P to go back.",
		"R says it again, S says where you are.",
		"T gives fifteen seconds more, K skips ahead.",
		"Plus and minus change the volume.",
		"One, two or three before them is for the voice, the cues, or the background.",
		"H, if it hurts.",
		"X twice, to stop.",
	}
}

func repetitionPhrase(n int) string { return "Repetition " + number(n) + "." }
func ofPhrase(n int) string         { return "Of " + number(n) + "." }

func leftPhrase(d time.Duration) string {
	n := int((d + 30*time.Second) / time.Minute)
	switch {
	case n < 1:
		return lessThanMinute
	case n == 1:
		return "One minute left."
	case n > mostMinutes:
		return moreThanAnHour
	}
	return sentence(number(n) + " minutes left")
}

// answerTexts are all that a voice needs to answer.
func answerTexts() []string {
	texts := []string{PausedPhrase, MorePhrase, LongerPhrase, NotHerePhrase, AgainPhrase, VoiceVolume, CueVolume, BedVolume,
		WaitingPhrase, OtherKeys, lessThanMinute, moreThanAnHour}
	texts = append(texts, KeyLines()...)
	for n := 1; n <= mostAlone; n++ {
		texts = append(texts, repetitionPhrase(n), ofPhrase(n))
	}
	for n := 1; n <= mostMinutes; n++ {
		texts = append(texts, leftPhrase(time.Duration(n)*time.Minute))
	}
	return texts
}

// Status is where a session is at a frame.
type Status struct {
	Chapter  Chapter // the exercise, or another part of the session
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

// Lines say the status: "Cat-cow.", "Repetition four.", "Of ten.", "Seven
// minutes left."
func (s Status) Lines() []string {
	var lines []string
	if t := s.Chapter.Title; t != "" && t != openingTitle && t != closingTitle {
		lines = append(lines, titleLine(s.Chapter.Title))
	}
	if s.Side != routine.NoSide {
		lines = append(lines, sidePhrase(s.Side))
	}
	if s.Sets > 1 && s.Set > 0 && s.Sets <= mostSets {
		lines = append(lines, setPhrase(s.Set, s.Sets).Text)
	}
	if s.Reps > 1 && s.Rep > 0 && s.Reps <= mostAlone {
		lines = append(lines, repetitionPhrase(s.Rep), ofPhrase(s.Reps))
	}
	return append(lines, leftPhrase(s.Left))
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
	text := ""
	if s.Work != nil {
		text = s.Work.Words
	}
	if text == "" {
		text = p.lastLine(p.Chapters[i].At, at)
	}
	if text == "" {
		return nil
	}
	if lower := strings.ToLower(text); s.Side != routine.NoSide && !strings.Contains(lower, "left") && !strings.Contains(lower, "right") {
		return []string{sidePhrase(s.Side), text}
	}
	return []string{text}
}

// lastLine is the last line that was begun between two frames, but for the
// program's own.
func (p *Plan) lastLine(since, at Frame) string {
	own := map[string]bool{}
	for _, ph := range Phrases() {
		own[ph.Text] = true
	}
	text := ""
	for _, e := range p.Events {
		if e.At > at {
			break
		}
		if e.At >= since && e.Bus == BusVoice && e.File == "" && !own[e.Text] {
			text = e.Text
		}
	}
	return text
}

// SoundCheck is a small plan that says a line and plays the tones of a hold, in
// a voice: enough to hear whether all is well.
func SoundCheck(v Voice) *Plan {
	p := &Plan{Version: 1, Title: "Sound check", Language: v.Language(), Voice: v.Name(), Rate: Rate}
	at := Frame(Rate)
	add := func(e Event, after Frame) {
		e.At = at
		p.Events = append(p.Events, e)
		at += e.Frames + after
	}
	for _, l := range []struct {
		text string
		tone Tone
	}{{legendHold, ToneHold}, {legendLetGo, ToneRelease}} {
		if frames, ok := v.Length(l.text); ok {
			add(Event{Frames: Frame(frames), Bus: BusVoice, Kind: KindLine, Text: l.text}, Rate/3)
		}
		add(Event{Frames: Tones[l.tone], Bus: BusCue, Kind: KindTone, Tone: l.tone}, Rate/2)
	}
	p.Frames = at
	return p
}
