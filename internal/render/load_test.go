package render

import (
	"fmt"
	"math"
	"testing"

	"unhunch/internal/plan"
)

// shortLine is the length of the lines of a talk, and lineBytes what one takes.
const (
	shortLine = plan.Rate / 10
	lineBytes = 2 * shortLine
)

// talk is a plan of n short lines, one every two seconds; name gives their texts.
func talk(n int, name func(i int) string) *plan.Plan {
	events := make([]plan.Event, n)
	for i := range events {
		events[i] = line(plan.Frame(i)*2*plan.Rate, shortLine, name(i))
	}
	return planOf(plan.Frame(n)*2*plan.Rate, events...)
}

// heardAs reads s to its end, and gives a sum over the bits of all samples.
func heardAs(t *testing.T, s *Stream) (sum uint64) {
	t.Helper()
	b := make([][2]float64, 4096)
	for {
		n, ok := s.Stream(b)
		if !ok {
			break
		}
		for _, v := range b[:n] {
			sum = sum*31 + math.Float64bits(v[0])
			sum = sum*31 + math.Float64bits(v[1])
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return sum
}

// talked is what a talk sounds like when memory is plenty.
func talked(t *testing.T, p *plan.Plan) uint64 {
	s := New(p, &studio{length: shortLine}, Options{})
	defer s.Close()
	return heardAs(t, s)
}

func unique(i int) string { return fmt.Sprintf("Line %d.", i) }

// inMemory is what the sounds of a stream take, in bytes, counted afresh.
func inMemory(s *Stream) (counted, booked int) {
	s.loader.mu.Lock()
	defer s.loader.mu.Unlock()
	for _, a := range s.loader.assets {
		if r := a.ready.Load(); r != nil && r.err == nil {
			counted += r.sound.bytes()
		} else if a.making != nil {
			counted += a.cost
		}
	}
	return counted, s.loader.used
}

// A long session takes no more memory than a short one.
func TestMemory(t *testing.T) {
	const budget = 20 * lineBytes
	for _, n := range []int{50, 600} {
		s := New(talk(n, unique), &studio{length: shortLine}, Options{Ahead: budget})
		b := make([][2]float64, plan.Rate)
		var most int
		for {
			if _, ok := s.Stream(b); !ok {
				break
			}
			counted, booked := inMemory(s)
			if counted != booked {
				t.Fatalf("%d bytes in memory, %d in the books", counted, booked)
			}
			most = max(most, counted)
		}
		if most > budget || most < budget/2 {
			t.Errorf("%d lines: %d bytes in memory, the budget is %d", n, most, budget)
		}
		s.Close()
	}
}

// What is due in the next seconds is decoded even if it does not fit.
func TestBudgetTooSmall(t *testing.T) {
	p := talk(40, unique)
	want := talked(t, p)
	s := New(p, &studio{length: shortLine}, Options{Ahead: 1})
	defer s.Close()
	if heardAs(t, s) != want {
		t.Error("it sounds different with a budget of a byte")
	}
	if _, booked := inMemory(s); booked > 12*lineBytes {
		t.Errorf("%d bytes in memory", booked)
	}
}

// A line that comes again and again is decoded once; so is one that is heard
// often among many that are heard once, while memory is short.
func TestDecodedOnce(t *testing.T) {
	name := func(i int) string {
		if i%3 == 0 {
			return "Left side."
		}
		return unique(i)
	}
	src := &studio{length: shortLine}
	s := New(talk(300, name), src, Options{Ahead: 15 * lineBytes})
	defer s.Close()
	heardAs(t, s)
	if n := src.times("june: Left side."); n != 1 {
		t.Errorf("a line that is heard every six seconds was decoded %d times", n)
	}
	for i := range 300 {
		if n := src.times("june: " + unique(i)); i%3 != 0 && n != 1 {
			t.Errorf("line %d was decoded %d times", i, n)
		}
	}
}

// Lines far apart are decoded again rather than kept.
func TestDecodedAgain(t *testing.T) {
	name := func(i int) string { return unique(i % 100) }
	src := &studio{length: shortLine}
	p := talk(300, name)
	s := New(p, src, Options{Ahead: 15 * lineBytes})
	defer s.Close()
	if heardAs(t, s) != talked(t, p) {
		t.Error("it sounds different when it is decoded again")
	}
	if n := src.times("june: " + unique(50)); n != 3 {
		t.Errorf("decoded %d times, want 3", n)
	}
}

// What sounds twice at one frame is one sound, and tones are computed once.
func TestSharedSounds(t *testing.T) {
	p := everything()
	s := New(p, &studio{}, everyOption(t))
	defer s.Close()
	n := len(s.loader.assets)
	p.Events = append(p.Events, p.Events...)
	twice := New(p, &studio{}, everyOption(t))
	defer twice.Close()
	if len(twice.loader.assets) != n {
		t.Errorf("%d sounds, want %d", len(twice.loader.assets), n)
	}
}

// takesLong leaves out a test that takes long, most of all under the race detector,
// and has little to show to it.
func takesLong(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}
