package session

import (
	"unhunch/internal/phonemes"
	"unhunch/internal/plan"
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
	v := voices{first: &speaker{live: live}}
	return &Session{
		Plan:       plan.Sayings(v.first, read.Sentences[0].Text, lines),
		recordings: &recordings{voices: v},
	}, read, nil
}
