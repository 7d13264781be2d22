package plan

import (
	"slices"
	"strings"
	"testing"

	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// tilts is two repetitions of an exercise with holds, after an opening.
func tilts() *Plan {
	work := func(at, length Frame, k Kind, rep int, side routine.Side) Event {
		return Event{At: at * Rate, Frames: length * Rate, Bus: BusNone, Kind: k, Exercise: "neck-tilts", Set: 1, Rep: rep, Side: side}
	}
	said := func(at Frame, text string) Event {
		return Event{At: at * Rate, Frames: Rate, Bus: BusVoice, Kind: KindLine, Text: text, Exercise: "neck-tilts"}
	}
	return &Plan{
		Frames: 100 * Rate, Numbered: 2,
		Chapters: []Chapter{
			{At: 0, Frames: 10 * Rate, Title: "Opening"},
			{At: 10 * Rate, Frames: 60 * Rate, Title: "Neck tilts", Exercise: "neck-tilts", Number: 1},
			{At: 30 * Rate, Frames: 40 * Rate, Title: "Right side", Level: 1},
			{At: 70 * Rate, Frames: 20 * Rate, Title: "Arm slides", Exercise: "arm-slides", Number: 2},
			{At: 90 * Rate, Frames: 10 * Rate, Title: "Closing"},
		},
		Events: []Event{
			said(10, "Neck tilts."),
			said(12, "Tilt your head."),
			work(20, 5, KindMove, 1, routine.Left),
			work(25, 5, KindHold, 1, routine.Left),
			{At: 30 * Rate, Frames: Rate, Bus: BusVoice, Kind: KindLine, Text: "Two.", Exercise: "neck-tilts", own: true},
			work(30, 5, KindMove, 2, routine.Right),
			work(35, 5, KindHold, 2, routine.Right),
			{At: 40 * Rate, Frames: 5 * Rate, Bus: BusNone, Kind: KindMove, Exercise: "neck-tilts", Words: "Come back."},
		},
	}
}

func TestStatusLines(t *testing.T) {
	tests := []struct {
		at   Frame // seconds
		want string
	}{
		{0, "Up next. Neck tilts. Two minutes left."},
		{11, "Exercise one of two. Neck tilts. Up next. Arm slides. One minute left."},
		{26, "Exercise one of two. Neck tilts. Left side. Repetition one. Out of two. Up next. Arm slides. One minute left."},
		{36, "Exercise one of two. Neck tilts. Right side. Repetition two. Out of two. Up next. Arm slides. One minute left."},
		{80, "Exercise two of two. Arm slides. This is the last exercise. Less than a minute left."},
		{95, "Less than a minute left."},
	}
	for _, test := range tests {
		got := strings.Join(tilts().StatusLines(test.at*Rate), " ")
		if got != test.want {
			t.Errorf("at %d s it is said: %s\nwant: %s", test.at, got, test.want)
		}
	}
}

// At the very moment in which a hold ends, the next movement is what goes on.
func TestStatusAtTheEndOfASpan(t *testing.T) {
	for at, want := range map[Frame]Kind{25*Rate - 1: KindMove, 25 * Rate: KindHold, 30*Rate - 1: KindHold, 30 * Rate: KindMove} {
		if work := tilts().StatusAt(at).Work; work == nil || work.Kind != want {
			t.Errorf("at frame %d the listener does %+v, want a %s", at, work, want)
		}
	}
	if work := tilts().StatusAt(45 * Rate).Work; work != nil {
		t.Errorf("when all is done, the listener does %+v", work)
	}
}

func TestStatusLinesAreInTheScript(t *testing.T) {
	var script []string
	for _, p := range phrases.English.Script() {
		script = append(script, p.Text)
	}
	for at := Frame(0); at < 100; at++ {
		for _, line := range tilts().StatusLines(at * Rate) {
			if line != "Neck tilts." && line != "Arm slides." && !slices.Contains(script, line) {
				t.Fatalf("no voice records %q", line)
			}
		}
	}
}

func TestInstructionIsSaidAgainWithItsSide(t *testing.T) {
	tests := []struct {
		at   Frame
		want string
	}{
		{0, ""},
		{11, "Neck tilts."},
		{26, "Left side. Tilt your head."},
		{36, "Right side. Tilt your head."}, // and not the count
		{41, "Come back."},                  // what the movement is, though it is not said any more
	}
	for _, test := range tests {
		got := tilts().InstructionAt(test.at * Rate)
		if strings.Join(got, " ") != test.want {
			t.Errorf("at %d s it is said again: %q, want %q", test.at, got, test.want)
		}
	}
}
