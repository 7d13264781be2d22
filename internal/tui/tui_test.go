package tui

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/steer"
)

var update = flag.Bool("update", false, "write the files in testdata anew")

// tilts is an opening, and two repetitions of an exercise on two sides.
func tilts() *plan.Plan {
	const s = plan.Rate
	work := func(at, length plan.Frame, k plan.Kind, rep int) plan.Event {
		return plan.Event{At: at * s, Frames: length * s, Bus: plan.BusNone, Kind: k, Exercise: "neck-tilts", Side: "left", Set: 1, Rep: rep}
	}
	said := func(at, length plan.Frame, text string) plan.Event {
		return plan.Event{At: at * s, Frames: length * s, Bus: plan.BusVoice, Kind: plan.KindLine, Text: text}
	}
	return &plan.Plan{
		Title: "Daily", Frames: 700 * s, Numbered: 8,
		Chapters: []plan.Chapter{
			{At: 0, Frames: 10 * s, Title: "Opening"},
			{At: 10 * s, Frames: 590 * s, Title: "Neck tilts", Exercise: "neck-tilts", Number: 2},
			{At: 400 * s, Frames: 200 * s, Title: "Left side", Exercise: "neck-tilts", Level: 1},
			{At: 600 * s, Frames: 50 * s, Title: "Upper trapezius stretch with a hand", Exercise: "stretch", Number: 3},
			{At: 650 * s, Frames: 50 * s, Title: "Closing"},
		},
		Events: []plan.Event{
			said(1, 2, "Daily."),
			said(10, 2, "Neck tilts."),
			said(14, 4, "Tilt your head toward your left shoulder, and let the other one sink."),
			work(20, 20, plan.KindHold, 1),
			said(40, 1, "Two."),
			work(42, 20, plan.KindHold, 2),
			{At: 70 * s, Frames: 30 * s, Bus: plan.BusNone, Kind: plan.KindRest, Open: true},
		},
	}
}

var moments = []struct {
	name string
	at   float64 // seconds
	view steer.View
}{
	{"opening", 2, steer.View{}},
	{"hold", 25, steer.View{}},
	{"hold, almost over", 39.6, steer.View{}},
	{"paused", 50, steer.View{State: play.State{Paused: true}, Message: "paused"}},
	{"no sound", 50, steer.View{State: play.State{Lost: errors.New("the sound server is gone")}}},
	{"waiting", 99, steer.View{Waiting: true}},
	{"a key that does nothing", 99, steer.View{Message: "z does nothing here. Press ? for the keys."}},
	{"a long title", 605, steer.View{State: play.State{Paused: true}}},
	{"closing", 699, steer.View{}},
	{"help", 99, steer.View{Helping: true}},
}

func TestScreen(t *testing.T) {
	for _, width := range []int{40, 80, 120} {
		var b strings.Builder
		for _, m := range moments {
			v := m.view
			v.Plan, v.State.Frame = tilts(), int64(m.at*plan.Rate)
			fmt.Fprintf(&b, "%s:\n", m.name)
			for _, line := range screen(v, steer.UsualKeys(), width, false) {
				if w := ansi.StringWidth(line); w > width {
					t.Errorf("%s: a line has %d columns of %d: %s", m.name, w, width, line)
				}
				fmt.Fprintf(&b, "|%s\n", line)
			}
			b.WriteString("\n")
		}
		file := filepath.Join("testdata", fmt.Sprintf("screen-%d.txt", width))
		if *update {
			os.MkdirAll("testdata", 0o755)
			if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if b.String() != string(want) {
			t.Errorf("%s differs; see what changed with -update:\n%s", file, b.String())
		}
	}
}

// TestHelpFits: the help names every key there is, on a small screen and without a cut
// word; and keys with long names go on lines of their own.
func TestHelpFits(t *testing.T) {
	keys := steer.UsualKeys()
	for _, width := range []int{40, 80} {
		lines := helpLines(keys, width, false)
		text := strings.Join(lines, "\n")
		if len(lines) > 20 {
			t.Errorf("the help has %d lines", len(lines))
		}
		for _, line := range lines {
			if ansi.StringWidth(line) > width {
				t.Errorf("%q has more than %d columns", line, width)
			}
		}
		for key, a := range keys {
			if key = keys.Of(a)[0]; !slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' }), key) {
				t.Errorf("the help does not name %s:\n%s", key, text)
			}
		}
	}
	long, err := keys.Remap([]string{"pause=ctrl+shift+pgdown"})
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(helpLines(long, 40, false), "\n"); !strings.Contains(text, "\n ctrl+shift+pgdown\n               Pause, and go on.\n") {
		t.Errorf("a long name:\n%s", text)
	}
}

func TestColorsCanBeLeftOut(t *testing.T) {
	v := steer.View{Plan: tilts()}
	with := strings.Join(screen(v, steer.UsualKeys(), 80, true), "\n")
	without := strings.Join(screen(v, steer.UsualKeys(), 80, false), "\n")
	if strings.Contains(without, "\x1b") || !strings.Contains(with, "\x1b") || ansi.Strip(with) != without {
		t.Errorf("with colors: %q\nwithout: %q", with, without)
	}
}

func TestNarrowScreensDoNotBreak(t *testing.T) {
	for width := 1; width < 40; width++ {
		for _, m := range moments {
			v := m.view
			v.Plan, v.State.Frame = tilts(), int64(m.at*plan.Rate)
			for _, line := range screen(v, steer.UsualKeys(), width, false) {
				if w := ansi.StringWidth(line); w > width {
					t.Fatalf("%s: a line has %d columns of %d: %s", m.name, w, width, line)
				}
			}
		}
	}
}

// script is a Guide that notes what keys ask for.
type script struct{ asked []string }

func (s *script) View() steer.View  { return steer.View{} }
func (s *script) Do(a steer.Action) { s.asked = append(s.asked, string(a)) }
func (s *script) Press(key string)  { s.asked = append(s.asked, key) }

// printed is what the plain view prints for a session that is seen at some
// moments.
func printed(views ...steer.View) string {
	var out bytes.Buffer
	p := &printer{o: Options{Out: &out, Keys: steer.UsualKeys()}}
	views[0].State.From = views[0].State.Frame
	for _, v := range views {
		p.show(v)
	}
	return out.String()
}

func at(seconds float64, change func(*steer.View)) steer.View {
	v := steer.View{Plan: tilts(), State: play.State{Frame: int64(seconds * plan.Rate)}}
	if change != nil {
		change(&v)
	}
	return v
}

func TestPlainLines(t *testing.T) {
	p := tilts()
	see := func(seconds float64, change func(*steer.View)) steer.View {
		v := at(seconds, change)
		v.Plan = p
		return v
	}
	leap := func(to, seconds float64) steer.View { // a moment after the first jump
		return see(seconds, func(v *steer.View) { v.State.Leaps, v.State.From = 1, int64(to*plan.Rate) })
	}
	tests := []struct {
		name  string
		views []steer.View
		want  string
	}{
		{"each line once", []steer.View{see(0, nil), see(1, nil), see(1.05, nil), see(1.1, nil)}, "Daily.\n"},
		{"nothing in a hold", []steer.View{see(19, nil), see(19.9, nil), see(20.5, nil), see(21, nil), see(39, nil)}, ""},
		{"a line again after going back", []steer.View{see(9.9, nil), see(10.1, nil), leap(9.95, 9.95), leap(9.95, 10.2)}, "Neck tilts.\nNeck tilts.\n"},
		{"nothing of what was skipped", []steer.View{see(0.5, nil), leap(41.5, 41.5)}, ""},
		{"the line that a skip leads into", []steer.View{see(0.5, nil), leap(14.5, 14.6)}, "Tilt your head toward your left shoulder, and let the other one sink.\n"},
		{"a message once", []steer.View{
			see(20, func(v *steer.View) { v.Message = "paused" }), see(20, func(v *steer.View) { v.Message = "paused" }), see(20, nil),
		}, "(paused)\n"},
		{"the line that is being said where the session goes back to", []steer.View{see(12.5, nil), leap(10, 10.04)}, "Neck tilts.\n"},
		{"nothing that was over there", []steer.View{see(13.9, nil), leap(12.5, 12.5), leap(12.5, 13)}, ""},
		{"all that was heard since the last look", []steer.View{see(0.5, nil), see(12.5, nil)}, "Daily.\nNeck tilts.\n"},
		{"the same answer to another key", []steer.View{
			see(20, func(v *steer.View) { v.Message, v.Answers = "15 seconds more", 1 }),
			see(20, func(v *steer.View) { v.Message, v.Answers = "15 seconds more", 2 }),
			see(23, func(v *steer.View) { v.Answers = 2 }),
		}, "(15 seconds more)\n(15 seconds more)\n"},
		{"the keys once", []steer.View{see(20, func(v *steer.View) { v.Helping = true }), see(20, func(v *steer.View) { v.Helping = true }), see(20, nil)},
			strings.Join(helpLines(steer.UsualKeys(), plainWidth, false), "\n") + "\n"},
		{"a lost device and its return", []steer.View{
			see(20, func(v *steer.View) { v.State.Lost = errors.New("gone") }), see(20, func(v *steer.View) { v.State.Lost = errors.New("still gone") }), see(20, nil),
		}, "no sound: gone; waiting for it to come back (unhunch export works without a device)\nthe sound is back\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := printed(test.views...); got != test.want {
				t.Errorf("printed:\n%swant:\n%s", got, test.want)
			}
		})
	}
}

func TestPlainLinesGoOnInAPlanThatGrew(t *testing.T) {
	grown := tilts()
	for i := range grown.Events {
		if grown.Events[i].At > 20*plan.Rate {
			grown.Events[i].At += 15 * plan.Rate
		}
	}
	longer := at(39, nil)
	longer.Plan = grown
	after := at(55.2, nil)
	after.Plan = grown
	before := at(54.9, nil)
	before.Plan = grown
	first := at(39, nil)
	if got := printed(first, longer, before, after); strings.Count(got, "Two.") != 1 {
		t.Errorf("printed:\n%s", got)
	}
}

func TestTerminalCodesInWordsAreHarmless(t *testing.T) {
	v := at(1, nil)
	v.Plan.Events[0].Text = "Daily\x1b[2J\u202e."
	v.Plan.Chapters[0].Title = "\x1b]0;title\x07"
	if got := printed(v) + strings.Join(screen(v, steer.UsualKeys(), 80, false), "\n"); strings.ContainsAny(got, "\x1b\x07\u202e") {
		t.Errorf("%q", got)
	}
}

func TestNamesOfKeys(t *testing.T) {
	tests := []struct{ sent, want string }{
		{"n", "n"},
		{"xx", "x x"},
		{" ", "space"},
		{"\x1b[C\x1b[D", "right left"},
		{"\x1bOC", "right"},
		{"+?", "+ ?"},
		{"é", "é"},
		{"\r", "enter"},
		{"\x01\x7f", ""},
		{"\x1b", ""},
		{"\x1b[", ""},
		{"\xff", "\uFFFD"},
	}
	for _, test := range tests {
		if got := strings.Join(names([]byte(test.sent)), " "); got != test.want {
			t.Errorf("%q: keys %q, want %q", test.sent, got, test.want)
		}
	}
}

func TestKeysArePressed(t *testing.T) {
	g := &script{}
	stopped := false
	readKeys(strings.NewReader("n \x1b[Dz\x03n"), g, func() { stopped = true })
	if got := strings.Join(g.asked, " "); got != "n space left z" || !stopped {
		t.Errorf("asked for: %s; stopped by Ctrl-C: %v", got, stopped)
	}
}

func TestWhenToBePlain(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	none := func(string) string { return "" }
	if !Plain(nil, &bytes.Buffer{}, none) || !Plain(file, file, none) {
		t.Error("a screen is drawn where there is no terminal")
	}
}

func TestKeysCanBeSwitchedOff(t *testing.T) {
	g := &script{}
	off := &model{guide: g, o: Options{NoKeys: true, Keys: steer.UsualKeys()}, view: steer.View{Plan: tilts()}, width: 80}
	off.press("n")
	if len(g.asked) > 0 {
		t.Errorf("a key asked for %v", g.asked)
	}
	if text := off.View().Content; strings.Contains(text, "pause") {
		t.Errorf("the screen names keys:\n%s", text)
	}
	if off.press("ctrl+c"); !off.stopping {
		t.Error("Ctrl-C does not stop any more")
	}
	on := &model{guide: g, o: Options{Keys: steer.UsualKeys()}}
	on.press("n")
	on.press("€")
	if got := strings.Join(g.asked, " "); got != "n €" {
		t.Errorf("keys asked for: %s", got)
	}
}
