package play

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime/debug"
	"sync/atomic"
)

// Lengths of the fades, in frames.
const (
	pauseFade = Rate * 150 / 1000 // for pausing, going on and stopping
	jumpFade  = Rate * 40 / 1000  // for jumps, which answer a key
	overFade  = Rate * 30 / 1000  // from one stream to another one at the same frame
	duckFade  = Rate * 200 / 1000 // under a sound that is laid over the session
	dropFade  = Rate * 15 / 1000  // for a spoken sound that another one replaces
)

// ducked is how loud the session stays under speech that is laid over it, as
// a place on the raised-cosine curve of the fades: -12 dB.
const ducked = 1.0 / 3

// blockFrames is the most that is asked of the session at once.
const blockFrames = 512

// change is a jump: to a frame of the same session or of another one.
type change struct {
	stream Stream    // nil: stay with this one
	at     int64     // stay: go on from the same frame
	left   *leftover // where the pulling side puts the stream before
}

// leftover is a stream that is not needed any more.
type leftover struct{ stream Stream }

// newChange makes a change, with all that the pulling side will need for it.
func newChange(s Stream, at int64) *change {
	return &change{stream: s, at: at, left: &leftover{}}
}

// stay is the frame of a change that does not jump: the new stream takes over
// from the old one in a short cross-fade.
const stay = -1

// feed is the pulling side. All fields of the first group belong to the
// goroutine that pulls; the others are how the two sides talk, without locks.
type feed struct {
	stream   Stream
	position int64 // the next frame that the stream gives
	lead     int64 // frames of quiet to hand over before the session goes on
	level    float64
	rise     int     // frames that a fade in takes
	loudness float64 // smoothed volume
	speech   lane
	due      bool // the sound of speech may be heard in this block
	cues     [4]lane
	block    [blockFrames][2]float64
	old      Stream    // fades out while stream fades in, or nil
	over     int       // frames left of that
	left     *leftover // for old
	oldBlock [blockFrames][2]float64
	keep     Keepalive
	dither   rand.PCG
	phase    float64

	handed  atomic.Int64 // frames given to devices, ever
	ended   atomic.Int64 // value of handed when the session was over; -1: it is not
	stopped atomic.Int64 // the same, for a session that was stopped
	idle    atomic.Bool  // nothing but quiet was handed over last
	talking atomic.Bool  // a spoken sound is under way or waits for its frame
	retired atomic.Pointer[leftover]
	broken  atomic.Pointer[error] // a panic of the session's sound
	times   timeline
	leapt   atomic.Int64 // value of handed at the last jump
	leaptTo atomic.Int64 // the frame that it went to

	playing atomic.Bool
	holdAt  atomic.Int64 // the frame at which the session waits; 0: none
	stop    atomic.Bool
	volume  atomic.Uint64 // bits of the gain
	jump    atomic.Pointer[change]
	say     atomic.Pointer[Sound]
	hush    atomic.Bool // end the spoken sound
	blips   [4]atomic.Pointer[Sound]
}

func newFeed(s Stream, o Options) *feed {
	f := &feed{stream: s, position: o.At, keep: o.Keepalive, dither: *rand.NewPCG(1, 2)}
	f.ended.Store(-1)
	f.stopped.Store(-1)
	f.playing.Store(!o.Paused)
	f.setGain(o.Volume)
	f.loudness = math.Float64frombits(f.volume.Load())
	if !o.Paused && o.At == 0 {
		f.level = 1
	}
	f.times.add(0, o.At, false)
	return f
}

func (f *feed) setGain(db float64) {
	f.volume.Store(math.Float64bits(math.Pow(10, db/20)))
}

// restart makes the feed go on from a frame, at a level. It must not be called
// while a device pulls.
func (f *feed) restart(at int64, level float64, lead int64) error {
	if err := f.stream.Seek(int(at)); err != nil {
		return fmt.Errorf("can't go to frame %d: %w", at, err)
	}
	f.position, f.level, f.lead, f.rise = at, level, lead, jumpFade
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
		if f.speech.sound == nil {
			f.speech = lane{sound: f.say.Swap(nil)}
		}
	}
	for i := range f.blips {
		if s := f.blips[i].Swap(nil); s != nil {
			f.cues[i] = lane{sound: s}
		}
	}
	if c := f.jump.Load(); c != nil && (c.at == stay || f.level == 0 || f.ended.Load() >= 0) {
		f.leap()
	}
	f.talking.Store(f.speech.sound != nil)
}

// leap makes the jump that is asked for, unless a stream that was left before
// still waits to be closed.
func (f *feed) leap() {
	if f.retired.Load() != nil || f.old != nil {
		return
	}
	c := f.jump.Swap(nil)
	if c == nil {
		return
	}
	at := c.at
	if at == stay {
		at = f.position
	}
	left := f.stream
	if c.stream != nil {
		f.stream = c.stream
	}
	if err := f.stream.Seek(int(at)); err == nil {
		f.position = at
	} else {
		f.position = int64(f.stream.Position())
	}
	switch {
	case c.stream == nil:
	case c.at == stay && f.level > 0 && f.ended.Load() < 0:
		f.old, f.over, f.left = left, overFade, c.left
	default:
		f.retire(left, c.left)
	}
	f.ended.Store(-1)
	if c.at == stay {
		return
	}
	f.leaptTo.Store(f.position)
	f.leapt.Store(f.handed.Load())
	f.level, f.rise = 0, jumpFade
	if f.speech.sound != nil && f.speech.at == 0 && f.speech.sound.At > 0 {
		f.speech = lane{}
	}
}

// retire leaves a stream to the other side, which closes it.
func (f *feed) retire(s Stream, in *leftover) {
	in.stream = s
	f.retired.Store(in)
}

// pull puts the next n frames of the session into f.block, and tells how many
// there were.
func (f *feed) pull(n int) int {
	got, _ := f.stream.Stream(f.block[:n])
	if f.old == nil {
		return got
	}
	had, _ := f.old.Stream(f.oldBlock[:n])
	clear(f.oldBlock[had:n])
	for i := range got {
		f.over = max(0, f.over-1)
		old := curve(float64(f.over) / overFade)
		f.block[i][0] += old * (f.oldBlock[i][0] - f.block[i][0])
		f.block[i][1] += old * (f.oldBlock[i][1] - f.block[i][1])
	}
	if f.over == 0 || got < n {
		f.retire(f.old, f.left)
		f.old = nil
	}
	return got
}

// target is the level that the session should have now, and how many frames a
// whole fade to it takes.
func (f *feed) target() (level float64, over int) {
	switch {
	case f.jumps():
		return 0, jumpFade
	case f.stop.Load(), !f.playing.Load(), f.waits():
		f.rise = pauseFade
		return 0, pauseFade
	case f.speech.sound == nil || f.speech.waits(f.position):
		return 1, f.rise
	case f.speech.holds():
		f.rise = pauseFade
		return 0, pauseFade
	case f.speech.sound.Hold:
		return 1, f.rise
	}
	f.rise = duckFade
	return ducked, duckFade
}

// jumps tells whether a jump is to be made that needs quiet.
func (f *feed) jumps() bool {
	c := f.jump.Load()
	return c != nil && c.at != stay
}

// waits tells whether the session has come to where it waits for the listener.
func (f *feed) waits() bool {
	at := f.holdAt.Load()
	return at > 0 && f.position >= at
}

// session puts up to n frames of the session into f.block, quiet where it
// does not play, and tells how many.
func (f *feed) session(n int) int {
	target, over := f.target()
	f.due = f.speech.sound != nil && !f.speech.waits(f.position)
	moving := (f.level > 0 || target > 0) && f.ended.Load() < 0
	if at := f.holdAt.Load(); moving && at > f.position {
		n = int(min(int64(n), at-f.position))
	}
	if moving && f.speech.waits(f.position) {
		n = int(min(int64(n), f.speech.sound.At-f.position))
	}
	if moving && f.lead > 0 {
		n = int(min(int64(n), f.lead))
		f.lead -= int64(n)
		moving = false
	}
	handed := f.handed.Load()
	f.times.add(handed, f.position, moving)
	clear(f.block[:n])
	if !moving {
		f.idle.Store(true)
		if f.stop.Load() && f.stopped.Load() < 0 && f.speech.sound == nil {
			f.stopped.Store(handed)
		}
		if f.lead == 0 {
			f.level = 0
		}
		return n
	}
	f.idle.Store(false)
	got := f.pull(n)
	f.position += int64(got)
	if got < n {
		f.ended.Store(handed + int64(got))
		f.times.add(handed+int64(got), f.position, false)
	}
	f.fade(f.block[:got], target, over)
	return n
}

// fade moves the level of the session towards target along a raised cosine.
func (f *feed) fade(block [][2]float64, target float64, over int) {
	for i := range block {
		if f.level == target {
			if target == 1 {
				return
			}
			block = block[i:]
			gain := curve(target)
			for j := range block {
				block[j][0] *= gain
				block[j][1] *= gain
			}
			return
		}
		step := 1 / float64(max(1, over))
		if f.level < target {
			f.level = min(target, f.level+step)
		} else {
			f.level = max(target, f.level-step)
		}
		gain := curve(f.level)
		block[i][0] *= gain
		block[i][1] *= gain
	}
}

// curve is the raised cosine of the fades.
func curve(level float64) float64 {
	if level >= 1 {
		return 1
	}
	return 0.5 - 0.5*math.Cos(math.Pi*level)
}

// mix writes f.block, with the sounds beside the session, at the volume that
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
		f.keepAwake(out)
	}
}

func clip(v float64) float32 {
	return float32(max(-1, min(1, v)))
}
