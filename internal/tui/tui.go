// Package tui shows a session that is playing, on a terminal or line by line.
package tui

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/steer"
)

// Guide is what is shown, and steered by keys.
type Guide interface {
	View() steer.View
	Do(steer.Action)
	Press(key string)
}

// Options say how to show a session.
type Options struct {
	In     *os.File
	Out    io.Writer
	Plain  bool // one line per spoken line, and no redraws
	NoKeys bool
	Keys   steer.Keys
	Color  bool
	Ticks  play.Ticker // for plain lines
}

// ReadsKeys tells whether single keys are read.
func (o Options) ReadsKeys() bool {
	return !o.NoKeys && o.In != nil && term.IsTerminal(int(o.In.Fd()))
}

// ErrInterrupted is what Run gives when Ctrl-C was pressed.
var ErrInterrupted = errors.New("interrupted")

// Plain tells whether a session is to be shown in plain lines: where a listener
// asks for it, and where there is no terminal that could redraw.
func Plain(in *os.File, out io.Writer, getenv func(string) string) bool {
	file, ok := out.(*os.File)
	switch {
	case !ok || !term.IsTerminal(int(file.Fd())):
		return true
	case in == nil || !term.IsTerminal(int(in.Fd())):
		return true
	}
	return Accessible(getenv)
}

// Accessible tells whether what is printed is to be fit for a screen reader.
func Accessible(getenv func(string) string) bool {
	accessible := getenv("ACCESSIBLE")
	return getenv("TERM") == "dumb" || accessible != "" && accessible != "0"
}

// Run shows the session until ctx is done, and leaves the terminal as it was.
func Run(ctx context.Context, g Guide, o Options) error {
	if o.Plain {
		return runPlain(ctx, g, o)
	}
	return runScreen(ctx, g, o)
}

// spoken tells whether an event has words for a reader.
func spoken(e plan.Event) bool {
	return e.Text != "" && (e.Bus == plan.BusVoice || e.Tone == plan.ToneMissing)
}

// trouble says in words why there is no sound.
func trouble(s play.State) string {
	if s.Lost == nil {
		return ""
	}
	const no = "no sound"
	why := printable(s.Lost.Error())
	if strings.HasPrefix(why, no) {
		return why
	}
	return no + ": " + why
}

// waiting is what happens then, and what else can be done.
const waiting = "waiting for it to come back (unhunch export works without a device)"
