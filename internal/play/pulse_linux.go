package play

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"github.com/jfreymuth/pulse/proto"
)

const (
	frameBytes   = 8                       // two channels of float32
	openLimit    = 10 * time.Second        // for a server that is there, on a machine that is busy
	requestLimit = 1500 * time.Millisecond // when it plays
	clockEvery   = 250 * time.Millisecond
	leastRequest = 30 * time.Millisecond  // a server that asks less often costs less
	mostBuffer   = 250 * time.Millisecond // what a buffer that ran dry grows to
)

// pulseBackend plays through a PulseAudio server, or PipeWire's stand-in for
// one. It speaks the protocol itself, since it has to notice what a client
// library hides: a server that goes away, a stream that is killed, a start
// that never comes.
type pulseBackend struct {
	buffer time.Duration
}

// pulseDevice is a playback stream on a server.
type pulseDevice struct {
	pull   Pull
	client *proto.Client
	conn   net.Conn
	info   Info

	feeding sync.Mutex
	stream  uint32 // this and the next three belong to feeding
	wanted  int64  // bytes that the server has asked for
	open    bool   // they may be handed over
	block   [2 * 4096]float32

	lost    chan struct{}
	closed  chan struct{}
	once    sync.Once
	ending  sync.Once
	err     error // valid once lost is closed
	running sync.WaitGroup

	started time.Time
	clock   atomic.Pointer[clock]
	latency atomic.Int64  // nanoseconds
	buffer  atomic.Int64  // frames
	dry     atomic.Int64  // how often the buffer ran dry
	eased   int64         // dry, when the buffer was made longer; belongs to follow
	target  time.Duration // of the buffer; belongs to follow
	handed  atomic.Int64  // frames
	heard   atomic.Int64  // frames, the most that was ever told
}

// clock is a reading of how much of the stream was heard at a time.
type clock struct {
	frames  int64
	at      time.Time
	running bool
}

// Open implements Backend.
func (b pulseBackend) Open(ctx context.Context, pull Pull) (Device, error) {
	client, conn, err := connect(ctx)
	if err != nil {
		return nil, err
	}
	d := &pulseDevice{
		pull: pull, client: client, conn: conn,
		lost:   make(chan struct{}),
		closed: make(chan struct{}),
	}
	client.SetTimeout(openLimit)
	client.Callback = d.message
	created := make(chan error, 1)
	go func() { created <- d.create(b.buffer) }()
	select {
	case err = <-created:
	case <-ctx.Done():
		conn.Close()
		return nil, ctx.Err()
	}
	if err != nil {
		conn.Close()
		return nil, noDevice("the sound server refused: %v", err)
	}
	client.SetTimeout(requestLimit)
	d.feeding.Lock()
	d.open = true
	d.feed()
	d.feeding.Unlock()
	d.running.Add(1)
	go d.follow()
	return d, nil
}

// connect finds the server. It gives up after a while, even where the server
// is a machine that does not answer.
func connect(ctx context.Context) (*proto.Client, net.Conn, error) {
	server := ""
	if os.Getenv("PULSE_SERVER") == "" && os.Getenv("XDG_RUNTIME_DIR") == "" {
		// The protocol package would look in the current folder.
		server = fmt.Sprintf("unix:/run/user/%d/pulse/native", os.Getuid())
	}
	type answer struct {
		client *proto.Client
		conn   net.Conn
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		for began := time.Now(); ; { // the library waits for a second, and no longer
			client, conn, err := proto.Connect(server)
			if errors.Is(err, context.DeadlineExceeded) && time.Since(began) < openLimit && ctx.Err() == nil {
				continue
			}
			answers <- answer{client, conn, err}
			return
		}
	}()
	late := func() {
		if a := <-answers; a.err == nil {
			a.conn.Close()
		}
	}
	select {
	case a := <-answers:
		if a.err != nil {
			return nil, nil, noDevice("no sound server answers (%v)", a.err)
		}
		return a.client, a.conn, nil
	case <-time.After(openLimit):
		go late()
		return nil, nil, noDevice("the sound server does not answer")
	case <-ctx.Done():
		go late()
		return nil, nil, ctx.Err()
	}
}

// create introduces the program to the server and opens the stream.
func (d *pulseDevice) create(buffer time.Duration) error {
	text := proto.PropListString
	err := d.client.Request(&proto.SetClientName{Props: proto.PropList{
		"application.name":           text("unhunch"),
		"application.id":             text("unhunch"),
		"application.icon_name":      text("audio-x-generic"),
		"application.process.id":     text(fmt.Sprint(os.Getpid())),
		"application.process.binary": text("unhunch"),
	}}, &proto.SetClientNameReply{})
	if err != nil {
		return err
	}
	var server proto.GetServerInfoReply
	if err := d.client.Request(&proto.GetServerInfo{}, &server); err != nil {
		return err
	}
	target := uint32(frames(buffer)) * frameBytes
	var reply proto.CreatePlaybackStreamReply
	d.feeding.Lock() // what the server asks for must find the stream
	defer d.feeding.Unlock()
	err = d.client.Request(&proto.CreatePlaybackStream{
		SampleSpec:            proto.SampleSpec{Format: proto.FormatFloat32LE, Channels: 2, Rate: Rate},
		ChannelMap:            proto.ChannelMap{proto.ChannelLeft, proto.ChannelRight},
		SinkIndex:             proto.Undefined,
		BufferMaxLength:       proto.Undefined,
		BufferTargetLength:    target,
		BufferPrebufferLength: proto.Undefined,
		BufferMinimumRequest:  uint32(frames(leastRequest)) * frameBytes,
		ChannelVolumes:        proto.ChannelVolumes{proto.VolumeNorm, proto.VolumeNorm},
		AdjustLatency:         true,
		Properties: proto.PropList{
			"media.name": text("session"),
			"media.role": text("music"),
		},
	}, &reply)
	if err != nil {
		return err
	}
	d.stream = reply.StreamIndex
	d.info = Info{
		Backend: "PulseAudio",
		Server:  server.PackageName + " " + server.PackageVersion,
		Sink:    reply.SinkName,
		Rate:    int(reply.Rate),
	}
	d.target = buffer
	d.buffer.Store(int64(reply.BufferTargetLength / frameBytes))
	d.started = time.Now()
	d.clock.Store(&clock{at: d.started})
	d.wanted = int64(reply.Missing)
	return nil
}

// message takes what the server says by itself. It runs on the goroutine that
// reads the connection.
func (d *pulseDevice) message(m any) {
	switch m := m.(type) {
	case *proto.Request:
		d.feeding.Lock()
		defer d.feeding.Unlock()
		if m.StreamIndex == d.stream {
			d.wanted += int64(m.Length)
			d.feed()
		}
	case *proto.Underflow:
		d.dry.Add(1)
	case *proto.PlaybackStreamKilled:
		d.lose(errors.New("the sound server ended the stream"))
	case *proto.ConnectionClosed:
		d.lose(errors.New("the sound server is gone"))
	}
}

// lose notes that the stream can't go on.
func (d *pulseDevice) lose(why error) {
	d.once.Do(func() {
		d.err = fmt.Errorf("%w: %w", ErrLost, why)
		close(d.lost)
	})
}

// feed hands over what the server has asked for. It is the goroutine that reads the
// connection that does so: to wake another one would cost more than the sound itself.
func (d *pulseDevice) feed() {
	for d.open && d.wanted >= frameBytes {
		select {
		case <-d.closed:
			return
		case <-d.lost:
			return
		default:
		}
		n := min(int(d.wanted/frameBytes), len(d.block)/2)
		part := d.block[:2*n]
		d.pull(part)
		d.handed.Add(int64(n))
		d.wanted -= int64(n * frameBytes)
		if err := d.client.Send(d.stream, littleEndian(part)); err != nil {
			d.lose(err)
			return
		}
	}
}

// follow asks the server again and again how much was heard.
func (d *pulseDevice) follow() {
	defer d.running.Done()
	ticker := time.NewTicker(clockEvery)
	defer ticker.Stop()
	for {
		select {
		case <-d.closed:
			return
		case <-d.lost:
			return
		case <-ticker.C:
		}
		asked := time.Now()
		var reply proto.GetPlaybackLatencyReply
		err := d.client.Request(&proto.GetPlaybackLatency{StreamIndex: d.stream}, &reply)
		if err != nil {
			d.lose(fmt.Errorf("the sound server does not answer: %w", err))
			return
		}
		ahead := int64(reply.Latency) * Rate / 1e6
		at := asked.Add(time.Since(asked) / 2)
		d.clock.Store(&clock{frames: reply.ReadIndex/frameBytes - ahead, at: at, running: reply.Running})
		d.deepen()
		queued := (reply.WriteIndex - reply.ReadIndex) / frameBytes
		d.latency.Store(int64(time.Duration(queued+ahead) * time.Second / Rate))
	}
}

// deepen makes the buffer longer where it ran dry: a busy machine is better
// answered a little later than with gaps.
func (d *pulseDevice) deepen() {
	dry := d.dry.Load()
	if dry == d.eased || d.target >= mostBuffer {
		return
	}
	d.eased = dry
	d.target = min(mostBuffer, 2*d.target)
	var reply proto.SetPlaybackStreamBufferAttrReply
	err := d.client.Request(&proto.SetPlaybackStreamBufferAttr{
		StreamIndex:           d.stream,
		BufferMaxLength:       proto.Undefined,
		BufferTargetLength:    uint32(frames(d.target)) * frameBytes,
		BufferPrebufferLength: proto.Undefined,
		BufferMinimumRequest:  uint32(frames(leastRequest)) * frameBytes,
		AdjustLatency:         true,
	}, &reply)
	if err == nil {
		d.buffer.Store(int64(reply.BufferTargetLength / frameBytes))
	}
}

// Heard implements Device.
func (d *pulseDevice) Heard() int64 {
	c := d.clock.Load()
	now := c.frames
	if c.running {
		const blind = time.Second // longer without an answer means nothing
		now += int64(min(time.Since(c.at), blind)) * Rate / int64(time.Second)
	}
	now = max(0, min(now, d.handed.Load()))
	for {
		most := d.heard.Load()
		if now <= most {
			return most
		}
		if d.heard.CompareAndSwap(most, now) {
			return now
		}
	}
}

// Lost implements Device.
func (d *pulseDevice) Lost() <-chan struct{} { return d.lost }

// Err implements Device.
func (d *pulseDevice) Err() error {
	select {
	case <-d.lost:
		return d.err
	default:
		return nil
	}
}

// Info implements Device.
func (d *pulseDevice) Info() Info {
	info := d.info
	info.Buffer = time.Duration(d.buffer.Load()) * time.Second / Rate
	info.Latency = time.Duration(d.latency.Load())
	info.Gaps = int(d.dry.Load())
	return info
}

// Close implements Device.
func (d *pulseDevice) Close() error {
	d.ending.Do(func() {
		close(d.closed)
		d.conn.Close()
	})
	d.running.Wait()
	d.feeding.Lock() // no pull is under way
	defer d.feeding.Unlock()
	return nil
}

// littleEndian gives the bytes of a block as the server wants them. All
// machines that Go supports with PulseAudio, but for a few large servers, are
// little endian: there the block is used as it is.
func littleEndian(block []float32) []byte {
	if len(block) == 0 {
		return nil
	}
	one := uint16(1)
	if *(*byte)(unsafe.Pointer(&one)) != 1 {
		for i, v := range block {
			bits := math.Float32bits(v)
			block[i] = math.Float32frombits(bits>>24 | bits>>8&0xff00 | bits<<8&0xff0000 | bits<<24)
		}
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&block[0])), 4*len(block))
}
