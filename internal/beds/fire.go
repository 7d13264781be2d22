package beds

// fire is flames that breathe, and wood that crackles, now more and now less.
type fire struct {
	chance chance
	flames bank
	wood   ringing
	white  sheet
}

func newFire(c chance) texture {
	return &fire{chance: c, flames: newBank(50, 170, 600, 2200, 7500)}
}

func (f *fire) add(to *sheet, h int64) {
	f.chance.white(&f.white, h)
	mingle(&f.white, 0.5)
	lick := 0.55 + float64(0.9*f.chance.of(1).wander(h, hops(0.45)))
	glow := 0.8 + float64(0.4*f.chance.of(2).wander(h, hops(6)))
	l := levels{0.12, 0.62 * glow, 0.13 * lick, 0.04 * lick, 0.022 * glow}
	f.flames.add(to, &f.white, l, l)
	busy := f.chance.of(3).wander(h, hops(2.2))
	busy = float64(busy * busy)
	falling(f.chance.of(4), h, 8+float64(70*float64(busy*busy)), f.crackle)
	falling(f.chance.of(5), h, 0.2+float64(1.6*busy), f.snap)
	f.wood.add(to)
}

// crackle is a fibre that breaks.
func (f *fire) crackle(at int, c chance) {
	size := c.unit(0)
	size = float64(size*size) * size
	pitch := 1500 + float64(4500*c.unit(1))
	f.wood.start(at, pitch, 12+float64(50*c.unit(2)), 0.03+float64(0.75*size), pan(c.unit(3)), 0)
}

// snap is a knot that bursts.
func (f *fire) snap(at int, c chance) {
	pitch := 500 + float64(900*c.unit(1))
	level := 0.08 + float64(0.3*c.unit(0))
	f.wood.start(at, pitch, 60+float64(120*c.unit(2)), level, pan(c.unit(3)), 0)
	f.wood.start(min(at+9, hop-1), 4.1*pitch, 40, 0.7*level, pan(c.unit(3)), 0)
}
