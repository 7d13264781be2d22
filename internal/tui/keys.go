package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"unhunch/internal/steer"
)

// legend is what the keys below a session do, in the order in which a listener needs
// to know it. The others are in the help.
var legend = []struct {
	action steer.Action
	text   string
}{
	{steer.PlayPause, "pause"}, {steer.Next, "next"}, {steer.Back, "back"},
	{steer.Hurt, "it hurts"}, {steer.Stop, "stop"}, {steer.Help, "keys"},
}

// legendLines name the first key of each of these actions, on as many lines as they
// need.
func legendLines(keys steer.Keys, width int) []string {
	lines := []string{""}
	for _, l := range legend {
		of := keys.Of(l.action)
		if len(of) == 0 {
			continue
		}
		last := &lines[len(lines)-1]
		entry := "  " + printable(of[0]) + " " + l.text
		if *last != "" && ansi.StringWidth(*last+entry) > width {
			lines = append(lines, entry)
			continue
		}
		*last += entry
	}
	return lines
}

// help says in a sentence what the keys of each action do.
var help = []struct {
	title string
	rows  []helpRow
}{
	{"Moving on", []helpRow{
		{"Pause, and go on.", []steer.Action{steer.PlayPause}},
		{"Go to the next exercise.", []steer.Action{steer.Next}},
		{"Go back.", []steer.Action{steer.Back}},
		{"Skip this side, set or rest.", []steer.Action{steer.Skip}},
		{"Take fifteen seconds more.", []steer.Action{steer.More}},
	}},
	{"Listening", []helpRow{
		{"Hear it again.", []steer.Action{steer.Again}},
		{"Hear where you are.", []steer.Action{steer.Where}},
		{"Louder, or softer.", []steer.Action{steer.Louder, steer.Softer}},
		{"Choose what gets louder: the voice, cues or background.", []steer.Action{steer.Voice, steer.Cues, steer.Bed}},
		{"Hear these keys.", []steer.Action{steer.Help}},
	}},
	{"Stopping", []helpRow{
		{"It hurts: stop calmly.", []steer.Action{steer.Hurt}},
		{"Stop. Press it twice.", []steer.Action{steer.Stop}},
	}},
}

// helpRow is a sentence and the actions that it is about.
type helpRow struct {
	text    string
	actions []steer.Action
}

// named are the keys of a row: all of one action, the first one of each of several.
func (r helpRow) named(keys steer.Keys) string {
	var names []string
	for _, a := range r.actions {
		of := keys.Of(a)
		if len(r.actions) > 1 {
			of = of[:min(1, len(of))]
		}
		names = append(names, of...)
	}
	return printable(strings.Join(names, ", "))
}

// widestKeys is the most columns that the names of keys take beside their sentences.
const widestKeys = 12

// helpLines is the help of the keys for a width.
func helpLines(keys steer.Keys, width int, color bool) []string {
	column := 0
	for _, group := range help {
		for _, row := range group.rows {
			column = max(column, min(widestKeys, ansi.StringWidth(row.named(keys))))
		}
	}
	var lines []string
	for _, group := range help {
		lines = append(lines, bold(group.title, color))
		for _, row := range group.rows {
			if named := row.named(keys); named != "" {
				lines = append(lines, hanging(named, row.text, column, width)...)
			}
		}
	}
	return append(lines, "", "Any key leads back to the session.")
}

// hanging sets a text in lines beside a name, or below it where the name is too long.
func hanging(name, text string, column, width int) []string {
	var lines []string
	indent := strings.Repeat(" ", 1+column+2)
	for i, l := range wordLines(text, width-len(indent)) {
		switch {
		case i > 0 || ansi.StringWidth(name) > column:
			l = indent + l
		default:
			l = fmt.Sprintf(" %s%s  %s", name, strings.Repeat(" ", column-ansi.StringWidth(name)), l)
		}
		lines = append(lines, l)
	}
	if ansi.StringWidth(name) > column {
		lines = append([]string{" " + name}, lines...)
	}
	return lines
}

// wordLines breaks a text between its words into lines, at least one.
func wordLines(text string, width int) []string {
	return strings.Split(ansi.Wrap(text, max(1, width), ""), "\n")
}
