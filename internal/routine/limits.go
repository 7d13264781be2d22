package routine

import (
	"time"

	"unhunch/internal/document"
)

// What a file may ask for. The bounds are generous for people and keep a
// session, and the work of making it, finite.
const (
	MaxFile   = 128 << 10 // bytes of a file
	MaxDepth  = 32        // levels of lists and keys within a file
	MaxNested = 16        // routines that include one another
	MaxText   = 300       // characters of a line that is said
	MaxWord   = 60        // characters of what is pronounced in another way

	MaxReps   = 200
	MaxSets   = 20
	MaxRepeat = 100
	MaxCycles = 10000

	MaxHold    = time.Hour        // one hold, one rest, one wait
	MaxTake    = 5 * time.Minute  // moving into one position
	MaxReady   = 10 * time.Minute // getting into position, changing sides
	MaxBreathe = 12 * time.Hour

	MaxBreathPhase = 60 * time.Second // one phase of a breath
	MinBreathCycle = time.Second
	MinBreathRate  = 1.0 // breaths a minute
	MaxBreathRate  = 30.0

	MaxSession = 12 * time.Hour
	MaxParts   = 50000 // lines, moves and phases of breaths of a session
)

// form is what a routine, exercise or pattern file may be.
var form = document.Form{
	MaxBytes: MaxFile, MaxDepth: MaxDepth,
	Empty: "a routine begins with title: and session:",
	Large: "a routine takes a few",
	Deep:  "put a part in a routine of its own and include it",
	Alias: "write it out, or use include",
}

// tick is the shortest time that a file may ask for.
const tick = 100 * time.Millisecond
