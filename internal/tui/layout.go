package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
	"unhunch/internal/steer"
)

// screen lays out a view for a terminal of a width, in as many lines as its words need.
func screen(v steer.View, keys steer.Keys, width int, color bool) []string {
	var lines []string
	if v.Helping && len(keys) > 0 {
		lines = helpLines(keys, width, color)
	} else {
		lines = session(v, keys, width, color)
	}
	for i, l := range lines {
		lines[i] = ansi.Truncate(l, width, "…") // a terminal that is narrower than any word
	}
	return lines
}

func session(v steer.View, keys steer.Keys, width int, color bool) []string {
	at := plan.Frame(v.State.Frame)
	status := v.Plan.StatusAt(at)
	lines := heading(v, status, width, color)
	lines = append(lines, wrapped(detail(status), width)...)
	lines = append(lines, wrapped(said(v.Plan, status.Chapter.At, at), width)...)
	lines = append(lines, bars(v, status, at, width)...)
	if lost := trouble(v.State); lost != "" {
		return append(lines, wrapped(lost+"; "+waiting, width)...)
	}
	for _, l := range wrapped(following(status), width) {
		lines = append(lines, dim(l, color))
	}
	if v.Message != "" {
		return append(lines, wrapped(printable(v.Message), width)...)
	}
	for _, l := range legendLines(keys, width) {
		lines = append(lines, dim(l, color))
	}
	return lines
}

// heading says which exercise this is, and on the right what is unusual.
func heading(v steer.View, s plan.Status, width int, color bool) []string {
	left, right := printable(s.Chapter.Title), ""
	if n, of := s.Chapter.Number, v.Plan.Numbered; n > 0 && of > 1 {
		left = fmt.Sprintf("Exercise %d of %d · %s", n, of, left)
	}
	switch {
	case v.Waiting:
		right = "waiting"
	case v.State.Paused:
		right = "paused"
	}
	lines := wordLines(left, width)
	if right != "" && ansi.StringWidth(lines[0])+2+ansi.StringWidth(right) > width {
		lines = wordLines(left, width-2-ansi.StringWidth(right))
	}
	gap := max(2, width-ansi.StringWidth(lines[0])-ansi.StringWidth(right))
	for i, l := range lines {
		lines[i] = bold(l, color)
	}
	if right != "" {
		lines[0] += strings.Repeat(" ", gap) + right
	}
	return lines
}

// detail says where in the exercise the session is.
func detail(s plan.Status) string {
	var parts []string
	if s.Side != "" {
		parts = append(parts, string(s.Side)+" side")
	}
	if s.Sets > 1 && s.Set > 0 {
		parts = append(parts, fmt.Sprintf("set %d of %d", s.Set, s.Sets))
	}
	if s.Reps > 1 && s.Rep > 0 {
		parts = append(parts, fmt.Sprintf("repetition %d of %d", s.Rep, s.Reps))
	}
	return strings.Join(parts, " · ")
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
	lines := wordLines(text, width-2)
	for i, l := range lines {
		lines[i] = strings.TrimRight("  "+l, " ")
	}
	return lines
}

// span is something that goes on, from a frame on.
type span struct {
	label    string
	at, long plan.Frame
}

func (s span) left(at plan.Frame) string { return clock(s.at+s.long-at) + " left" }

// bars are how far the hold, move, rest, set-up or breath of the moment is, the
// exercise, and the session.
func bars(v steer.View, s plan.Status, at plan.Frame, width int) []string {
	var work span
	switch {
	case s.Work != nil:
		work = span{works[s.Work.Kind], s.Work.At, s.Work.Frames}
	case s.Breath != nil:
		work = span{breaths[s.Breath.Breath()], s.Breath.At, s.Breath.Frames}
	}
	part := span{"this part", s.Chapter.At, s.Chapter.Frames}
	if s.Chapter.Exercise != "" {
		part.label = "exercise"
	}
	all := span{"session", 0, v.Plan.Frames}
	column := 0
	for _, s := range []span{work, part, all} {
		column = max(column, len(s.left(at)))
	}
	lines := []string{""}
	switch {
	case v.Waiting:
		lines = wrapped("press a key when you are ready", width)
	case work.label != "":
		lines[0] = bar(work, at, column, width)
	}
	return append(lines, bar(part, at, column, width), bar(all, at, column, width))
}

const labelWidth = 10

// bar is a line with a name, a bar and the time that is left, which takes so many
// columns. Without room it has no bar.
func bar(s span, at plan.Frame, column, width int) string {
	room := min(60, width-2-labelWidth-column-1)
	head := fmt.Sprintf("  %-*s", labelWidth, s.label)
	if room < 5 || s.long <= 0 {
		return head + s.left(at)
	}
	full := int(max(0, min(s.long, at-s.at)) * plan.Frame(room) / s.long)
	return head + strings.Repeat("━", full) + strings.Repeat("─", room-full) + fmt.Sprintf(" %*s", column, s.left(at))
}

// following is what comes next: a part of the exercise, and the next one.
func following(s plan.Status) string {
	var titles []string
	for _, t := range []string{s.Part, s.Next.Title} {
		if t != "" {
			titles = append(titles, printable(t))
		}
	}
	if len(titles) == 0 {
		return ""
	}
	return "next: " + strings.Join(titles, ", then ")
}

// clock is a time that is left: a second is told until it is over.
func clock(f plan.Frame) string {
	return plan.Clock(((max(0, f) + plan.Rate - 1) / plan.Rate * plan.Rate).Duration())
}

func dim(s string, color bool) string  { return styled("\x1b[2m", s, color) }
func bold(s string, color bool) string { return styled("\x1b[1m", s, color) }

func styled(code, s string, color bool) string {
	if !color || strings.TrimSpace(s) == "" {
		return s
	}
	return code + s + "\x1b[m"
}
