package tui

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/steer"
)

// screen lays out a view for a terminal of a width: six lines, or more where
// words need them, the last one for the keys or for what a key did.
func screen(v steer.View, keys steer.Keys, width int, color bool) []string {
	at := plan.Frame(v.State.Frame)
	status := v.Plan.StatusAt(at)
	lines := append([]string{heading(v, status, width, color)}, wrapped(said(v.Plan, status.Chapter.At, at), width)...)
	lines = append(lines,
		workBar(v, status, at, width),
		bar("session", at, v.Plan.Frames, clock(at)+" of "+plan.Clock(v.Plan.Frames.Duration()), width),
	)
	if lost := trouble(v.State); lost != "" {
		lines = append(lines, wrapped(lost+"; "+waiting, width)...)
	} else {
		lines = append(lines, dim("  "+following(v.Plan, at), color), footer(v, keys, width, color))
	}
	for i, l := range lines {
		lines[i] = ansi.Truncate(l, width, "…")
	}
	return lines
}

// heading says where the session is, and on the right what is unusual.
func heading(v steer.View, s plan.Status, width int, color bool) string {
	parts := []string{printable(s.Chapter.Title)}
	if s.Side != "" {
		parts = append(parts, string(s.Side)+" side")
	}
	if s.Sets > 1 && s.Set > 0 {
		parts = append(parts, fmt.Sprintf("set %d of %d", s.Set, s.Sets))
	}
	if s.Reps > 1 && s.Rep > 0 {
		parts = append(parts, fmt.Sprintf("%d of %d", s.Rep, s.Reps))
	}
	left := strings.Join(parts, " · ")
	right := ""
	switch {
	case v.Waiting:
		right = "waiting for you"
	case v.State.Paused:
		right = "paused"
	}
	gap := width - ansi.StringWidth(left) - ansi.StringWidth(right)
	if right == "" || gap < 2 {
		return bold(left, color) + strings.TrimRight("  "+right, " ")
	}
	return bold(left, color) + strings.Repeat(" ", gap) + right
}

// said is the line that was begun last, since a frame.
func said(p *plan.Plan, since, at plan.Frame) string {
	text := ""
	for _, e := range p.Events {
		if e.At > at {
			break
		}
		if spoken(e) && e.At >= since {
			text = e.Text
		}
	}
	return printable(text)
}

// works and breaths name what a bar is for.
var (
	works = map[plan.Kind]string{
		plan.KindHold: "hold", plan.KindMove: "move", plan.KindRest: "rest", plan.KindSetup: "get ready",
	}
	breaths = map[routine.BreathKind]string{
		routine.BreathIn: "in", routine.BreathTopUp: "more", routine.BreathHold: "hold", routine.BreathOut: "out", routine.BreathEmpty: "empty",
	}
)

// wrapped breaks words into lines, at least one.
func wrapped(text string, width int) []string {
	lines := strings.Split(ansi.Wrap(text, max(1, width-2), ""), "\n")
	for i, l := range lines {
		lines[i] = "  " + l
	}
	return lines
}

// workBar is how far the hold, move, rest, set-up or breath of the moment is.
func workBar(v steer.View, s plan.Status, at plan.Frame, width int) string {
	e, label := s.Work, ""
	switch {
	case v.Waiting:
		return "  press a key when you are ready"
	case e != nil:
		label = works[e.Kind]
	case s.Breath != nil:
		e, label = s.Breath, breaths[s.Breath.Breath()]
	default:
		return ""
	}
	left := (e.End() - at).Duration()
	return bar(label, at-e.At, e.Frames, fmt.Sprintf("%d s", int((left+time.Second-1)/time.Second)), width)
}

const labelWidth = 10

// bar is a line with a name, a bar and a text after it. Without room it has no
// bar.
func bar(label string, done, all plan.Frame, text string, width int) string {
	room := min(60, width-2-labelWidth-ansi.StringWidth(text)-1)
	head := fmt.Sprintf("  %-*s", labelWidth, label)
	if room < 5 || all <= 0 {
		return head + text
	}
	full := int(max(0, min(all, done)) * plan.Frame(room) / all)
	return head + strings.Repeat("━", full) + strings.Repeat("─", room-full) + " " + text
}

// following is what comes next.
func following(p *plan.Plan, at plan.Frame) string {
	for _, c := range p.Chapters {
		if c.Level == 0 && c.At > at {
			return "next: " + printable(c.Title)
		}
	}
	return ""
}

func footer(v steer.View, keys steer.Keys, width int, color bool) string {
	if v.Message != "" {
		return "  " + printable(v.Message)
	}
	line := ""
	for _, key := range keys.Legend() {
		if ansi.StringWidth(line+"  "+key) > width {
			break
		}
		line += "  " + key
	}
	return dim(line, color)
}

// clock is the time that has come: a second is told when it is over.
func clock(f plan.Frame) string { return plan.Clock((f - f%plan.Rate).Duration()) }

func dim(s string, color bool) string  { return styled("\x1b[2m", s, color) }
func bold(s string, color bool) string { return styled("\x1b[1m", s, color) }

func styled(code, s string, color bool) string {
	if !color || strings.TrimSpace(s) == "" {
		return s
	}
	return code + s + "\x1b[m"
}
