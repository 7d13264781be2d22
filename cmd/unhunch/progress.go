package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"unhunch/internal/tui"
)

// progressAfter is how long something may take before its progress is shown.
const progressAfter = time.Second

// progress shows how far a long piece of work has come: a bar on a terminal,
// and elsewhere a plain line for every quarter. It shows nothing for what is
// done within progressAfter. It is safe for concurrent use.
type progress struct {
	mu      sync.Mutex
	out     io.Writer
	now     func() time.Time
	what    string
	bar     bool
	started time.Time
	drawn   time.Time
	quarter int
	visible bool
}

// newProgress starts the clock of a piece of work, which is named as the user
// would: "writing daily.m4b".
func newProgress(e *env, what string) *progress {
	f, ok := e.stderr.(*os.File)
	bar := ok && term.IsTerminal(int(f.Fd())) && !tui.Accessible(e.getenv)
	return &progress{out: e.stderr, now: e.now, what: harmless(what), bar: bar, started: e.now()}
}

// show draws a share of the work from 0 to 1.
func (p *progress) show(share float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if now.Sub(p.started) < progressAfter {
		p.quarter = int(share * 4) // those that are over need no line of their own
		return
	}
	if !p.bar {
		if q := int(share * 4); q > p.quarter && q < 4 {
			p.quarter = q
			fmt.Fprintf(p.out, "unhunch: %s, %d %%\n", p.what, q*25)
		}
		return
	}
	if now.Sub(p.drawn) < 100*time.Millisecond && share < 1 {
		return
	}
	p.drawn, p.visible = now, true
	const width = 30
	full := int(share*width + 0.5)
	fmt.Fprintf(p.out, "\r\x1b[K%s  [%s%s] %3.0f %%", p.what, strings.Repeat("#", full), strings.Repeat("-", width-full), share*100)
}

// done takes the bar away.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.visible {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.visible = false
	}
}
