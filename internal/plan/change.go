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

// changesAfter are those after a moment.
func (t *track) changesAfter(moment instant) []Change {
	for i, c := range t.changes {
		if fromFrames(c.At) > moment {
			return t.changes[i:]
		}
	}
	return nil
}

// leftAt is when the listener leaves what goes on from start to end: end, if
// that does not happen.
func (t *track) leftAt(start, end instant) instant {
	for _, c := range t.changesAfter(start) {
		if at := fromFrames(c.At); c.More == 0 && at < end {
			return at
		}
	}
	return end
}

// inStages calls lay for each end that a span has had, with the moment from
// which on it holds, and gives the last one. Only what begins before the next
// change is laid out by a call.
func (t *track) inStages(start, end instant, lay func(from, end instant)) instant {
	from := start
	for _, c := range t.changesAfter(start) {
		at := fromFrames(c.At)
		if at >= end-leadIn || end-start < steady { // the next movement's words may have begun
			break
		}
		if c.More == 0 {
			continue
		}
		t.begun(at, func() { lay(from, end) })
		from, end = at, end+fromDuration(c.More)
	}
	lay(from, end)
	return end
}

// begun lays out only what begins before a moment.
func (t *track) begun(before instant, lay func()) {
	until, voiceFree, quiet, laid := t.until, t.voiceFree, t.quiet, len(t.plan.Events)
	t.until = min(until, before)
	lay()
	t.until, t.voiceFree, t.quiet = until, voiceFree, quiet
	for _, e := range t.plan.Events[laid:] {
		switch end := fromFrames(e.End()); {
		case e.Bus == BusVoice || e.Tone == ToneMissing:
			t.voiceFree = max(t.voiceFree, end)
		case e.Kind == KindTone:
			t.quiet = max(t.quiet, end)
		}
	}
}

// longer is the end of a span for which the listener may have asked for more
// time.
func (t *track) longer(start, end instant) instant {
	return t.inStages(start, end, func(_, _ instant) {})
}

// rested is the end of a rest that the listener may have made longer, or may
// have left. It is not before its words are over.
func (t *track) rested(start, end, words instant) instant {
	end = t.longer(start, end)
	return min(end, max(t.leftAt(start, end), words))
}

// leavable lays out a part of the session that the listener may leave at any
// moment, and says whether that happens: then the session goes on from there.
func (t *track) leavable(part func()) (left bool) {
	at := t.leftAt(t.now, never)
	t.until = at
	part()
	t.until = never
	if left = t.now >= at; left {
		t.cut(at)
	}
	return left
}

// cut ends all that sounds or goes on at a moment, and leaves out what would
// begin after it.
func (t *track) cut(at instant) {
	t.now = at
	t.voiceFree, t.quiet = min(t.voiceFree, at), min(t.quiet, at)
	end := at.frame()
	t.plan.Events = slices.DeleteFunc(t.plan.Events, func(e Event) bool { return e.At >= end })
	for i := range t.plan.Events {
		e := &t.plan.Events[i]
		e.Frames = min(e.Frames, end-e.At)
	}
}

// breathed is a stretch of breathing from now on as the listener wanted it on
// the way.
func (t *track) breathed(s breathing) breathing {
	for _, c := range t.changesAfter(t.now) {
		at := (fromFrames(c.At) - t.now).duration()
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
