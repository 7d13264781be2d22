package play

import "slices"

// Aside is what is heard beside the session for a short time: a key's answer,
// or something said. It is not changed once it was handed to a Player.
type Aside struct {
	Samples []float32 // left and right in turn, at Rate
	// Hold makes the session wait: it fades out before and in after.
	Hold bool
	// Tail is how many frames before its end the session already goes on, where
	// Hold is set.
	Tail int
	// Last ends the session when it has been heard.
	Last bool
	// At is the frame of the session at which to begin; 0: at once. One after the
	// end of the session begins there. A jump drops an aside that has not begun.
	At int64
	// Breaks are the frames at which it may be left for another one: the ends of
	// its lines, in order.
	Breaks []int
}

func (a *Aside) frames() int { return len(a.Samples) / 2 }

// lane plays one Aside at a time.
type lane struct {
	aside *Aside
	at    int
	until int // the break at which it is left for another one; 0: none
	drop  int // frames left of the fade that ends it early; 0: none
}

// holds tells whether the lane's aside makes the session wait now.
func (l *lane) holds() bool {
	return l.aside.Hold && l.at < max(1, l.aside.frames()-l.aside.Tail)
}

// waits tells whether the lane's aside is for a later frame of the session.
func (l *lane) waits(position int64) bool {
	return l.aside != nil && l.at == 0 && l.aside.At > position
}

// overlay adds what is heard beside the session.
func (f *feed) overlay(n int) {
	block := f.block[:n]
	if a := f.speech.aside; a != nil && f.due && (!f.speech.holds() || f.faded.in == 0 || f.ended.Load() >= 0) {
		f.idle.Store(false)
		cut := f.speech.drop > 0
		if f.speech.add(block) {
			f.speech = lane{}
			if a.Last && !cut {
				f.stop.Store(true)
				f.stopped.CompareAndSwap(-1, f.handed.Load()+int64(n))
			}
		}
	}
	for i := range f.cues {
		if f.cues[i].aside != nil {
			f.idle.Store(false)
			if f.cues[i].add(block) {
				f.cues[i] = lane{}
			}
		}
	}
}

// add mixes the next part of the lane's aside in, and says when it is over.
func (l *lane) add(block [][2]float64) (over bool) {
	end := l.aside.frames()
	if l.until > 0 {
		end = l.until
	}
	n := min(len(block), end-l.at)
	for i := range n {
		gain := 1.0
		if l.drop > 0 {
			l.drop--
			if gain = curve(float64(l.drop) / dropFade); l.drop == 0 {
				return true
			}
		}
		block[i][0] += gain * float64(l.aside.Samples[2*(l.at+i)])
		block[i][1] += gain * float64(l.aside.Samples[2*(l.at+i)+1])
	}
	l.at += n
	return l.at >= end
}

// end lets the lane's aside fade out, or drops it if it has not begun.
func (l *lane) end() {
	switch {
	case l.aside == nil:
	case l.at == 0:
		*l = lane{}
	case l.drop == 0:
		l.drop = dropFade
	}
}

// giveWay lets the lane's aside end its line for another one, or drops it if
// it has not begun.
func (l *lane) giveWay() {
	switch {
	case l.aside == nil:
	case l.at == 0:
		*l = lane{}
	case l.until == 0 && !l.aside.Last:
		i, _ := slices.BinarySearch(l.aside.Breaks, l.at)
		if i < len(l.aside.Breaks) {
			l.until = l.aside.Breaks[i]
		}
	}
}
