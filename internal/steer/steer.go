// Package steer lets a listener steer a session that is playing: what a key or
// a headset button means for the plan and the player, and what is said back.
//
// A plan is never patched while it plays. What makes the rest of a session
// longer is compiled again, and the new sound takes over from the old one at
// the frame where it is; all else is a jump.
package steer

import (
	"context"
	"fmt"
	"math"
	"sync/atomic"
	"time"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/plan"
	"unhunch/internal/play"
)

const (
	moreTime    = 15 * time.Second
	volumeStep  = 2.0 // dB
	mostVolume  = 12.0
	leastVolume = -40.0
	confirmFor  = 4 * time.Second // a second press counts within this
	busFor      = 6 * time.Second // + and - stay with a bus this long
	backWithin  = 4 * plan.Rate   // nearer to the start of an exercise, back is the one before
	handover    = plan.Rate / 5   // what may have been handed over ahead of what is heard
	shortest    = 2 * plan.Rate   // a shorter span belongs to the tempo of a movement
	holdBack    = plan.Rate / 2   // an open wait holds this much before its end
	tick        = 40 * time.Millisecond
)

// Stream is the sound of a plan. It is what render.Stream is.
type Stream interface {
	beep.StreamSeeker
	Prepare(ctx context.Context, at plan.Frame) error
	Close() error
}

// Levels are the listener's changes to the kinds of sound, in dB.
type Levels struct{ Voice, Cues, Bed float64 }

// Session is what can be done with the session that plays.
type Session interface {
	// Compile lays the session out again, with more time for some spans.
	Compile(longer map[int]time.Duration) (*plan.Plan, error)
	// Sound is the sound of a plan. A live one never waits.
	Sound(p *plan.Plan, l Levels, live bool) Stream
	// Length of a line in the session's voice.
	Length(text string) (frames int64, ok bool)
}

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
	State   play.State
	Message string // what a key did, for a few seconds
	Heard   time.Duration
}

// Guide carries out what a listener asks for.
type Guide struct {
	player  *play.Player
	session Session
	keys    Keys
	now     func() time.Time
	asked   chan request
	blips   map[Action]*play.Sound
	unknown *play.Sound

	plan    atomic.Pointer[plan.Plan]
	message atomic.Pointer[message]
	outcome atomic.Pointer[Outcome]
	heard   atomic.Int64 // frames
	longer  atomic.Pointer[map[int]time.Duration]

	// The rest belongs to Run.
	levels   Levels
	bus      Action // that louder and softer change; "" for all
	busUntil time.Time
	confirm  time.Time // until when a second Stop ends the session
	last     int64     // the frame that was heard at the last tick
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
	until time.Time
}

// Options are what a Guide may be told.
type Options struct {
	Keys   Keys // for the spoken list; nil: the usual ones
	Longer map[int]time.Duration
	Levels Levels
	Now    func() time.Time // nil: time.Now
}

// New gives a Guide for a player that plays p.
func New(player *play.Player, s Session, p *plan.Plan, o Options) *Guide {
	g := &Guide{player: player, session: s, keys: o.Keys, now: o.Now, levels: o.Levels,
		asked: make(chan request, 16), blips: map[Action]*play.Sound{}, unknown: newBlip(unknownBlip)}
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
	g.plan.Store(p)
	longer := map[int]time.Duration{}
	for span, d := range o.Longer {
		longer[span] = d
	}
	g.longer.Store(&longer)
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

// Unknown answers a key that does nothing.
func (g *Guide) Unknown() { g.player.Blip(g.unknown) }

func (g *Guide) ask(r request) {
	select {
	case g.asked <- r:
	default: // sixteen keys ahead of the session: enough
	}
}

// View is what is heard at this moment.
func (g *Guide) View() View {
	v := View{Plan: g.plan.Load(), State: g.player.State(), Heard: plan.Frame(g.heard.Load()).Duration()}
	if m := g.message.Load(); m != nil && g.now().Before(m.until) {
		v.Message = m.text
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

// Longer is what was asked for with More, by span.
func (g *Guide) Longer() map[int]time.Duration { return *g.longer.Load() }

// Run carries out what is asked for until ctx is done.
func (g *Guide) Run(ctx context.Context) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	g.placeHold()
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

// follow counts what was heard.
func (g *Guide) follow() {
	s := g.player.State()
	if step := s.Frame - g.last; step > 0 && step < plan.Rate {
		g.heard.Add(step)
	}
	g.last = s.Frame
	if s.Waiting && g.View().Message == "" {
		g.show("waiting for you: press a key to go on")
	}
}

// Resume goes on after a pause as a key would, or begins a session that was
// left in the middle.
func (g *Guide) Resume() { g.ask(request{action: Play}) }

func (g *Guide) show(format string, args ...any) {
	g.message.Store(&message{fmt.Sprintf(format, args...), g.now().Add(3 * time.Second)})
}

// at is the frame that is heard, or that a key has already asked for.
func (g *Guide) at() plan.Frame { return plan.Frame(g.player.State().Target) }

func (g *Guide) do(ctx context.Context, r request) {
	if r.action != Stop {
		g.confirm = time.Time{}
	}
	state := g.player.State()
	if state.Waiting && r.action != Stop && r.action != Hurt && r.action != Where && r.action != Help && r.action != Again {
		g.endWait(ctx)
		return
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
		g.next(ctx, 0)
	case Skip:
		g.next(ctx, 1)
	case Back:
		g.back(ctx)
	case jumpTo:
		g.jump(ctx, r.frame)
	case Again:
		g.tell(g.instruction())
	case Where:
		g.tell(g.plan.Load().StatusAt(g.at()).Lines())
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
	g.say(false, plan.PausedPhrase)
	g.show("paused")
}

// next goes to the next chapter of a level, or a higher one.
func (g *Guide) next(ctx context.Context, level int) {
	at := g.at()
	for _, c := range g.plan.Load().Chapters {
		if c.At > at && c.Level <= level {
			g.jump(ctx, c.At)
			g.show("%s", c.Title)
			return
		}
	}
	g.notHere()
}

// back goes to the start of the exercise, and from there to the one before.
func (g *Guide) back(ctx context.Context) {
	p, at := g.plan.Load(), g.at()
	i := p.ChapterAt(at)
	if i < 0 {
		g.jump(ctx, 0)
		return
	}
	if at-p.Chapters[i].At < backWithin {
		if before := p.ChapterAt(p.Chapters[i].At - 1); before >= 0 {
			i = before
		}
	}
	g.jump(ctx, p.Chapters[i].At)
	g.show("%s", p.Chapters[i].Title)
}

// jump goes to a frame. In a pause it stays paused there.
func (g *Guide) jump(ctx context.Context, to plan.Frame) {
	to = max(0, min(to, g.plan.Load().Frames))
	g.player.Hush()
	if err := g.player.Jump(int64(to)); err != nil {
		if ctx.Err() == nil {
			g.show("can't go there: %v", err)
		}
		return
	}
	g.last = int64(to)
	g.placeHoldFrom(to)
}

// placeHold lets the player wait where the plan waits for the listener.
func (g *Guide) placeHold() { g.placeHoldFrom(g.at()) }

func (g *Guide) placeHoldFrom(at plan.Frame) {
	for _, e := range g.plan.Load().Events {
		if e.Open && e.End()-holdBack > at {
			g.player.HoldAt(int64(max(e.At, e.End()-holdBack)))
			return
		}
	}
	g.player.HoldAt(0)
}

// endWait goes on after an open wait.
func (g *Guide) endWait(ctx context.Context) {
	at := g.at()
	for _, e := range g.plan.Load().Events {
		if e.Open && e.At <= at && at < e.End()+handover {
			g.message.Store(nil)
			g.jump(ctx, e.End())
			return
		}
	}
	g.player.HoldAt(0)
}

// more makes the hold or rest that is heard fifteen seconds longer, by
// compiling the session again.
func (g *Guide) more(ctx context.Context) {
	at := g.at()
	p := g.plan.Load()
	work := p.StatusAt(at).Work
	if work == nil || work.Span == 0 || work.Kind == plan.KindMove || work.Frames < shortest || work.End()-at < handover*2 {
		g.notHere()
		return
	}
	longer := map[int]time.Duration{}
	for span, d := range g.Longer() {
		longer[span] = d
	}
	longer[work.Span] += moreTime
	next, err := g.session.Compile(longer)
	if err != nil {
		g.show("can't: %v", err)
		return
	}
	g.longer.Store(&longer)
	if !g.replace(ctx, next) {
		return
	}
	if g.plan.Load().Frames > p.Frames {
		g.show("15 seconds more")
		g.tell([]string{plan.MorePhrase})
	}
}

// replace lets the sound of a plan, or of the same plan with other levels,
// take over.
func (g *Guide) replace(ctx context.Context, p *plan.Plan) bool {
	stream := g.session.Sound(p, g.levels, true)
	if err := stream.Prepare(ctx, g.at()); err != nil {
		stream.Close()
		g.show("can't: %v", err)
		return false
	}
	g.plan.Store(p)
	g.player.Replace(stream)
	g.placeHold()
	return true
}

// choose makes louder and softer change one kind of sound.
func (g *Guide) choose(bus Action) {
	g.bus, g.busUntil = bus, g.now().Add(busFor)
	phrase := map[Action]string{Voice: plan.VoiceVolume, Cues: plan.CueVolume, Bed: plan.BedVolume}[bus]
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
	level := map[Action]*float64{Voice: &g.levels.Voice, Cues: &g.levels.Cues, Bed: &g.levels.Bed}[g.bus]
	*level = clamp(*level + by)
	g.busUntil = g.now().Add(busFor)
	if g.replace(ctx, g.plan.Load()) {
		g.show("%s %+.0f dB", g.bus, *level)
	}
}

func clamp(db float64) float64 { return max(leastVolume, min(mostVolume, db)) }

// stop ends the session when it is asked for twice.
func (g *Guide) stop() {
	if now := g.now(); now.After(g.confirm) {
		g.confirm = now.Add(confirmFor)
		g.show("once more to stop")
		g.tell([]string{plan.AgainPhrase})
		return
	}
	g.End()
}

// hurt stops calmly, with advice.
func (g *Guide) hurt() {
	o := Hurts
	g.outcome.Store(&o)
	g.show("stopping: let go slowly")
	sound := g.build(plan.HurtLines()...)
	if sound == nil {
		g.player.Stop()
		return
	}
	sound.Hold, sound.Last = true, true
	g.player.Say(sound)
}

// help says the keys.
func (g *Guide) help() {
	if g.player.State().Talking {
		g.player.Hush()
		return
	}
	if !g.keys.usual() {
		g.tell([]string{plan.OtherKeys})
		return
	}
	g.say(true, plan.KeyLines()...)
}

func (g *Guide) notHere() {
	g.show("that does not work here")
	g.tell([]string{plan.NotHerePhrase})
}
