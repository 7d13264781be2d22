package plan

import "unhunch/internal/phrases"

// SoundCheck is a small plan that says a line and plays the tones of a hold, in
// a voice: enough to hear whether all is well.
func SoundCheck(v Voice) *Plan {
	book := phrases.In(v.Language())
	p := &Plan{Version: 1, Title: book.Course.SoundCheck, Language: v.Language(), Voice: v.Name(), Rate: Rate}
	at := Frame(Rate)
	add := func(e Event, after Frame) {
		e.At = at
		p.Events = append(p.Events, e)
		at += e.Frames + after
	}
	for _, l := range []struct {
		text string
		tone Tone
	}{{book.Opening.Hold, ToneHold}, {book.Opening.LetGo, ToneRelease}} {
		if frames, ok := v.Length(l.text); ok {
			add(Event{Frames: Frame(frames), Bus: BusVoice, Kind: KindLine, Text: l.text, Role: RolePrepare}, Rate/3)
		}
		add(Event{Frames: Tones[l.tone], Bus: BusCue, Kind: KindTone, Tone: l.tone}, Rate/2)
	}
	p.Frames = at
	return p
}
