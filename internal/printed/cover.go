package printed

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"

	"unhunch/internal/plan"
)

// What a cover is, in the words of the tag formats.
const (
	CoverSize = 1400 // pixels a side, the least that podcast directories take
	CoverType = "image/png"
)

// Cover draws the cover of a session: its title, below a spine within a ring that shows
// how long each chapter is, on a colour of the routine's own. A title that the letters do
// not have is left out, and the ring is larger.
func Cover(p *plan.Plan) []byte {
	h := fnv.New32a()
	h.Write([]byte(p.Routine))
	hue := float64(h.Sum32()%360) / 360
	dark, light, accent := hsl(hue, 0.42, 0.22), hsl(hue+0.06, 0.38, 0.42), hsl(hue+0.10, 0.75, 0.78)
	c := coverPicture{image: image.NewNRGBA(image.Rect(0, 0, CoverSize, CoverSize))}
	for y := range CoverSize {
		c.fill(y, nrgba(mix(dark, light, 1-center(y))))
	}
	title := titleOf(p.Title)
	middle, scale := 0.5, 1.0
	if len(title.lines) > 0 {
		middle, scale = 0.36, 0.72
	}
	c.ring(chapterRing(p), middle, scale, accent)
	for _, b := range spine(middle, scale) {
		c.disc(b, white)
	}
	c.title(title)
	var out bytes.Buffer
	if err := png.Encode(&out, c.image); err != nil {
		panic(err) // a buffer takes all
	}
	return out.Bytes()
}

// coverPicture is a cover that is being drawn.
type coverPicture struct{ image *image.NRGBA }

func nrgba(c rgb) color.NRGBA { return color.NRGBA{shade(c[0]), shade(c[1]), shade(c[2]), 255} }

// fill draws a row of paper.
func (c *coverPicture) fill(y int, paper color.NRGBA) {
	row := c.image.Pix[y*c.image.Stride : (y+1)*c.image.Stride]
	for x := 0; x < len(row); x += 4 {
		row[x], row[x+1], row[x+2], row[x+3] = paper.R, paper.G, paper.B, paper.A
	}
}

// paint covers a share of a pixel, over what is there.
func (c *coverPicture) paint(x, y int, with rgb, share float64) {
	if share <= 0 || x < 0 || x >= CoverSize || y < 0 || y >= CoverSize {
		return
	}
	p := c.image.NRGBAAt(x, y)
	under := rgb{float64(p.R) / 255, float64(p.G) / 255, float64(p.B) / 255}
	c.image.SetNRGBA(x, y, nrgba(mix(under, with, share)))
}

// disc draws a disc.
func (c *coverPicture) disc(b bone, with rgb) {
	first := func(v float64) int { return int((v-b.r)*CoverSize) - 1 }
	last := func(v float64) int { return int((v+b.r)*CoverSize) + 1 }
	for y := first(b.y); y <= last(b.y); y++ {
		for x := first(b.x); x <= last(b.x); x++ {
			c.paint(x, y, with, edge(b.r-length(center(x)-b.x, center(y)-b.y)))
		}
	}
}

// center is the middle of a pixel.
func center(n int) float64 { return (float64(n) + 0.5) / CoverSize }

// length is that of a way: without a rounding that differs between machines.
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }

// rgb is a colour with parts from 0 to 1.
type rgb [3]float64

var white = rgb{0.97, 0.98, 0.98}

func mix(a, b rgb, share float64) rgb {
	if share == 0 {
		return a
	}
	for i := range a {
		a[i] += float64((b[i] - a[i]) * share)
	}
	return a
}

func shade(v float64) uint8 { return uint8(math.Round(255 * min(1, max(0, v)))) }

func hsl(hue, saturation, lightness float64) rgb {
	hue -= math.Floor(hue)
	a := saturation * min(lightness, 1-lightness)
	part := func(n float64) float64 {
		k := math.Mod(n+float64(hue*12), 12)
		return lightness - float64(a*max(-1, min(k-3, 9-k, 1)))
	}
	return rgb{part(0), part(8), part(4)}
}

// bone is a disc; the head is the largest.
type bone struct{ x, y, r float64 }

// edge turns a distance from a border, positive inside, into a share of a pixel.
func edge(d float64) float64 { return min(1, max(0, float64(d*CoverSize)+0.5)) }

// sway is how far the bones of a spine lie to the side, from its foot up: a sine.
var sway = [...]float64{0, 0.7818, 0.9749, 0.4339, -0.4339, -0.9749, -0.7818, 0}

// spine is a column of discs, seen from the side, with a head on it.
func spine(middle, scale float64) []bone {
	at := func(x, y, r float64) bone {
		return bone{0.5 + float64((x-0.5)*scale), middle + float64((y-0.5)*scale), r * scale}
	}
	var all []bone
	for i, side := range sway {
		t := float64(i) / float64(len(sway)-1)
		all = append(all, at(0.5-float64(0.028*side), 0.75-float64(0.37*t), 0.023+float64(0.009*(1-t))))
	}
	return append(all, at(0.51, 0.275, 0.068))
}

// arc is a part of the ring, in turns from the top.
type arc struct{ from, to float64 }

func chapterRing(p *plan.Plan) []arc {
	const gap = 0.006
	var ring []arc
	for _, c := range Chapters(p) {
		from, to := float64(c.At)/float64(p.Frames), float64(c.End)/float64(p.Frames)
		if to-from > 2*gap {
			ring = append(ring, arc{from + gap/2, to - gap/2})
		}
	}
	return ring
}

// ring draws the arcs around the middle.
func (c *coverPicture) ring(arcs []arc, middle, scale float64, with rgb) {
	radius, half := 0.40*scale, 0.012*scale
	const pixel = 1.0 / CoverSize
	for y := range CoverSize {
		dy := center(y) - middle
		if math.Abs(dy) > radius+half+pixel {
			continue
		}
		for x := range CoverSize {
			dx := center(x) - 0.5
			r := length(dx, dy)
			across := edge(half - math.Abs(r-radius))
			if across == 0 {
				continue
			}
			turn := turnOf(dx, dy)
			for _, a := range arcs {
				if turn >= a.from-0.002 && turn <= a.to+0.002 {
					c.paint(x, y, with, across*edge(min(turn-a.from, a.to-turn)*2*math.Pi*radius))
					break
				}
			}
		}
	}
}

// turnOf is the direction of a way, in turns from the top to the right. It is a
// polynomial, since the functions of the library are not the same on all machines.
func turnOf(dx, dy float64) float64 {
	ax, ay := math.Abs(dx), math.Abs(dy)
	t := min(ax, ay) / max(ax, ay)
	tt := float64(t * t)
	turn := 0.0
	for _, k := range []float64{-0.01172120, 0.05265332, -0.11643287, 0.19354346, -0.33262347, 0.99997726} {
		turn = float64(turn*tt) + k
	}
	turn = float64(turn*t) / (2 * math.Pi) // up to an eighth
	if ax > ay {
		turn = 0.25 - turn
	}
	if dy > 0 {
		turn = 0.5 - turn
	}
	if dx < 0 {
		turn = 1 - turn
	}
	return turn
}
