package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"time"

	"unhunch/internal/fault"
	"unhunch/internal/history"
	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/session"
	"unhunch/internal/steer"
	"unhunch/internal/tui"
)

const (
	noteEvery  = time.Second      // how far a session has come is noted, in case its player is killed
	savedNotes = 3                // of these, one is of the place as well, which goes to the disk
	noticeOver = 30 * time.Second // into a session the notice has been heard
	quickStart = time.Second      // of quiet that is not handed over at once is enough to decode the first lines
)

// playing is one session on a device.
type playing struct {
	env     *env
	flags   playFlags
	name    string // as the routine was named; "" for one that can't be found again
	found   string // the same, for a later session in any folder
	store   history.Store
	left    *history.Position // where to go on, or nil
	choices map[string][]string

	practice plan.Practice // before this session

	session *session.Session
	running *history.Running
	start   time.Time
	player  *play.Player
	guide   *steer.Guide
}

// run plays the session to its end, or until it is stopped.
func (x *playing) run(ctx context.Context, s *session.Session) error {
	keys, err := x.flags.remapped()
	if err != nil {
		return err
	}
	x.env.patience.Store(int64(lastWords))
	signal.Ignore(syscall.SIGPIPE) // or the log would not be written when nobody reads the lines any more
	defer signal.Reset(syscall.SIGPIPE)
	x.env.tellFitted(s)
	x.env.warnVoices(s.Plan)
	x.session, x.start = s, x.env.now()
	p, changes, at, err := x.place()
	if err != nil {
		return err
	}
	lead := time.Duration(0) // the start of a session has its own
	if at > 0 {
		lead = s.Choices.Layout.Lead
	}
	x.player = play.New(x.env.device(x.flags.buffer), s.Live(p, session.Trim{}), play.Options{
		Lead: lead, At: at, Paused: at > 0, Volume: float64(x.flags.volume), Keepalive: play.Keepalive(x.flags.keepalive),
		QuietStart: s.Choices.Layout.Lead >= quickStart+x.flags.buffer, Ticks: x.env.ticks,
	})
	screen := tui.Options{
		In: terminal(x.env.stdin), Out: x.env.stdout, NoKeys: x.flags.noKeys, Keys: keys,
		Plain: x.flags.plain || tui.Plain(terminal(x.env.stdin), x.env.stdout, x.env.getenv),
		Color: x.env.getenv("NO_COLOR") == "", Ticks: x.env.ticks,
	}
	if x.running, err = x.store.Begin(x.entry(steer.View{Plan: p})); err != nil {
		x.env.warn("where this session is will not be remembered: %v", fault.Cause(err))
	}
	defer x.running.End()
	if !x.running.Alone() {
		x.env.warn("another session is playing: the place in this one is not kept")
	}
	x.guide = steer.New(x.player, steer.Of(s), p, steer.Options{Keys: keys, Keyless: !screen.ReadsKeys(), Asks: x.asks(), Changes: changes, Now: x.env.now, Ticks: x.env.ticks})
	if at > 0 {
		x.guide.Resume()
	}
	return x.conclude(ctx, x.perform(ctx, screen))
}

// asks says whether the listener is asked afterwards how it was: about work, and not
// about rest and breathing.
func (x *playing) asks() bool {
	return !x.flags.noQuestions && slices.ContainsFunc(x.session.Plan.Events, func(e plan.Event) bool {
		return e.Kind == plan.KindHold || e.Kind == plan.KindMove
	})
}

// place gives the layout to play, what was asked for in it, and the frame to
// begin at.
func (x *playing) place() (p *plan.Plan, changes []plan.Change, at int64, err error) {
	if x.left == nil {
		return x.session.Plan, nil, 0, nil
	}
	for _, c := range x.left.Changes {
		changes = append(changes, plan.Change{At: plan.Frame(c.At), More: c.More})
	}
	if p, err = x.session.Changed(changes); err != nil {
		return nil, nil, 0, err
	}
	if frames := int64(p.Frames); frames != x.left.Frames {
		x.env.warn("this session is not as long as when it was left: going on at about the same place")
		return p, changes, min(frames, x.left.Frame*frames/max(1, x.left.Frames)), nil
	}
	return p, changes, x.left.Frame, nil
}

// perform plays and shows the session, and saves where it is.
func (x *playing) perform(ctx context.Context, o tui.Options) error {
	playCtx, quiet := context.WithCancel(ctx)
	defer quiet()
	sideCtx, end := context.WithCancel(context.Background())
	var sides sync.WaitGroup
	defer sides.Wait()
	defer end()
	failed := make(chan error, 4)
	beside := func(what string, do func(context.Context)) {
		sides.Add(1)
		go func() {
			defer sides.Done()
			defer rescue(what, failed, quiet)
			do(sideCtx)
		}()
	}
	played := make(chan error, 1)
	go func() {
		defer end()
		defer rescue("playing", played, quiet)
		played <- x.player.Run(playCtx)
	}()
	select {
	case err := <-played:
		return err
	case <-x.player.Ready():
	}
	beside("keys", x.guide.Run)
	beside("saving", x.keepPlace)
	beside("media keys", func(ctx context.Context) { serveRemote(ctx, x) })
	shown := tui.Run(sideCtx, x.guide, o)
	if sideCtx.Err() == nil { // the screen ended, and not the session
		quiet()
	}
	err := <-played
	select {
	case broken := <-failed:
		return broken
	default:
	}
	switch {
	case errors.Is(shown, syscall.EIO): // the terminal was closed, as SIGHUP says too
		return signalled{syscall.SIGHUP}
	case errors.Is(shown, syscall.EPIPE):
		return signalled{syscall.SIGPIPE}
	}
	return cmp.Or(shown, err)
}

// rescue turns a panic into an error, so that the terminal is restored.
func rescue(what string, failed chan<- error, stop func()) {
	if r := recover(); r != nil {
		failed <- fmt.Errorf("internal error in %s: %v", what, r)
		stop()
	}
}

// keepPlace saves where the session is, every few seconds.
func (x *playing) keepPlace(ctx context.Context) {
	ticks, stop := x.env.ticks.Every(noteEvery)
	defer stop()
	noticed := x.session.Choices.Layout.NoNotice || plan.OnlyBreath(x.session.Routine) // it has no such notice
	var noted, saved int64 = -1, -1                                                    // frames
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		v := x.guide.View()
		if !noticed && v.Heard > noticeOver {
			noticed = x.store.MarkNotice(x.env.now()) == nil
		}
		// At the end both are done once more, and what goes wrong then is told.
		if at := v.State.Frame; at != noted && x.running.Note(x.entry(v)) == nil {
			noted = at
		}
		if at := v.State.Frame; at != saved && n%savedNotes == 0 && x.savePlace(v) == nil {
			saved = at
		}
	}
}

// keeps says whether the place in the session is kept: if the session can be found
// again, and no other one that is playing keeps its own.
func (x *playing) keeps() bool { return x.found != "" && x.running.Alone() }

// savePlace saves where the session is.
func (x *playing) savePlace(v steer.View) error {
	if !x.keeps() {
		return nil
	}
	var changes []history.Asked
	for _, c := range v.Changes {
		changes = append(changes, history.Asked{At: int64(c.At), More: c.More})
	}
	return x.store.SavePosition(history.Position{
		Saved: x.env.now(), Routine: x.found, Title: v.Plan.Title, Flags: x.choices,
		Frame: v.State.Target, Frames: int64(v.Plan.Frames), Changes: changes, Hurts: x.session.Choices.Wish.Hurts,
		Exercises: x.practice.Exercises, Patterns: x.practice.Patterns,
	})
}

// forgetPlace forgets where this routine was left, now that it was heard to its
// end. Another one that was left stays.
func (x *playing) forgetPlace() error {
	if !x.keeps() {
		return nil
	}
	left, err := x.store.LoadPosition()
	if err != nil || left.Routine != x.found {
		return nil
	}
	return x.store.ClearPosition()
}

// conclude writes the log, and says how the session ended.
func (x *playing) conclude(ctx context.Context, err error) error {
	err = interrupted(ctx, err)
	v := x.guide.View()
	began := v.Heard > 0 || v.State.Frame > 0
	if !began && err != nil {
		return explain(err, x.name, false)
	}
	done := x.entry(v)
	done.Finished = v.State.Ended && err == nil
	done.Ended = ended(done.Finished, x.guide.Outcome(), err)
	done.Pain, done.Effort = x.keepPain(), x.guide.Effort()
	if logged := x.store.Append(done); logged != nil {
		x.env.warn("this session could not be written to the log: %v", logged)
		_ = x.running.Note(done)
		x.running.Keep()
	}
	var saved error
	if done.Finished {
		saved = x.forgetPlace()
	} else {
		saved = x.savePlace(v)
	}
	if late := x.player.Late(); late > 0 {
		x.env.warn("this machine was too busy: %s left out", count(late, "sound"))
	}
	if gaps := x.player.Gaps(); gaps > 0 {
		x.env.warn("this machine was too busy: %s in the sound; a larger buffer helps: --buffer 500ms", count(gaps, "gap"))
	}
	if lost := x.session.Lost(); lost != nil {
		x.env.warn("parts of your own sound were left out: %v", lost)
	}
	if saved != nil {
		x.env.warn("the place in this session could not be saved: %v", saved)
	}
	kept := x.keeps() && saved == nil && !done.Finished
	x.say(v, done, kept)
	return explain(err, x.name, kept)
}

// entry is what the log would keep of the session, as far as it has come.
func (x *playing) entry(v steer.View) history.Entry {
	e := history.Entry{
		Start: x.start, Routine: v.Plan.Routine, Title: v.Plan.Title,
		Heard: v.Heard.Seconds(), Length: v.Plan.Frames.Duration().Seconds(),
	}
	if x.guide != nil { // the session has begun
		practiced := x.session.Plan.Practiced(x.guide.Heard())
		e.Exercises, e.Patterns = practiced.Exercises, practiced.Patterns
	}
	return e
}

// ended says in the words of the log how a session ended.
func ended(finished bool, o steer.Outcome, err error) string {
	switch {
	case finished:
		return ""
	case o == steer.Hurts:
		return "hurt"
	case errors.Is(err, play.ErrLost):
		return "no sound"
	case o == steer.Stopped:
		return "stopped"
	case err != nil && !errors.As(err, new(signalled)):
		return "failed"
	}
	return "interrupted"
}

// say tells the listener how it ended.
func (x *playing) say(v steer.View, s history.Entry, kept bool) {
	heard := fmt.Sprintf("%s of %s", plan.Clock(v.Heard), plan.Clock(v.Plan.Frames.Duration()))
	switch {
	case s.Finished:
		fmt.Fprintf(x.env.stderr, "unhunch: done, %s heard\n", heard)
	case s.Ended == "hurt":
		fmt.Fprintf(x.env.stderr, "unhunch: stopped because it hurt, %s heard\n%s\n", heard, v.Plan.Phrases().Closing.Advice)
	case kept:
		fmt.Fprintf(x.env.stderr, "unhunch: %s, %s heard; to go on there: unhunch play --resume\n", s.Ended, heard)
	default:
		fmt.Fprintf(x.env.stderr, "unhunch: %s, %s heard\n", s.Ended, heard)
	}
}

// interrupted makes Ctrl-C the same, whether it came as a key or as a signal.
func interrupted(ctx context.Context, err error) error {
	if errors.Is(err, tui.ErrInterrupted) || errors.Is(err, context.Canceled) {
		return signalOf(ctx)
	}
	return err
}
