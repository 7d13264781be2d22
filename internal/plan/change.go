package plan

import "slices"

// How what a listener asks for on the way changes the layout. A session is laid
// out from its start each time, and what begins before a change comes out as it
// did without it: the listener has heard it.

// never is after the end of every session.
const never instant = 1 << 62

// steady is the shortest rest, hold or pause that can be made longer; a
// shorter one belongs to the tempo of a movement.
const steady = 2 * second

// changes are those after a moment.
func (b *builder) changes(after instant) []Change {
	for i, c := range b.opt.Changes {
		if fromFrames(c.At) > after {
			return b.opt.Changes[i:]
		}
	}
	return nil
}

// leftAt is when the listener leaves what goes on from start to end: end, if
// that does not happen.
func (b *builder) leftAt(start, end instant) instant {
	for _, c := range b.changes(start) {
		if at := fromFrames(c.At); c.More == 0 && at < end {
			return at
		}
	}
	return end
}

// inStages calls lay for each end that a span has had, with the moment from
// which on it holds, and gives the last one. Only what begins before the next
// change is laid out by a call.
func (b *builder) inStages(start, end instant, lay func(from, end instant)) instant {
	from := start
	for _, c := range b.changes(start) {
		at := fromFrames(c.At)
		if at >= end-leadIn || end-start < steady { // the next movement's words may have begun
			break
		}
		if c.More == 0 {
			continue
		}
		b.begun(at, func() { lay(from, end) })
		from, end = at, end+fromDuration(c.More)
	}
	lay(from, end)
	return end
}

// begun lays out only what begins before a moment.
func (b *builder) begun(before instant, lay func()) {
	until, voiceFree, quiet, laid := b.until, b.voiceFree, b.quiet, len(b.plan.Events)
	b.until = min(until, before)
	lay()
	b.until, b.voiceFree, b.quiet = until, voiceFree, quiet
	for _, e := range b.plan.Events[laid:] {
		switch end := fromFrames(e.End()); {
		case e.Bus == BusVoice || e.Tone == ToneMissing:
			b.voiceFree = max(b.voiceFree, end)
		case e.Kind == KindTone:
			b.quiet = max(b.quiet, end)
		}
	}
}

// longer is the end of a span for which the listener may have asked for more
// time.
func (b *builder) longer(start, end instant) instant {
	return b.inStages(start, end, func(_, _ instant) {})
}

// rested is the end of a rest that the listener may have made longer, or may
// have left. It is not before its words are over.
func (b *builder) rested(start, end, words instant) instant {
	end = b.longer(start, end)
	return min(end, max(b.leftAt(start, end), words))
}

// leavable lays out a part of the session that the listener may leave at any
// moment, and says whether that happens: then the session goes on from there.
func (b *builder) leavable(part func()) (left bool) {
	at := b.leftAt(b.now, never)
	b.until = at
	part()
	b.until = never
	if left = b.now >= at; left {
		b.cut(at)
	}
	return left
}

// cut ends all that sounds or goes on at a moment, and leaves out what would
// begin after it.
func (b *builder) cut(at instant) {
	b.now = at
	b.voiceFree, b.quiet, b.inHoldTo = min(b.voiceFree, at), min(b.quiet, at), min(b.inHoldTo, at)
	end := at.frame()
	b.plan.Events = slices.DeleteFunc(b.plan.Events, func(e Event) bool { return e.At >= end })
	for i := range b.plan.Events {
		e := &b.plan.Events[i]
		e.Frames = min(e.Frames, end-e.At)
	}
}

// breathed is a stretch of breathing from now on as the listener wanted it on
// the way.
func (b *builder) breathed(s breathing) breathing {
	for _, c := range b.changes(b.now) {
		at := (fromFrames(c.At) - b.now).duration()
		switch {
		case at >= s.total:
			return s
		case c.More > 0:
			s = s.longer(at, c.More)
		default:
			s = s.lastAt(at)
		}
	}
	return s
}

// Parting is the first frame at which two layouts of a session part, leaving
// their background aside. It is false where they are the same.
func (p *Plan) Parting(q *Plan) (at Frame, ok bool) {
	a, b := p.foreground(), q.foreground()
	at = never.frame()
	for i := range min(len(a), len(b)) {
		e, f := a[i], b[i]
		if min(e.At, f.At) >= at {
			return at, true
		}
		cut := e
		if cut.Frames = f.Frames; cut != f {
			return min(at, e.At, f.At), true
		}
		if e != f {
			at = min(at, e.End(), f.End())
		}
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a) > len(b) {
		at = min(at, a[len(b)].At)
	}
	return at, at < never.frame()
}

// foreground is all that goes on but for the background.
func (p *Plan) foreground() []Event {
	return slices.DeleteFunc(slices.Clone(p.Events), func(e Event) bool { return e.Bus == BusBed })
}
