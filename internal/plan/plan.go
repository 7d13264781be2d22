// Package plan turns a routine into sounds at exact frames.
//
// Compile is a pure function: it opens no file, asks no clock and starts no
// goroutine, so the same routine, options and line lengths give the same plan,
// and from it the same samples, byte for byte. Everything that a listener or a
// reader meets is a printing of a Plan: the sound, the listing, the JSON, the
// chapters, the captions and the picture.
//
// How a session is laid out stands in the file that is named for it. Compile
// goes through the steps; opening, closing, exercise, sets, repetition, hold,
// rest and breathe lay out what they are called. They stand on types that keep
// one thing each: track knows time, speech knows what is said and which words
// may go where there is no room, body knows where the listener is, course which
// exercise of how many this is. Which wording is taken is decided in words.go,
// what a wish of the listener's on the way changes in change.go; the sentences
// themselves are those of package phrases.
package plan

import (
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/routine"
)

// Rate is the number of frames in a second.
const Rate = 48000

// Frame counts sample frames at Rate, from the start of the session.
type Frame int64

// Duration is the time that f frames last, to the nearest nanosecond.
func (f Frame) Duration() time.Duration {
	return time.Duration((int64(f)*62500 + 1) / 3)
}

// Plan is a session, ready to be heard. Events are ordered by At; no two
// events on the voice bus overlap.
type Plan struct {
	Version  int       `json:"version"`
	Routine  string    `json:"routine"` // the routine's id
	Title    string    `json:"title"`
	About    string    `json:"about,omitempty"`
	Language string    `json:"language"`
	Voice    string    `json:"voice"` // the pack that says the lines
	Rate     int       `json:"rate"`  // always Rate
	Frames   Frame     `json:"frames"`
	Minutes  int       `json:"minutes"`            // the length that is announced
	Numbered int       `json:"numbered,omitempty"` // how many exercises have a number
	Seed     int64     `json:"seed"`               // that the choices of words were drawn with
	Events   []Event   `json:"events"`
	Chapters []Chapter `json:"chapters"`
	Notes    []string  `json:"notes"` // what was shortened, dropped, or has no recording

	book     *phrases.Book // nil: English
	missing  []string
	passages []Passage
}

// Missing are the texts that no voice says, each once: those with a tone in their
// place, and those that are left out.
func (p *Plan) Missing() []string { return p.missing }

// Helper is the voice that says what the voice of the session cannot, or "" if it
// says all of it.
func (p *Plan) Helper() string {
	for _, e := range p.Events {
		if e.Kind == KindLine && e.Voice != "" {
			return e.Voice
		}
	}
	return ""
}

// Phrases are the program's own words in the language of the session.
func (p *Plan) Phrases() *phrases.Book {
	if p.book == nil {
		return phrases.English
	}
	return p.book
}

// Bus is the group of sounds that an event belongs to, with a level of its own.
type Bus string

// The buses. Spans on BusNone make no sound of their own.
const (
	BusVoice  Bus = "voice"
	BusCue    Bus = "cue"
	BusBreath Bus = "breath"
	BusBed    Bus = "bed"
	BusNone   Bus = "none"
)

// Kind says what an event is.
type Kind string

// The kinds. Hold, Move, Rest and Setup are spans of the listener's work.
const (
	KindLine   Kind = "line"
	KindTone   Kind = "tone"
	KindBreath Kind = "breath"
	KindBed    Kind = "bed"
	KindHold   Kind = "hold"
	KindMove   Kind = "move"
	KindRest   Kind = "rest"
	KindSetup  Kind = "setup"
)

// Tone names a cue sound. The start of a tone is the moment that it marks.
type Tone string

// The tones of a session.
const (
	ToneStart   Tone = "start"   // chime that opens the session
	ToneCount   Tone = "count"   // short, at three, two and one seconds before
	ToneGo      Tone = "go"      // longer and higher: work starts now
	ToneHold    Tone = "hold"    // a hold starts now
	ToneHalf    Tone = "half"    // two dull notes in the middle of a long hold, where no voice says it
	ToneRelease Tone = "release" // falling pair: let go now
	ToneMove    Tone = "move"    // soft tick: the next movement of a repetition
	ToneBack    Tone = "back"    // the same, lower: the way back
	ToneSet     Tone = "set"     // a set, side or phase is done
	ToneDone    Tone = "done"    // an exercise is done
	ToneEnd     Tone = "end"     // three falling notes: the session is over
	ToneMissing Tone = "missing" // stands for a line that no voice has recorded
)

// Tones lists every tone with its length, which render keeps to.
var Tones = map[Tone]Frame{
	ToneStart: 2 * Rate, ToneCount: Rate * 15 / 100, ToneGo: Rate * 5 / 10, ToneHold: Rate * 4 / 10,
	ToneHalf: Rate * 4 / 10, ToneRelease: Rate * 4 / 10,
	ToneMove: Rate * 12 / 100, ToneBack: Rate * 12 / 100, ToneSet: Rate * 6 / 10, ToneDone: Rate * 9 / 10,
	ToneEnd: Rate * 22 / 10, ToneMissing: Rate * 25 / 100,
}

// Event is one sound, or one span of the listener's work.
type Event struct {
	At     Frame `json:"at"`
	Frames Frame `json:"frames"`
	Bus    Bus   `json:"bus"`
	Kind   Kind  `json:"kind"`

	Text  string  `json:"text"`            // what is said; a caption elsewhere
	Role  Role    `json:"role,omitempty"`  // the job of a line
	Voice string  `json:"voice,omitempty"` // the pack that says it, where it is not Plan.Voice
	File  string  `json:"file,omitempty"`  // a line or a bed that is an audio file of the user's
	Tone  Tone    `json:"tone,omitempty"`
	Phase string  `json:"phase,omitempty"` // of a breath: what it does; else of the exercise, where it has any
	Sound string  `json:"sound,omitempty"` // of a breath or a bed: its variant
	Level float64 `json:"level,omitempty"` // of a bed, where it has one of its own: dB against the voice
	Lungs Lungs   `json:"lungs,omitzero"`  // of a breath
	Pan   float64 `json:"pan,omitempty"`   // -1 is the left ear, 1 the right one

	// The work that the event belongs to. Kind, Exercise, Round, Phase, Side,
	// Set, Rep and Move together name one hold or movement.
	Exercise string       `json:"exercise,omitempty"` // its id
	Round    int          `json:"round,omitempty"`    // from 1: how often the exercise has come in the session
	Side     routine.Side `json:"side,omitempty"`
	Set      int          `json:"set,omitempty"`  // from 1
	Rep      int          `json:"rep,omitempty"`  // from 1; of a breath, the cycle
	Move     int          `json:"move,omitempty"` // from 1 within the repetition; to keep moving counts as one more than the way there
	From     string       `json:"from,omitempty"` // file:line:col of what asked for it

	// Words are the full words of the movement that a span belongs to, whether
	// or not they are said this time.
	Words string `json:"-"`
	sided bool   // the words, or the line, name their side
	own   bool   // a line of the program's own

	Open bool   `json:"open,omitempty"` // a rest that ends when the listener says so, if there is one
	Note string `json:"note,omitempty"` // what was done to it: "short", "grew by 1.2 s"
}

// End is the first frame after the event.
func (e Event) End() Frame { return e.At + e.Frames }

// Lungs is how full the lungs are at the start and the end of a phase of a breath,
// from 0 to 1.
type Lungs [2]float64

// Breath is what a breath does in this phase of it.
func (e Event) Breath() routine.BreathKind { return routine.BreathKind(e.Phase) }

// Leans says whether one ear hears it louder than the other.
func (e Event) Leans() bool {
	return e.Pan != 0 || e.Kind == KindBreath && e.Side != routine.NoSide
}

// Chapter is a part of the session that a player can skip to. Level 0 is an
// exercise or another part of the session; level 1 is a side, set or phase
// within the level 0 chapter before it.
type Chapter struct {
	At       Frame  `json:"at"`
	Frames   Frame  `json:"frames"`
	Title    string `json:"title"`
	Exercise string `json:"exercise,omitempty"`
	Number   int    `json:"number,omitempty"` // of the exercise, from 1, where exercises are numbered
	Level    int    `json:"level,omitempty"`
}

// Voice tells how long a voice takes to say a text. Implementations need not
// decode anything.
type Voice interface {
	Name() string
	Language() string
	Length(text string) (frames int64, ok bool)
}

// Beats is a Voice that knows when the first vowel of a text begins: so many frames
// after its start. What is to fall on a moment begins that much before it.
type Beats interface {
	Beat(text string) (frames int64, ok bool)
}

// Options are the listener's choices. The zero value of each field is the
// usual choice, but for Voice, which must be set.
type Options struct {
	Voice    Voice
	Fallback Voice // says what Voice has not recorded; nil for none
	// Phrases are what the session says by itself, in the language of the
	// routine; nil for English.
	Phrases *phrases.Book
	// FileLength tells how long the user's audio of a step is. It may be nil
	// when the routine plays none.
	FileLength func(routine.Play) (frames int64, ok bool)

	Dose         routine.Dose
	First        routine.Side // the side that begins; "" leaves it to each exercise
	NoNotice     bool         // leave out the notice at the start and the advice at the end
	SkipOptional bool
	Countdown    string // "tones" (the default), "voice", "off"
	Tip          int    // which of the closing tips, from 1; 0 leaves it to Seed
	Explain      Explain
	Practice     Practice // how often what was done before: without Explain, what is known is not explained
	// Seed draws what is chosen among remarks, wordings, tips and closings. With 0
	// the remarks of an exercise come in the order of its file.
	Seed  int64
	Words routine.BreathWords
	Sound string // breath: "both" (the default), "tone", "waves", "bowl"
	// Bed is heard from start to end instead of what the routine asks for, but
	// for the zero Bed. Its sound may also be "file".
	Bed routine.Bed
	// UsualBed leaves out the levels that the routine gives its background.
	UsualBed bool
	Lead     time.Duration // near-silence before the chime; 0: one second

	// Changes are what the listener asked for on the way, in the order of their
	// frames. What begins before a change stays as it was, so that a session
	// that is being heard can be compiled again from where it is; Minutes must
	// then be that of the first plan.
	Changes []Change
	Minutes int // the length that is announced; 0: as it comes out
}

// Explain is how much is explained.
type Explain string

// ExplainFull explains everything. ExplainSome leaves it at the name, the way
// there, the movement and the dose, with one remark on it; ExplainFew has no such
// remark. The empty one is ExplainFull the first times, and then ExplainSome.
const (
	ExplainFull Explain = "full"
	ExplainSome Explain = "some"
	ExplainFew  Explain = "few"
)

// Explains are all of them, in the order in which hints list them.
var Explains = []Explain{ExplainFull, ExplainSome, ExplainFew}

// Change is something that the listener asked for at a moment of the session.
type Change struct {
	At Frame
	// More is time for the hold, rest, set-up or breathing of that moment, which
	// goes on for whole breaths. Without it, what is under way there is left: the
	// run of repetitions of a side, set or phase, the set-up, rest, wait or audio
	// file at once, and breathing after the breath of that moment.
	More time.Duration
}
