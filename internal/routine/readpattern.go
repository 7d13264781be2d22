package routine

import (
	"strings"
	"time"

	"unhunch/internal/fault"
)

// usualBreathing is how long a pattern takes that names no length.
const usualBreathing = 5 * time.Minute

// readPattern reads a file that holds a breathing pattern.
func (r *reader) readPattern() *Pattern {
	m, ok := r.mapping(r.top, "a pattern")
	if !ok {
		return nil
	}
	defer m.close()
	p := &Pattern{
		Pos:      r.pos(r.top),
		ID:       r.id(),
		Title:    r.heard(m.require("title", "write title: and its name")),
		About:    r.text(m.take("about")),
		Usual:    r.duration(m.take("usual"), tick, MaxBreathe),
		Caution:  r.texts(m.take("caution")),
		LeaveOut: r.line(m.take("leave_out")),
		Setup:    r.lines(m.take("setup")),
		Close:    r.lines(m.take("close")),
	}
	if f := m.take("cycles"); f.given() {
		p.UsualCycles, _ = r.whole(f, 1, MaxCycles)
	}
	if f := m.take("warn_beyond"); f.given() {
		p.WarnCycles, _ = r.whole(f, 1, MaxCycles)
	}
	switch given := m.givenOf("usual", "cycles"); len(given) {
	case 2:
		m.fault(m.keys["cycles"], "keep one of them", "cycles does not go with usual")
	case 0:
		p.Usual = usualBreathing
	}
	for _, part := range r.list(m.take("rates"), true) {
		if rate, ok := r.number(part, MinBreathRate, MaxBreathRate); ok {
			p.Rates = append(p.Rates, rate)
		}
	}
	m.readBreath(p)
	p.Pronounce = r.pronounce(m.take("pronounce"))
	for _, lines := range [][]Line{{p.LeaveOut}, p.Setup, p.Close} {
		r.unsided("there is none here", "write left or right", lines...)
	}
	return p
}

// readBreath reads the phases or the ramp of a pattern.
func (m *mapping) readBreath(p *Pattern) {
	phases, ramp := m.take("phases"), m.take("ramp")
	switch {
	case phases.given():
		m.refuse("keep one of them", "does not go with phases", "ramp")
		found := m.load.found
		for _, part := range m.list(phases, false) {
			if pm, ok := m.mapping(part.node, "a phase"); ok {
				p.Phases = append(p.Phases, pm.breathPhase())
			}
		}
		if m.load.found > found {
			return // the order of phases that are wrong themselves says nothing
		}
		for _, wrong := range checkCycle(p.Phases) {
			if wrong.Line == 0 {
				wrong.Pos = m.pos(phases.node)
			}
			m.faultAt(wrong.Pos, wrong.Hint, "%s", wrong.Message)
		}
	case ramp.given():
		p.Ramp = m.ramp(ramp)
	default:
		m.fault(m.node, "write phases: with in: and out:, or ramp:", "a pattern needs phases or a ramp")
	}
}

func (m *mapping) breathPhase() BreathPhase {
	defer m.close()
	p := BreathPhase{Pos: m.pos(m.node)}
	names := namesOf(BreathKinds)
	for _, name := range names {
		m.take(name)
	}
	switch given := m.givenOf(names...); len(given) {
	case 0:
		m.fault(m.node, "write one of "+strings.Join(names, ", ")+" and a time", "the phase does not say what the breath does")
	case 1:
		p.Kind = BreathKind(given[0])
		p.For = m.tenths(m.fields[given[0]])
	default:
		m.fault(m.keys[given[1]], "make two phases of it", "a phase cannot be both %s and %s", given[0], given[1])
	}
	if f := m.take("nostril"); f.given() {
		p.Nostril = oneOf(m.reader, f, BothSides...)
	}
	m.refuse("put it into setup or close", "does not go with a phase of a breath", "to")
	p.Say = m.sayShort(m.take("say"))
	m.unsided("there is none here", "write left or right", p.Say)
	return p
}

// tenths reads the length of a phase, which is in whole tenths of a second.
func (r *reader) tenths(f field) time.Duration {
	d, ok := r.time(f, tick, MaxBreathPhase)
	if ok && d%tick != 0 {
		r.fault(f.node, "write "+formatTime(d.Round(tick)), "%s is %s; a breath is told in tenths of a second", f.name, f.node.Value)
	}
	return d
}

func (r *reader) ramp(f field) *Ramp {
	m, ok := r.mapping(f.node, "a ramp")
	if !ok {
		return nil
	}
	defer m.close()
	v := &Ramp{OutShare: [2]float64{0.5, 0.5}}
	from, okFrom := r.number(m.require("from", "write from: and breaths a minute"), MinBreathRate, MaxBreathRate)
	to, okTo := r.number(m.require("to", "write to: and breaths a minute"), MinBreathRate, MaxBreathRate)
	if okFrom && okTo && to >= from {
		r.fault(m.fields["to"].node, "write a rate below that of from", "a ramp slows down, but to is not less than from")
	}
	v.From, v.To = from, to
	v.Over = r.duration(m.require("over", "write over: and how long it takes to slow down"), time.Second, MaxBreathe)
	if out := m.take("out"); out.given() {
		v.OutShare = r.outShare(out)
	}
	return v
}

// The least and greatest share of a breath that may be breathed out.
const (
	minOutShare = 0.2
	maxOutShare = 0.8
)

func (r *reader) outShare(f field) (shares [2]float64) {
	parts := r.list(f, true)
	if len(parts) > 2 {
		r.fault(f.node, "write it like [0.5, 0.6]", "out takes two numbers, for the beginning and the end")
		return shares
	}
	for i, part := range parts {
		shares[i], _ = r.number(part, minOutShare, maxOutShare)
	}
	if len(parts) == 1 {
		shares[1] = shares[0]
	}
	return shares
}

// checkCycle finds what is wrong with phases as a breath that is done again
// and again. Faults of the whole have no position.
func checkCycle(phases []BreathPhase) fault.List {
	var total time.Duration
	kinds := map[BreathKind]bool{}
	for _, p := range phases {
		total += p.For
		kinds[p.Kind] = true
	}
	switch {
	case !kinds[BreathIn]:
		return fault.List{{Message: "a pattern needs an in-breath", Hint: "write 4-6 for four seconds in and six out, or in: 4s in a file"}}
	case !kinds[BreathOut]:
		return fault.List{{Message: "a pattern needs an out-breath", Hint: "write 4-6 for four seconds in and six out, or out: 6s in a file"}}
	case total < MinBreathCycle:
		return fault.List{{Message: "a breath of " + formatTime(total) + " is too fast", Hint: "let it take a second or more"}}
	}
	var fs fault.List
	for i, p := range phases {
		if p.For < tick || p.For > MaxBreathPhase {
			fs = append(fs, fault.Fault{Pos: p.Pos, Message: string(p.Kind) + " would be " + formatTime(p.For),
				Hint: "a phase lasts from " + formatTime(tick) + " to " + formatTime(MaxBreathPhase)})
		}
		if message, hint := refused(after(phases, i), p.Kind); message != "" {
			fs = append(fs, fault.Fault{Pos: p.Pos, Message: message, Hint: hint})
		}
	}
	return fs
}
