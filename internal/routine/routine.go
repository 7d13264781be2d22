// Package routine reads what a session is made of: routines, exercises and
// breathing patterns, written as YAML.
//
// A file is checked whole: every fault is reported with its file, line and
// column, and a file with a fault gives no value. Nothing here knows of sound.
package routine

import (
	"io/fs"
	"time"

	"unhunch/internal/fault"
)

// Line is one thing that is said. Text and Short may hold {side} and {other},
// which stand for the side being worked and the other one in the language of the
// session; {Side} and {Other} are the same with a capital.
type Line struct {
	fault.Pos
	Text  string // the full wording
	Short string // a shorter wording for later repetitions, or ""
	To    Place  // where the listener is after it; empty where it leads nowhere
}

// Side is the side of the body being worked, or "" for none.
type Side string

// The two sides.
const (
	NoSide Side = ""
	Left   Side = "left"
	Right  Side = "right"
)

// Sides says how an exercise uses the two sides of the body.
type Sides string

// SidesNone works both at once; SidesEach does every repetition on one side,
// then on the other; SidesAlternate changes with every repetition.
const (
	SidesNone      Sides = "none"
	SidesEach      Sides = "each"
	SidesAlternate Sides = "alternate"
)

// Posture is how the body is placed.
type Posture string

// The postures, from high to low.
const (
	Standing  Posture = "standing"
	Seated    Posture = "seated"
	Kneeling  Posture = "kneeling" // sitting on the heels
	AllFours  Posture = "hands-and-knees"
	Prone     Posture = "prone"   // face down
	Supine    Posture = "supine"  // on the back
	AnyAtRest Posture = "at-rest" // seated or lying, as one likes: for breathing
)

// Postures are all of them, in the order in which hints list them.
var Postures = []Posture{Standing, Seated, Kneeling, AllFours, Prone, Supine, AnyAtRest}

// Equipment is a thing that must be at hand.
type Equipment string

// The equipment that has spoken words of its own.
const (
	Chair   Equipment = "chair"
	Wall    Equipment = "wall"
	Doorway Equipment = "doorway"
	Mat     Equipment = "mat"
	Roller  Equipment = "roller"
	Towel   Equipment = "towel"
)

// AllEquipment is all of it, in the order in which hints list it.
var AllEquipment = []Equipment{Chair, Wall, Doorway, Mat, Roller, Towel}

// IsPlace says that one goes there, and does not fetch it.
func (e Equipment) IsPlace() bool { return e == Wall || e == Doorway }

// Part is a part of the body, or what else an exercise is for.
type Part string

// The parts, from the head down.
const (
	Neck      Part = "neck"
	Shoulders Part = "shoulders"
	UpperBack Part = "upper-back"
	Chest     Part = "chest"
	LowerBack Part = "lower-back"
	Hips      Part = "hips"
	Legs      Part = "legs"
	Breath    Part = "breath"
	Mind      Part = "mind"
)

// Parts are all of them, in the order in which hints list them.
var Parts = []Part{Neck, Shoulders, UpperBack, Chest, LowerBack, Hips, Legs, Breath, Mind}

// Purpose is what an exercise does for its parts of the body.
type Purpose string

// The purposes, in the order in which a session works.
const (
	WarmUp     Purpose = "warm-up"
	Strengthen Purpose = "strengthen"
	Stretch    Purpose = "stretch"
	Loosen     Purpose = "loosen"
	Calm       Purpose = "calm"
)

// Purposes are all of them, in the order in which hints list them.
var Purposes = []Purpose{WarmUp, Strengthen, Stretch, Loosen, Calm}

// UsualWeight is the weight of an exercise whose file gives none, MaxWeight that
// of what a session is least itself without.
const (
	UsualWeight = 3
	MaxWeight   = 5
)

// Choice is what to look for in a thing that is needed.
type Choice struct {
	Thing Equipment
	Say   Line
}

// Dose chooses within the ranges that a guide gives.
type Dose string

// DoseDefault takes the number that the exercise names as its default.
const (
	DoseDefault Dose = ""
	DoseLow     Dose = "low"
	DoseMiddle  Dose = "middle"
	DoseHigh    Dose = "high"
)

// Count is a number of repetitions or sets, perhaps a range. A plain number
// has Min, Max and Default equal. Max 0 means "at least Min".
type Count struct{ Min, Max, Default int }

// Span is a length of time, perhaps a range. Max 0 means "at least Min".
type Span struct{ Min, Max, Default time.Duration }

// Order says how the phases of an exercise follow each other.
type Order string

// OrderBlocks does all repetitions of a phase before the next one (T T T, Y Y
// Y); OrderCircuit does the phases in turn within each repetition (T Y I).
const (
	OrderBlocks  Order = "blocks"
	OrderCircuit Order = "circuit"
)

// Exercise is one exercise with the dose that its guide gives.
type Exercise struct {
	fault.Pos
	ID        string // its file's name without .yaml
	Title     string // also what is said: the voice reads Title + "."
	About     string
	Guide     string // "A4", "B10"; "" for one of our own
	Parts     []Part // of the body, the chief one first
	Purpose   Purpose
	Weight    int  // 1 to MaxWeight: the lowest is the first that a shorter session leaves out; 0: UsualWeight
	LeaveOut  Line // whom it does not suit; said before one gets into position
	Posture   Posture
	Also      []Posture
	Position  Line // how to get into the posture, where its usual words do not do
	Equipment []Equipment
	Choosing  []Choice      // what to look for in the equipment; said when it is named
	Ready     time.Duration // time to get into position; 0: by the change of posture
	Setup     []Line        // how to get into position
	Out       []Line        // leads out of where the last movement leaves one
	Sides     Sides
	First     Side          // the side that begins; Right unless the file says otherwise
	Change    time.Duration // the pause to change sides, for SidesEach
	Changing  []Line        // said in that pause
	Sets      Count
	Reps      Count         // on each side, and of each phase
	RestSets  Span          // between sets
	RestReps  time.Duration // between repetitions
	Order     Order
	RestPhase time.Duration // between phases in blocks
	Phases    []Phase       // one without a name for most exercises
	Body      []Step        // instead of Phases: an exercise that is breathed or listened to
	Breathing Line          // advice on breathing, said once
	Feel      []Line        // where it is felt; these and the following are said once each, where there is room
	Easier    []Line        // how it is easier
	Harder    []Line        // how it is harder, for one who has found it easy so far
	Why       []Line        // what it is for
	Cheer     []Line        // encouraging words, for the last third of the work
	Coach     []Line        // other remarks
	Resting   []Line        // for the rests between sets
	Care      Line          // said with the set-up
	Tips      []Line        // for long holds
	Defaults  []string      // what is our choice, where the guide leaves it open
	Pronounce []Pronunciation
}

// Phase is a named part of an exercise, such as the T of T, Y, I.
type Phase struct {
	fault.Pos
	Name  string // "" for the only phase of an ordinary exercise
	Say   Line   // announces it
	Moves []Move
}

// Move is one movement, and what follows it before the next one: a hold, a
// time of keeping on, or a pause. At most one of Hold, Keep and Pause is set.
type Move struct {
	fault.Pos
	Say   Line
	Side  Side          // a side of its own, for moves that name one; "" takes the exercise's
	Take  time.Duration // moving there
	Hold  Span          // stay still; starts on its tone, lasts exactly this
	Keep  Span          // keep moving
	Pause time.Duration // a moment of stillness that belongs to the tempo, without a tone
}

// Step is one part of a session. The concrete types are Do, Say, Rest,
// Repeat, Include, Breathe, Play and Wait.
type Step interface {
	Where() fault.Pos
	IsOptional() bool
	Background() Bed
	inner() []Step // the steps that it is made of
}

// Base is what every step has.
type Base struct {
	fault.Pos
	Optional bool
	Bed      Bed
}

// Where is the place of the step in its file.
func (b Base) Where() fault.Pos { return b.Pos }

// IsOptional says whether a shortened session may leave the step out.
func (b Base) IsOptional() bool { return b.Optional }

// Background is what is heard behind the step, where that is not what is heard
// around it.
func (b Base) Background() Bed { return b.Bed }

type (
	// Do works an exercise. What the step changed is already in Exercise.
	Do struct {
		Base
		Exercise *Exercise
	}
	// Say says a line.
	Say struct {
		Base
		Line Line
	}
	// Rest is a pause of exact length.
	Rest struct {
		Base
		For time.Duration
	}
	// Repeat does its steps several times.
	Repeat struct {
		Base
		Times int
		Steps []Step
	}
	// Include does the steps of another routine, without its opening and closing.
	Include struct {
		Base
		Routine *Routine
	}
	// Breathe follows a breathing pattern for a time or a number of cycles.
	// Both zero: the pattern's usual length.
	Breathe struct {
		Base
		Pattern *Pattern // with rate, ratio and scale already applied
		For     Span
		Cycles  int
		Words   BreathWords // "" leaves it to the listener's options
		Sound   string      // one of BreathSounds; "" leaves it to the listener's options
	}
	// Play plays an audio file of the user's.
	Play struct {
		Base
		AudioFile
		Title string
	}
	// Wait waits for the listener; an export waits For.
	Wait struct {
		Base
		Line Line
		For  time.Duration
	}
)

// inner is not a method of Base, so that each kind of step has to say what it
// is made of.
func (s Do) inner() []Step      { return s.Exercise.Body }
func (s Repeat) inner() []Step  { return s.Steps }
func (s Include) inner() []Step { return s.Routine.Steps }
func (Say) inner() []Step       { return nil }
func (Rest) inner() []Step      { return nil }
func (Breathe) inner() []Step   { return nil }
func (Play) inner() []Step      { return nil }
func (Wait) inner() []Step      { return nil }

// AudioFile is an audio file of the user's, which lies beside the routine.
type AudioFile struct {
	At   fault.Pos // where it is named
	File string    // slash-separated, within FS
	FS   fs.FS
}

// Walk calls visit for each step, in the order of the file, and then for the
// steps that it is made of: those of a repeat once, and those of an included
// routine and of an exercise that is made of steps. Where visit gives false, it
// does not go into the step.
func Walk(steps []Step, visit func(Step) (enter bool)) {
	for _, s := range steps {
		if visit(s) {
			Walk(s.inner(), visit)
		}
	}
}

// Routine is a whole session.
type Routine struct {
	fault.Pos
	ID        string
	Title     string
	About     string
	Dose      Dose   // its own choice within ranges; the listener's option goes first
	Tips      bool   // close with a tip on workstation and breaks
	Countdown string // "tones", "voice", "off"; "" leaves it to the listener's options
	Bed       Bed
	Pronounce []Pronunciation
	Steps     []Step
}

// BreathWords says how long the words of a breathing pattern are spoken.
type BreathWords string

// WordsFirst says them for the first cycles and lets them fade away.
const (
	WordsFirst  BreathWords = "first"
	WordsAlways BreathWords = "always"
	WordsNever  BreathWords = "never"
)

// BreathKind is what a phase of a breath does.
type BreathKind string

// The kinds of breath phase.
const (
	BreathIn    BreathKind = "in"
	BreathTopUp BreathKind = "top-up" // a second, short in-breath
	BreathHold  BreathKind = "hold"   // lungs full
	BreathOut   BreathKind = "out"
	BreathEmpty BreathKind = "empty" // lungs empty
)

// BreathKinds are all of them, in the order of a breath.
var BreathKinds = []BreathKind{BreathIn, BreathTopUp, BreathHold, BreathOut, BreathEmpty}

// Pattern is a breathing pattern: one cycle, or a ramp from one rate to another.
type Pattern struct {
	fault.Pos
	ID          string
	Title       string
	About       string
	Usual       time.Duration // how long it usually takes; 0 if UsualCycles is set
	UsualCycles int
	WarnCycles  int      // more than this is more than its teachers advise; 0: no such number
	Caution     []string // whom it does not suit; shown, not spoken
	LeaveOut    Line     // whom it does not suit; said before all else
	Setup       []Line   // said before it
	Close       []Line   // said after it
	Phases      []BreathPhase
	Ramp        *Ramp
	Rates       []float64 // breaths a minute that it may be given with --rate
	Pronounce   []Pronunciation
}

// BreathPhase is a part of a breath.
type BreathPhase struct {
	fault.Pos
	Kind    BreathKind
	Nostril Side          // "" for both
	For     time.Duration // in whole tenths of a second
	Say     Line          // the zero Line: what is usually said of its kind
}

// Ramp slows a pattern: the rate changes linearly over a time, then stays.
type Ramp struct {
	From, To float64       // breaths a minute
	Over     time.Duration // how long it takes to get there
	OutShare [2]float64    // the share of a breath that is breathed out, at From and at To
}
