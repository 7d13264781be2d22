package export

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// flacCoder makes FLAC frames. What it keeps between them is memory only.
type flacCoder struct {
	channels int
	bits     int
	planes   [4][]int32 // left or the only one, right, middle, side
	choice   subframe   // of the channel under way
	other    subframe   // to be compared with it
	lpc      lpcAnalysis
}

// The planes of a frame.
const (
	planeLeft = iota
	planeRight
	planeMiddle
	planeSide
)

// pairing is how two channels are written: which planes, and the number by which
// FLAC knows it.
type pairing struct {
	first, second int
	code          uint64
}

var pairings = [...]pairing{
	{planeLeft, planeRight, 1}, {planeLeft, planeSide, 8}, {planeSide, planeRight, 9}, {planeMiddle, planeSide, 10},
}

// encode writes a frame of interleaved little-endian samples.
func (c *flacCoder) encode(w *bitWriter, number uint64, samples []byte) {
	start := len(w.bytes)
	c.unpack(samples)
	p := pairing{first: planeLeft}
	if c.channels == 2 {
		p = c.pair()
	}
	c.header(w, number, p.code)
	c.channel(w, p.first)
	if c.channels == 2 {
		c.channel(w, p.second)
	}
	w.align()
	w.bytes = binary.BigEndian.AppendUint16(w.bytes, crc16(w.bytes[start:]))
}

// channel writes a plane.
func (c *flacCoder) channel(w *bitWriter, plane int) {
	width := uint(c.bits)
	if plane == planeSide {
		width++
	}
	c.choose(c.planes[plane], width)
	c.choice.write(w)
}

// unpack separates the channels.
func (c *flacCoder) unpack(samples []byte) {
	width := c.bits / 8
	n := len(samples) / width / c.channels
	for p := range c.planes {
		c.planes[p] = slices.Grow(c.planes[p][:0], n)[:n]
	}
	for ch := range c.channels {
		plane := c.planes[ch]
		from := samples[ch*width:]
		if width == 2 {
			for i := range plane {
				plane[i] = int32(int16(binary.LittleEndian.Uint16(from[i*2*c.channels:])))
			}
			continue
		}
		for i := range plane {
			at := from[i*3*c.channels:]
			plane[i] = int32(uint32(at[0])<<8|uint32(at[1])<<16|uint32(at[2])<<24) >> 8
		}
	}
}

// pair chooses the two planes that are the least rough.
func (c *flacCoder) pair() pairing {
	l, r, m, s := c.planes[planeLeft], c.planes[planeRight], c.planes[planeMiddle], c.planes[planeSide]
	if slices.Equal(l, r) {
		clear(s)
		return pairings[1]
	}
	for i := range l {
		m[i], s[i] = (l[i]+r[i])>>1, l[i]-r[i]
	}
	var rough [len(c.planes)]uint64
	for i, plane := range c.planes {
		rough[i] = roughness(plane)
	}
	return slices.MinFunc(pairings[:], func(a, b pairing) int {
		return cmp.Compare(rough[a.first]+rough[a.second], rough[b.first]+rough[b.second])
	})
}

// roughness is about how much a predictor leaves of samples.
func roughness(x []int32) (sum uint64) {
	for i := 2; i < len(x); i++ {
		sum += uint64(magnitude(x[i] - 2*x[i-1] + x[i-2]))
	}
	return sum
}

func magnitude(x int32) uint32 { return uint32((x ^ x>>31) - x>>31) }

// header writes the header of a frame.
func (c *flacCoder) header(w *bitWriter, number, channels uint64) {
	const sync, wholeBlock, otherBlock, rate48 = 0xfff8, 12, 7, 10
	start, n := len(w.bytes), len(c.planes[planeLeft])
	block := uint64(wholeBlock)
	if n != flacBlock {
		block = otherBlock
	}
	w.put(sync, 16)
	w.put(block<<4|rate48, 8)
	w.put(channels<<4|uint64(c.bits/4)<<1, 8)
	w.number(number)
	if block == otherBlock {
		w.put(uint64(n-1), 16)
	}
	w.align()
	w.bytes = append(w.bytes, crc8(w.bytes[start:]))
}

// number writes a number as UTF-8 would, with up to 36 bits.
func (w *bitWriter) number(v uint64) {
	if v < 0x80 {
		w.put(v, 8)
		return
	}
	more := uint(1) // bytes of six bits after the first, which has six less for each but one
	for v>>(6*more) >= 1<<(6-more) {
		more++
	}
	w.put((0xff<<(7-more)|v>>(6*more))&0xff, 8)
	for ; more > 0; more-- {
		w.put(0x80|v>>(6*(more-1))&0x3f, 8)
	}
}

// subframe is a channel of a frame: the way in which it is written.
type subframe struct {
	samples  []int32
	width    uint   // bits of a sample
	kind     uint64 // as FLAC numbers them
	order    int    // of the predictor; so many samples are written as they are
	coeffs   [lpcOrders]int32
	shift    uint    // of what the coefficients give
	residual []int32 // what the predictor leaves, from the same place on
	rice     ricePlan
	size     uint64 // about how many bits it takes
}

// The kinds of subframes; the last two are added to their order.
const (
	kindConstant = 0
	kindVerbatim = 1
	kindFixed    = 8
	kindLinear   = 31
)

// choose finds the way to write samples that takes the fewest bits.
func (c *flacCoder) choose(x []int32, width uint) {
	s, other := &c.choice, &c.other
	s.samples, s.width = x, width
	other.samples, other.width = x, width
	if constant(x) {
		s.kind = kindConstant
		return
	}
	s.fixed()
	if other.linear(&c.lpc) && other.size < s.size {
		*s, *other = *other, *s
	}
	if s.size >= uint64(len(x))*uint64(width) {
		s.kind = kindVerbatim
	}
}

func constant(x []int32) bool {
	for _, v := range x {
		if v != x[0] {
			return false
		}
	}
	return true
}

// fixed chooses the fixed predictor that leaves the least.
func (s *subframe) fixed() {
	s.order = fixedOrder(s.samples)
	s.kind = kindFixed + uint64(s.order)
	s.residual = slices.Grow(s.residual[:0], len(s.samples))[:len(s.samples)]
	fixedResidual(s.residual, s.samples, s.order)
	s.rice.choose(s.residual, s.order)
	s.size = uint64(s.order)*uint64(s.width) + s.rice.size
}

// fixedOrder is the order of the fixed predictor that leaves the least.
func fixedOrder(x []int32) int {
	var sums [5]uint64
	for i := 4; i < len(x); i++ {
		d0 := x[i]
		d1 := d0 - x[i-1]
		d2 := d1 - (x[i-1] - x[i-2])
		d3 := d2 - (x[i-1] - 2*x[i-2] + x[i-3])
		d4 := d3 - (x[i-1] - 3*x[i-2] + 3*x[i-3] - x[i-4])
		sums[0] += uint64(magnitude(d0))
		sums[1] += uint64(magnitude(d1))
		sums[2] += uint64(magnitude(d2))
		sums[3] += uint64(magnitude(d3))
		sums[4] += uint64(magnitude(d4))
	}
	best := 0
	for o, s := range sums {
		if o < len(x) && s < sums[best] {
			best = o
		}
	}
	return best
}

// fixedResidual is what the fixed predictor of an order leaves.
func fixedResidual(dst, x []int32, order int) {
	x, dst = x[:len(dst)], dst[:len(x)]
	switch order {
	case 0:
		copy(dst, x)
	case 1:
		for i := 1; i < len(x); i++ {
			dst[i] = x[i] - x[i-1]
		}
	case 2:
		for i := 2; i < len(x); i++ {
			dst[i] = x[i] - 2*x[i-1] + x[i-2]
		}
	case 3:
		for i := 3; i < len(x); i++ {
			dst[i] = x[i] - 3*x[i-1] + 3*x[i-2] - x[i-3]
		}
	case 4:
		for i := 4; i < len(x); i++ {
			dst[i] = x[i] - 4*x[i-1] + 6*x[i-2] - 4*x[i-3] + x[i-4]
		}
	}
}

// write writes the subframe.
func (s *subframe) write(w *bitWriter) {
	w.put(s.kind<<1, 8)
	switch s.kind {
	case kindConstant:
		w.signed(s.samples[0], s.width)
		return
	case kindVerbatim:
		for _, v := range s.samples {
			w.signed(v, s.width)
		}
		return
	}
	for _, v := range s.samples[:s.order] {
		w.signed(v, s.width)
	}
	if s.kind > kindLinear {
		w.put(lpcPrecision-1, 4)
		w.put(uint64(s.shift), 5)
		for _, v := range s.coeffs[:s.order] {
			w.signed(v, lpcPrecision)
		}
	}
	s.rice.write(w, s.residual, s.order)
}

// finest is the highest partition order that is tried.
const finest = 6

// ricePlan divides what a predictor leaves into 1 to 64 parts, each with the
// Rice parameter that suits it, such that all take the fewest bits.
type ricePlan struct {
	order  int // the parts are 1<<order
	params [1 << finest]uint8
	size   uint64 // bits
}

// choose makes the plan for a residual, whose first order numbers do not count.
func (r *ricePlan) choose(residual []int32, order int) {
	n, top := len(residual), 0
	for top < finest && n%(2<<top) == 0 && n>>(top+1) > order {
		top++
	}
	var sums [1 << finest]uint64
	length := n >> top
	for i := range 1 << top {
		from := i * length
		if i == 0 {
			from = order
		}
		var sum uint64
		for _, v := range residual[from : (i+1)*length] {
			sum += uint64(uint32(v<<1 ^ v>>31))
		}
		sums[i] = sum
	}
	r.size = 1 << 63
	for o := top; o >= 0; o-- {
		r.consider(sums[:1<<o], n>>o, order)
		for i := range 1 << o / 2 {
			sums[i] = sums[2*i] + sums[2*i+1]
		}
	}
}

// consider takes parts of a length with these sums, if they take fewer bits.
func (r *ricePlan) consider(sums []uint64, length, order int) {
	var params [1 << finest]uint8
	var size uint64
	for i, sum := range sums {
		n := uint64(length)
		if i == 0 {
			n -= uint64(order)
		}
		k, bits := riceParameter(sum, n)
		params[i] = uint8(k)
		size += bits
	}
	if size < r.size {
		r.size, r.params, r.order = size, params, bits.Len(uint(len(sums)))-1
	}
}

// riceParameter is the parameter for n numbers with a sum, and about the number
// of bits that they take with their parameter.
func riceParameter(sum, n uint64) (best uint, least uint64) {
	const most = 30
	first := uint(max(bits.Len64(sum/max(n, 1)), 2)) - 2
	least = 1 << 63
	for k := first; k <= min(first+2, most); k++ {
		lost := n * (1<<k - 1) / 2 // low bits of all, about
		if size := 5 + n*uint64(k+1) + (sum-min(sum, lost))>>k; size < least {
			best, least = k, size
		}
	}
	return best, least
}

// write writes the residual.
func (r *ricePlan) write(w *bitWriter, residual []int32, order int) {
	width := uint(4)
	if slices.Max(r.params[:1<<r.order]) > 14 {
		width = 5
	}
	w.put(uint64(width-4), 2)
	w.put(uint64(r.order), 4)
	from, length := order, len(residual)>>r.order
	for i, k := range r.params[:1<<r.order] {
		w.put(uint64(k), width)
		w.rice(residual[from:(i+1)*length], uint(k))
		from = (i + 1) * length
	}
}
