package phrases

import (
	"strconv"
	"time"

	"unhunch/internal/routine"
)

// Sheet is what stands on a sheet of a session: it is read, and not said.
type Sheet struct {
	// What stands before the parts of an exercise.
	Position, Moves, Dose, Feel, Easier, Harder, Breathing, Care, Why, End string

	Needs     string // before what the session needs
	Each      string // all of an exercise on a {side}, and then on the {other}
	Alternate string // the sides in turn, from a {side} on
	Keep      string // to keep moving for a {time}
	RestSets  string // for a {time} between sets
	RestReps  string // and between repetitions
	For       string // breathing for a {time}
	Rest      string // for a {time}, by itself
	Phase     Forms  // a phase of a breath: a {text}, and {n} seconds
	Ramp      string // breathing {from} one rate {to} another
	Rounds    Forms  // before what is done {n} times
	Again     string // of an exercise that has come before
	Listen    string // to a {title}
	Continued string // the {title} of what goes on from the page before
}

// ForTime fills a {time} into one of the sentences of a sheet.
func (b *Book) ForTime(sentence string, d time.Duration) string {
	return b.fill(sentence, "time", b.time(d))
}

// HoldFor tells how long a hold is, whether or not a voice records it.
func (b *Book) HoldFor(d time.Duration) string { return b.ForTime(b.Counting.Hold, d) }

// SidesOf tells how an exercise uses its sides, the first of which is first; "" for one
// that works both at once.
func (b *Book) SidesOf(sides routine.Sides, first routine.Side) string {
	switch sides {
	case routine.SidesEach:
		return b.sided(b.Sheet.Each, first)
	case routine.SidesAlternate:
		return b.sided(b.Sheet.Alternate, first)
	}
	return ""
}

// PhaseFor is what to do in a phase of a breath, without the end of its sentence, and
// for how long.
func (b *Book) PhaseFor(text string, d time.Duration) string {
	form := Other
	if d == time.Second {
		form = One
	}
	return b.fill(b.Sheet.Phase[form], "text", text, "n", decimal(d.Seconds()))
}

// RampFor tells how a pattern slows.
func (b *Book) RampFor(r routine.Ramp) string {
	return b.fill(b.Sheet.Ramp, "from", decimal(r.From), "to", decimal(r.To))
}

// Times tells how often, where that is all there is to say.
func (b *Book) Times(n int) string { return b.about(b.Course.Reps, n) }

// RoundsOf is said of what is done n times.
func (b *Book) RoundsOf(n int) string { return b.about(b.Sheet.Rounds, n) }

// Listen is what to do where a session plays a title.
func (b *Book) Listen(title string) string { return b.fill(b.Sheet.Listen, "title", title) }

// Continued is the title of what goes on from the page before.
func (b *Book) Continued(title string) string { return b.fill(b.Sheet.Continued, "title", title) }

func decimal(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }
