package plan

// Where words may be within a hold.
const (
	holdLong  = 20 * second // a halfway mark, and tips
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
// whether its middle has been marked.
func (w *work) fillHold(start, from, end instant, halved bool) bool {
	length := end - start
	tail, last := 500*millisecond, ToneRelease
	if w.counted(length) {
		tail, last = countTail, ToneFree
	}
	if length >= holdLong {
		half := start + length/2
		w.coach(silence{start: max(start+second, from), end: half - wordGap, long: true})
		if !halved && half >= from {
			w.tone(ToneHalf, half)
			halved = half < w.until
		}
		w.coach(silence{start: max(half, from) + second, end: end - holdTail, long: true, late: true})
	} else {
		w.coach(silence{start: max(start+second, from), end: end - tail})
	}
	if last == ToneFree {
		w.countdown(end)
	}
	w.tone(last, end)
	return halved
}
