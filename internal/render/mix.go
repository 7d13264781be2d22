package render

import (
	"cmp"
	"slices"
	"sort"
	"sync/atomic"

	"unhunch/internal/plan"
)

// block is how many frames are mixed at a time.
const block = 512

// mixer adds up everything that sounds. At every frame the order is the same:
// what wakes the device, then track by track, each in the order of its sounds. Sums of
// floats depend on their order, so this keeps samples the same to the last bit.
type mixer struct {
	wake   waker
	tracks []track
	loader *loader
	voice  float64 // the gain of the lines
	live   bool
	late   atomic.Int64 // sounds left out
	jumps  uint32       // a sound that is late stays so until the next jump

	scratch [block][2]float64
	env     [block]float64
}

// track is one bus.
type track struct {
	sounds []placed
	reach  []plan.Frame // the latest end of the sounds up to and including this one
	duck   *duck        // nil: makes no room for words
}

// placed is a sound at its place.
type placed struct {
	at, end plan.Frame
	start   plan.Frame // of the sound; at, or before it
	event   span       // that it is, or is a part of
	asset   *asset
	gain    [2]float64
	under   float64    // the gain under words, on top of it
	fadeIn  plan.Frame // of the event
	fadeOut plan.Frame
	joins   bool   // once ready, even if late: music
	lateAt  uint32 // 1 + the jump after which it was found late
}

// The tracks, from back to front.
var buses = [...]plan.Bus{plan.BusBed, plan.BusBreath, plan.BusVoice, plan.BusCue}

func newMixer(p *plan.Plan, l *loader, o Options) *mixer {
	m := &mixer{loader: l, live: o.Live}
	events := slices.Clone(p.Events)
	slices.SortStableFunc(events, func(a, b plan.Event) int { return cmp.Compare(a.At, b.At) })
	levels := map[plan.Bus]Level{
		plan.BusBed: o.Bed, plan.BusBreath: o.Breath, plan.BusVoice: o.Voice, plan.BusCue: o.Cue,
	}
	m.voice = levels[plan.BusVoice].gain()
	tracks := make(map[plan.Bus]*track, len(buses))
	for _, bus := range buses {
		tracks[bus] = &track{}
	}
	lead := p.Frames
	for _, e := range events {
		t, ok := tracks[e.Bus]
		k, sounds := keyOf(p, e)
		gain := levels[e.Bus].gain()
		if !ok || !sounds || gain == 0 || e.At < 0 || e.At >= p.Frames || e.End() <= e.At {
			continue // where the end of an absurd length overflows, it is before At
		}
		if e.Bus != plan.BusBed {
			lead = min(lead, e.At)
		}
		end := min(e.End(), p.Frames)
		if e.Kind == plan.KindBreath {
			end = min(end+breathTail, p.Frames)
		}
		e.Frames = end - e.At
		whole := place(e, gain)
		whole.under = o.underWords(e)
		if k.kind == plan.KindLine && k.file != "" && l.make.outlasts(k, whole.event) {
			whole.fadeOut = min(cutOut, e.Frames)
		}
		pieces := []piece{{whole.event, k, e.At}}
		if k.kind == plan.KindBed || k.file != "" {
			pieces = l.make.cut(k, whole.event)
		}
		for _, part := range pieces {
			s := whole
			s.at, s.end, s.start, s.asset = part.from, part.to, part.start, l.asset(part.key, part.span)
			t.sounds = append(t.sounds, s)
		}
	}
	m.wake = waker{tone: o.WakeTone, lead: lead}
	words := tracks[plan.BusVoice].spans()
	if len(words) > 0 {
		tracks[plan.BusBed].duck, tracks[plan.BusBreath].duck = newDuck(words, bedRamps), newDuck(words, breathRamps)
	}
	for _, bus := range buses {
		tracks[bus].measure()
		m.tracks = append(m.tracks, *tracks[bus])
	}
	return m
}

const (
	// underWordsDB is where a bed stays under words. Twenty is what
	// WCAG 1.4.7 asks for; the rest is for swells, which are louder than the mean.
	underWordsDB = -26.0
	// leastDuckDB is how far a bed goes down even if it is far below the voice.
	leastDuckDB = -6.0
	// breathUnderDB is that of a breath, which is at BreathDB where it is loudest.
	breathUnderDB = -21.0
)

// underWords is the gain of a bed or a breath under words, on top of its own.
func (o Options) underWords(e plan.Event) float64 {
	level, least, under := BreathDB+o.Breath.DB, 0.0, breathUnderDB
	if e.Kind == plan.KindBed {
		level, least, under = bedLevel(e)+o.Bed.DB, leastDuckDB, underWordsDB
	}
	return fromDB(min(least, o.Voice.DB+under-level))
}

// bedLevel is how loud a bed is against the voice, in dB.
func bedLevel(e plan.Event) float64 { return cmp.Or(e.Level, BedDB) }

// The fades of a bed, and of a recording that is longer than its event.
const (
	bedIn  = 3 * plan.Rate
	bedOut = 6 * plan.Rate
	cutOut = plan.Rate / 100
)

// place says how an event sounds, all but where it gets its sound from.
func place(e plan.Event, gain float64) placed {
	s := placed{event: span{e.At, e.End()}, gain: leaning(gain, e.Pan), joins: e.File != ""}
	switch e.Kind {
	case plan.KindBreath: // leans to a side by itself
		s.gain = leaning(gain, 0)
	case plan.KindBed:
		s.gain = panned(gain*fromDB(bedLevel(e)-BedDB), e.Pan)
		s.fadeIn = min(bedIn, e.Frames/3)
		s.fadeOut = min(bedOut, e.Frames-s.fadeIn)
		s.joins = true
	}
	return s
}

func (t *track) spans() []span {
	out := make([]span, len(t.sounds))
	for i, s := range t.sounds {
		out[i] = s.event
	}
	return out
}

// measure puts the sounds in order, and prepares first.
func (t *track) measure() {
	slices.SortStableFunc(t.sounds, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	t.reach = make([]plan.Frame, len(t.sounds))
	var reach plan.Frame
	for i, s := range t.sounds {
		reach = max(reach, s.end)
		t.reach[i] = reach
	}
}

// first is the first sound that may still be heard at frame f.
func (t *track) first(f plan.Frame) int {
	return sort.Search(len(t.reach), func(i int) bool { return t.reach[i] > f })
}

// add adds everything that sounds from frame f on to out, which is at most a
// block long.
func (m *mixer) add(out [][2]float64, f plan.Frame) error {
	m.wake.add(out, f)
	end := f + plan.Frame(len(out))
	for i := range m.tracks {
		t := &m.tracks[i]
		for j := t.first(f); j < len(t.sounds) && t.sounds[j].at < end; j++ {
			p := &t.sounds[j]
			if p.end <= f {
				continue
			}
			r := m.get(p)
			if r == nil {
				continue
			}
			if r.err != nil {
				return r.err
			}
			from, to := max(p.at, f), min(p.end, end)
			m.addOne(out[from-f:to-f], t.duck, p, r, from)
		}
	}
	return nil
}

// get gives the sound of p, or nil if it is late. Once late, a sound is left
// out whole: half a word helps nobody.
func (m *mixer) get(p *placed) *ready {
	if p.lateAt == m.jumps+1 {
		return nil
	}
	r := p.asset.ready.Load()
	if r == nil && !m.live {
		return m.loader.wait(p.asset)
	}
	if r == nil && !p.joins {
		p.lateAt = m.jumps + 1
		m.late.Add(1)
	}
	return r
}

// jumped gives late sounds another chance.
func (m *mixer) jumped() { m.jumps++ }

// addOne adds to out what r sounds like at the place of p from frame f on.
//
// A steady gain is applied on the way and a moving one afterwards. Both
// multiply a sample by the same factor, once, so that the edges of blocks do
// not show.
func (m *mixer) addOne(out [][2]float64, d *duck, p *placed, r *ready, f plan.Frame) {
	offset := int(f - p.start)
	gain := [2]float64{p.gain[0] * r.trim, p.gain[1] * r.trim}
	env := m.env[:len(out)]
	if g, flat := shape(env, d, p, r.sound, f); flat {
		r.sound.add(out, offset, [2]float64{gain[0] * g, gain[1] * g})
		return
	}
	dry := m.scratch[:len(out)]
	clear(dry)
	r.sound.add(dry, offset, [2]float64{1, 1})
	for i, g := range env {
		out[i][0] += float64(dry[i][0] * (gain[0] * g))
		out[i][1] += float64(dry[i][1] * (gain[1] * g))
	}
}

// shape fills env with the gain of p from frame f on: its fades and the duck.
// Where that is the same throughout, it says so and gives it instead.
func shape(env []float64, d *duck, p *placed, s sound, f plan.Frame) (gain float64, flat bool) {
	fadeOut := p.fadeOut
	if length := p.event.to - p.event.from; fadeOut == 0 && plan.Frame(s.frames()) > length {
		fadeOut = min(cutOut, length)
	}
	gain, flat = 1, true
	if d != nil {
		gain, flat = d.gains(env, f, p.under)
	}
	if f >= p.event.from+p.fadeIn && f+plan.Frame(len(env)) <= p.event.to-fadeOut {
		return gain, flat
	}
	for i := range env {
		at := f + plan.Frame(i)
		g := smooth(at-p.event.from, p.fadeIn) * smooth(p.event.to-at, fadeOut)
		if flat {
			env[i] = g * gain
		} else {
			env[i] *= g
		}
	}
	return 0, false
}
