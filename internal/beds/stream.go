package beds

// stream is water that runs over stones: a murmur, and bubbles whose pitch rises.
type stream struct {
	chance  chance
	murmur  bank
	bubbles ringing
	white   sheet
}

func newStream(c chance) texture {
	return &stream{chance: c, murmur: newBank(110, 300, 800, 2000, 3600)}
}

func (s *stream) add(to *sheet, h int64) {
	s.chance.white(&s.white, h)
	mingle(&s.white, 0.35)
	left, right := s.run(h, 1), s.run(h, 2)
	s.murmur.add(to, &s.white, left, right)
	busy := 0.6 + float64(0.8*s.chance.of(9).wander(h, hops(1.7)))
	falling(s.chance.of(3), h, 75*busy, s.bubble)
	falling(s.chance.of(4), h, 14*busy, s.gurgle)
	s.bubbles.add(to)
}

// run is how loud each band is for an ear: each goes its own way.
func (s *stream) run(h int64, ear uint64) levels {
	c := s.chance.of(10 + ear)
	return levels{
		0, 0.26 + float64(0.2*c.of(1).wander(h, hops(2.9))),
		0.17 + float64(0.13*c.of(2).wander(h, hops(1.3))),
		0.09 + float64(0.06*c.of(3).wander(h, hops(0.7))),
		0.07 + float64(0.03*c.of(4).wander(h, hops(0.9))),
	}
}

// bubble is a small one: the smaller, the higher and the shorter.
func (s *stream) bubble(at int, c chance) {
	size := c.unit(0)
	pitch := 900 + float64(2600*float64(size*size))
	level := 0.01 + float64(0.17*float64(c.unit(1)*c.unit(2)))
	s.bubbles.start(at, pitch, 260-float64(170*size), level, pan(c.unit(3)), 4e-6+float64(1e-5*c.unit(4)))
}

// gurgle is a large one.
func (s *stream) gurgle(at int, c chance) {
	pitch := 300 + float64(520*c.unit(0))
	level := 0.03 + float64(0.2*float64(c.unit(1)*c.unit(2)))
	s.bubbles.start(at, pitch, 420+float64(300*c.unit(4)), level, pan(c.unit(3)), 2e-6)
}
