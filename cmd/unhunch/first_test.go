package main

import (
	"testing"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/session"
)

// TestFirstMovement: whoever has a few minutes at a desk, or knows the session, does
// not want to listen for half of them.
func TestFirstMovement(t *testing.T) {
	noRaces(t)
	for id, most := range map[string]struct{ full, some time.Duration }{ // seconds
		"desk-break":     {40, 25},
		"daily":          {60, 45},
		"strength":       {60, 45},
		"stretch":        {60, 45},
		"mobility":       {70, 50},
		"warm-up":        {60, 45},
		"relax":          {60, 45},
		"guide-a":        {75, 55},
		"guide-b":        {75, 55},
		"deep-breathing": {60, 60}, // the first breath
		"guided-imagery": {60, 45}, // the first silence
	} {
		for _, voice := range session.Voices() {
			for explain, most := range map[plan.Explain]time.Duration{plan.ExplainFull: most.full, plan.ExplainSome: most.some} {
				s, err := session.Open(t.Context(), id, session.Choices{Voice: voice, Layout: plan.Options{Explain: explain}})
				if err != nil {
					t.Fatal(err)
				}
				first := firstMovement(s.Plan)
				t.Logf("%s by %s, explaining %s: %.1f s", id, voice, explain, first.Seconds())
				if first == 0 || first > most*time.Second {
					t.Errorf("%s by %s, explaining %s: the first movement is at %.1f s, want %d s at most", id, voice, explain, first.Seconds(), most)
				}
			}
		}
	}
}

// firstMovement is when one first moves, breathes with the sound, or rests.
func firstMovement(p *plan.Plan) time.Duration {
	for _, e := range p.Events {
		if e.Kind == plan.KindMove || e.Kind == plan.KindBreath || e.Kind == plan.KindRest {
			return e.At.Duration()
		}
	}
	return 0
}
