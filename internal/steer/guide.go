// Package steer lets a listener steer a session that is playing: what a key or
// a headset button means for the plan and the player, and what is said back.
//
// A plan is never patched while it plays. What makes the rest of a session
// longer or shorter is compiled again from where it is, and the new sound takes
// over from the old one; all else is a jump.
package steer

import (
	"context"
	"sync/atomic"
	"time"

	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/session"
)

// tick is how often a Guide looks at what is heard.
const tick = 100 * time.Millisecond

// View is a moment of a session, for a screen.
type View struct {
	Plan    *plan.Plan
	Changes []plan.Change // what was asked for in it
	State   play.State
	Waiting bool   // for a key of the listener's
	Message string // what a key did, for a few seconds
	Answers int    // how many keys were answered with a message so far
	Helping bool   // the keys are to be shown, until one is pressed
	Heard   time.Duration
}

// Guide carries out what a listener asks for.
type Guide struct {
	player  *play.Player
	session Session
	keys    Keys
	keyless bool
	now     func() time.Time
	ticks   play.Ticker
	asked   chan request
	blips   map[Action]*play.Aside
	unknown *play.Aside

	layout  atomic.Pointer[layout]
	message atomic.Pointer[message]
	outcome atomic.Pointer[Outcome]
	pain    atomic.Pointer[Pain]
	effort  atomic.Pointer[int]
	asking  atomic.Pointer[question] // that a key answers, or nil
	helping atomic.Bool              // the keys are shown
	silent  atomic.Int64             // until when keys that do nothing are not answered
	heard   atomic.Int64             // frames
	within  []atomic.Int64           // the same of each passage of the session

	// The rest belongs to Run.
	trim     session.Trim
	pressed  time.Time // when what is carried out was asked for
	bus      Action    // that louder and softer change; "" for all
	busUntil time.Time
	confirm  time.Time // until when a second Stop ends the session
	last     int64     // the frame that was heard at the last tick
	told     bool      // that the session waits

	asks      bool       // about the session when it is over
	questions []question // to be asked yet
	closing   []string   // said after them
	ready     bool       // the first of them is, for the end of the session
	ending    bool       // nothing but an answer counts any more
}

// request is an action, with the frame for a jump.
type request struct {
	action Action
	frame  plan.Frame
	answer string // a key that answers a question
	asked  time.Time
}

// jumpTo is the action of Guide.Jump.
const jumpTo Action = "jump"

// Options are what a Guide may be told.
type Options struct {
	Keys    Keys             // for the spoken list; nil: the usual ones
	Keyless bool             // nobody can press a key: waits are as long as in a file
	Asks    bool             // after the session: about pain, and how hard it was
	Changes []plan.Change    // what the plan was compiled with
	Now     func() time.Time // nil: time.Now
	Ticks   play.Ticker
}

// New gives a Guide for a player that plays p.
func New(player *play.Player, s Session, p *plan.Plan, o Options) *Guide {
	g := &Guide{player: player, session: s, keys: o.Keys, keyless: o.Keyless, asks: o.Asks, now: o.Now, ticks: o.Ticks,
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
	g.within = make([]atomic.Int64, len(p.Passages()))
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

// unknownFor is how long after a key that does nothing others like it are not answered:
// one that is held down comes again and again.
const unknownFor = 3 * time.Second

// Unknown answers a key that does nothing, but to end a wait or to leave the help.
func (g *Guide) Unknown(key string) {
	switch {
	case g.wait() != nil:
		g.Do(PlayPause)
		return
	case g.helping.Load():
		g.Do(Help)
		return
	}
	now := g.now()
	if last := g.silent.Swap(now.Add(unknownFor).UnixNano()); now.UnixNano() < last {
		return
	}
	g.player.Blip(g.unknown)
	if help := g.keys.Of(Help); len(help) > 0 {
		g.show("%s does nothing here. Press %s for the keys.", key, help[0])
	} else {
		g.show("%s does nothing here.", key)
	}
}

func (g *Guide) ask(r request) {
	r.asked = g.now()
	select {
	case g.asked <- r:
	default: // sixteen keys ahead of the session: enough
	}
}

// View is what is heard at this moment.
func (g *Guide) View() View {
	l := g.layout.Load()
	v := View{Plan: l.Plan, Changes: l.changes, State: g.player.State(), Waiting: g.wait() != nil, Helping: g.helping.Load(), Heard: plan.Frame(g.heard.Load()).Duration()}
	m := g.message.Load()
	if m != nil {
		v.Answers = m.nth
	}
	if q := g.asking.Load(); q != nil {
		v.Message = q.shown
	} else if m != nil && g.now().Before(m.until) {
		v.Message = m.text
	} else if v.Waiting {
		v.Message = "waiting for you: press a key to go on"
	}
	return v
}

// Heard is how much was heard of each passage of the session.
func (g *Guide) Heard() []plan.Frame {
	heard := make([]plan.Frame, len(g.within))
	for i := range g.within {
		heard[i] = plan.Frame(g.within[i].Load())
	}
	return heard
}

// plan is the layout of the session that plays.
func (g *Guide) plan() *plan.Plan { return g.layout.Load().Plan }

// phrases are the answers in the language of the session.
func (g *Guide) phrases() *phrases.Book { return g.plan().Phrases() }

// Run carries out what is asked for until ctx is done.
func (g *Guide) Run(ctx context.Context) {
	ticks, stop := g.ticks.Every(tick)
	defer stop()
	g.placeHold(g.at())
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-g.asked:
			g.do(ctx, r)
		case <-ticks:
			g.follow()
		}
	}
}

// follow counts what was heard, and says where the session waits.
func (g *Guide) follow() {
	s := g.player.State()
	if step := s.Frame - g.last; step > 0 && step < plan.Rate {
		g.heard.Add(step)
		for i, p := range g.plan().Passages() {
			both := min(plan.Frame(s.Frame), p.At+p.Frames) - max(plan.Frame(g.last), p.At)
			g.within[i].Add(int64(max(0, both)))
		}
	}
	g.last = s.Frame
	told := g.told
	if g.told = g.wait() != nil; g.told && !told {
		g.say(false, g.phrases().Answers.Waiting)
	}
	g.askAtEnd(s)
}

// Resume goes on after a pause as a key would, or begins a session that was
// left in the middle.
func (g *Guide) Resume() { g.ask(request{action: Play}) }

// at is the frame that is heard, or that a key has already asked for.
func (g *Guide) at() plan.Frame { return plan.Frame(g.player.State().Target) }

// deeds are what the actions do. Those that go on end a wait first, see endsWait.
var deeds = map[Action]func(*Guide, context.Context){
	PlayPause: (*Guide).pauseOrResume,
	Play:      func(g *Guide, ctx context.Context) { g.setPaused(ctx, false) },
	Pause:     func(g *Guide, ctx context.Context) { g.setPaused(ctx, true) },
	Next:      (*Guide).next,
	Back:      (*Guide).back,
	Skip:      (*Guide).skip,
	More:      (*Guide).more,
	Again:     func(g *Guide, _ context.Context) { g.tell(g.instruction()...) },
	Where:     func(g *Guide, _ context.Context) { g.tell(g.plan().StatusLines(g.at())...) },
	Louder:    func(g *Guide, ctx context.Context) { g.volume(ctx, volumeStep) },
	Softer:    func(g *Guide, ctx context.Context) { g.volume(ctx, -volumeStep) },
	Voice:     func(g *Guide, _ context.Context) { g.choose(Voice) },
	Cues:      func(g *Guide, _ context.Context) { g.choose(Cues) },
	Bed:       func(g *Guide, _ context.Context) { g.choose(Bed) },
	Hurt:      func(g *Guide, _ context.Context) { g.hurt() },
	Stop:      func(g *Guide, _ context.Context) { g.stop() },
	Help:      func(g *Guide, _ context.Context) { g.help() },
}

// do carries out what is asked for.
func (g *Guide) do(ctx context.Context, r request) {
	g.pressed = r.asked
	if g.answered(r) {
		return
	}
	if r.action != Stop {
		g.confirm = time.Time{}
	}
	if g.leaveHelp(r.action) {
		return
	}
	if r.action == jumpTo {
		g.goTo(ctx, r.frame)
		return
	}
	if w := g.wait(); w != nil && endsWait(r.action) {
		g.endWait(ctx, w)
		return
	}
	if deed := deeds[r.action]; deed != nil {
		deed(g, ctx)
	}
}
