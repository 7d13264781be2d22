package export

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"io"

	"github.com/tphakala/go-opus/opus"

	"unhunch/internal/ogg"
	"unhunch/internal/plan"
	"unhunch/internal/printed"
)

func opusFormat() Format {
	return Format{
		Name: "opus", About: "Opus in Ogg, the smallest", Lossy: true, streams: true,
		rate: [2]int{32000, 64000}, room: room{2, 1}, open: openOpus,
	}
}

const (
	opusFrame   = plan.Rate / 50 // frames in a packet
	opusPage    = 50             // packets in a page
	opusPreskip = 312            // frames that the decoder gives before the first one
	opusMost    = 4000           // bytes in the largest packet
	opusSerial  = 0x756e6875     // "uhnu", as it lies in the file, which is to be the same every time
)

// opusFile writes Opus packets in Ogg pages.
type opusFile struct {
	enc     *opus.Encoder
	out     *buffered
	pages   *ogg.Writer
	q       quantizer
	pcm     []int32
	pending []int16
	buf     [opusMost]byte
	done    int64 // packets
	frames  int64 // of the session
	packets int64 // in the file
	width   int
}

func openOpus(_ context.Context, w io.WriteSeeker, j *job) (encoder, error) {
	enc, err := opus.NewEncoder(opus.EncoderConfig{SampleRate: plan.Rate, Channels: j.opt.Channels, Bitrate: j.bitrate(), ConstrainedVBR: true})
	if err != nil {
		return nil, err
	}
	e := &opusFile{enc: enc, out: newBuffered(w), q: j.quantizer(), frames: int64(j.plan.Frames), width: j.opt.Channels}
	e.packets = (e.frames + opusPreskip + opusFrame - 1) / opusFrame
	e.pages = ogg.NewWriter(e.out, opusSerial)
	if err := e.pages.Packet(opusHead(j.opt.Channels), 0); err != nil {
		return nil, err
	}
	if err := e.pages.Flush(ogg.First); err != nil {
		return nil, err
	}
	if err := e.pages.Packet(opusTags(j), 0); err != nil {
		return nil, err
	}
	return e, e.pages.Flush(0)
}

func opusHead(channels int) []byte {
	le := binary.LittleEndian
	h := append([]byte("OpusHead"), 1, byte(channels))
	h = le.AppendUint16(h, opusPreskip)
	h = le.AppendUint32(h, plan.Rate)
	return append(h, 0, 0, 0) // gain, mapping
}

func opusTags(j *job) []byte {
	tags := append(j.meta.vorbis(), [2]string{"METADATA_BLOCK_PICTURE", base64.StdEncoding.EncodeToString(pictureBlock(printed.Cover(j.plan)))})
	return append([]byte("OpusTags"), ogg.Comments(program, tags)...)
}

func (e *opusFile) write(samples []float32) error {
	e.pcm = e.q.ints(e.pcm, samples, 16)
	for _, x := range e.pcm {
		e.pending = append(e.pending, int16(x))
		if len(e.pending) == opusFrame*e.width {
			if err := e.emit(); err != nil {
				return err
			}
		}
	}
	return nil
}

// emit encodes a packet. A packet's position is that of its last frame; the
// last packet's is that of the session's last, which cuts the rest off.
func (e *opusFile) emit() error {
	n, err := e.enc.Encode(e.pending, e.buf[:])
	if err != nil {
		return err
	}
	e.pending = e.pending[:0]
	e.done++
	if err := e.pages.Packet(e.buf[:n], min(e.done*opusFrame, e.frames+opusPreskip)); err != nil {
		return err
	}
	if e.done == e.packets {
		return e.pages.Flush(ogg.Last)
	}
	if e.done%opusPage == 0 {
		return e.pages.Flush(0)
	}
	return nil
}

func (e *opusFile) close() error {
	for e.done < e.packets {
		silence := make([]int16, opusFrame*e.width-len(e.pending))
		e.pending = append(e.pending, silence...)
		if err := e.emit(); err != nil {
			return err
		}
	}
	return e.out.Flush()
}

func (e *opusFile) abort() {}
