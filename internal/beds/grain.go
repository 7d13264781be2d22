package beds

// grain is a short ringing sound: a drop, a bubble, a crackle.
type grain struct {
	at             int     // frame of its first hop, from which it is heard
	re, im         float64 // what rings
	turnRe, turnIm float64 // a frame of it
	bend           float64 // how the pitch rises: the turn of the turn
	left, right    float64
	life           int // frames that are left
}

// ringing are the grains that are heard at a time.
type ringing struct {
	grains [24]grain
	next   int
}

// longest is the most frames that a grain may last.
const longest = (warmUp - 1) * hop

// start begins a grain that fades to a third within fall frames.
func (r *ringing) start(at int, pitch, fall, level, pan, bend float64) {
	turns := pitch / rate
	ring := 1 - 1/fall
	g := &r.grains[r.next]
	r.next = (r.next + 1) % len(r.grains)
	*g = grain{
		at: at, re: level, turnRe: float64(ring * sine(turns+0.25)), turnIm: float64(ring * sine(turns)),
		bend: bend, left: 1 - pan, right: 1 + pan, life: min(int(fall*7), longest),
	}
}

// add adds a hop of all that rings.
func (r *ringing) add(to *sheet) {
	for i := range r.grains {
		if g := &r.grains[i]; g.life > 0 {
			g.add(to)
		}
	}
}

func (g *grain) add(to *sheet) {
	end := min(hop, g.at+g.life)
	g.life -= end - g.at
	re, im, c, s := g.re, g.im, g.turnRe, g.turnIm
	for i := g.at; i < end; i++ {
		re, im = float64(re*c)-float64(im*s), float64(re*s)+float64(im*c)
		if g.bend != 0 {
			c, s = c-float64(s*g.bend), s+float64(c*g.bend)
		}
		to[0][i] += float64(im * g.left)
		to[1][i] += float64(im * g.right)
	}
	g.re, g.im, g.turnRe, g.turnIm, g.at = re, im, c, s, 0
}

// falling begins grains at random: on average so many a second.
func falling(c chance, h int64, perSecond float64, start func(at int, c chance)) {
	for k := range int64(2) { // so that there may be more than one in a hop
		bits := c.bits(2*h + k)
		if unit(bits) < perSecond*hop/rate/2 {
			start(int(bits%hop), c.of(uint64(2*h+k)+2))
		}
	}
}
