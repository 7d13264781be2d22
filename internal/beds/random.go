package beds

import "unhunch/internal/noise"

// chance gives random numbers of a seed by their place.
type chance uint64

// of is a seed of its own for a purpose.
func (c chance) of(purpose uint64) chance { return chance(noise.At(uint64(c)<<8 + purpose)) }

// bits are random bits.
func (c chance) bits(place int64) uint64 { return noise.At(uint64(c) + uint64(place)) }

// unit is a random number from 0 to 1.
func (c chance) unit(place int64) float64 { return unit(c.bits(place)) }

func unit(bits uint64) float64 { return float64(bits>>11) / (1 << 53) }

// drift wanders between 0 and 1, slowly: every so many hops it is somewhere else.
func (c chance) drift(h, every int64) float64 {
	place := h / every
	if h%every < 0 {
		place--
	}
	u := float64(h-place*every) / float64(every)
	a, b := c.unit(place), c.unit(place+1)
	return a + float64((b-a)*ease(u))
}

// wander is a drift with a quicker one on top.
func (c chance) wander(h, every int64) float64 {
	return float64(0.7*c.drift(h, every)) + float64(0.3*c.of(1).drift(h, every*5/13))
}

// ease goes from 0 to 1 without a corner at either end, while u does.
func ease(u float64) float64 {
	if u <= 0 {
		return 0
	}
	if u >= 1 {
		return 1
	}
	return float64(u*u) * (3 - float64(2*u))
}

// hops is a time as a number of hops.
func hops(seconds float64) int64 { return int64(seconds * rate / hop) }

// white fills a sheet with noise between -1 and 1 that is even over all
// frequencies.
func (c chance) white(s *sheet, h int64) {
	const scale = 1.0 / (1 << 15)
	place := h * (hop / 2)
	for i := 0; i < hop; i += 2 {
		z := c.bits(place + int64(i/2))
		s[0][i], s[1][i] = float64(int16(z))*scale, float64(int16(z>>16))*scale
		s[0][i+1], s[1][i+1] = float64(int16(z>>32))*scale, float64(int16(z>>48))*scale
	}
}

// mingle gives each ear a share of what the other one hears, so that a sound is
// all around and not at both ears.
func mingle(s *sheet, share float64) {
	for i := range hop {
		l, r := s[0][i], s[1][i]
		s[0][i], s[1][i] = l+float64(r*share), r+float64(l*share)
	}
}
