// Package steer lets a listener steer a session that is playing: what a key or
// a headset button means for the plan and the player, and what is said back.
//
// A plan is never patched while it plays. What makes the rest of a session
// longer or shorter is compiled again from where it is, and the new sound takes
// over from the old one; all else is a jump.
package steer

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/session"
)

const (
	moreTime    = 15 * time.Second
	volumeStep  = 2.0 // dB
	mostVolume  = 12.0
	leastVolume = -40.0
	confirmFor  = 4 * time.Second    // a second press counts within this
	busFor      = 6 * time.Second    // + and - stay with a bus this long
	backWithin  = 4 * plan.Rate      // nearer to the start of an exercise, back is the one before
	handover    = plan.Rate / 5      // what may have been handed over ahead of what is heard
	leastLead   = plan.Rate * 3 / 10 // a change is this much ahead of what is handed over, ...
	mostLead    = 8 * leastLead      // ... or more, where the machine is slow to make it ready
	holdBack    = plan.Rate / 2      // an open wait holds this much before its end
	tick        = 40 * time.Millisecond
)

// Session is what a Guide needs of the session that plays, see session.Session.
type Session interface {
	// Changed is the layout with what was asked for on the way.
	Changed(changes []plan.Change) (*plan.Plan, error)
	// Live is the sound of a layout for a device.
	Live(p *plan.Plan, t session.Trim) play.Stream
	// Samples is the sound of an answer as a whole: left and right in turn.
	Samples(p *plan.Plan, t session.Trim) []float32
	// Length is how long the voice takes for a text, if it has it.
	Length(text string) (frames int64, ok bool)
}

// Of is a session as a Guide takes it.
func Of(s *session.Session) Session { return steered{s} }

type steered struct{ *session.Session }

func (s steered) Live(p *plan.Plan, t session.Trim) play.Stream { return s.Session.Live(p, t) }

// Outcome is how a session ended.
type Outcome string

// The outcomes of a session that was not heard to its end.
const (
	Stopped Outcome = "stopped"
	Hurts   Outcome = "hurt"
)

// View is a moment of a session, for a screen.
type View struct {
	Plan    *plan.Plan
	Changes []plan.Change // what it was compiled with
	State   play.State
	Waiting bool   // for a key of the listener's
	Message string // what a key did, for a few seconds
	Answers int    // how many keys were answered with a message so far
	Heard   time.Duration
}

// Guide carries out what a listener asks for.
type Guide struct {
	player  *play.Player
	session Session
	keys    Keys
	keyless bool
	now     func() time.Time
	asked   chan request
	blips   map[Action]*play.Aside
	unknown *play.Aside

	layout  atomic.Pointer[layout]
	message atomic.Pointer[message]
	outcome atomic.Pointer[Outcome]
	heard   atomic.Int64 // frames

	// The rest belongs to Run.
	trim     session.Trim
	bus      Action // that louder and softer change; "" for all
	busUntil time.Time
	confirm  time.Time // until when a second Stop ends the session
	last     int64     // the frame that was heard at the last tick
	told     bool      // that the session waits
	helping  bool      // the keys were asked for last
}

// layout is a plan, what it was compiled with, and where it waits for the
// listener.
type layout struct {
	*plan.Plan
	changes []plan.Change
	waits   []plan.Event
}

func newLayout(p *plan.Plan, changes []plan.Change) *layout {
	l := &layout{Plan: p, changes: changes}
	for _, e := range p.Events {
		if e.Open {
			l.waits = append(l.waits, e)
		}
	}
	return l
}

// request is an action, with the frame for a jump.
type request struct {
	action Action
	frame  plan.Frame
}

// jumpTo is the action of Guide.Jump.
const jumpTo Action = "jump"

type message struct {
	text  string
	nth   int
	until time.Time
}

// Options are what a Guide may be told.
type Options struct {
	Keys    Keys             // for the spoken list; nil: the usual ones
	Keyless bool             // nobody can press a key: waits are as long as in a file
	Changes []plan.Change    // what the plan was compiled with
	Now     func() time.Time // nil: time.Now
}

// New gives a Guide for a player that plays p.
func New(player *play.Player, s Session, p *plan.Plan, o Options) *Guide {
	g := &Guide{player: player, session: s, keys: o.Keys, keyless: o.Keyless, now: o.Now,
		asked: make(chan request, 16), blips: map[Action]*play.Aside{}, unknown: newBlip(unknownBlip)}
	if g.keys == nil {
		g.keys = UsualKeys()
	}
	if g.now == nil {
		g.now = time.Now
	}
	for a, notes := range blips {
		g.blips[a] = newBlip(notes)
	}
	g.last = player.State().Frame
	g.layout.Store(newLayout(p, o.Changes))
	return g
}

// Do asks for an action. It answers with a small sound at once, and never
// waits.
func (g *Guide) Do(a Action) {
	if sound := g.blips[a]; sound != nil {
		g.player.Blip(sound)
	}
	g.ask(request{action: a})
}

// Jump asks to go on from a frame.
func (g *Guide) Jump(to plan.Frame) {
	g.player.Blip(g.blips[Next])
	g.ask(request{action: jumpTo, frame: to})
}

// End stops the session at once, without asking twice.
func (g *Guide) End() {
	o := Stopped
	g.outcome.Store(&o)
	g.player.Stop()
}

// Unknown answers a key that does nothing, but to end a wait.
func (g *Guide) Unknown() {
	if g.wait() != nil {
		g.Do(PlayPause)
		return
	}
	g.player.Blip(g.unknown)
}

func (g *Guide) ask(r request) {
	select {
	case g.asked <- r:
	default: // sixteen keys ahead of the session: enough
	}
}

// View is what is heard at this moment.
func (g *Guide) View() View {
	l := g.layout.Load()
	v := View{Plan: l.Plan, Changes: l.changes, State: g.player.State(), Waiting: g.wait() != nil, Heard: plan.Frame(g.heard.Load()).Duration()}
	m := g.message.Load()
	if m != nil {
		v.Answers = m.nth
	}
	if m != nil && g.now().Before(m.until) {
		v.Message = m.text
	} else if v.Waiting {
		v.Message = "waiting for you: press a key to go on"
	}
	return v
}

// Outcome is how the listener ended the session, or "".
func (g *Guide) Outcome() Outcome {
	if o := g.outcome.Load(); o != nil {
		return *o
	}
	return ""
}

// plan is the layout of the session that plays.
func (g *Guide) plan() *plan.Plan { return g.layout.Load().Plan }

// phrases are the answers in the language of the session.
func (g *Guide) phrases() *phrases.Book { return g.plan().Phrases() }

// Run carries out what is asked for until ctx is done.
func (g *Guide) Run(ctx context.Context) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	g.placeHold(g.at())
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-g.asked:
			g.do(ctx, r)
		case <-ticker.C:
			g.follow()
		}
	}
}

// follow counts what was heard, and says where the session waits.
func (g *Guide) follow() {
	s := g.player.State()
	if step := s.Frame - g.last; step > 0 && step < plan.Rate {
		g.heard.Add(step)
	}
	g.last = s.Frame
	told := g.told
	if g.told = g.wait() != nil; g.told && !told {
		g.say(false, g.phrases().Answers.Waiting)
	}
}

// Resume goes on after a pause as a key would, or begins a session that was
// left in the middle.
func (g *Guide) Resume() { g.ask(request{action: Play}) }

func (g *Guide) show(format string, args ...any) {
	nth := 1
	if last := g.message.Load(); last != nil {
		nth = last.nth + 1
	}
	g.message.Store(&message{fmt.Sprintf(format, args...), nth, g.now().Add(3 * time.Second)})
}

// at is the frame that is heard, or that a key has already asked for.
func (g *Guide) at() plan.Frame { return plan.Frame(g.player.State().Target) }

func (g *Guide) do(ctx context.Context, r request) {
	if r.action != Stop {
		g.confirm = time.Time{}
	}
	if r.action != Help {
		g.helping = false
	}
	state := g.player.State()
	switch r.action {
	case PlayPause, Play, Next, Skip:
		if w := g.wait(); w != nil {
			g.endWait(ctx, w)
			return
		}
	}
	switch r.action {
	case PlayPause:
		if state.Paused {
			g.resume(ctx)
		} else {
			g.pause()
		}
	case Play:
		if state.Paused {
			g.resume(ctx)
		}
	case Pause:
		if !state.Paused {
			g.pause()
		}
	case Next:
		g.next(ctx)
	case Skip:
		g.skip(ctx)
	case Back:
		g.back(ctx)
	case jumpTo:
		g.goTo(ctx, r.frame)
	case Again:
		g.tell(g.instruction())
	case Where:
		g.tell(g.plan().StatusLines(g.at()))
	case More:
		g.more(ctx)
	case Louder:
		g.volume(ctx, volumeStep)
	case Softer:
		g.volume(ctx, -volumeStep)
	case Voice, Cues, Bed:
		g.choose(r.action)
	case Hurt:
		g.hurt()
	case Stop:
		g.stop()
	case Help:
		g.help()
	}
}

func (g *Guide) pause() {
	g.player.Hush()
	g.player.Pause()
	g.say(false, g.phrases().Answers.Paused)
	g.show("paused")
}

// next goes to the next exercise.
func (g *Guide) next(ctx context.Context) {
	at := g.at()
	for _, c := range g.plan().Chapters {
		if c.At > at && c.Level == 0 {
			g.goTo(ctx, c.At)
			g.show("%s", c.Title)
			return
		}
	}
	g.notHere()
}

// back goes to the start of the exercise, and from there to the one before.
func (g *Guide) back(ctx context.Context) {
	p, at := g.plan(), g.at()
	i := p.ChapterAt(at)
	if i < 0 {
		g.goTo(ctx, 0)
		return
	}
	if at-p.Chapters[i].At < backWithin {
		if before := p.ChapterAt(p.Chapters[i].At - 1); before >= 0 {
			i = before
		}
	}
	g.goTo(ctx, p.Chapters[i].At)
	g.show("%s", p.Chapters[i].Title)
}

// goTo goes to a frame. What was left after it is there again, since it will be
// heard anew; and with it goes what was asked for later.
func (g *Guide) goTo(ctx context.Context, to plan.Frame) {
	changes := g.layout.Load().changes
	i := slices.IndexFunc(changes, func(c plan.Change) bool { return c.More == 0 && c.At > to })
	if i < 0 {
		g.jump(ctx, to)
		return
	}
	changes = changes[:i:i]
	p, err := g.session.Changed(changes)
	if err == nil {
		_, err = g.takeOver(ctx, newLayout(p, changes), to, func(s play.Stream) bool { return g.swap(s, to) })
	}
	g.complain(err)
}

// jump goes to a frame of the same layout. In a pause it stays paused there.
func (g *Guide) jump(ctx context.Context, to plan.Frame) {
	to = max(0, min(to, g.plan().Frames))
	g.player.Hush()
	if err := g.player.Jump(int64(to)); err != nil {
		if ctx.Err() == nil {
			g.complain(err)
		}
		return
	}
	g.last = int64(to)
	g.placeHold(to)
}

// placeHold lets the player wait where the plan waits for the listener, after
// a frame.
func (g *Guide) placeHold(after plan.Frame) {
	for _, e := range g.layout.Load().waits {
		if !g.keyless && e.End()-holdBack > after {
			g.player.HoldAt(int64(max(e.At, e.End()-holdBack)))
			return
		}
	}
	g.player.HoldAt(0)
}

// wait is where the session waits for the listener at this moment, or nil.
func (g *Guide) wait() *plan.Event {
	l := g.layout.Load()
	if len(l.waits) == 0 || g.keyless {
		return nil
	}
	state := g.player.State()
	for i, e := range l.waits {
		if at := plan.Frame(state.Target); e.At <= at && at < e.End() && !state.Paused {
			return &l.waits[i]
		}
	}
	return nil
}

// endWait goes on after a wait. One that is too short to be made shorter is
// passed over.
func (g *Guide) endWait(ctx context.Context, w *plan.Event) {
	if !g.change(ctx, 0) {
		g.jump(ctx, w.End())
	}
}

// more makes the hold, rest or breathing that is heard longer.
func (g *Guide) more(ctx context.Context) {
	breathing := g.plan().StatusAt(plan.Frame(g.player.State().Next)+leastLead).Breath != nil
	switch {
	case !g.change(ctx, moreTime):
		g.notHere()
	case breathing:
		g.show("a little longer")
		g.tell([]string{g.phrases().Answers.Longer})
	default:
		g.show("15 seconds more")
		g.tell([]string{g.phrases().Answers.More})
	}
}

// skip leaves the side, set or other part that is heard. From the opening, and
// where breathing ends already, it goes to the next exercise.
func (g *Guide) skip(ctx context.Context) {
	s := g.plan().StatusAt(plan.Frame(g.player.State().Next) + leastLead)
	switch {
	case g.change(ctx, 0):
		if s.Breath != nil {
			g.show("the last breath")
		} else {
			g.show("skipped")
		}
	case s.Breath != nil || s.Chapter.At == 0:
		g.next(ctx)
	default:
		g.notHere()
	}
}

// change compiles the session again with one more change of what is heard at
// this moment, and lets the new sound take over. It says whether the session
// is another one then.
//
// The change is a little ahead of what the device has been given already. What
// is cut by it fades out; otherwise the two sound the same until they part, and
// the new sound must take over before that.
func (g *Guide) change(ctx context.Context, more time.Duration) bool {
	old := g.layout.Load()
	for lead := plan.Frame(leastLead); ; lead *= 2 {
		c := plan.Change{At: plan.Frame(g.player.State().Next) + lead, More: more}
		changes := append(slices.Clone(old.changes), c)
		p, err := g.session.Changed(changes)
		if err != nil {
			g.complain(err)
			return false
		}
		part, ok := old.Parting(p)
		if !ok {
			return false
		}
		cut, ready := more == 0 && part <= c.At, g.at()
		if cut {
			ready = c.At
		}
		begun, err := g.takeOver(ctx, newLayout(p, changes), ready, func(s play.Stream) bool {
			if cut {
				return g.swap(s, c.At)
			}
			if late := plan.Frame(g.player.State().Next)+handover/2 >= part; late && lead < mostLead {
				return false
			}
			g.player.Replace(s)
			return true
		})
		if begun || err != nil {
			g.complain(err)
			return begun
		}
	}
}

// swap goes on with another stream from a frame.
func (g *Guide) swap(s play.Stream, at plan.Frame) bool {
	g.player.Hush()
	g.player.Swap(s, int64(at))
	return true
}

// takeOver makes the sound of a layout ready from a frame on, and lets begin
// put it in place of the one that plays, unless that says that it is too late.
func (g *Guide) takeOver(ctx context.Context, l *layout, ready plan.Frame, begin func(play.Stream) bool) (begun bool, err error) {
	stream := g.session.Live(l.Plan, g.trim)
	if err := stream.Prepare(ctx, int(ready)); err != nil {
		stream.Close()
		return false, err
	}
	before := g.layout.Swap(l)
	if !begin(stream) {
		g.layout.Store(before)
		stream.Close()
		return false, nil
	}
	g.placeHold(ready)
	return true, nil
}

// complain shows why something could not be done.
func (g *Guide) complain(err error) {
	if err != nil {
		g.show("can't: %v", err)
	}
}

// choose makes louder and softer change one kind of sound.
func (g *Guide) choose(bus Action) {
	g.bus, g.busUntil = bus, g.now().Add(busFor)
	answers := g.phrases().Answers
	phrase := map[Action]string{Voice: answers.Voice, Cues: answers.Cues, Bed: answers.Bed}[bus]
	g.show("%s: + or -", bus)
	g.tell([]string{phrase})
}

// volume makes everything, or the kind of sound that was chosen, louder.
func (g *Guide) volume(ctx context.Context, by float64) {
	if g.bus == "" || g.now().After(g.busUntil) {
		g.bus = ""
		db := math.Round(clamp(g.player.State().Volume + by))
		g.player.SetVolume(db)
		g.show("volume %+.0f dB", db)
		return
	}
	trim := map[Action]*float64{Voice: &g.trim.Voice, Cues: &g.trim.Cues, Bed: &g.trim.Bed}[g.bus]
	*trim = clamp(*trim + by)
	g.busUntil = g.now().Add(busFor)
	_, err := g.takeOver(ctx, g.layout.Load(), g.at(), func(s play.Stream) bool {
		g.player.Replace(s)
		return true
	})
	if err != nil {
		g.complain(err)
		return
	}
	g.show("%s %+.0f dB", g.bus, *trim)
}

func clamp(db float64) float64 { return max(leastVolume, min(mostVolume, db)) }

// stop ends the session when it is asked for twice.
func (g *Guide) stop() {
	if now := g.now(); now.After(g.confirm) {
		g.confirm = now.Add(confirmFor)
		g.show("once more to stop")
		g.tell([]string{g.phrases().Answers.Again})
		return
	}
	g.End()
}

// hurt stops calmly, with advice.
func (g *Guide) hurt() {
	o := Hurts
	g.outcome.Store(&o)
	g.show("stopping: let go slowly")
	sound := g.build(g.phrases().Hurt()...)
	if sound == nil {
		g.player.Stop()
		return
	}
	g.player.Hush()
	sound.Hold, sound.Last = true, true
	g.player.Say(sound)
}

// help says the keys, or ends that.
func (g *Guide) help() {
	again := g.helping
	if g.helping = true; again && g.player.State().Talking {
		g.player.Hush()
		return
	}
	g.show("%s", strings.Join(g.keys.Legend(), ", "))
	if !g.keys.usual() {
		g.tell([]string{g.phrases().Answers.OwnKeys})
		return
	}
	g.say(true, g.phrases().Answers.Keys...)
}

func (g *Guide) notHere() {
	g.show("that does not work here")
	g.tell([]string{g.phrases().Answers.NotHere})
}
