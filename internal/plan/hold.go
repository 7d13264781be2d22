package plan

// Where words may be within a hold.
const (
	holdLong  = 20 * second // its middle is told, and there is room for tips
	holdTail  = 4 * second  // no words in the last seconds of a long one
	countTail = 3*second + 300*millisecond
)

// hold lays out a hold, or a time of keeping on, of exactly this length. Its
// last seconds are counted down, and its end sounds at the moment to let go.
func (w *work) hold(kind Kind, length instant) {
	start := w.now
	w.span(kind, w.longer(start, start+length)-start, "")
	halved := false
	w.inStages(start, start+length, func(from, end instant) { halved = w.fillHold(start, from, end, halved) })
}

// fillHold lays out what is heard in a hold from a moment of it on, and says
// whether its middle has been told.
func (w *work) fillHold(start, from, end instant, halved bool) bool {
	length := end - start
	if length >= holdLong {
		half := start + length/2
		w.coach(silence{start: max(start+second, from), end: half - wordGap, long: true})
		halved = w.halfway(w.book.Counting.Halfway, middle{start, end, from, end - holdTail}, halved)
		w.coach(silence{start: max(half, from) + second, end: end - holdTail, long: true, late: true})
	} else {
		w.coach(silence{start: max(start+second, from), end: end - w.tail(length)})
	}
	w.countdown(end, w.counted(length))
	w.tone(ToneRelease, end)
	return halved
}

// tail is the end of a hold, in which there are no words.
func (w *work) tail(length instant) instant {
	if w.counted(length) == 0 {
		return 500 * millisecond
	}
	return countTail
}
