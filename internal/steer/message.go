package steer

import (
	"fmt"
	"time"
)

// message is the answer to a key on the screen.
type message struct {
	text  string
	nth   int
	until time.Time
}

// show answers a key on the screen.
func (g *Guide) show(format string, args ...any) {
	nth := 1
	if last := g.message.Load(); last != nil {
		nth = last.nth + 1
	}
	g.message.Store(&message{fmt.Sprintf(format, args...), nth, g.now().Add(3 * time.Second)})
}

// complain shows why something could not be done.
func (g *Guide) complain(err error) {
	if err != nil {
		g.show("can't: %v", err)
	}
}
