package steer

import (
	"context"
	"math"
	"time"
)

const (
	volumeStep  = 2.0 // dB
	mostVolume  = 12.0
	leastVolume = -40.0
	busFor      = 6 * time.Second // + and - stay with a bus this long
)

// choose makes louder and softer change one kind of sound.
func (g *Guide) choose(bus Action) {
	g.bus, g.busUntil = bus, g.now().Add(busFor)
	answers := g.phrases().Answers
	phrase := map[Action]string{Voice: answers.Voice, Cues: answers.Cues, Bed: answers.Bed}[bus]
	g.show("%s: + or -", bus)
	g.tell(phrase)
}

// volume makes everything, or the kind of sound that was chosen, louder.
func (g *Guide) volume(ctx context.Context, by float64) {
	if g.bus == "" || g.pressed.After(g.busUntil) {
		g.bus = ""
		db := math.Round(clamp(g.player.State().Volume + by))
		g.player.SetVolume(db)
		g.show("volume %+.0f dB", db)
		return
	}
	before, trim := g.trim, map[Action]*float64{Voice: &g.trim.Voice, Cues: &g.trim.Cues, Bed: &g.trim.Bed}[g.bus]
	*trim = clamp(*trim + by)
	g.busUntil = g.now().Add(busFor)
	if _, err := g.takeOver(ctx, g.layout.Load(), g.at(), g.join); err != nil {
		g.trim = before
		g.complain(err)
		return
	}
	g.show("%s %+.0f dB", g.bus, *trim)
}

func clamp(db float64) float64 { return max(leastVolume, min(mostVolume, db)) }
