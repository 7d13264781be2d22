package steer

import (
	"unhunch/internal/plan"
)

// busy tells whether nothing may be said over an event: words, and the tones
// that mark a moment.
func busy(e plan.Event) bool {
	switch {
	case e.Bus == plan.BusVoice:
		return true
	case e.Kind != plan.KindTone:
		return false
	}
	return e.Tone != plan.ToneMove && e.Tone != plan.ToneBack && e.Tone != plan.ToneHalf
}

// silence is the first frame from which nothing is said for some length.
func silence(p *plan.Plan, from, length plan.Frame) plan.Frame {
	at := from
	for _, e := range p.Events {
		if !busy(e) || e.End()+lineGap <= at {
			continue
		}
		if e.At >= at+length+lineGap {
			break
		}
		at = e.End() + lineGap
	}
	return at
}

// wordAt is the line that is being said at a frame, or nil.
func wordAt(p *plan.Plan, at plan.Frame) *plan.Event {
	for i := range p.Events {
		if e := &p.Events[i]; e.Bus == plan.BusVoice && e.At <= at && at < e.End() {
			return e
		}
	}
	return nil
}

// afterWord is the first frame at which no word is being said.
func afterWord(p *plan.Plan, from plan.Frame) plan.Frame {
	at := from
	for _, e := range p.Events {
		if e.Bus == plan.BusVoice && e.At <= at && at < e.End() {
			at = e.End()
		}
	}
	return at
}
