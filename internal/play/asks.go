package play

// What is asked of a Player may be asked from any goroutine. Nothing of it waits
// but Jump.

// nudge tells the loop of Run that something was asked for.
func (p *Player) nudge() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Pause fades the session out and holds it.
func (p *Player) Pause() { p.feed.playing.Store(false) }

// Resume goes on after a pause.
func (p *Player) Resume() {
	p.feed.playing.Store(true)
	p.nudge()
}

// Jump goes on from another frame. It waits until the stream is ready for it,
// while the session is still heard.
func (p *Player) Jump(frame int64) error {
	if err := p.prepare(p.ctx, frame); err != nil {
		return err
	}
	for {
		pending, j := p.feed.jump.Load(), newJump(nil, frame)
		if pending != nil {
			j.stream = pending.stream
		}
		if p.feed.jump.CompareAndSwap(pending, j) {
			break
		}
	}
	p.nudge()
	return nil
}

// Swap goes on with another stream, from a frame of its own. The stream must
// be ready there.
func (p *Player) Swap(s Stream, frame int64) {
	p.plays.Store(&s)
	if pending := p.feed.jump.Swap(newJump(s, frame)); pending != nil {
		p.closeStream(pending.stream)
	}
	p.nudge()
}

// Replace lets another stream take over at whatever frame the session is, in a
// short cross-fade. The two must sound the same there, or nearly so, and the
// new one must be ready.
func (p *Player) Replace(s Stream) {
	p.plays.Store(&s)
	for {
		pending, j := p.feed.jump.Load(), newJump(s, stay)
		if pending != nil {
			j.at = pending.at
		}
		if !p.feed.jump.CompareAndSwap(pending, j) {
			continue
		}
		if pending != nil {
			p.closeStream(pending.stream)
		}
		break
	}
	p.nudge()
}

// HoldAt makes the session wait when it comes to a frame; 0: nowhere.
func (p *Player) HoldAt(frame int64) {
	p.feed.holdAt.Store(frame)
	p.nudge()
}

// Say lets something be heard beside the session. It replaces the one before,
// whose line is heard to its end.
func (p *Player) Say(a *Aside) {
	p.feed.say.Store(a)
	p.nudge()
}

// Hush ends what is said beside the session.
func (p *Player) Hush() {
	p.feed.say.Store(nil)
	p.feed.hush.Store(true)
}

// Blip answers a key: a short sound at once, over all others. Up to four are
// heard at the same time.
func (p *Player) Blip(a *Aside) {
	for i := range p.feed.blips {
		if p.feed.blips[i].CompareAndSwap(nil, a) {
			break
		}
	}
	p.nudge()
}

// SetVolume sets how loud everything is, in dB; 0 leaves it as it is.
func (p *Player) SetVolume(db float64) { p.feed.setGain(db) }

// Stop fades out and ends Run.
func (p *Player) Stop() {
	p.feed.hush.Store(true)
	p.feed.stop.Store(true)
	p.nudge()
}
