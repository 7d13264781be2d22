package render

import (
	"sort"

	"unhunch/internal/plan"
)

// The ramps of a duck. Gaps between words that are shorter than the three
// together do not let it up, so that it does not pump.
const (
	duckDown = plan.Rate * 150 / 1000 // ends on the first frame of the word
	duckHold = plan.Rate * 200 / 1000 // after the last one
	duckUp   = plan.Rate * 500 / 1000
)

// duck is the gain of a sound that makes room for words: 1 away from them and
// floor under them, with smooth ramps. It looks ahead, since the words are
// known, and is a pure function of the frame.
type duck struct {
	floor float64
	words []span // in order, at least duckDown + duckHold + duckUp apart
}

type span struct{ from, to plan.Frame }

// newDuck makes room for the words, which must be in order of from.
func newDuck(words []span, floor float64) duck {
	d := duck{floor: floor}
	for _, w := range words {
		last := len(d.words) - 1
		if last >= 0 && w.from-d.words[last].to < duckDown+duckHold+duckUp {
			d.words[last].to = max(d.words[last].to, w.to)
			continue
		}
		d.words = append(d.words, w)
	}
	return d
}

// near is the first word whose ramps end after frame f.
func (d *duck) near(f plan.Frame) int {
	return sort.Search(len(d.words), func(i int) bool { return d.words[i].to+duckHold+duckUp > f })
}

// gains fills out with the gain from frame f on. Where the gain is the same
// throughout, it says so, gives it, and leaves out as it was.
func (d *duck) gains(out []float64, f plan.Frame) (gain float64, flat bool) {
	i := d.near(f)
	end := f + plan.Frame(len(out))
	if i == len(d.words) || end <= d.words[i].from-duckDown {
		return 1, true
	}
	if w := d.words[i]; f >= w.from && end <= w.to+duckHold {
		return d.floor, true
	}
	for k := range out {
		at := f + plan.Frame(k)
		if i < len(d.words) && at >= d.words[i].to+duckHold+duckUp {
			i++
		}
		out[k] = 1
		if i < len(d.words) {
			out[k] = d.gain(d.words[i], at)
		}
	}
	return 0, false
}

// gain is the gain at frame f as if w were the only word.
func (d *duck) gain(w span, f plan.Frame) float64 {
	switch {
	case f >= w.from && f < w.to+duckHold:
		return d.floor
	case f < w.from:
		return d.between(smooth(f-(w.from-duckDown), duckDown))
	default:
		return d.between(1 - smooth(f-(w.to+duckHold), duckUp))
	}
}

// between is the gain when the duck is down by the share u, from 0 to 1.
func (d *duck) between(u float64) float64 {
	return 1 - float64(u*(1-d.floor))
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
