package session_test

import (
	"strings"
	"testing"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/session"
)

// TestImageryIsSlow: who has to see a place needs the time for it. A passage is what
// is said without a silence of some length; its pauses count.
func TestImageryIsSlow(t *testing.T) {
	const silence, slowest, fastest = 4500 * time.Millisecond, 75, 115 // words a minute
	for _, voice := range []string{"june", "otto"} {
		var passage []plan.Event
		passages := 0
		judge := func() {
			if len(passage) < 2 {
				return
			}
			passages++
			words := 0
			for _, e := range passage {
				words += len(strings.Fields(e.Text))
			}
			took := (passage[len(passage)-1].End() - passage[0].At).Duration()
			if pace := float64(words) / took.Minutes(); pace < slowest || pace > fastest {
				t.Errorf("%s: from %q on, it goes at %.0f words a minute", voice, passage[0].Text, pace)
			}
		}
		for _, e := range open(t, "guided-imagery", session.Choices{Voice: voice}).Plan.Events {
			if e.Kind != plan.KindLine || e.Role != plan.RoleSay {
				continue
			}
			if n := len(passage); n > 0 && (e.At-passage[n-1].End()).Duration() > silence {
				judge()
				passage = nil
			}
			passage = append(passage, e)
		}
		judge()
		if passages < 6 {
			t.Errorf("%s: there are %d passages", voice, passages)
		}
	}
}
