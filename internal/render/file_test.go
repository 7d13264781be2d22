package render

import (
	"context"
	"errors"
	"testing"

	"unhunch/internal/plan"
)

// TestFileInPieces: a file that is decoded piece by piece sounds as one that is there
// as a whole, also where it goes on after its event and the end of that is near the end
// of a piece: a listener hears no seam and no click.
func TestFileInPieces(t *testing.T) {
	c, err := (&studio{length: 3*pieceLength + 1234}).clip("rain.mp3", 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, frames := range []plan.Frame{3*pieceLength + 1234, 2*pieceLength + cutOut/2, pieceLength, 100} {
		alone := func(e plan.Event) [][2]float64 {
			s := New(planOf(4*pieceLength, e), shelf{c}, Options{Ahead: 1})
			defer s.Close()
			return rest(t, s, 1000)
		}
		file := line(777, frames, "")
		file.File = "rain.mp3"
		same(t, "in pieces", alone(line(777, frames, "Rain.")), alone(file))
	}
}

// TestDamagedFileLive: what is damaged of a file of the listener's does not end a
// session that is playing, and is told.
func TestDamagedFileLive(t *testing.T) {
	file := line(0, plan.Rate, "")
	file.File = "rain.mp3"
	var lost Lost
	s := New(planOf(2*plan.Rate, file), &studio{broken: "rain.mp3"}, Options{Live: true, Lost: &lost})
	defer s.Close()
	if err := s.Prepare(context.Background(), 0); err != nil {
		t.Fatal(err)
	}
	if heard := rest(t, s, 512); len(heard) != 2*plan.Rate {
		t.Errorf("the session ends after %d frames: %v", len(heard), s.Err())
	}
	if !errors.Is(lost.Err(), errBroken) {
		t.Errorf("what is told is %v", lost.Err())
	}
}
