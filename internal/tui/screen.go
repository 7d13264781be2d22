package tui

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"unhunch/internal/steer"
)

const (
	repaint     = 100 * time.Millisecond
	unsized     = 80 // columns of a terminal that does not tell
	pauseBefore = 250 * time.Millisecond
)

// model is what bubbletea shows.
type model struct {
	guide     Guide
	o         Options
	view      steer.View
	width     int
	done      bool
	stopping  bool        // Ctrl-C was pressed
	suspended bool        // or about to be
	releases  atomic.Bool // the terminal is given back: what asks to suspend then is bubbletea
}

type (
	tickMsg    struct{}
	doneMsg    struct{}
	suspendMsg struct{} // stop for a while
	fadedMsg   struct{} // the sound has faded out before that
)

// runScreen shows the session on a terminal, below what is already there.
func runScreen(ctx context.Context, g Guide, o Options) error {
	m := &model{guide: g, o: o, view: g.View(), width: unsized}
	options := []tea.ProgramOption{tea.WithOutput(o.Out), tea.WithInput(o.In), tea.WithFPS(10), tea.WithoutSignalHandler()}
	program := tea.NewProgram(m, options...)
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-ctx.Done():
			program.Send(doneMsg{})
		case <-ended:
		}
	}()
	defer onSuspend(func() {
		if m.releases.Load() {
			suspend()
			return
		}
		program.Send(suspendMsg{})
	})()
	if _, err := program.Run(); err != nil {
		return err
	}
	if m.stopping {
		return ErrInterrupted
	}
	return nil
}

func tock() tea.Cmd {
	return tea.Tick(repaint, func(time.Time) tea.Msg { return tickMsg{} })
}

// Init implements tea.Model.
func (m *model) Init() tea.Cmd { return tock() }

// Update implements tea.Model.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tickMsg:
		m.view = m.guide.View()
		return m, tock()
	case tea.WindowSizeMsg:
		if msg.Width > 0 {
			m.width = msg.Width
		}
	case doneMsg:
		m.done = true
		return m, tea.Quit
	case suspendMsg:
		if m.suspended {
			break
		}
		m.suspended = true
		m.guide.Do(steer.Pause)
		return m, tea.Tick(pauseBefore, func(time.Time) tea.Msg { return fadedMsg{} })
	case fadedMsg:
		m.releases.Store(true)
		return m, tea.Suspend
	case tea.ResumeMsg:
		m.suspended = false
		m.releases.Store(false)
	case tea.KeyPressMsg:
		return m, m.press(msg.String())
	}
	return m, nil
}

// press does what a key asks for. Ctrl-C and Ctrl-Z can't be switched off.
func (m *model) press(key string) tea.Cmd {
	switch {
	case key == "ctrl+c":
		m.stopping, m.done = true, true
		return tea.Quit
	case key == "ctrl+z":
		askToSuspend()
	case m.o.NoKeys:
	default:
		m.guide.Press(key)
	}
	return nil
}

// View implements tea.Model.
func (m *model) View() tea.View {
	if m.done || m.view.Plan == nil {
		return tea.NewView("")
	}
	keys := m.o.Keys
	if m.o.NoKeys {
		keys = nil
	}
	return tea.NewView(strings.Join(screen(m.view, keys, m.width, m.o.Color), "\n"))
}
