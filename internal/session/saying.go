package session

import (
	"unhunch/internal/phonemes"
	"unhunch/internal/plan"
	"unhunch/internal/render"
	"unhunch/internal/speech"
)

// Saying is a text as a session of its own: its sentences, one after the other.
func Saying(live *speech.Speaker, text string) (*Session, phonemes.Reading, error) {
	read, err := live.Read(text)
	if err != nil {
		return nil, read, err
	}
	lines := make([]plan.Saying, len(read.Sentences))
	for i, s := range read.Sentences {
		lines[i] = plan.Saying{Text: s.Text}
		if i+1 < len(read.Sentences) {
			lines[i].After = plan.Frame(speech.Silence(s.Pause).Seconds() * plan.Rate)
		}
	}
	s := &Session{recordings: &recordings{voices: voices{first: &speaker{live: live}}}, lost: new(render.Lost)}
	s.Plan = s.Sayings(plan.Rate/10, lines) // no player cuts off the first sound then
	s.Plan.Title = read.Sentences[0].Text
	s.Plan.Chapters = []plan.Chapter{{Frames: s.Plan.Frames, Title: s.Plan.Title}}
	return s, read, nil
}

// Sayings is a plan of lines in the voices of the session.
func (s *Session) Sayings(at plan.Frame, lines []plan.Saying) *plan.Plan {
	var speakers []plan.Voice
	for _, v := range s.recordings.all() {
		speakers = append(speakers, v)
	}
	return plan.Sayings(speakers, at, lines)
}
