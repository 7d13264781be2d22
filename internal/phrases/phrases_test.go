package phrases

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"unhunch/internal/routine"
)

// A line that is said for the wrong side sends the listener the wrong way.
func TestForSide(t *testing.T) {
	l := routine.Line{Text: "{Side} arm up, bend to the {other}.", Short: "{Other}, {side}."}
	for side, want := range map[routine.Side][2]string{
		routine.Left:   {"Left arm up, bend to the right.", "Right, left."},
		routine.Right:  {"Right arm up, bend to the left.", "Left, right."},
		routine.NoSide: {l.Text, l.Short},
	} {
		if got := English.ForSide(l, side); got.Text != want[0] || got.Short != want[1] {
			t.Errorf("for side %q: %q and %q", side, got.Text, got.Short)
		}
	}
	if got := English.ForSides(l); len(got) != 2 || got[0] != English.ForSide(l, routine.Left) || got[1] != English.ForSide(l, routine.Right) {
		t.Errorf("ForSides gives %v", got)
	}
	plain := routine.Line{Text: "Both sides."}
	if got := English.ForSides(plain); len(got) != 1 || got[0] != plain {
		t.Errorf("ForSides of a line without sides gives %v", got)
	}
}

func TestSentences(t *testing.T) {
	second := time.Second
	b := English
	for _, test := range []struct{ got, want string }{
		{b.Count(21), "Twenty-one."},
		{b.Repetition(7, 10), "Seven."},
		{b.Repetition(8, 10), "Three more."},
		{b.Repetition(5, 7), "Five."},
		{b.Repetition(4, 5), "Two more."},
		{b.Repetition(2, 3), "Two."},
		{b.Repetition(3, 3), "Last one."},
		{b.Exercise(3, 12).Text, "Exercise three of twelve."},
		{b.Exercise(3, 12).Short, "Exercise three."},
		{b.Set(1, 2).Text, "Set one of two."},
		{b.Round(2, 3).Text, "Round two of three."},
		{list(b.Dose(2, 10, routine.SidesNone, false)), "Two sets. Ten times."},
		{list(b.Dose(1, 2, routine.SidesNone, true)), "Twice each."},
		{list(b.Dose(1, 1, routine.SidesNone, true)), ""},
		{list(b.Dose(1, 1, routine.SidesEach, true)), "Once on each side."},
		{list(b.Dose(3, 12, routine.SidesAlternate, false)), "Three sets. Twelve times on each side."},
		{b.Hold(30 * second), "Hold for thirty seconds."},
		{b.Hold(31 * second), ""},
		{b.Rest(second).Text, "Rest for one second."},
		{b.Rest(60 * second).Text, "Rest for one minute."},
		{b.Rest(90 * second).Text, "Rest for ninety seconds."},
		{b.Rest(2 * time.Minute).Text, "Rest for two minutes."},
		{b.Rest(365 * second).Text, "Rest for three hundred and sixty-five seconds."},
		{b.Rest(1001 * second).Text, "Rest for a while."},
		{b.Rest(999 * time.Minute).Text, "Rest for nine hundred and ninety-nine minutes."},
		{b.Rest(1000 * time.Minute).Text, "Rest for a while."},
		{b.Minutes(29 * second), ""},
		{b.Minutes(31 * second), "About one minute."},
		{b.Minutes(17 * time.Minute), "About seventeen minutes."},
		{b.Minutes(28 * time.Minute), "About thirty minutes."},
		{b.Minutes(92 * time.Minute), "About ninety minutes."},
		{b.Side(routine.Left), "Left side."},
		{b.FirstSide(routine.Right).Text, "The right side first."},
		{b.NextSide(routine.Left).Short, "Left side."},
		{b.Left(29 * second), "Less than a minute left."},
		{b.Left(20 * time.Minute), "Twenty minutes left."},
		{b.Left(22 * time.Minute), "About twenty minutes left."},
		{b.Left(60 * time.Minute), "About sixty minutes left."},
		{b.Left(61 * time.Minute), "More than an hour left."},
		{list(b.SetNow(2, 3)), "Set two of three."},
		{list(b.SetNow(1, 1)), ""},
		{list(b.SetNow(5, 5)), "Set five of five."},
		{list(b.SetNow(1, 6)), ""},
		{list(b.RepNow(4, 10)), "Repetition four. Out of ten."},
		{list(b.RepNow(4, 20)), "Repetition four. Out of twenty."},
		{list(b.RepNow(4, 21)), ""},
		{b.Part(1, "backward", routine.Right), "Set one, backward, right side"},
		{b.Part(0, "backward", routine.NoSide), "Backward"},
		{b.Part(0, "", routine.Left), "Left side"},
		{b.Title("Neck tilts"), "Neck tilts."},
		{b.Title("Ready?"), "Ready?"},
		{Nth(b.Closing.Tips, -1), b.Closing.Tips[len(b.Closing.Tips)-1]},
	} {
		if test.got != test.want {
			t.Errorf("says %q, want %q", test.got, test.want)
		}
	}
}

func list(lines []string) string { return strings.Join(lines, " ") }

// A sentence that a book leaves out is silence, or a tone, in its place.
func TestBookIsWhole(t *testing.T) {
	for _, b := range []*Book{English} {
		each(reflect.ValueOf(*b), "", func(where, text string) {
			if text == "" && !strings.HasSuffix(where, ".Pos.File") && !strings.HasSuffix(where, ".Short") && !strings.Contains(where, ".To.") {
				t.Errorf("%s: %s is empty", b.Language, where)
			}
		})
		for _, p := range routine.Postures {
			if b.Positions.Into[p] == "" {
				t.Errorf("%s: nothing leads into %s", b.Language, p)
			}
		}
		for _, e := range routine.AllEquipment {
			if b.Positions.Need[e] == "" || e.IsPlace() && b.Positions.GoTo[e] == "" {
				t.Errorf("%s: nothing asks for %s, or leads there", b.Language, e)
			}
		}
		for _, k := range routine.BreathKinds {
			if b.Breathing.Words[k] == "" {
				t.Errorf("%s: nothing is said of the breath %s", b.Language, k)
			}
		}
	}
}

// What is filled in must be filled in: nobody understands a brace.
func TestScriptIsFilledIn(t *testing.T) {
	braces := regexp.MustCompile(`[{}]|^$`)
	script := English.Script()
	for _, p := range script {
		if braces.MatchString(p.Text) {
			t.Errorf("a voice has to say %q", p.Text)
		}
	}
	if n := len(Distinct(script)); n != len(script) {
		t.Errorf("%d texts of %d are there twice", len(script)-n, len(script))
	}
	if i := slices.IndexFunc(script, func(p Phrase) bool { return p.Count != (p.Text == English.Count(1)) }); i != 1 {
		t.Errorf("%+v is not marked as a count, or is one", script[i])
	}
}

// each calls do for every text within a value, with the way to it.
func each(v reflect.Value, where string, do func(where, text string)) {
	switch v.Kind() {
	case reflect.String:
		do(where, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			each(v.Field(i), where+"."+v.Type().Field(i).Name, do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			each(v.Index(i), fmt.Sprintf("%s[%d]", where, i), do)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			each(v.MapIndex(k), fmt.Sprintf("%s[%v]", where, k), do)
		}
	}
}
