package render

import (
	"math"
	"slices"

	"unhunch/internal/plan"
)

// background is one of the built-in beds.
type background struct {
	name     string
	begin    func() endless
	lufs     float64 // how loud it comes out
	periodic bool    // repeats after loopLength by itself
}

var backgrounds = []background{
	{"waves", func() endless { return &surf{random: 0x5DEECE66D} }, -18.31, false},
	{"rain", func() endless { return &rain{random: 0x2545F4914F6CDD1D} }, -20.58, false},
	{"brown", func() endless { return &brown{random: 0x9E3779B97F4A7C15} }, -14.39, false},
	{"drone", func() endless { return &drone{} }, -20.51, true},
}

// endless is a sound without an end, frame by frame. It is the same each time.
type endless interface{ next() (left, right float64) }

func builtIn(name string) (background, bool) {
	i := slices.IndexFunc(backgrounds, func(b background) bool { return b.name == name })
	if i < 0 {
		return background{}, false
	}
	return backgrounds[i], true
}

// onePole is a low-pass filter of 6 dB an octave.
type onePole struct{ y float64 }

// next filters x; share is about 2 pi cutoff / rate.
func (p *onePole) next(x, share float64) float64 {
	p.y += (x - p.y) * share
	return p.y
}

// share is the coefficient of a onePole for a cutoff in Hz.
func share(cutoff float64) float64 { return 1 - math.Exp(-2*math.Pi*cutoff/plan.Rate) }

var (
	shareRumble = share(40)
	shareBrown  = share(110)
	shareHiss   = share(900)
	shareRain   = share(5200)
)

// brown is noise that falls by 6 dB an octave, like a far waterfall.
type brown struct {
	random xorshift
	ears   [2]struct{ fall, rumble onePole }
}

func (b *brown) next() (float64, float64) {
	x, y := b.random.pair()
	return b.ear(0, 0.85*x+0.35*y), b.ear(1, 0.35*x+0.85*y)
}

func (b *brown) ear(i int, x float64) float64 {
	e := &b.ears[i]
	y := e.fall.next(x, shareBrown)
	return 4 * (y - e.rumble.next(y, shareRumble))
}

// rain is a steady hiss with single drops in front of it.
type rain struct {
	random xorshift
	ears   [2]struct{ low, high onePole }
	drops  [12]drop
	frame  int
	free   int // the next place in drops
}

// drop is a short ringing sound.
type drop struct{ re, im, turnRe, turnIm, left, right float64 }

func (r *rain) next() (float64, float64) {
	r.frame++
	x, y := r.random.pair()
	gust := 1 + 0.18*math.Sin(2*math.Pi*float64(r.frame)/(7.3*plan.Rate)) + 0.1*math.Sin(2*math.Pi*float64(r.frame)/(2.9*plan.Rate))
	left, right := 0.16*gust*r.ear(0, x), 0.16*gust*r.ear(1, y)
	if v := hashOf(r.frame); v < 40.0/plan.Rate {
		r.fall()
	}
	for i := range r.drops {
		d := &r.drops[i]
		if d.re*d.re+d.im*d.im < 1e-10 {
			continue
		}
		d.re, d.im = d.re*d.turnRe-d.im*d.turnIm, d.re*d.turnIm+d.im*d.turnRe
		left += d.im * d.left
		right += d.im * d.right
	}
	return left, right
}

func (r *rain) ear(i int, x float64) float64 {
	e := &r.ears[i]
	y := e.low.next(x, shareRain)
	return y - e.high.next(y, shareHiss)
}

// fall begins another drop, somewhere.
func (r *rain) fall() {
	a, b := r.random.pair()
	c, _ := r.random.pair()
	turn := 2 * math.Pi * (1600 + 900*a) / plan.Rate
	ring := math.Exp(-1 / (0.004 * plan.Rate))
	ears := panned(1, 0.9*b)
	r.drops[r.free] = drop{
		re: 0.02 + 0.02*math.Abs(c), turnRe: ring * math.Cos(turn), turnIm: ring * math.Sin(turn),
		left: ears[0], right: ears[1],
	}
	r.free = (r.free + 1) % len(r.drops)
}

// hashOf is a random number from 0 to 1.
func hashOf(i int) float64 {
	a, _ := hash(uint64(i))
	return (a + 1) / 2
}

// surf is noise that swells and darkens like waves on a shore, ten seconds
// each, and a slower one behind them.
type surf struct {
	random xorshift
	ears   [2]struct{ first, second, rumble onePole }
	frame  int
	level  [2]float64
	bright [2]float64
}

func (s *surf) next() (float64, float64) {
	if s.frame%control == 0 {
		s.turn()
	}
	s.frame++
	x, y := s.random.pair()
	return s.ear(0, 0.9*x+0.3*y), s.ear(1, 0.3*x+0.9*y)
}

// turn sets level and brightness; they change slowly.
func (s *surf) turn() {
	for i := range s.level {
		t := float64(s.frame)/plan.Rate - 0.4*float64(i)
		near, far := wave(t/10), wave(t/15+0.3)
		s.level[i] = 0.34 + 0.5*near + 0.2*far
		s.bright[i] = share(300 + 1300*near + 300*far)
	}
}

// wave is a swell from 0 to 1 that comes in faster than it goes.
func wave(turns float64) float64 {
	u := turns - math.Floor(turns)
	const crest = 0.38
	if u < crest {
		return halfCosine(u / crest)
	}
	return halfCosine((1 - u) / (1 - crest))
}

func (s *surf) ear(i int, x float64) float64 {
	e := &s.ears[i]
	y := e.second.next(e.first.next(x, s.bright[i]), s.bright[i])
	return s.level[i] * (y - e.rumble.next(y, shareRumble))
}

// drone is a soft open chord. Every frequency is a whole number of turns in
// the loop, and so it repeats without a seam.
type drone struct{ frame int }

// chord is what the drone plays: frequency in Hz, level, and how many
// times in a loop the note swells.
var chord = []struct{ pitch, level, swells float64 }{
	{110, 1, 2}, {110.2, 0.8, 3}, {165, 0.6, 3}, {165.3, 0.4, 2},
	{220, 0.5, 4}, {220.3, 0.35, 3}, {330, 0.22, 5}, {440.2, 0.1, 4},
}

func (d *drone) next() (float64, float64) {
	t := float64(d.frame) / plan.Rate
	d.frame++
	var left, right float64
	for i, s := range chord {
		turns := s.pitch * t
		slow := s.swells*t*plan.Rate/loopLength + float64(i)*0.37
		v := s.level * (0.85 + 0.15*sine(slow-math.Floor(slow))) * sine(turns-math.Floor(turns))
		lean := 0.15 * float64(i%3-1)
		left += v * (1 - lean)
		right += v * (1 + lean)
	}
	return 0.08 * left, 0.08 * right
}
