package tui

import (
	"context"
	"fmt"
	"io"
	"os"
	"sort"
	"sync"
	"time"
	"unicode/utf8"

	"unhunch/internal/plan"
	"unhunch/internal/steer"
)

// printer writes a session line by line, as it is heard.
type printer struct {
	o       Options
	plan    *plan.Plan
	next    int // the first event that has not been passed
	last    plan.Frame
	leaps   int
	trouble bool
	message string
	answers int
	helping bool
	err     error // of the output
}

// plainWidth is that of lines that nobody lays out beside each other.
const plainWidth = 78

const plainTick = 100 * time.Millisecond

func runPlain(ctx context.Context, g Guide, o Options) error {
	interrupted := make(chan struct{})
	if o.ReadsKeys() {
		keys := &keyboard{file: o.In}
		defer keys.restore()
		defer onSuspend(func() {
			g.Do(steer.Pause)
			time.Sleep(pauseBefore)
			keys.restore()
			suspend()
			keys.single()
		})()
		if err := keys.single(); err != nil {
			return err
		}
		go func() {
			defer keys.orPanic()
			readKeys(o.In, g, func() { close(interrupted) })
		}()
	}
	p := &printer{o: o}
	ticks, stop := o.Ticks.Every(plainTick)
	defer stop()
	for {
		if p.show(g.View()); p.err != nil {
			return p.err
		}
		select {
		case <-ctx.Done():
			p.show(g.View())
			return p.err
		case <-interrupted:
			return ErrInterrupted
		case <-ticks:
		}
	}
}

// keyboard is a terminal whose keys are read one by one.
type keyboard struct {
	file *os.File
	mu   sync.Mutex
	back func() // nil: as it was
}

// single lets keys be read one by one.
func (k *keyboard) single() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.back != nil {
		return nil
	}
	back, err := singleKeys(k.file)
	k.back = back
	return err
}

// orPanic makes the terminal as it was before the program goes down.
func (k *keyboard) orPanic() {
	if r := recover(); r != nil {
		k.restore()
		panic(r)
	}
}

// restore makes the terminal as it was.
func (k *keyboard) restore() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.back != nil {
		k.back()
		k.back = nil
	}
}

// show prints what was begun to be heard since the last time.
func (p *printer) show(v steer.View) {
	at := plan.Frame(v.State.Frame)
	switch {
	case p.plan == nil || v.State.Leaps != p.leaps:
		p.next = underWay(v.Plan.Events, plan.Frame(v.State.From))
	case v.Plan != p.plan:
		p.next = firstFrom(v.Plan.Events, p.last+1)
	}
	p.plan, p.leaps = v.Plan, v.State.Leaps
	for ; p.next < len(p.plan.Events) && p.plan.Events[p.next].At <= at; p.next++ {
		e := p.plan.Events[p.next]
		if spoken(e) {
			p.line(printable(e.Text))
		}
	}
	p.last = at
	if lost := trouble(v.State); (lost != "") != p.trouble {
		p.trouble = lost != ""
		if p.trouble {
			p.line(lost + "; " + waiting)
		} else {
			p.line("the sound is back")
		}
	}
	if v.Helping && !p.helping {
		for _, l := range helpLines(p.o.Keys, plainWidth, false) {
			p.line(l)
		}
	}
	p.helping = v.Helping
	if v.Message != p.message || v.Answers != p.answers {
		p.message, p.answers = v.Message, v.Answers
		if v.Message != "" {
			p.line("(" + printable(v.Message) + ")")
		}
	}
}

// firstFrom is the index of the first event that begins at a frame or later.
func firstFrom(events []plan.Event, at plan.Frame) int {
	return sort.Search(len(events), func(i int) bool { return events[i].At >= at })
}

// underWay is the index of the line that is being said at a frame, or else of the
// first event that begins there or later.
func underWay(events []plan.Event, at plan.Frame) int {
	next := firstFrom(events, at)
	for i := next - 1; i >= 0; i-- {
		if e := events[i]; spoken(e) {
			if e.End() > at {
				return i
			}
			break
		}
	}
	return next
}

func (p *printer) line(text string) {
	if _, err := fmt.Fprintln(p.o.Out, text); err != nil {
		p.err = err
	}
}

// readKeys turns what is typed into actions, until the input ends or Ctrl-C is
// typed, where the terminal does not make a signal of it.
func readKeys(in io.Reader, g Guide, interrupt func()) {
	buf := make([]byte, 64)
	for {
		n, err := in.Read(buf)
		if err != nil {
			return
		}
		for _, key := range names(buf[:n]) {
			if key == "ctrl+c" {
				interrupt()
				return
			}
			g.Press(key)
		}
	}
}

// names gives the names of the keys in what a terminal sends.
func names(data []byte) []string {
	arrows := map[byte]string{'A': "up", 'B': "down", 'C': "right", 'D': "left"}
	var out []string
	for len(data) > 0 {
		if len(data) >= 2 && data[0] == 0x1b && (data[1] == '[' || data[1] == 'O') {
			if data = data[2:]; len(data) == 0 {
				break
			}
			if name, ok := arrows[data[0]]; ok {
				out = append(out, name)
			}
			data = data[1:]
			continue
		}
		r, size := utf8.DecodeRune(data)
		data = data[size:]
		switch {
		case r == ' ':
			out = append(out, "space")
		case r == 3:
			out = append(out, "ctrl+c")
		case r == '\r' || r == '\n':
			out = append(out, "enter")
		case r > ' ' && r != 0x7f:
			out = append(out, string(r))
		}
	}
	return out
}
