package beds

// rain is a soft rush over the whole range, thicker and thinner as the rain
// falls, and the drops in front of it.
type rain struct {
	chance chance
	rush   bank
	drops  ringing
	white  sheet
}

func newRain(c chance) texture {
	return &rain{chance: c, rush: newBank(70, 320, 1300, 3600, 6500)}
}

func (r *rain) add(to *sheet, h int64) {
	r.chance.white(&r.white, h)
	mingle(&r.white, 0.3)
	thick := 0.7 + float64(0.6*r.chance.of(1).wander(h, hops(9)))
	l := levels{0.2, 0.66 * thick, 0.29 * thick, 0.17 * thick, 0.125 * thick}
	near := 1 + float64(0.16*(r.chance.of(2).wander(h, hops(5))-0.5))
	r.rush.add(to, &r.white, l.times(near), l.times(2-near))
	falling(r.chance.of(3), h, 150*thick, r.splash)
	falling(r.chance.of(4), h, 5, r.plop)
	r.drops.add(to)
}

// splash is a drop on a leaf or a stone.
func (r *rain) splash(at int, c chance) {
	size := c.unit(0)
	size = float64(size*size) * size // most are small
	pitch := 1200 + float64(5400*float64(c.unit(1)*c.unit(4)))
	r.drops.start(at, pitch, 25+float64(60*c.unit(2)), 0.02+float64(0.42*size), pan(c.unit(3)), 0)
}

// plop is one into a puddle.
func (r *rain) plop(at int, c chance) {
	pitch := 420 + float64(700*c.unit(1))
	r.drops.start(at, pitch, 300+float64(400*c.unit(2)), 0.015+float64(0.06*c.unit(0)), pan(c.unit(3)), 3e-6)
}

// pan makes a place between the ears, not quite at either, of a number from 0 to 1.
func pan(u float64) float64 { return float64(1.6*u) - 0.8 }

// times are the levels times a factor.
func (l levels) times(by float64) levels {
	for i := range l {
		l[i] *= by
	}
	return l
}
