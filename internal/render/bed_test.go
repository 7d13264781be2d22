package render

import (
	"bytes"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"unhunch/internal/beds"
	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// What a routine may ask for is what can be computed, and what the README tells of.
func TestNamesOfBeds(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, b := range beds.All {
		names = append(names, b.Name)
		if row := "| `" + b.Name + "` | " + b.About + " |\n"; !bytes.Contains(readme, []byte(row)) {
			t.Errorf("README.md has no row %s", row)
		}
	}
	if !slices.Equal(names, routine.Beds) {
		t.Errorf("there are %s, and a routine may ask for %s", strings.Join(names, ", "), strings.Join(routine.Beds, ", "))
	}
}

// A bed goes on as it would without a jump, and wherever its event begins.
func TestBedSeeks(t *testing.T) {
	const length = 13 * plan.Rate
	p := planOf(length, bed(0, length, "stream"))
	want := wholeSound(t, p, Options{})
	s := soundAlone(New(p, &studio{}, Options{}))
	defer s.Close()
	for _, at := range []int{7*plan.Rate + 11, 5*plan.Rate - 3, 0, 11 * plan.Rate} {
		if err := s.Seek(at); err != nil {
			t.Fatal(err)
		}
		got := make([][2]float64, plan.Rate)
		s.Stream(got)
		same(t, "after a jump", got, want[at:at+plan.Rate])
	}
	const later = 2*plan.Rate + 77
	moved := wholeSound(t, planOf(length, bed(later, length-later, "stream")), Options{})
	same(t, "with a later beginning", moved[later+bedIn:length-bedOut], want[later+bedIn:length-bedOut])
}

// A bed is as loud against the voice as the plan and the listener ask for.
func TestBedLevels(t *testing.T) {
	const length = 12 * plan.Rate
	level := func(own, asked float64) float64 {
		e := bed(0, length, "brown")
		e.Level = own
		s := wholeSound(t, planOf(length, e), Options{Bed: Level{DB: asked}})
		return loudnessIn(s[3*plan.Rate:6*plan.Rate], 0) + 3.0103 - voiceLUFS
	}
	for _, tt := range []struct{ own, asked, want float64 }{{0, 0, BedDB}, {-20, 0, -20}, {0, -4, BedDB - 4}, {-20, 3, -17}} {
		if got := level(tt.own, tt.asked); math.Abs(got-tt.want) > 1 {
			t.Errorf("with a level of %v of its own and %v more it is %.1f dB under the voice, want %v", tt.own, tt.asked, got, tt.want)
		}
	}
	if BedDB < -16 || BedDB > -12 {
		t.Errorf("a bed is %v dB under the voice between words", BedDB)
	}
}
