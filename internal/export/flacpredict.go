package export

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/mewkiz/flac/frame"
)

// flacSearch looks for the way to write samples that takes the fewest bits. What
// it keeps is memory only.
type flacSearch struct {
	bits   int        // of a sample
	planes [2][]int32 // middle and side
	first  prediction
	other  prediction // to be compared with it
	lpc    lpcAnalysis
}

// pair chooses which two of left, right, their middle and their difference are
// the least rough, and gives them.
func (f *flacSearch) pair(planes [][]int32) (frame.Channels, [][]int32) {
	l, r := planes[0], planes[1]
	m, s := append(f.planes[0][:0], l...), append(f.planes[1][:0], l...)
	for i := range l {
		m[i], s[i] = (l[i]+r[i])>>1, l[i]-r[i]
	}
	f.planes = [2][]int32{m, s}
	type pairing struct {
		channels frame.Channels
		planes   [][]int32
		rough    uint64
	}
	left, right, middle, side := roughness(l), roughness(r), roughness(m), roughness(s)
	best := slices.MinFunc([]pairing{
		{frame.ChannelsLeftSide, [][]int32{l, s}, left + side},
		{frame.ChannelsLR, planes, left + right},
		{frame.ChannelsSideRight, [][]int32{s, r}, side + right},
		{frame.ChannelsMidSide, [][]int32{m, s}, middle + side},
	}, func(a, b pairing) int { return cmp.Compare(a.rough, b.rough) })
	return best.channels, best.planes
}

// roughness is about how much a predictor leaves of samples.
func roughness(x []int32) (sum uint64) {
	for i := 2; i < len(x); i++ {
		sum += uint64(magnitude(x[i] - 2*x[i-1] + x[i-2]))
	}
	return sum
}

func magnitude(x int32) uint32 { return uint32((x ^ x>>31) - x>>31) }

// choose finds the way to write samples.
func (f *flacSearch) choose(x []int32) frame.SubHeader {
	if constant(x) {
		return frame.SubHeader{Pred: frame.PredConstant}
	}
	best, other := &f.first, &f.other
	best.samples, best.width = x, uint(f.bits)
	other.samples, other.width = x, uint(f.bits)
	best.fixed()
	if other.linear(&f.lpc) && other.size < best.size {
		best = other
	}
	if best.size >= uint64(len(x)*f.bits) {
		return frame.SubHeader{Pred: frame.PredVerbatim}
	}
	return best.header()
}

func constant(x []int32) bool {
	for _, v := range x {
		if v != x[0] {
			return false
		}
	}
	return true
}

// prediction is a way to write samples: the predictor, and how what it leaves is
// written.
type prediction struct {
	samples  []int32
	width    uint // bits of a sample
	pred     frame.Pred
	order    int // so many samples are written as they are
	coeffs   [lpcOrders]int32
	shift    uint    // of what the coefficients give
	residual []int32 // what the predictor leaves, from the same place on
	rice     ricePlan
	size     uint64 // about how many bits it takes
}

// header says it to the library.
func (s *prediction) header() frame.SubHeader {
	h := frame.SubHeader{Pred: s.pred, Order: s.order}
	h.ResidualCodingMethod, h.RiceSubframe = s.rice.header()
	if s.pred == frame.PredFIR {
		h.CoeffPrec, h.CoeffShift, h.Coeffs = lpcPrecision, int32(s.shift), slices.Clone(s.coeffs[:s.order])
	}
	return h
}

// fixed chooses the fixed predictor that leaves the least.
func (s *prediction) fixed() {
	s.order = fixedOrder(s.samples)
	s.pred = frame.PredFixed
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

// header says it to the library, with parameters of four bits where these are
// enough.
func (r *ricePlan) header() (frame.ResidualCodingMethod, *frame.RiceSubframe) {
	method := frame.ResidualCodingMethodRice1
	parts := make([]frame.RicePartition, 1<<r.order)
	for i := range parts {
		if parts[i].Param = uint(r.params[i]); parts[i].Param > 14 {
			method = frame.ResidualCodingMethodRice2
		}
	}
	return method, &frame.RiceSubframe{PartOrder: r.order, Partitions: parts}
}
