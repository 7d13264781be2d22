package plan

import "unhunch/internal/routine"

// Saying is a line of a plan that is nothing but lines.
type Saying struct {
	Text  string
	After Frame // silence before the next one
}

// Sayings is a plan that says lines one after the other, from a frame on, each in
// the first voice that can say it. Lines that none can say are left out.
func Sayings(voices []Voice, at Frame, lines []Saying) *Plan {
	first := voices[0]
	p := &Plan{Version: 1, Routine: "saying", Language: first.Language(), Voice: first.Name(), Rate: Rate, Frames: at}
	for _, l := range lines {
		s := speakers(voices).wording(words{line: routine.Line{Text: l.Text}, role: RoleStatus})
		if s.missing {
			continue
		}
		e := Event{At: at, Frames: s.length.frame(), Bus: BusVoice, Kind: KindLine, Text: l.Text, Voice: s.voice, Role: s.role}
		p.Events = append(p.Events, e)
		p.Frames, at = e.End(), e.End()+l.After
	}
	return p
}
