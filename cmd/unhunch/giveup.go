package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/term"

	"unhunch/internal/wholefile"
)

const (
	// patience is how long what was told to end may take for it. Whoever waits for a
	// pipe that nobody opens, or for a slow disk, does not hear that it should.
	patience = 700 * time.Millisecond
	// lastWords is the same for a session, which fades out and is written to the log.
	lastWords = 10 * time.Second
)

// giveUp ends what does not end by itself, without anything half done left behind,
// and gives the exit status.
func (e *env) giveUp(ctx context.Context, back func()) int {
	wholefile.Abandon()
	back()
	told := make(chan struct{})
	go func() {
		fmt.Fprintln(e.stderr, "unhunch: interrupted")
		close(told)
	}()
	select {
	case <-told:
	case <-time.After(patience / 10): // a pipe that is full
	}
	return exitSignal + int(signalOf(ctx).Signal)
}

// terminalAsItIs gives what makes the terminal again as it is now.
func terminalAsItIs(e *env) (back func()) {
	in := terminal(e.stdin)
	if in == nil || !term.IsTerminal(int(in.Fd())) {
		return func() {}
	}
	state, err := term.GetState(int(in.Fd()))
	if err != nil {
		return func() {}
	}
	return func() {
		term.Restore(int(in.Fd()), state)
		if out, ok := e.stdout.(*os.File); ok && term.IsTerminal(int(out.Fd())) {
			const shown = "\x1b[?25h\x1b[?2004l" // the cursor; what is pasted is as if it was typed
			fmt.Fprint(out, shown)
		}
	}
}
