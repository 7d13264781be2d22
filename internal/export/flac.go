package export

import (
	"context"
	"io"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"

	"unhunch/internal/plan"
)

func flacFormat() Format {
	return Format{Name: "flac", About: "compressed without loss, 16 or 24 bits", streams: true, stereo: true, open: openFLAC}
}

// flacBlock is the number of frames in a FLAC frame.
const flacBlock = 4096

// flacFile writes FLAC. The choice of predictors and Rice parameters is ours,
// since the library's own tries every one and knows no partitions.
type flacFile struct {
	enc   *flac.Encoder
	out   *buffered
	q     quantizer
	bits  int
	ints  []int32
	chans [][]int32 // samples of the FLAC frame under way
	diff  []int32
}

func openFLAC(_ context.Context, w io.WriteSeeker, j *job) (encoder, error) {
	e := &flacFile{out: newBuffered(w), q: j.quantizer(), bits: j.opt.Bits, chans: make([][]int32, j.opt.Channels)}
	info := &meta.StreamInfo{
		BlockSizeMin: flacBlock, BlockSizeMax: flacBlock, SampleRate: plan.Rate,
		NChannels: uint8(j.opt.Channels), BitsPerSample: uint8(e.bits), NSamples: uint64(j.plan.Frames),
	}
	comments := &meta.Block{Body: &meta.VorbisComment{Vendor: program, Tags: j.meta.vorbis()}}
	comments.Type, comments.Length = meta.TypeVorbisComment, 1 // the encoder finds the length itself
	cover := &meta.Block{Body: &meta.Picture{
		Type: coverFront, MIME: coverType, Width: coverSize, Height: coverSize, Depth: 24, Data: drawCover(j.plan),
	}}
	cover.Type, cover.Length = meta.TypePicture, 1
	var err error
	e.enc, err = flac.NewEncoder(e.sink(), info, comments, cover)
	return e, err
}

// sink is what the library writes to. It goes back to its header at the end,
// which a pipe cannot.
func (e *flacFile) sink() io.Writer {
	if _, err := e.out.file.Seek(0, io.SeekCurrent); err != nil {
		return e.out
	}
	return rewriter{e.out}
}

// rewriter flushes before it seeks.
type rewriter struct{ *buffered }

func (r rewriter) Seek(offset int64, whence int) (int64, error) {
	if err := r.Flush(); err != nil {
		return 0, err
	}
	return r.file.Seek(offset, whence)
}

func (e *flacFile) write(samples []float32) error {
	e.ints = e.q.ints(e.ints, samples, e.bits)
	n := len(e.chans)
	for i, x := range e.ints {
		e.chans[i%n] = append(e.chans[i%n], x)
		if i%n == n-1 && len(e.chans[0]) == flacBlock {
			if err := e.emit(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *flacFile) close() error {
	if len(e.chans[0]) > 0 {
		if err := e.emit(); err != nil {
			return err
		}
	}
	if err := e.enc.Close(); err != nil {
		return e.plain(err)
	}
	return e.out.Flush()
}

func (e *flacFile) abort() {}

// emit writes the FLAC frame under way.
func (e *flacFile) emit() error {
	n := len(e.chans[0])
	f := &frame.Frame{Header: frame.Header{
		HasFixedBlockSize: true, BlockSize: uint16(n), SampleRate: plan.Rate, BitsPerSample: uint8(e.bits),
	}}
	f.Channels = frame.ChannelsMono
	planes := e.chans
	if len(e.chans) == 2 {
		f.Channels, planes = e.pair()
	}
	for c := range e.chans {
		f.Subframes = append(f.Subframes, &frame.Subframe{
			SubHeader: predict(planes[c], e.bits), Samples: e.chans[c], NSamples: n,
		})
	}
	// The decorrelation is the library's; predict has seen what it will make.
	err := e.enc.WriteFrame(f)
	for c := range e.chans {
		e.chans[c] = e.chans[c][:0]
	}
	return e.plain(err)
}

// plain gives the error of the file instead of the library's account of it.
func (e *flacFile) plain(err error) error {
	if err == nil {
		return nil
	}
	if cause := e.out.Flush(); cause != nil {
		return cause
	}
	return err
}

// pair chooses left and right, or left and their difference, and gives what is
// to be predicted.
func (e *flacFile) pair() (frame.Channels, [][]int32) {
	left, right := e.chans[0], e.chans[1]
	e.diff = e.diff[:0]
	for i := range left {
		e.diff = append(e.diff, left[i]-right[i])
	}
	if roughness(e.diff) < roughness(right) {
		return frame.ChannelsLeftSide, [][]int32{left, e.diff}
	}
	return frame.ChannelsLR, e.chans
}

// roughness is about how many bits samples take.
func roughness(x []int32) (sum int64) {
	for i := 2; i < len(x); i++ {
		sum += magnitude(x[i] - 2*x[i-1] + x[i-2])
	}
	return sum
}

func magnitude(x int32) int64 {
	if x < 0 {
		return -int64(x)
	}
	return int64(x)
}

// predict chooses the fixed predictor that leaves the least, and the Rice
// parameters for what it leaves.
func predict(x []int32, bits int) frame.SubHeader {
	if constant(x) {
		return frame.SubHeader{Pred: frame.PredConstant}
	}
	best, order := int64(-1), 0
	var sums [5]int64
	for i := 4; i < len(x); i++ {
		d0 := x[i]
		d1 := d0 - x[i-1]
		d2 := d1 - (x[i-1] - x[i-2])
		d3 := d2 - (x[i-1] - 2*x[i-2] + x[i-3])
		d4 := d3 - (x[i-1] - 3*x[i-2] + 3*x[i-3] - x[i-4])
		sums[0] += magnitude(d0)
		sums[1] += magnitude(d1)
		sums[2] += magnitude(d2)
		sums[3] += magnitude(d3)
		sums[4] += magnitude(d4)
	}
	for o, s := range sums {
		if o < len(x) && (best < 0 || s < best) {
			best, order = s, o
		}
	}
	rice := partitions(x, order)
	return frame.SubHeader{Pred: frame.PredFixed, Order: order,
		ResidualCodingMethod: riceMethod(rice), RiceSubframe: rice}
}

func constant(x []int32) bool {
	for _, v := range x {
		if v != x[0] {
			return false
		}
	}
	return true
}

// riceMethod is the one with 4-bit parameters where they are enough.
func riceMethod(r *frame.RiceSubframe) frame.ResidualCodingMethod {
	for _, p := range r.Partitions {
		if p.Param > 14 {
			return frame.ResidualCodingMethodRice2
		}
	}
	return frame.ResidualCodingMethodRice1
}

// finest is the highest partition order that is tried.
const finest = 6

// partitions divides what a predictor leaves into 1 to 64 parts, each with the
// Rice parameter that suits it, such that all take the fewest bits.
func partitions(x []int32, order int) *frame.RiceSubframe {
	top := 0
	for top < finest && len(x)%(2<<top) == 0 && len(x)>>(top+1) > order {
		top++
	}
	var sums [1 << finest]uint64
	size := len(x) >> top
	for i := order; i < len(x); i++ {
		r := residual(x, i, order)
		sums[i/size] += uint64(uint32(r<<1 ^ r>>31))
	}
	var best *frame.RiceSubframe
	var least uint64
	for o := top; o >= 0; o-- {
		parts := make([]frame.RicePartition, 1<<o)
		var total uint64
		for i := range parts {
			n := uint64(len(x) >> o)
			if i == 0 {
				n -= uint64(order)
			}
			k, cost := riceParameter(sums[i], n)
			parts[i].Param = k
			total += cost
		}
		if best == nil || total < least {
			best, least = &frame.RiceSubframe{PartOrder: o, Partitions: parts}, total
		}
		for i := range 1 << max(o-1, 0) {
			if o > 0 {
				sums[i] = sums[2*i] + sums[2*i+1]
			}
		}
	}
	return best
}

// residual is what the fixed predictor of an order leaves of a sample.
func residual(x []int32, i, order int) int32 {
	switch order {
	case 0:
		return x[i]
	case 1:
		return x[i] - x[i-1]
	case 2:
		return x[i] - 2*x[i-1] + x[i-2]
	case 3:
		return x[i] - 3*x[i-1] + 3*x[i-2] - x[i-3]
	}
	return x[i] - 4*x[i-1] + 6*x[i-2] - 4*x[i-3] + x[i-4]
}

// riceParameter is the parameter for n numbers with a sum, and about the number
// of bits that they take.
func riceParameter(sum, n uint64) (k uint, bits uint64) {
	const most = 30
	for k < most && n<<(k+1) < sum {
		k++
	}
	return k, 5 + n*uint64(k+1) + sum>>k
}
