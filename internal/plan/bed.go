package plan

import "unhunch/internal/routine"

// background is what is heard behind a session while it is laid out.
type background struct {
	marks []bedMark // in the order of their moments
}

// bedMark is a moment from which another bed is heard.
type bedMark struct {
	at  instant
	bed routine.Bed
}

// crossing is how long a bed goes on under the one that follows it.
const crossing = 4 * second

// now is the bed that is heard at the end of what has been laid out.
func (b *background) now() routine.Bed {
	if len(b.marks) == 0 {
		return routine.Bed{}
	}
	return b.marks[len(b.marks)-1].bed
}

// set changes the bed from a moment on. What was set for a later one does not
// come: the listener has left that part of the session.
func (b *background) set(bed routine.Bed, at instant) {
	for len(b.marks) > 0 && b.marks[len(b.marks)-1].at >= at {
		b.marks = b.marks[:len(b.marks)-1]
	}
	if bed != b.now() {
		b.marks = append(b.marks, bedMark{at, bed})
	}
}

// over lays out a part of the session over a bed of its own, if it has one.
func (b *builder) over(bed routine.Bed, part func()) {
	if bed == (routine.Bed{}) || b.opt.Bed != (routine.Bed{}) {
		part()
		return
	}
	outer := b.bed.now()
	b.bed.set(bed, b.now)
	part()
	b.bed.set(outer, b.now)
}

// events are the beds up to the end of the session.
func (b *background) events(end instant, usual bool) []Event {
	var out []Event
	for i, m := range b.marks {
		if m.bed.Sound == "" || m.bed.Sound == routine.BedOff || m.at >= end {
			continue
		}
		until := end
		if rest := b.marks[i+1:]; len(rest) > 0 {
			until = min(end, rest[0].at)
			if next := rest[0].bed.Sound; next != "" && next != routine.BedOff {
				until = min(end, until+crossing)
			}
		}
		e := Event{At: m.at.frame(), Bus: BusBed, Kind: KindBed, Sound: m.bed.Sound, Level: m.bed.Level}
		if m.bed.File != nil {
			e.File = m.bed.File.File
		}
		e.Frames = until.frame() - e.At
		if usual {
			e.Level = 0
		}
		out = append(out, e)
	}
	return out
}
