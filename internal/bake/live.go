package bake

import (
	"context"
	"strings"

	"unhunch/internal/master"
	"unhunch/internal/soundfile"
	"unhunch/internal/speech"
	"unhunch/internal/voice"
)

// live says texts in a voice that is built in.
type live struct {
	speaker *speech.Speaker
	respell *strings.Replacer
}

func newLive(made voice.Made, o speech.Options) (*live, error) {
	v, err := speech.Find(made.Speaker)
	if err != nil {
		return nil, err
	}
	respell := respelling(made)
	script := o.Script
	o.Script = func() []voice.ScriptLine {
		spelled := script()
		for i, l := range spelled {
			spelled[i].Text = respell.Replace(l.Text)
		}
		return spelled
	}
	return &live{speech.New(v, o), respell}, nil
}

func (l *live) recipe(text string) []string {
	return []string{l.speaker.Recipe(l.respell.Replace(text))}
}

func (l *live) say(ctx context.Context, text, _ string) (take, error) {
	text = l.respell.Replace(text)
	clip, err := l.speaker.Say(ctx, text)
	if err != nil {
		return take{}, err
	}
	words, before := master.Trim(clip.Samples)
	return take{soundfile.Clip{Samples: words, Channels: 1}, true, l.speaker.Stress(text) - int64(before)}, nil
}

func (l *live) quick() bool { return true }
