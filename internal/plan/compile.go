package plan

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
)

// MaxFrames is the length of the longest session; longer ones are refused.
const MaxFrames = Frame(24 * 3600 * Rate)

// builder lays out a session from its start to its end: what is on its track
// and said there, where the body is, and which exercise of how many this is.
type builder struct {
	*speech
	body       body
	fresh      bool                       // an exercise is new to the listener
	instructed []words                    // where to be, in the set-up that is under way
	taught     struct{ start, hold bool } // the tones that are known
	moved      int                        // exercises that are done
	warned     bool                       // when to see a doctor
	nth        int                        // exercise that is under way, as often as they come
	course     course
	character
	opt    Options
	rounds map[string]int // how often an exercise has been begun
	alone  bool           // the session is nothing but a breathing pattern
	// reminded is how many reminders have been said to one who breathes.
	reminded int
	err      error // why no session can be made of the steps
}

// Compile lays out a routine. It fails if no voice is given, if the session
// would be longer than a day, or if it has a step that no layout is known for.
//
// The length that the opening announces is known only at the end, so a session
// is laid out twice; Options.Minutes saves the first time.
func Compile(r *routine.Routine, o Options) (*Plan, error) {
	if o.Voice == nil {
		return nil, errors.New("no voice to say the session")
	}
	if o.Minutes > 0 {
		return layOut(r, o)
	}
	p, err := layOut(r, o)
	if err != nil {
		return nil, err
	}
	o.Minutes = max(1, int((p.Frames.Duration()+30*time.Second)/time.Minute))
	return layOut(r, o)
}

func layOut(r *routine.Routine, o Options) (*Plan, error) {
	b := newBuilder(r, o)
	b.bed.set(cmp.Or(o.Bed, r.Bed), 0)
	b.opening(r)
	b.steps(r.Steps, false)
	b.closing(r)
	if b.err != nil {
		return nil, b.err
	}
	if b.now.frame() > MaxFrames {
		return nil, fmt.Errorf("the session would last %v, more than a day", b.now.duration().Round(time.Minute))
	}
	return b.finish(o.UsualBed), nil
}

func newBuilder(r *routine.Routine, o Options) *builder {
	if o.Countdown == "" {
		o.Countdown = r.Countdown
	}
	if o.Dose == routine.DoseDefault {
		o.Dose = r.Dose
	}
	p := &Plan{
		Version: 1, Routine: r.ID, Title: r.Title, About: r.About,
		Language: o.Voice.Language(), Voice: o.Voice.Name(), Rate: Rate,
		Minutes: o.Minutes, Seed: o.Seed, Events: []Event{}, Chapters: []Chapter{}, Notes: []string{}, book: o.Phrases,
	}
	voices := speakers{o.Voice}
	if o.Fallback != nil {
		voices = append(voices, o.Fallback)
	}
	b := &builder{
		speech: &speech{track: newTrack(p, o.Changes), speakers: voices, book: p.Phrases(), counting: o.Countdown, heard: map[string]bool{}},
		opt:    o, rounds: map[string]int{},
	}
	b.course.total = b.numbered(r.Steps)
	p.Numbered = b.course.total
	b.character = b.characterOf(r)
	b.fresh = o.Explain == ExplainFull
	b.eachExercise(r.Steps, func(e *routine.Exercise) {
		b.fresh = b.fresh || o.explains(o.Practice.Exercises[e.ID]) == ExplainFull
	})
	return b
}

func (b *builder) skips(s routine.Step) bool { return b.opt.SkipOptional && s.IsOptional() }

// firstSide is the side with which an exercise begins.
func (b *builder) firstSide(e *routine.Exercise) routine.Side {
	if b.opt.First != routine.NoSide {
		return b.opt.First
	}
	return e.First
}

// eachExercise calls do for every exercise of steps that are not left out.
func (b *builder) eachExercise(steps []routine.Step, do func(*routine.Exercise)) {
	routine.Walk(steps, func(s routine.Step) bool {
		if s, ok := s.(routine.Do); ok && !b.skips(s) {
			do(s.Exercise)
		}
		return !b.skips(s)
	})
}

// steps lays out steps in turn. Within an exercise nothing is announced.
func (b *builder) steps(steps []routine.Step, within bool) {
	for _, s := range steps {
		if b.now.frame() > MaxFrames || b.skips(s) {
			continue
		}
		outer := b.from
		b.from = s.Where()
		b.over(s.Background(), func() { b.step(s, within) })
		b.from = outer
	}
}

func (b *builder) step(s routine.Step, within bool) {
	b.leave([]routine.Step{s})
	b.advise()
	switch s := s.(type) {
	case routine.Do:
		b.do(s)
	case routine.Say:
		b.guide(words{line: s.Line, role: RoleSay}, routine.NoSide, afterLine)
	case routine.Rest:
		b.rest(s, within)
	case routine.Repeat:
		b.repeat(s, within)
	case routine.Include:
		b.include(s, within)
	case routine.Breathe:
		b.breathe(s, within)
	case routine.Play:
		b.leavable(func() { b.play(s) })
	case routine.Wait:
		b.wait(s)
	default:
		b.err = fmt.Errorf("%v: the plan has no layout for a step of type %T", s.Where(), s)
	}
}

// repeat does its steps several times, and says which round of exercises this is.
func (b *builder) repeat(s routine.Repeat, within bool) {
	for n := 1; n <= s.Times; n++ {
		b.leave(s.Steps)
		if s.Times > 1 && b.numbered(s.Steps) > 0 {
			b.say(words{line: b.book.Round(n, s.Times), role: RoleName}, afterLine)
		}
		if n == 2 {
			b.course.again++
		}
		b.steps(s.Steps, within)
	}
	if s.Times > 1 {
		b.course.again--
	}
}

// include does another routine as a part of this one, under its title.
func (b *builder) include(s routine.Include, within bool) {
	b.sayTitle(s.Routine.Title, s.Routine.Pos)
	b.over(s.Routine.Bed, func() { b.steps(s.Routine.Steps, within) })
}

// sayTitle says the title of a part of the session, which stands in a file.
func (b *builder) sayTitle(title string, at fault.Pos) {
	b.say(words{line: routine.Line{Pos: at, Text: b.book.Title(title)}, role: RoleName}, afterLine)
}

// play places the user's own audio on the voice bus, so that nothing is said over it.
func (b *builder) play(s routine.Play) {
	var frames int64
	ok := false
	if b.opt.FileLength != nil {
		frames, ok = b.opt.FileLength(s)
	}
	if !ok {
		b.note("cannot be played, left out: %s", s.File)
		return
	}
	start := b.free(wordGap)
	title := s.Title
	if title == "" {
		title = strings.TrimSuffix(path.Base(s.File), path.Ext(s.File))
	}
	b.voiceFree = start + fromFrames(Frame(frames))
	b.event(start, b.voiceFree, Event{Bus: BusVoice, Kind: KindLine, Text: title, Role: RoleSay, File: s.File})
	b.now = b.voiceFree + afterLine
}
