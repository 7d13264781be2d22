package plan

// Saying is a line of a plan that is nothing but lines.
type Saying struct {
	Text  string
	After Frame // silence after it
}

// Sayings is a plan that says lines one after the other. Those that the voice
// cannot say are left out.
func Sayings(v Voice, title string, lines []Saying) *Plan {
	p := &Plan{Version: 1, Routine: "saying", Title: title, Language: v.Language(), Voice: v.Name(), Rate: Rate}
	at := Frame(Rate / 10) // no player cuts off the first sound then
	for _, l := range lines {
		frames, ok := v.Length(l.Text)
		if !ok {
			continue
		}
		p.Events = append(p.Events, Event{At: at, Frames: Frame(frames), Bus: BusVoice, Kind: KindLine, Text: l.Text})
		at += Frame(frames) + l.After
	}
	p.Frames = at
	p.Chapters = []Chapter{{Frames: at, Title: title}}
	return p
}
