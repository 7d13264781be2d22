package plan

import "slices"

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
