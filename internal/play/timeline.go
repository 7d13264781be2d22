package play

import "sync/atomic"

// timeline maps frames handed to the device to frames of the session: the two
// part at every pause and every jump. The pulling side adds a mark where the
// relation changes; any other side may look up, without a lock.
type timeline struct {
	count atomic.Int64 // marks ever made
	marks [64]mark
}

// mark says that from frame out of the output on, the session is at frame
// session, and moves on or stands still.
type mark struct {
	out, session atomic.Int64
	moving       atomic.Bool
	leaps, from  atomic.Int64 // jumps so far, and the frame of the session that the last one led to
}

// add makes a mark. Marks are added in the order of out.
func (t *timeline) add(out, session int64, moving bool) {
	n := t.count.Load()
	leaps, from := int64(0), session
	if n > 0 {
		last := &t.marks[(n-1)%int64(len(t.marks))]
		expected := last.session.Load()
		if last.moving.Load() {
			expected += out - last.out.Load()
		}
		if last.moving.Load() == moving && expected == session {
			return
		}
		if leaps = last.leaps.Load(); expected == session {
			from = last.from.Load()
		} else {
			leaps++
		}
	}
	m := &t.marks[n%int64(len(t.marks))]
	m.out.Store(out)
	m.session.Store(session)
	m.moving.Store(moving)
	m.leaps.Store(leaps)
	m.from.Store(from)
	t.count.Store(n + 1)
}

// at gives the frame of the session that is heard when frame out of the
// output is, and whether the session moves there.
func (t *timeline) at(out int64) (session int64, moving bool) {
	m := t.markAt(out)
	if m == nil {
		return 0, false
	}
	session, moving = m.session.Load(), m.moving.Load()
	if moving {
		session += max(0, out-m.out.Load())
	}
	return session, moving
}

// leaps gives how many jumps have been heard when frame out of the output is,
// and the frame of the session that the last of them led to, or that it began at.
func (t *timeline) leaps(out int64) (n int, from int64) {
	if m := t.markAt(out); m != nil {
		return int(m.leaps.Load()), m.from.Load()
	}
	return 0, 0
}

// markAt is the last mark before a frame of the output, or else the oldest one.
func (t *timeline) markAt(out int64) *mark {
	n := t.count.Load()
	oldest := max(0, n-int64(len(t.marks))+1)
	for i := n - 1; i >= oldest; i-- {
		m := &t.marks[i%int64(len(t.marks))]
		if m.out.Load() <= out || i == oldest {
			return m
		}
	}
	return nil
}
