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
	CoverSize = 480 // pixels a side
	CoverType = "image/png"
)

// Cover draws the cover of a session: a spine, on a colour of the routine's
// own, within a ring that shows how long each chapter is.
func Cover(p *plan.Plan) []byte {
	h := fnv.New32a()
	h.Write([]byte(p.Routine))
	hue := float64(h.Sum32()%360) / 360
	img := image.NewNRGBA(image.Rect(0, 0, CoverSize, CoverSize))
	dark, light, accent := hsl(hue, 0.42, 0.22), hsl(hue+0.06, 0.38, 0.42), hsl(hue+0.10, 0.75, 0.78)
	bones := spine()
	ring := chapterRing(p)
	for y := range CoverSize {
		py := (float64(y) + 0.5) / CoverSize
		paper := mix(dark, light, 1-py)
		for x := range CoverSize {
			px := (float64(x) + 0.5) / CoverSize
			c := mix(paper, accent, ringCover(px, py, ring))
			for _, b := range bones {
				c = mix(c, white, b.cover(px, py))
			}
			img.SetNRGBA(x, y, color.NRGBA{shade(c[0]), shade(c[1]), shade(c[2]), 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err) // a buffer takes all
	}
	return out.Bytes()
}

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
		k := math.Mod(n+hue*12, 12)
		return lightness - a*max(-1, min(k-3, 9-k, 1))
	}
	return rgb{part(0), part(8), part(4)}
}

// bone is a disc; the head is the largest.
type bone struct{ x, y, r float64 }

// cover is how much of a pixel a disc covers.
func (b bone) cover(x, y float64) float64 {
	if math.Abs(x-b.x) > b.r+0.01 || math.Abs(y-b.y) > b.r+0.01 {
		return 0
	}
	return edge(b.r - math.Hypot(x-b.x, y-b.y))
}

// edge turns a distance from a border, positive inside, into a share of a pixel.
func edge(d float64) float64 { return min(1, max(0, d*CoverSize+0.5)) }

// spine is a column of discs, seen from the side, with a head on it.
func spine() []bone {
	var all []bone
	const count = 8
	for i := range count {
		t := float64(i) / (count - 1)
		all = append(all, bone{0.5 - 0.028*math.Sin(t*2*math.Pi), 0.75 - 0.37*t, 0.023 + 0.009*(1-t)})
	}
	return append(all, bone{0.51, 0.275, 0.068})
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

// ringCover is how much of a pixel the ring covers.
func ringCover(x, y float64, ring []arc) float64 {
	const radius, half = 0.40, 0.012
	r := math.Sqrt(float64((x-0.5)*(x-0.5)) + float64((y-0.5)*(y-0.5)))
	across := edge(half - math.Abs(r-radius))
	if across == 0 {
		return 0
	}
	turn := math.Atan2(x-0.5, 0.5-y) / (2 * math.Pi)
	if turn < 0 {
		turn++
	}
	for _, a := range ring {
		if turn >= a.from-0.002 && turn <= a.to+0.002 {
			return across * edge(min(turn-a.from, a.to-turn)*2*math.Pi*radius)
		}
	}
	return 0
}
