package play

import "math"

// State is a moment of a Player, as it is heard.
type State struct {
	Frame   int64   // of the session, at Rate
	Target  int64   // where a jump goes that is not heard yet; otherwise Frame
	Next    int64   // what the device is given next
	Leaps   int     // jumps that were heard so far
	From    int64   // the frame that the last of them led to, or that the session began at
	Moving  bool    // the session goes on at this moment
	Paused  bool    // a pause was asked for
	Waiting bool    // the session has come to the frame of HoldAt
	Talking bool    // something is said beside the session, or waits to be
	Ended   bool    // the last frame of the session was heard
	Volume  float64 // in dB
	Lost    error   // why there is no sound at this moment, or nil
}

func (p *Player) talking() bool {
	return p.feed.talking.Load() || p.feed.say.Load() != nil
}

// State is what is heard at this moment.
func (p *Player) State() State {
	s := State{
		Frame:   p.heard.Load(),
		Paused:  !p.feed.playing.Load(),
		Talking: p.talking(),
		Volume:  20 * math.Log10(math.Float64frombits(p.feed.volume.Load())),
	}
	leapt := false
	s.Leaps, s.From = p.feed.times.leaps(p.feed.handed.Load())
	if d := p.device.Load(); d != nil {
		out := d.base + d.Heard()
		s.Frame, s.Moving = p.feed.times.at(out)
		s.Leaps, s.From = p.feed.times.leaps(out)
		end := p.feed.ended.Load()
		s.Ended = end >= 0 && out >= end
		leapt = p.feed.leapt.Load() > out
	} else if end := p.feed.ended.Load(); end >= 0 {
		s.Ended = true
	}
	s.Target = s.Frame
	s.Next, _ = p.feed.times.at(p.feed.handed.Load())
	if leapt {
		s.Target = p.feed.leaptTo.Load()
	}
	if j := p.feed.jump.Load(); j != nil && j.quietly() {
		s.Target, s.Next = j.at, j.at
	}
	if at := p.feed.holdAt.Load(); at > 0 {
		s.Waiting = s.Frame >= at
	}
	if lost := p.lost.Load(); lost != nil {
		s.Lost = *lost
	}
	return s
}

// Gaps is how often the sound of the session broke off so far, because the
// device did not get it in time. It is 0 where devices do not tell.
func (p *Player) Gaps() int { return int(p.gaps.Load()) }

// Late is how many sounds were left out because they were not ready when they
// should have been heard. After Run it counts all streams.
func (p *Player) Late() int { return int(p.late.Load()) }

// Device describes the open device. It is the zero Info where none is open.
func (p *Player) Device() Info {
	if d := p.device.Load(); d != nil {
		return d.Info()
	}
	return Info{}
}
