package beds

// brown is noise that falls by about 6 dB an octave, like a far waterfall.
type brown struct {
	chance chance
	fall   bank
	white  sheet
}

func newBrown(c chance) texture {
	return &brown{chance: c, fall: newBank(45, 120, 400, 1600, 6000)}
}

func (b *brown) add(to *sheet, h int64) {
	b.chance.white(&b.white, h)
	mingle(&b.white, 0.4)
	l := levels{0.8, 1, 0.25, 0.05, 0.012}
	b.fall.add(to, &b.white, l, l)
}
