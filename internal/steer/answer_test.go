package steer

import (
	"testing"
	"time"
)

// Two keys that are answered alike are two answers: whoever reads them on a
// Braille line knows that the second key was heard, too.
func TestAnswersAreCounted(t *testing.T) {
	g := &Guide{now: time.Now}
	g.show("15 seconds more")
	first := *g.message.Load()
	g.show("15 seconds more")
	if second := *g.message.Load(); second.nth != first.nth+1 {
		t.Errorf("answers %d and %d", first.nth, second.nth)
	}
}
