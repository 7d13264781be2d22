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
}

// add makes a mark. Marks are added in the order of out.
func (t *timeline) add(out, session int64, moving bool) {
	n := t.count.Load()
	if n > 0 {
		last := &t.marks[(n-1)%int64(len(t.marks))]
		expected := last.session.Load()
		if last.moving.Load() {
			expected += out - last.out.Load()
		}
		if last.moving.Load() == moving && expected == session {
			return
		}
	}
	m := &t.marks[n%int64(len(t.marks))]
	m.out.Store(out)
	m.session.Store(session)
	m.moving.Store(moving)
	t.count.Store(n + 1)
}

// at gives the frame of the session that is heard when frame out of the
// output is, and whether the session moves there.
func (t *timeline) at(out int64) (session int64, moving bool) {
	n := t.count.Load()
	oldest := max(0, n-int64(len(t.marks))+1)
	for i := n - 1; i >= oldest; i-- {
		m := &t.marks[i%int64(len(t.marks))]
		start, session, moving := m.out.Load(), m.session.Load(), m.moving.Load()
		if start <= out || i == oldest {
			if moving {
				session += max(0, out-start)
			}
			return session, moving
		}
	}
	return 0, false
}
