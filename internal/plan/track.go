package plan

import (
	"fmt"
	"slices"
	"sort"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
)

// track is the timeline of a session while it is laid out: what is on it, how
// far it has come, and what the listener asked for on the way. It knows nothing
// of words and exercises.
type track struct {
	plan    *Plan
	bed     background
	changes []Change // in the order of their frames
	where

	now       instant // the end of all that has been laid out
	voiceFree instant // the voice has said its last word
	quiet     instant // the last tone has ended
	until     instant // what begins at or after this is left out
}

// where is the work that an event belongs to.
type where struct {
	exercise  string
	round     int
	phase     string
	side      routine.Side
	set, rep  int
	move      int
	from      fault.Pos
	doing     string // the full words of the movement, ...
	doingSide bool   // ... and whether they name its side
}

func newTrack(p *Plan, changes []Change) *track {
	return &track{plan: p, changes: changes, until: never}
}

// free is the first moment from which nothing is heard any more, and was not for
// so long.
func (t *track) free(gap instant) instant { return max(t.now, t.voiceFree+gap, t.quiet+gap) }

// event adds an event from start to end, rounding each once, unless it begins
// too late to be heard.
func (t *track) event(start, end instant, e Event) *Event {
	e.At = start.frame()
	e.Frames = end.frame() - e.At
	e.Exercise, e.Round, e.Side, e.Set, e.Rep, e.Move = t.exercise, t.round, t.side, t.set, t.rep, t.move
	if e.Phase == "" {
		e.Phase = t.phase
	}
	if e.From == "" {
		e.From = t.from.String()
	}
	if start >= t.until {
		return &e
	}
	t.plan.Events = append(t.plan.Events, e)
	return &t.plan.Events[len(t.plan.Events)-1]
}

// lean is how far cues of a side move to its ear.
const lean = 0.4

func panOf(s routine.Side) float64 {
	switch s {
	case routine.Left:
		return -lean
	case routine.Right:
		return lean
	}
	return 0
}

// tone starts a cue at a moment, where the work may already go on.
func (t *track) tone(tone Tone, start instant) {
	end := start + fromFrames(Tones[tone])
	t.event(start, end, Event{Bus: BusCue, Kind: KindTone, Tone: tone, Pan: panOf(t.side)})
	t.quiet = max(t.quiet, end)
}

// span adds a stretch of the listener's work from now on and moves on.
func (t *track) span(kind Kind, length instant, text string) *Event {
	e := t.event(t.now, t.now+length, Event{Bus: BusNone, Kind: kind, Text: text})
	e.Words, e.sided = t.doing, t.doingSide
	t.now += length
	return e
}

// spanned adds a stretch of work that began at start, before now, and ends at
// end.
func (t *track) spanned(kind Kind, start, end instant) {
	t.now = start
	t.span(kind, end-start, "")
}

func (t *track) chapter(title string, level int) {
	t.plan.Chapters = append(t.plan.Chapters, Chapter{At: t.now.frame(), Title: title, Exercise: t.exercise, Level: level})
}

// note tells a reader of the plan what was done to it at this moment.
func (t *track) note(format string, args ...any) { t.noteAt(t.now, format, args...) }

func (t *track) noteAt(at instant, format string, args ...any) {
	if at >= t.until {
		return
	}
	if text := fmt.Sprintf(format, args...); !slices.Contains(t.plan.Notes, text) {
		t.plan.Notes = append(t.plan.Notes, text)
	}
}

// lacking takes note of a text that no voice has recorded, and of what became
// of it.
func (t *track) lacking(at instant, became, text string) {
	if at >= t.until {
		return
	}
	t.noteAt(at, "no recording, %s: %s", became, text)
	if !slices.Contains(t.plan.missing, text) {
		t.plan.missing = append(t.plan.missing, text)
	}
}

// finish puts the background under the session, orders the events and closes
// the chapters.
func (t *track) finish(usualBed bool) *Plan {
	p := t.plan
	p.Frames = t.now.frame()
	p.Events = append(p.Events, t.bed.events(t.now, usualBed)...)
	sort.SliceStable(p.Events, func(i, j int) bool { return p.Events[i].At < p.Events[j].At })
	for i := range p.Chapters {
		c := &p.Chapters[i]
		end := p.Frames
		for _, next := range p.Chapters[i+1:] {
			if next.Level <= c.Level {
				end = next.At
				break
			}
		}
		c.Frames = end - c.At
	}
	return p
}
