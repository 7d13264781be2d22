package render

import (
	"sort"

	"unhunch/internal/plan"
)

// ramps are how a duck goes down, stays and comes up again. Gaps between words
// that are shorter than the three together do not let it up, so that it does not
// pump.
type ramps struct {
	down plan.Frame // ends on the first frame of the word
	hold plan.Frame // after the last one
	up   plan.Frame
}

// A background moves more slowly than a breath, which is followed.
var (
	bedRamps    = ramps{plan.Rate * 400 / 1000, plan.Rate * 300 / 1000, plan.Rate}
	breathRamps = ramps{plan.Rate * 150 / 1000, plan.Rate * 200 / 1000, plan.Rate * 500 / 1000}
)

func (r ramps) length() plan.Frame { return r.down + r.hold + r.up }

// duck makes a sound give room to words: its gain is 1 away from them and a floor
// under them, with smooth ramps. It looks ahead, since the words are known, and is
// a pure function of the frame.
type duck struct {
	ramps
	words []span // in order, at least the length of the ramps apart
}

type span struct{ from, to plan.Frame }

// newDuck makes room for the words, which must be in order of from.
func newDuck(words []span, r ramps) *duck {
	d := &duck{ramps: r}
	for _, w := range words {
		last := len(d.words) - 1
		if last >= 0 && w.from-d.words[last].to < r.length() {
			d.words[last].to = max(d.words[last].to, w.to)
			continue
		}
		d.words = append(d.words, w)
	}
	return d
}

// near is the first word whose ramps end after frame f.
func (d *duck) near(f plan.Frame) int {
	return sort.Search(len(d.words), func(i int) bool { return d.words[i].to+d.hold+d.up > f })
}

// gains fills out with the gain from frame f on, where floor is that under words.
// Where the gain is the same throughout, it says so, gives it, and leaves out as it
// was.
func (d *duck) gains(out []float64, f plan.Frame, floor float64) (gain float64, flat bool) {
	i := d.near(f)
	end := f + plan.Frame(len(out))
	if i == len(d.words) || end <= d.words[i].from-d.down {
		return 1, true
	}
	if w := d.words[i]; f >= w.from && end <= w.to+d.hold {
		return floor, true
	}
	for k := range out {
		at := f + plan.Frame(k)
		if i < len(d.words) && at >= d.words[i].to+d.hold+d.up {
			i++
		}
		out[k] = 1
		if i < len(d.words) {
			out[k] = d.gain(d.words[i], at, floor)
		}
	}
	return 0, false
}

// gain is the gain at frame f as if w were the only word.
func (d *duck) gain(w span, f plan.Frame, floor float64) float64 {
	switch {
	case f >= w.from && f < w.to+d.hold:
		return floor
	case f < w.from:
		return between(floor, smooth(f-(w.from-d.down), d.down))
	default:
		return between(floor, 1-smooth(f-(w.to+d.hold), d.up))
	}
}

// between is the gain when the duck is down by the share u, from 0 to 1.
func between(floor, u float64) float64 {
	return 1 - float64(u*(1-floor))
}

// smooth goes from 0 at frame 0 to 1 at frame n, with no corner at either end,
// and stays there.
func smooth(f, n plan.Frame) float64 {
	if f >= n {
		return 1
	}
	if f <= 0 {
		return 0
	}
	u := float64(f) / float64(n)
	return float64(u*u) * (3 - float64(2*u))
}
