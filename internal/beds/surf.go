package beds

// surf is waves that come to a shore one after the other, no two alike: a deep
// roar that grows, the crest, and foam that hisses back.
type surf struct {
	chance chance
	water  bank
	white  sheet
}

func newSurf(c chance) texture {
	return &surf{chance: c, water: newBank(55, 260, 900, 2600, 5000)}
}

// Waves come this many hops apart, more or less.
var waveEvery = hops(8.6)

func (s *surf) add(to *sheet, h int64) {
	s.chance.white(&s.white, h)
	mingle(&s.white, 0.45)
	left, right := s.shore(h), s.shore(h+hops(0.35))
	s.water.add(to, &s.white, left, right)
}

// shore is how loud each band is at a time.
func (s *surf) shore(h int64) levels {
	far := s.chance.of(1).wander(h, hops(11))
	l := levels{0.1, 0.3 + float64(0.2*far), 0.14 + float64(0.09*far), 0.045 + float64(0.02*far), 0.02}
	place := h / waveEvery
	for i := place - 2; i <= place+2; i++ {
		roar, crest, foam := s.wave(i, h)
		l[1] += float64(0.62 * roar)
		l[2] += float64(0.50*crest) + float64(0.1*roar)
		l[3] += float64(0.24*crest) + float64(0.05*foam)
		l[4] += float64(0.06*crest) + float64(0.085*foam)
	}
	return l
}

// wave is how far wave i has come at a time: its roar, its crest and its foam.
func (s *surf) wave(i, h int64) (roar, crest, foam float64) {
	c := s.chance.of(2).of(uint64(i))
	breaks := float64(i*waveEvery) + float64((0.15+float64(0.7*c.unit(0)))*float64(waveEvery))
	height := 0.4 + float64(0.6*c.unit(1))
	rise := float64(hops(3)) + float64(float64(hops(2))*c.unit(2))
	fall := float64(hops(4.5)) + float64(float64(hops(3.5))*c.unit(3))
	t := float64(h) - breaks
	return height * hump(t, 1.2*rise, 0.8*fall), height * hump(t, 0.6*rise, 0.55*fall), height * hump(t-float64(hops(0.8)), 0.5*rise, fall)
}

// hump rises from 0 to 1 before time 0 and falls after it.
func hump(t, rise, fall float64) float64 {
	if t < 0 {
		return ease(1 + t/rise)
	}
	u := ease(1 - t/fall)
	return float64(u * u)
}
