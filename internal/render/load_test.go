package render

import (
	"fmt"
	"testing"

	"unhunch/internal/plan"
)

// talk is a plan of n lines of one second, one every two seconds; name gives
// their texts.
func talk(n int, name func(i int) string) *plan.Plan {
	events := make([]plan.Event, n)
	for i := range events {
		events[i] = line(plan.Frame(i)*2*plan.Rate, plan.Rate, name(i))
	}
	return planOf(plan.Frame(n)*2*plan.Rate, events...)
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
	const budget = 20 * 2 * plan.Rate // twenty lines
	for _, n := range []int{50, 1500} {
		s := New(talk(n, unique), &studio{}, Options{Ahead: budget})
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
	want := whole(t, p, Options{})
	s := New(p, &studio{}, Options{Ahead: 1})
	defer s.Close()
	same(t, "with a budget of a byte", want, rest(t, s, 4096))
	if _, booked := inMemory(s); booked > 12*2*plan.Rate {
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
	src := &studio{}
	s := New(talk(300, name), src, Options{Ahead: 15 * 2 * plan.Rate})
	defer s.Close()
	rest(t, s, 4096)
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
	src := &studio{}
	p := talk(300, name)
	s := New(p, src, Options{Ahead: 15 * 2 * plan.Rate})
	defer s.Close()
	same(t, "decoded again", whole(t, p, Options{}), rest(t, s, 4096))
	if n := src.times("june: " + unique(50)); n != 3 {
		t.Errorf("decoded %d times, want 3", n)
	}
}

// Equal breaths share their sound, and tones are computed once.
func TestSharedSounds(t *testing.T) {
	p := everything()
	s := New(p, &studio{}, everyOption())
	defer s.Close()
	n := len(s.loader.assets)
	p.Events = append(p.Events, p.Events...)
	twice := New(p, &studio{}, everyOption())
	defer twice.Close()
	if len(twice.loader.assets) != n {
		t.Errorf("%d sounds, want %d", len(twice.loader.assets), n)
	}
}
