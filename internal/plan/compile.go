package plan

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"
	"time"

	"unhunch/internal/routine"
)

// Times around a session.
const (
	leadUsual  = second                  // near-silence that wakes a sleeping sink
	afterChime = 300 * millisecond       // from the chime to the first word
	restSpoken = 4 * time.Second         // shorter rests are not announced
	tailAtEnd  = second                  // silence after the last sound
	MaxFrames  = Frame(24 * 3600 * Rate) // longer sessions are refused
)

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
	if o.Countdown == "" {
		o.Countdown = r.Countdown
	}
	if o.Dose == routine.DoseDefault {
		o.Dose = r.Dose
	}
	b := &builder{
		opt: o,
		plan: &Plan{
			Version: 1, Routine: r.ID, Title: r.Title, About: r.About,
			Language: o.Voice.Language(), Voice: o.Voice.Name(), Rate: Rate,
			Minutes: o.Minutes, Events: []Event{}, Chapters: []Chapter{}, Notes: []string{}, book: o.Phrases,
		},
		explained: map[string]bool{},
		until:     never,
	}
	b.book = b.plan.Phrases()
	b.total = b.countExercises(r.Steps)
	b.opening(r)
	b.steps(r.Steps, false)
	b.closing(r)
	if b.err != nil {
		return nil, b.err
	}
	if b.now.frame() > MaxFrames {
		return nil, fmt.Errorf("the session would last %v, more than a day", b.now.duration().Round(time.Minute))
	}
	return b.finish(), nil
}

// finish orders the events and closes the chapters.
func (b *builder) finish() *Plan {
	p := b.plan
	p.Frames = b.now.frame()
	if b.opt.Bed != "" {
		b.where = where{}
		b.event(0, b.now, Event{Bus: BusBed, Kind: KindBed, Sound: b.opt.Bed})
	}
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

// countExercises is how many exercises the session will number. Those of an
// included routine, such as a warm-up, go by their names alone.
func (b *builder) countExercises(steps []routine.Step) int {
	seen := map[string]bool{}
	last := ""
	var count func(steps []routine.Step) int
	count = func(steps []routine.Step) int {
		n := 0
		routine.Walk(steps, func(s routine.Step) bool {
			if b.skips(s) {
				return false
			}
			switch s := s.(type) {
			case routine.Do:
				if s.Exercise.Guide == "" || s.Exercise.Guide != last || seen[s.Exercise.ID] {
					n++
				}
				last = s.Exercise.Guide
				seen[s.Exercise.ID] = true
			case routine.Repeat:
				for range s.Times {
					n += count(s.Steps)
				}
			}
			return false
		})
		return n
	}
	return count(steps)
}

func (b *builder) skips(s routine.Step) bool { return b.opt.SkipOptional && s.IsOptional() }

// opening is what is heard before the first step: a chime, what this is, how
// long it takes, the notice, and what will be needed.
func (b *builder) opening(r *routine.Routine) {
	b.from = r.Pos
	b.chapter(b.book.Course.Opening, 0)
	b.now = leadUsual
	if b.opt.Lead > 0 {
		b.now = fromDuration(b.opt.Lead)
	}
	b.tone(ToneStart, b.now)
	b.now = b.quiet + afterChime
	b.say(words{line: routine.Line{Pos: r.Pos, Text: b.book.Title(r.Title)}, weight: aName}, 2*wordGap)
	b.say(words{line: routine.Line{Text: b.book.Minutes(time.Duration(max(b.opt.Minutes, 1)) * time.Minute)}, weight: aName}, afterLine)
	if !b.opt.NoNotice {
		for _, text := range b.book.Frame.Notice {
			b.sayText(text, aSafety, afterLine)
		}
		b.legend(r)
	}
	b.fetchAll(r)
}

// legend teaches the tones that matter: when to begin, and, if the session has
// holds, when to hold and let go.
func (b *builder) legend(r *routine.Routine) {
	counted, holds := false, false
	b.eachExercise(r.Steps, func(e *routine.Exercise) {
		counted = counted || len(e.Phases) > 0
		for _, p := range e.Phases {
			for _, m := range p.Moves {
				holds = holds || m.Hold.Default > 0
			}
		}
	})
	if counted {
		b.sayText(b.book.Frame.Go, aSignal, 2*wordGap)
		b.countIn()
		b.now = b.quiet + afterLine
	}
	if !holds {
		return
	}
	for _, l := range []struct {
		text string
		tone Tone
	}{{b.book.Frame.Hold, ToneHold}, {b.book.Frame.LetGo, ToneRelease}} {
		b.sayText(l.text, aSignal, 2*wordGap)
		b.tone(l.tone, b.now)
		b.now = b.quiet + afterLine
	}
}

// fetchAll names where the whole session goes and what it needs, so that it can
// be fetched at once.
func (b *builder) fetchAll(r *routine.Routine) {
	start := b.now
	var places, things []routine.Equipment
	choosing := map[routine.Equipment][]routine.Line{}
	b.eachExercise(r.Steps, func(e *routine.Exercise) {
		needs := e.Equipment
		if e.Posture == routine.Seated {
			needs = append([]routine.Equipment{routine.Chair}, needs...)
		}
		for _, q := range needs {
			list := &things
			if _, place := b.book.Positions.GoTo[q]; place {
				list = &places
			}
			if !slices.Contains(*list, q) {
				*list = append(*list, q)
			}
		}
		for _, c := range e.Choosing {
			if l := b.book.ForSide(c.Say, b.firstSide(e)); !slices.Contains(choosing[c.Thing], l) {
				choosing[c.Thing] = append(choosing[c.Thing], l)
			}
		}
	})
	if len(choosing[routine.Chair]) == 0 && b.onlySeated(r) { // "Sit down on your chair." says it all
		things = slices.DeleteFunc(things, func(q routine.Equipment) bool { return q == routine.Chair })
	}
	for _, q := range append(places, things...) {
		b.sayText(b.book.Positions.Need[q], aSignal, 2*wordGap)
		for _, l := range choosing[q] {
			b.say(words{line: l, weight: aSignal}, 2*wordGap)
		}
	}
	switch len(things) {
	case 0:
		b.now = max(b.now, b.voiceFree+afterLine)
		return
	case 1:
		b.sayText(b.book.Frame.WithinReach, aCoaching, 0)
	default:
		b.sayText(b.book.Frame.AllWithinReach, aCoaching, 0)
	}
	end := b.rested(start, b.now+settleUp, b.now)
	b.now = start
	b.span(KindSetup, end-start, "")
}

// onlySeated says whether the whole session is done on one chair.
func (b *builder) onlySeated(r *routine.Routine) bool {
	seated := true
	b.eachExercise(r.Steps, func(e *routine.Exercise) {
		seated = seated && (e.Posture == routine.Seated || e.Posture == routine.AnyAtRest)
	})
	return seated
}

func (b *builder) eachExercise(steps []routine.Step, do func(*routine.Exercise)) {
	routine.Walk(steps, func(s routine.Step) bool {
		if s, ok := s.(routine.Do); ok && !b.skips(s) {
			do(s.Exercise)
		}
		return !b.skips(s)
	})
}

// closing ends the session: a tip, a few calm words, when to see a doctor, and
// the end sound.
func (b *builder) closing(r *routine.Routine) {
	b.where = where{from: r.Pos}
	b.chapter(b.book.Course.Closing, 0)
	b.sayText(b.book.Frame.Done, aSignal, afterLine)
	if r.Tips {
		b.sayText(b.book.Tip(b.opt.Tip), aTip, afterLine)
	}
	if !b.opt.NoNotice {
		b.sayText(b.book.Frame.Advice, aSafety, afterLine)
	}
	if b.posture != routine.Standing {
		b.sayText(b.book.Frame.Calm, aCoaching, afterLine)
	}
	if lying(b.posture) {
		b.sayText(b.book.Positions.GetUp, aSafety, afterLine)
	}
	b.tone(ToneEnd, max(b.now, b.voiceFree+2*wordGap))
	b.now = max(b.now, b.quiet) + tailAtEnd
}

// steps lays out steps in turn. Within an exercise nothing is announced.
func (b *builder) steps(steps []routine.Step, within bool) {
	for _, s := range steps {
		if b.now.frame() > MaxFrames || b.skips(s) {
			continue
		}
		outer := b.from
		b.from = s.Where()
		b.step(s, within)
		b.from = outer
	}
}

func (b *builder) step(s routine.Step, within bool) {
	switch s := s.(type) {
	case routine.Do:
		b.do(s)
	case routine.Say:
		b.say(words{line: s.Line, weight: aSignal}, afterLine)
	case routine.Rest:
		b.restStep(s, within)
	case routine.Repeat:
		for n := 1; n <= s.Times; n++ {
			if n > 1 && b.countExercises(s.Steps) > 0 {
				b.say(words{line: b.book.Round(n, s.Times), weight: aName}, afterLine)
			}
			b.steps(s.Steps, within)
		}
	case routine.Include:
		b.include(s, within)
	case routine.Breathe:
		if !within {
			b.chapter(s.Pattern.Title, 0)
			if s.Pattern.Title != b.plan.Title { // the opening has not said it
				b.say(words{line: routine.Line{Pos: s.Pattern.Pos, Text: b.book.Title(s.Pattern.Title)}, weight: aName}, afterLine)
			}
		}
		b.breathe(s)
	case routine.Play:
		b.leavable(func() { b.play(s) })
	case routine.Wait:
		b.wait(s)
	default:
		b.err = fmt.Errorf("%v: the plan has no layout for a step of type %T", s.Where(), s)
	}
}

// wait lays out a wait as long as it is in a file. A listener ends it.
func (b *builder) wait(s routine.Wait) {
	b.say(words{line: s.Line, weight: aSignal}, 0)
	b.now = max(b.now, b.voiceFree, b.quiet)
	end := b.leftAt(b.now, b.now+fromDuration(s.For))
	b.span(KindRest, end-b.now, "wait").Open = true
}

// include does another routine as a part of this one, under its title.
func (b *builder) include(s routine.Include, within bool) {
	b.say(words{line: routine.Line{Pos: s.Routine.Pos, Text: b.book.Title(s.Routine.Title)}, weight: aName}, afterLine)
	b.included++
	b.steps(s.Routine.Steps, within)
	b.included--
}

// restStep rests for exactly the time asked for; the words are within it.
func (b *builder) restStep(s routine.Rest, within bool) {
	b.now = max(b.now, b.voiceFree, b.quiet)
	start, length := b.now, fromDuration(s.For)
	if !within && s.For >= restSpoken {
		for _, sp := range b.fit([]words{{line: b.book.Rest(s.For), weight: aName}}, length-second) {
			b.place(sp, start+wordGap)
		}
		halved := false
		b.begun(b.leftAt(start, never), func() {
			b.inStages(start, start+length, func(from, end instant) {
				halved = b.halfway(start, from, end, end-second, halved)
			})
		})
	}
	b.span(KindRest, b.rested(start, start+length, b.voiceFree)-start, "")
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
	start := max(b.now, b.voiceFree+wordGap, b.quiet+wordGap)
	title := s.Title
	if title == "" {
		title = strings.TrimSuffix(path.Base(s.File), path.Ext(s.File))
	}
	b.voiceFree = start + fromFrames(Frame(frames))
	b.event(start, b.voiceFree, Event{Bus: BusVoice, Kind: KindLine, Text: title, File: s.File})
	b.now = b.voiceFree + afterLine
}

// breathe says what leads into a pattern, once in a session, and then lets the
// breath be followed for whole cycles.
func (b *builder) breathe(s routine.Breathe) {
	b.sayOnce(s.Pattern.LeaveOut, aSafety, afterLine)
	b.comeToRest()
	for _, l := range append(b.book.BreathSafety(s.Pattern.HasHolds()), s.Pattern.Setup...) {
		b.sayOnce(l, aSafety, afterLine)
	}
	said, sound := s.Words, s.Sound
	if b.opt.Words != "" {
		said = b.opt.Words
	}
	if b.opt.Sound != "" {
		sound = b.opt.Sound
	}
	b.now = max(b.now, b.voiceFree+wordGap, b.quiet+wordGap)
	out := breathe(&s, s.For.At(b.opt.Dose), said, b.book, func(text string) (Frame, bool) {
		sp := b.wording(words{line: routine.Line{Text: text}})
		return sp.length.frame(), !sp.missing
	})
	b.addBreathing(b.breathed(out), sound)
	for _, l := range s.Pattern.Close {
		b.sayOnce(l, aSignal, afterLine)
	}
}

// comeToRest lets a listener sit or lie down to breathe, who does not yet.
func (b *builder) comeToRest() {
	if b.posture == routine.AnyAtRest {
		b.sayOnce(routine.Line{Text: b.book.Breathing.Gently, Short: b.book.Breathing.Rest}, aSafety, afterLine)
		return
	}
	b.say(words{line: routine.Line{Text: b.book.Breathing.Rest, Short: b.book.Breathing.Gently}, weight: aSafety}, afterLine)
	b.explain(b.book.Breathing.Gently)
	b.posture, b.at = routine.AnyAtRest, ""
}

// addBreathing adds a stretch of breathing to the plan.
func (b *builder) addBreathing(stretch breathing, sound string) {
	start, outer := b.now, b.where
	for _, p := range stretch.phases {
		b.side, b.rep = p.Nostril, p.Cycle
		at := start + fromDuration(p.Start)
		b.event(at, at+fromDuration(p.For), Event{
			Bus: BusBreath, Kind: KindBreath, Phase: p.Kind, Sound: sound, Pan: panOf(p.Nostril), From: p.Pos.String(),
		})
	}
	for _, l := range stretch.lines {
		b.side, b.rep = l.side, 0
		b.place(b.wording(words{line: l.line, weight: aCount, lean: true, usual: l.usual}), start+fromDuration(l.at))
	}
	b.where = outer
	b.now = start + fromDuration(stretch.total)
	for _, n := range stretch.notes {
		b.note("%s", n)
	}
}
