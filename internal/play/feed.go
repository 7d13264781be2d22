package play

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime/debug"
	"sync/atomic"
)

// blockFrames is the most that is asked of the session at once.
const blockFrames = 512

// feed is the pulling side. All fields of the first groups belong to the
// goroutine that pulls; the others are how the two sides talk, without locks.
type feed struct {
	stream   Stream
	position int64 // the next frame that the stream gives
	lead     int64 // frames of quiet to hand over before the session goes on
	faded    fade
	block    [blockFrames][2]float64

	old      Stream    // fades out while stream fades in, or nil
	over     int       // frames left of that
	left     *leftover // where old is put then
	oldBlock [blockFrames][2]float64

	speech lane
	due    bool // the aside of speech may be heard in this block
	cues   [4]lane

	loudness float64 // smoothed volume
	wakeful  wakeful

	handed  atomic.Int64 // frames given to devices, ever
	ended   atomic.Int64 // value of handed when the session was over; -1: it is not
	stopped atomic.Int64 // the same, for a session that was stopped
	idle    atomic.Bool  // nothing but quiet was handed over last
	talking atomic.Bool  // something is said, or waits for its frame
	retired atomic.Pointer[leftover]
	broken  atomic.Pointer[error] // a panic of the session's sound
	times   timeline
	leapt   atomic.Int64 // value of handed at the last jump
	leaptTo atomic.Int64 // the frame that it went to

	playing atomic.Bool
	holdAt  atomic.Int64 // the frame at which the session waits; 0: none
	stop    atomic.Bool
	volume  atomic.Uint64 // bits of the gain
	jump    atomic.Pointer[jump]
	say     atomic.Pointer[Aside]
	hush    atomic.Bool // end what is said
	blips   [4]atomic.Pointer[Aside]
}

func newFeed(s Stream, o Options) *feed {
	f := &feed{stream: s, position: o.At, wakeful: wakeful{keep: o.Keepalive, dither: *rand.NewPCG(1, 2)}}
	f.ended.Store(-1)
	f.stopped.Store(-1)
	f.playing.Store(!o.Paused)
	f.setGain(o.Volume)
	f.loudness = math.Float64frombits(f.volume.Load())
	if !o.Paused && o.At == 0 {
		f.faded.in = 1
	}
	f.times.add(0, o.At, false)
	return f
}

func (f *feed) setGain(db float64) {
	f.volume.Store(math.Float64bits(math.Pow(10, db/20)))
}

// restart makes the feed go on from a frame, so far faded in. It must not be
// called while a device pulls.
func (f *feed) restart(at int64, in float64, lead int64) error {
	if err := f.stream.Seek(int(at)); err != nil {
		return fmt.Errorf("can't go to frame %d: %w", at, err)
	}
	f.position, f.lead, f.faded = at, lead, fade{in: in, rise: jumpFade}
	f.over = 0 // the next pull retires what was fading out
	f.ended.Store(-1)
	f.times.add(f.handed.Load(), at, false)
	return nil
}

// fill is the Pull of every device.
func (f *feed) fill(block []float32) {
	if f.broken.Load() != nil {
		clear(block)
		f.handed.Add(int64(len(block) / 2))
		return
	}
	defer f.rescue(block)
	for len(block) > 0 {
		n := min(len(block)/2, blockFrames)
		f.take()
		n = f.session(n)
		out := block[:2*n]
		f.mix(out)
		block = block[2*n:]
		f.handed.Add(int64(n))
	}
}

// rescue turns a panic of the session's sound into an error: the pulling
// goroutine belongs to a device, and would take the program down with the
// terminal as it is.
func (f *feed) rescue(block []float32) {
	if r := recover(); r != nil {
		clear(block)
		err := fmt.Errorf("internal error in the sound: %v\n%s", r, debug.Stack())
		f.broken.Store(&err)
	}
}

// failure is why the sound ended before its end, or nil.
func (f *feed) failure() error {
	if err := f.broken.Load(); err != nil {
		return *err
	}
	return f.stream.Err()
}

// take fetches what the other side has asked for.
func (f *feed) take() {
	stopping := f.stop.Load()
	if stopping {
		f.say.Store(nil)
	}
	if f.hush.Swap(false) || stopping {
		f.speech.end()
	}
	if f.say.Load() != nil {
		f.speech.giveWay()
		if f.speech.aside == nil {
			f.speech = lane{aside: f.say.Swap(nil)}
		}
	}
	for i := range f.blips {
		if s := f.blips[i].Swap(nil); s != nil {
			f.cues[i] = lane{aside: s}
		}
	}
	if j := f.jump.Load(); j != nil && (!j.quietly() || f.faded.in == 0 || f.ended.Load() >= 0) {
		f.leap()
	}
	f.talking.Store(f.speech.aside != nil)
}

// goal is how far the session should be faded in now, and how many frames a
// whole fade to there takes.
func (f *feed) goal() (in float64, frames int) {
	j := f.jump.Load()
	switch {
	case j != nil && j.quietly():
		return 0, jumpFade
	case f.stop.Load(), !f.playing.Load(), f.waits():
		f.faded.rise = pauseFade
		return 0, pauseFade
	case f.speech.aside == nil || f.speech.waits(f.position):
		return 1, f.faded.rise
	case f.speech.holds():
		f.faded.rise = pauseFade
		return 0, pauseFade
	case f.speech.aside.Hold:
		return 1, f.faded.rise
	}
	f.faded.rise = duckFade
	return ducked, duckFade
}

// waits tells whether the session has come to where it waits for the listener.
func (f *feed) waits() bool {
	at := f.holdAt.Load()
	return at > 0 && f.position >= at
}

// session puts up to n frames of the session into f.block, quiet where it
// does not play, and tells how many.
func (f *feed) session(n int) int {
	goal, frames := f.goal()
	f.due = f.speech.aside != nil && (!f.speech.waits(f.position) || f.ended.Load() >= 0)
	moving := (f.faded.in > 0 || goal > 0) && f.ended.Load() < 0
	if moving {
		n = f.undivided(n)
	}
	if moving && f.lead > 0 {
		f.lead -= int64(n)
		moving = false
	}
	f.times.add(f.handed.Load(), f.position, moving)
	f.idle.Store(!moving)
	clear(f.block[:n])
	if moving {
		f.move(n, goal, frames)
	} else {
		f.rest()
	}
	return n
}

// undivided is how many of the next n frames of a session that moves there are
// before something else begins: a wait, what is said at a frame, or, after the
// lead, the session itself.
func (f *feed) undivided(n int) int {
	if at := f.holdAt.Load(); at > f.position {
		n = int(min(int64(n), at-f.position))
	}
	if f.speech.waits(f.position) {
		n = int(min(int64(n), f.speech.aside.At-f.position))
	}
	if f.lead > 0 {
		n = int(min(int64(n), f.lead))
	}
	return n
}

// move puts the next n frames of the session into f.block.
func (f *feed) move(n int, goal float64, frames int) {
	got := f.pull(n)
	f.position += int64(got)
	if got < n {
		end := f.handed.Load() + int64(got)
		f.ended.Store(end)
		f.times.add(end, f.position, false)
	}
	f.faded.toward(goal, frames, f.block[:got])
}

// rest takes note of a block without the session.
func (f *feed) rest() {
	if f.stop.Load() && f.stopped.Load() < 0 && f.speech.aside == nil {
		f.stopped.Store(f.handed.Load())
	}
	if f.lead == 0 {
		f.faded.in = 0
	}
}

// mix writes f.block, with what is heard beside the session, at the volume that
// is wanted.
func (f *feed) mix(out []float32) {
	n := len(out) / 2
	f.overlay(n)
	gain := math.Float64frombits(f.volume.Load())
	for i := range n {
		if f.loudness != gain {
			f.loudness += (gain - f.loudness) / 512
			if math.Abs(f.loudness-gain) < 1e-6 {
				f.loudness = gain
			}
		}
		out[2*i] = clip(f.block[i][0] * f.loudness)
		out[2*i+1] = clip(f.block[i][1] * f.loudness)
	}
	if f.idle.Load() {
		f.wakeful.add(out)
	}
}

func clip(v float64) float32 {
	return float32(max(-1, min(1, v)))
}
