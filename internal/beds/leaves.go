package beds

// leaves is wind that comes and goes in a tree: a breath of air, and the leaves,
// which answer to it late and flutter.
type leaves struct {
	chance chance
	wind   bank
	white  sheet
}

func newLeaves(c chance) texture {
	return &leaves{chance: c, wind: newBank(90, 350, 1100, 2800, 5000)}
}

func (w *leaves) add(to *sheet, h int64) {
	w.chance.white(&w.white, h)
	mingle(&w.white, 0.4)
	w.wind.add(to, &w.white, w.tree(h, 1), w.tree(h-hops(0.25), 2))
}

// tree is how loud each band is for an ear.
func (w *leaves) tree(h int64, ear uint64) levels {
	gust := w.gust(h)
	late := w.gust(h - hops(0.5))
	c := w.chance.of(20 + ear)
	flutter := 0.75 + float64(0.5*c.of(1).wander(h, hops(0.11)))
	rustle := float64((0.16 + float64(1.3*float64(late*late))) * flutter)
	return levels{
		0.05 + float64(0.2*gust), 0.07 + float64(0.6*gust), 0.04 + float64(0.36*gust),
		0.04 + float64(0.16*rustle), 0.02 + float64(0.11*rustle),
	}
}

// gust is how strong the wind is, from 0 to 1.
func (w *leaves) gust(h int64) float64 {
	slow := w.chance.of(1).drift(h, hops(13))
	return float64(slow*0.55) + float64(0.45*w.chance.of(2).wander(h, hops(4.3)))
}
