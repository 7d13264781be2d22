package play

import (
	"math"
	"slices"
)

// Keepalive says what a device that is open is given while nothing sounds, so
// that it does not fall asleep.
type Keepalive string

// KeepSilence hands over zeros with an inaudible dither; KeepTone a very low
// and quiet tone, for loudspeakers that switch themselves off; KeepOff closes
// the device in pauses.
const (
	KeepSilence Keepalive = "silence"
	KeepTone    Keepalive = "tone"
	KeepOff     Keepalive = "off"
)

// Sound is a short sound beside the session: a key's answer, or something
// said. It is not changed once it was handed to a Player.
type Sound struct {
	Samples []float32 // left and right in turn, at Rate
	// Hold makes the session wait: it fades out before and in after.
	Hold bool
	// Tail is how many frames before the end of the sound the session already
	// goes on, where Hold is set.
	Tail int
	// Last ends the session when the sound has been heard.
	Last bool
	// At is the frame of the session at which to begin; 0: at once. A jump
	// drops a sound that has not begun.
	At int64
	// Breaks are the frames of the sound at which it may be left for another
	// one: the ends of its lines, in order.
	Breaks []int
}

// frames is the length of the sound.
func (s *Sound) frames() int { return len(s.Samples) / 2 }

// lane plays one Sound at a time.
type lane struct {
	sound *Sound
	at    int
	until int // the break at which it is left for another one; 0: none
	drop  int // frames left of the fade that ends it early; 0: none
}

// holds tells whether the lane's sound makes the session wait now.
func (l *lane) holds() bool {
	return l.sound.Hold && l.at < max(1, l.sound.frames()-l.sound.Tail)
}

// waits tells whether the lane's sound is for a later frame of the session.
func (l *lane) waits(position int64) bool {
	return l.sound != nil && l.at == 0 && l.sound.At > position
}

// overlay adds the sounds beside the session.
func (f *feed) overlay(n int) {
	block := f.block[:n]
	if s := f.speech.sound; s != nil {
		if f.due && (!f.speech.holds() || f.level == 0 || f.ended.Load() >= 0) {
			f.idle.Store(false)
			if f.speech.add(block) {
				f.speech = lane{}
				if s.Last {
					f.stop.Store(true)
					f.stopped.CompareAndSwap(-1, f.handed.Load()+int64(n))
				}
			}
		}
	}
	for i := range f.cues {
		if f.cues[i].sound != nil {
			f.idle.Store(false)
			if f.cues[i].add(block) {
				f.cues[i] = lane{}
			}
		}
	}
}

// add mixes the next part of the lane's sound in, and says when it is over.
func (l *lane) add(block [][2]float64) (over bool) {
	end := l.sound.frames()
	if l.until > 0 {
		end = l.until
	}
	n := min(len(block), end-l.at)
	for i := range n {
		gain := 1.0
		if l.drop > 0 {
			l.drop--
			if gain = curve(float64(l.drop) / dropFade); l.drop == 0 {
				return true
			}
		}
		block[i][0] += gain * float64(l.sound.Samples[2*(l.at+i)])
		block[i][1] += gain * float64(l.sound.Samples[2*(l.at+i)+1])
	}
	l.at += n
	return l.at >= end
}

// end lets the lane's sound fade out, or drops it if it has not begun.
func (l *lane) end() {
	switch {
	case l.sound == nil:
	case l.at == 0:
		*l = lane{}
	case l.drop == 0:
		l.drop = dropFade
	}
}

// giveWay lets the lane's sound end its line for another sound, or drops it if
// it has not begun.
func (l *lane) giveWay() {
	switch {
	case l.sound == nil:
	case l.at == 0:
		*l = lane{}
	case l.until == 0 && !l.sound.Last:
		i, _ := slices.BinarySearch(l.sound.Breaks, l.at)
		if i < len(l.sound.Breaks) {
			l.until = l.sound.Breaks[i]
		}
	}
}

// keepAwake gives the device something inaudible to play: some take zeros for
// the end and fall asleep.
func (f *feed) keepAwake(out []float32) {
	switch f.keep {
	case KeepTone:
		const low = 30.0 / Rate
		for i := range len(out) / 2 {
			s := float32(0.012 * math.Sin(2*math.Pi*f.phase))
			f.phase = math.Mod(f.phase+low, 1)
			out[2*i] += s
			out[2*i+1] += s
		}
	case KeepSilence:
		for i := range out {
			out[i] += (float32(f.dither.Uint64()>>40)/(1<<24) - 0.5) * (1.0 / 4096)
		}
	}
}
