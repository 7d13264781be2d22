// Package beds makes the backgrounds of a session: sounds of nature and slow
// music that have no end and do not repeat.
//
// A bed is a function of the frame. It is made part by part, and each part by
// itself: all that is random comes from the number of a frame, what is slow is
// computed from the time, and filters run for a moment before a part begins, so
// that no seam is left. Arithmetic is of the kind that every processor does alike:
// products are rounded before they are added, and no function of package math
// decides a sample.
package beds

import (
	"math"
	"slices"

	"unhunch/internal/plan"
)

// Bed is one of the backgrounds.
type Bed struct {
	Name  string
	About string // in a few words

	seed  uint64
	begin func(chance) texture
	gain  float64 // brings the texture to LUFS
}

const (
	// PartLength is the number of frames of a part.
	PartLength = 5 * plan.Rate
	// LUFS is how loud every bed is, on two channels: there is room for a
	// crackle above it.
	LUFS = -28.0
)

// All are the beds there are.
var All = []Bed{
	{"rain", "steady rain, and its drops", 1, newRain, 0.2692},
	{"surf", "waves on a shore", 2, newSurf, 0.3800},
	{"stream", "a brook that runs over stones", 3, newStream, 0.5319},
	{"leaves", "wind in leaves", 4, newLeaves, 0.4830},
	{"fire", "a fire that crackles", 5, newFire, 0.6257},
	{"brown", "deep and even noise", 6, newBrown, 0.5474},
	{"drone", "an open chord that stands", 7, newDrone, 0.1537},
	{"chords", "slow chords", 8, newChords, 0.2400},
}

// Find finds a bed by its name.
func Find(name string) (b Bed, ok bool) {
	i := slices.IndexFunc(All, func(b Bed) bool { return b.Name == name })
	if i < 0 {
		return Bed{}, false
	}
	return All[i], true
}

// hop is the number of frames over which slow values are straight lines.
const hop = 128

// warmUp is how many hops are made before a part, and thrown away: the longest
// grain, and far more than any filter remembers.
const warmUp = 64

// sheet is a hop of a sound: left and right.
type sheet [2][hop]float64

// texture makes a sound hop by hop, in their order. Whatever it remembers is
// forgotten after warmUp hops.
type texture interface {
	add(to *sheet, hop int64)
}

// Part gives the samples of part n, from 0 on: left and right in turn.
func (b Bed) Part(n int) []int16 {
	const hops = PartLength / hop
	out := make([]int16, 2*PartLength)
	t := b.begin(chance(0).of(b.seed))
	first := int64(n) * hops
	for h := first - warmUp; h < first+hops; h++ {
		var s sheet
		t.add(&s, h)
		if h >= first {
			b.write(out[2*hop*(h-first):][:2*hop], &s)
		}
	}
	return out
}

func (b Bed) write(out []int16, s *sheet) {
	left, right := &s[0], &s[1]
	for i := range hop {
		out[2*i], out[2*i+1] = toInt16(left[i]*b.gain), toInt16(right[i]*b.gain)
	}
}

func toInt16(x float64) int16 {
	const zero = 1 << 20 // makes truncating a rounding
	v := int32(float64(x*32767)+(zero+0.5)) - zero
	return int16(max(math.MinInt16, min(math.MaxInt16, v)))
}
