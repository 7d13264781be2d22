// Package phrases holds every sentence that the program says by itself, around
// those of the routines.
//
// A Book has them in one language, as data. Its methods fill them in; when
// something is said, and which of two wordings, is decided elsewhere. A second
// language is a second Book: a table like that in english.go, with its own
// spelling of numbers. A voice says it if it has recorded its Script.
package phrases

import (
	"time"

	"unhunch/internal/routine"
)

// Book is all that the program says in one language.
//
// The sentences may hold what is filled in when they are said: {n} and {of} are
// numbers, {time} is a length of time, {side} and {other} are sides. With a
// capital, as in {N}, a word begins a sentence.
type Book struct {
	Language string // as voice packs name it: "en"

	// Number spells a number from 0 to 999 as it stands within a sentence.
	Number func(n int) string
	// Plural is the form that a sentence takes about n things.
	Plural func(n int) Form
	// Stops are the characters that end a sentence. The first one is put after
	// a title, which has none.
	Stops string

	Opening   Opening
	Closing   Closing
	Course    Course
	Counting  Counting
	Sides     Sides
	Positions Positions
	Breathing Breathing
	Answers   Answers
	Fit       Fitting
	Sheet     Sheet
}

// Form is a grammatical number.
type Form string

// The forms that languages have. A sentence without one of them takes Other.
const (
	One   Form = "one"
	Two   Form = "two"
	Few   Form = "few"
	Many  Form = "many"
	Other Form = "other"
)

// Forms are the forms of a sentence about a number {n} of things.
type Forms map[Form]string

// Opening is what opens a session, after its title.
type Opening struct {
	Length    Forms  // how many minutes the session takes
	Doctor    string // for safety, before exercises: whom to ask,
	Gently    string // and how to move
	Go        string // before the tones that count in
	GoAndHold string // the same, where there are holds
	Until     string // before the first hold, to one who knows how to begin
	Hold      string // before the tone that begins a hold
	LetGo     string // before the tone that ends it
	Needs     string // before what is needed is named
	Fetch     string // after things that have to be fetched
}

// Closing is what closes a session.
type Closing struct {
	Done   Forms    // how many exercises
	Breath Forms    // how many minutes of breathing
	Thanks []string // one of them is said
	Easy   []string // one more breath, and so is one of these
	Wake   string   // to one who has rested
	Eyes   string   // to one who may have closed them
	Tips   []string // one of them is said
	Advice string   // when to see a doctor, after exercises
	Calm   string   // to one who sits or lies
}

// Course says where the listener is in the session, and how much there is to do.
type Course struct {
	Exercise, Set, Round routine.Line // {n} of {of}; the short one leaves {of} out
	Instead              string       // of an exercise that one leaves out; its end sound follows

	Sets      Forms // how many sets an exercise has
	Reps      Forms // how many repetitions
	RepsEach  Forms // how many of each phase
	RepsASide Forms // how many on each side

	// Titles of chapters, which are read and not said.
	Opening, Closing string
	SetTitle         string // of a set {n}
	SideTitle        string // of a {side}
	Joint            string // between the parts of a title

	Breathing  string // the title of a pattern that the listener makes on the spot
	SoundCheck string // the title of a sound check
}

// Counting goes with repetitions, holds and rests.
type Counting struct {
	Count   string // a bare number {n}, to be said within its second
	Last    string // the last repetition
	More    Forms  // {n} repetitions are left, of a few
	Halfway string
	// HalfRest tells the middle of a rest.
	HalfRest string

	Hold             string // for a {time}
	Rest             routine.Line
	Seconds, Minutes Forms  // a {time}
	While            string // a {time} of more than 999 seconds
}

// Sides name a side of the body.
type Sides struct {
	Left, Right string       // within a sentence, also of a routine, where it has {side}
	This        string       // the {side} of this repetition
	First, Next routine.Line // the {side} to begin with, and to change to
}

// Positions lead into a posture, to a place and to a thing.
type Positions struct {
	Into map[routine.Posture]string   // of one who may be anywhere
	Ways map[Way][]string             // from one posture to another, in stages
	Need map[routine.Equipment]string // names it
	GoTo map[routine.Equipment]string // of what one goes to
	Eyes Eyes
}

// Way is a change from one posture to another.
type Way struct{ From, To routine.Posture }

// Eyes say whether the eyes are to be open.
type Eyes struct {
	Open         string // before one walks, gets up or down, or turns
	Keep         string // while one stands without support
	Close, Again string // when they may close, and later in the session
}

// Breathing goes with a breathing pattern.
type Breathing struct {
	Words     map[routine.BreathKind]string // at the start of a phase without words of its own
	On        map[routine.Direction]string  // where a breath goes on after a hold
	Reminders []string                      // between breaths whose words have faded, short enough for one out-breath
	Last      string                        // the last breath
	Gently    string                        // when one sits or lies
	Safety    []string                      // before any pattern, whoever wrote it
	Holds     routine.Line                  // before one with holds
}

// Answers are said to one who steers the session with keys.
type Answers struct {
	Paused       string
	More         string // a hold, rest or set-up is fifteen seconds longer
	Longer       string // breathing goes on for whole breaths
	NotHere      string // the key does nothing at this moment
	Again        string // what stops the session has to be pressed again
	Voice        string // the volume keys are for the voice now,
	Cues         string // the tones,
	Bed          string // or the background
	Waiting      string // the session waits for a key
	Keys         []string
	OwnKeys      string   // where the keys are not those of Keys
	Hurt         []string // the listener stops because something hurts; Closing.Advice follows
	HowBad       string   // the pain is, from nought to nine
	AnyPain      string   // after the session: whether anything hurts, from nought to nine
	HowHard      string   // and how hard it was
	Noted        string   // after the answer
	Rep, Of      string   // repetition {n}, of {n}
	Next         string   // before the title of what comes next
	LastExercise string   // no other one comes after it
	Left         Forms    // minutes left
	AboutLeft    Forms    // many minutes left
	Last         string   // less than a minute left
	LongLeft     string   // more minutes than have a number
}

// The numbers that are in a Script. Beyond them a line falls back to a shorter
// one.
const (
	mostCounted   = 60 // repetitions, and minutes
	mostExact     = 20 // minutes that are told to the minute
	mostExercises = 12 // in "Exercise three of twelve."
	mostAlone     = 20 // in "Exercise twenty.", "Repetition twenty."
	mostSets      = 5
	mostReps      = 15 // in "Fifteen times."
	mostDone      = 20 // exercises, and minutes of breathing
	mostLeft      = 3  // in "Three more."
)

// spans are the lengths of holds and rests that are in a Script, in seconds.
var spans = []int{2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 90, 120}

// In gives the book of a language; English where there is none.
func In(language string) *Book {
	for _, b := range []*Book{English} {
		if b.Language == language {
			return b
		}
	}
	return English
}

// Name is what is said of a name.
func (b *Book) Name(name string) string { return b.ended(capital(name)) }

// Title is what is said of a title.
func (b *Book) Title(title string) string { return b.ended(title) }

// Minutes tells about how long a session takes; "" for less than half a minute.
func (b *Book) Minutes(d time.Duration) string {
	n := roughly(minutes(d))
	if n < 1 {
		return ""
	}
	return b.about(b.Opening.Length, n)
}

func minutes(d time.Duration) int { return int((d + 30*time.Second) / time.Minute) }

// roughly is a number of minutes as one tells it: of many, to the nearest five.
func roughly(n int) int {
	if n <= mostExact {
		return n
	}
	return (n + 2) / 5 * 5
}

// Exercise announces an exercise by its number, and of how many it is if they are not
// so many that it says nothing.
func (b *Book) Exercise(n, of int) routine.Line {
	l := b.place(b.Course.Exercise, n, of)
	if of > mostExercises {
		l.Text = l.Short
	}
	return l
}

// Set announces a set.
func (b *Book) Set(n, of int) routine.Line { return b.place(b.Course.Set, n, of) }

// Round announces a round.
func (b *Book) Round(n, of int) routine.Line { return b.place(b.Course.Round, n, of) }

// Dose tells how much work an exercise is; each says that the number of
// repetitions is for each of several phases.
func (b *Book) Dose(sets, reps int, sides routine.Sides, each bool) []string {
	var lines []string
	if sets > 1 {
		lines = append(lines, b.about(b.Course.Sets, sets))
	}
	switch {
	case sides != routine.SidesNone:
		lines = append(lines, b.about(b.Course.RepsASide, reps))
	case reps > 1 && each:
		lines = append(lines, b.about(b.Course.RepsEach, reps))
	case reps > 1:
		lines = append(lines, b.about(b.Course.Reps, reps))
	}
	return lines
}

// Part is the title of a part of an exercise: a set of several (0: there is one
// alone), a phase ("": none) and a side.
func (b *Book) Part(set int, phase string, side routine.Side) string {
	title := ""
	join := func(part string) {
		if title != "" && part != "" {
			title += b.Course.Joint
		}
		title += part
	}
	if set > 0 {
		join(b.fill(b.Course.SetTitle, "n", b.Number(set)))
	}
	join(phase)
	if side != routine.NoSide {
		join(b.sided(b.Course.SideTitle, side))
	}
	return capital(title)
}

// Repetition is said at the start of repetition n of several: its number, or how
// many are left where that is good to know.
func (b *Book) Repetition(n, of int) string {
	switch left := of - n + 1; {
	case left == 1:
		return b.Counting.Last
	case left <= mostLeft && of >= 3*left-1:
		return b.about(b.Counting.More, left)
	}
	return b.Count(n)
}

// Count is a bare number.
func (b *Book) Count(n int) string { return b.fill(b.Counting.Count, "n", b.Number(n)) }

// Hold tells how long a hold is; "" for a length that no voice records.
func (b *Book) Hold(d time.Duration) string {
	for _, s := range spans {
		if d == time.Duration(s)*time.Second {
			return b.fill(b.Counting.Hold, "time", b.time(d))
		}
	}
	return ""
}

// Rest tells how long a rest is.
func (b *Book) Rest(d time.Duration) routine.Line {
	l := b.Counting.Rest
	l.Text = b.fill(l.Text, "time", b.time(d))
	return l
}

// time is a length of time within a sentence, to the nearest second.
func (b *Book) time(d time.Duration) string {
	switch n := int(d.Round(time.Second) / time.Second); {
	case n > 0 && n%60 == 0 && n < 60000:
		return b.about(b.Counting.Minutes, n/60)
	case n < 1000:
		return b.about(b.Counting.Seconds, n)
	}
	return b.Counting.While
}

// Side names the side of a repetition.
func (b *Book) Side(s routine.Side) string { return b.sided(b.Sides.This, s) }

// FirstSide names the side to begin with.
func (b *Book) FirstSide(s routine.Side) routine.Line { return b.ForSide(b.Sides.First, s) }

// NextSide names the side to change to.
func (b *Book) NextSide(s routine.Side) routine.Line { return b.ForSide(b.Sides.Next, s) }

// BreathSafety is said before a pattern, whoever wrote it.
func (b *Book) BreathSafety(holds bool) []routine.Line {
	var lines []routine.Line
	for _, text := range b.Breathing.Safety {
		lines = append(lines, routine.Line{Text: text})
	}
	if holds {
		lines = append(lines, b.Breathing.Holds)
	}
	return lines
}

// Nth is number n of a list that is not empty; beyond either end it goes on round.
func Nth[T any](list []T, n int) T {
	return list[(n%len(list)+len(list))%len(list)]
}

// Notice is the safety notice and the closing advice, as a reader sees them.
func (b *Book) Notice() string {
	return b.Opening.Doctor + " " + b.Opening.Gently + " " + b.Closing.Advice
}

// Done tells how many exercises were done.
func (b *Book) Done(n int) string { return b.about(b.Closing.Done, n) }

// Breathed tells how long the breath was followed, to the nearest minute; "" for
// less than half of one.
func (b *Book) Breathed(d time.Duration) string {
	if n := minutes(d); n > 0 {
		return b.about(b.Closing.Breath, n)
	}
	return ""
}

// Hurt is said when the listener stops because something hurts.
func (b *Book) Hurt() []string {
	return append(append([]string{}, b.Answers.Hurt...), b.Answers.HowBad, b.Answers.Noted, b.Closing.Advice)
}

// SetNow says the set that is under way; nothing beyond what voices record.
func (b *Book) SetNow(n, of int) []string {
	if of < 2 || n < 1 || of > mostSets {
		return nil
	}
	return []string{b.Set(n, of).Text}
}

// RepNow says the repetition that is under way; nothing beyond what voices
// record.
func (b *Book) RepNow(n, of int) []string {
	if of < 2 || n < 1 || of > mostAlone {
		return nil
	}
	return []string{b.rep(n), b.repsOf(of)}
}

func (b *Book) rep(n int) string    { return b.fill(b.Answers.Rep, "n", b.Number(n)) }
func (b *Book) repsOf(n int) string { return b.fill(b.Answers.Of, "n", b.Number(n)) }

// Left tells how much of the session is left.
func (b *Book) Left(d time.Duration) string {
	switch n := minutes(d); {
	case n < 1:
		return b.Answers.Last
	case n > mostCounted:
		return b.Answers.LongLeft
	case n > mostExact:
		return b.about(b.Answers.AboutLeft, roughly(n))
	default:
		return b.about(b.Answers.Left, n)
	}
}
