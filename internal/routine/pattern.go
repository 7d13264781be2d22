package routine

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"unhunch/internal/fault"
)

// The least and greatest factor by which a pattern may be made slower.
const (
	minScale = 0.25
	maxScale = 4.0
)

// Direction is what a phase does to the lungs.
type Direction int

// The directions.
const (
	Still    Direction = 0
	Filling  Direction = 1
	Emptying Direction = -1
)

// Direction is what a phase of the kind does to the lungs.
func (k BreathKind) Direction() Direction {
	switch k {
	case BreathIn, BreathTopUp:
		return Filling
	case BreathOut:
		return Emptying
	}
	return Still
}

// Cycle is how long the phases take once; of a ramp, a breath at its end.
func (p *Pattern) Cycle() time.Duration {
	if p.Ramp != nil {
		return time.Duration(float64(time.Minute) / p.Ramp.To)
	}
	var sum time.Duration
	for _, phase := range p.Phases {
		sum += phase.For
	}
	return sum
}

// Breaths is the number of breaths in a cycle: two for alternate nostrils.
func (p *Pattern) Breaths() int {
	if p.Ramp != nil {
		return 1
	}
	n, going := 0, Still
	for range 2 { // the first time, to know which way it is going
		n = 0
		for _, phase := range p.Phases {
			if d := phase.Kind.Direction(); d != Still {
				if d == Filling && going != Filling {
					n++
				}
				going = d
			}
		}
	}
	return n
}

// BreathsPerMinute is the rate of the pattern; of a ramp, that at its end.
func (p *Pattern) BreathsPerMinute() float64 {
	if p.Ramp != nil {
		return p.Ramp.To
	}
	cycle := p.Cycle()
	if cycle == 0 {
		return 0
	}
	return float64(p.Breaths()) * time.Minute.Seconds() / cycle.Seconds()
}

// HasHolds says whether the breath is held anywhere, lungs full or empty.
func (p *Pattern) HasHolds() bool {
	for _, phase := range p.Phases {
		if phase.Kind == BreathHold || phase.Kind == BreathEmpty {
			return true
		}
	}
	return false
}

// AtRate gives the pattern at another rate, its phases keeping their ratio as
// far as tenths of a second allow. The error says what rates will do.
func (p *Pattern) AtRate(breathsPerMinute float64) (*Pattern, error) {
	if !(breathsPerMinute >= MinBreathRate && breathsPerMinute <= MaxBreathRate) {
		return nil, fault.New(fmt.Sprintf("choose %v to %v", MinBreathRate, MaxBreathRate),
			"a rate of %v breaths a minute is out of range", breathsPerMinute)
	}
	if p.Ramp != nil {
		return nil, fault.New("leave the rate out, or choose another pattern", "%s changes its rate itself", p.ID)
	}
	return p.stretched(func(BreathKind) float64 { return p.BreathsPerMinute() / breathsPerMinute })
}

// WithRatio gives the pattern with the time for breathing in and that for
// breathing out in another ratio. A breath takes as long as before, and holds
// stay as they are.
func (p *Pattern) WithRatio(in, out float64) (*Pattern, error) {
	share := out / (in + out)
	if !(in > 0 && out > 0 && share >= minOutShare && share <= maxOutShare) {
		return nil, fault.New("choose 4:1 to 1:4", "a ratio of %v:%v is out of range", in, out)
	}
	if p.Ramp != nil {
		c := *p
		ramp := *p.Ramp
		ramp.OutShare = [2]float64{share, share}
		c.Ramp = &ramp
		return &c, nil
	}
	var sumIn, sumOut time.Duration
	for _, phase := range p.Phases {
		switch phase.Kind {
		case BreathIn, BreathTopUp:
			sumIn += phase.For
		case BreathOut:
			sumOut += phase.For
		}
	}
	both := (sumIn + sumOut).Seconds()
	return p.stretched(func(k BreathKind) float64 {
		switch k {
		case BreathIn, BreathTopUp:
			return both * (1 - share) / sumIn.Seconds()
		case BreathOut:
			return both * share / sumOut.Seconds()
		}
		return 1
	})
}

// Scaled gives the pattern with every time multiplied by a factor: 0.8 is
// faster, 1.25 slower. The ratio stays.
func (p *Pattern) Scaled(factor float64) (*Pattern, error) {
	if !(factor >= minScale && factor <= maxScale) {
		return nil, fault.New(fmt.Sprintf("choose %v to %v", minScale, maxScale), "a scale of %v is out of range", factor)
	}
	if p.Ramp == nil {
		return p.stretched(func(BreathKind) float64 { return factor })
	}
	c := *p
	ramp := *p.Ramp
	ramp.From, ramp.To = ramp.From/factor, ramp.To/factor
	if ramp.To < MinBreathRate || ramp.From > MaxBreathRate {
		return nil, fault.New(fmt.Sprintf("rates may be %v to %v", MinBreathRate, MaxBreathRate),
			"at a scale of %v, %s would go from %.3g to %.3g breaths a minute", factor, p.ID, ramp.From, ramp.To)
	}
	c.Ramp = &ramp
	return &c, nil
}

// stretched gives the pattern with the length of each phase multiplied by the
// factor of its kind and rounded to a tenth of a second.
func (p *Pattern) stretched(factor func(BreathKind) float64) (*Pattern, error) {
	c := *p
	c.Phases = make([]BreathPhase, len(p.Phases))
	for i, phase := range p.Phases {
		length := phase.For.Seconds() * factor(phase.Kind)
		phase.For = time.Duration(length * float64(time.Second)).Round(tick)
		c.Phases[i] = phase
	}
	if fs := checkCycle(c.Phases); len(fs) > 0 {
		for i := range fs {
			fs[i].Pos = fault.Pos{}
		}
		return nil, fs
	}
	return &c, nil
}

const ratioHint = "write it like 2:3, in to out"

// ParseRatio reads the ratio of breathing in to breathing out, such as 2:3.
func ParseRatio(s string) (in, out float64, err error) {
	left, right, _ := strings.Cut(s, ":")
	in, errIn := positive(left)
	out, errOut := positive(right)
	if errIn != nil || errOut != nil {
		return 0, 0, fault.New(ratioHint, "%s is not a ratio", fault.Quote(s))
	}
	return in, out, nil
}

var plainNumber = regexp.MustCompile(`^\d{1,4}(\.\d{1,3})?$`)

func positive(s string) (float64, error) {
	s = strings.TrimSpace(s)
	if !plainNumber.MatchString(s) {
		return 0, fmt.Errorf("%s is not a number", fault.Quote(s))
	}
	x, err := strconv.ParseFloat(s, 64)
	if err == nil && x == 0 {
		err = fmt.Errorf("%s is zero", fault.Quote(s))
	}
	return x, err
}

const patternHint = "write seconds like 4-6 (in-out), 4-7-8 (in-hold-out) or 4-4-6-2 (in-hold-out-empty), or name them: in 2, hold 1, in 2, out 6"

// patternKinds are the phases of a pattern of so many numbers.
var patternKinds = map[int][]BreathKind{
	2: {BreathIn, BreathOut},
	3: {BreathIn, BreathHold, BreathOut},
	4: {BreathIn, BreathHold, BreathOut, BreathEmpty},
}

// ParsePattern makes a pattern of seconds: "5-5" is in and out, "4-7-8" in,
// hold and out, "4-4-6-2" in, hold, out and empty. Any other is named phase by
// phase, as in "in 2, hold 1, in 2, out 6". Tenths may be given.
func ParsePattern(s string) (*Pattern, error) {
	if strings.Contains(strings.TrimSpace(s), " ") {
		return parseNamed(s)
	}
	parts := strings.Split(s, "-")
	kinds := patternKinds[len(parts)]
	switch {
	case strings.TrimSpace(s) == "":
		return nil, fault.New(patternHint, "the pattern is empty")
	case len(parts) == 1 && plainNumber.MatchString(s):
		return nil, fault.New(patternHint, "pattern %s needs an in-breath and an out-breath", fault.Quote(s))
	case strings.HasPrefix(s, "-") || strings.Contains(s, "--"):
		return nil, fault.New(patternHint, "pattern %s has a negative or missing number", fault.Quote(s))
	case kinds == nil && len(parts) > 4:
		return nil, fault.New("name them: in 2, hold 1, in 2, hold 1, out 6", "pattern %s has %d phases, more than four", fault.Quote(s), len(parts))
	}
	p := &Pattern{ID: s, Title: s, Usual: usualBreathing}
	var fs fault.List
	for i, part := range parts {
		length, hint := patternSeconds(part)
		if hint != "" && !slices.Contains(parts[:i], part) {
			fs = append(fs, fault.Fault{Message: fmt.Sprintf("pattern %s: %s is not a number of seconds that will do", fault.Quote(s), fault.Quote(part)), Hint: hint})
		} else if hint == "" && kinds != nil {
			p.Phases = append(p.Phases, BreathPhase{Kind: kinds[i], For: length})
		}
	}
	if len(fs) > 0 {
		return nil, fs
	}
	if kinds == nil {
		return nil, fault.New(patternHint, "pattern %s has too few phases", fault.Quote(s))
	}
	if fs = checkCycle(p.Phases); len(fs) > 0 {
		return nil, fs
	}
	return p, nil
}

// parseNamed reads phases by their names.
func parseNamed(s string) (*Pattern, error) {
	var fs fault.List
	p := &Pattern{Title: s, Usual: usualBreathing}
	for _, part := range strings.Split(s, ",") {
		name, number, _ := strings.Cut(strings.TrimSpace(part), " ")
		kind, number := BreathKind(name), strings.TrimSpace(number)
		if !slices.Contains(BreathKinds, kind) {
			fs = append(fs, fault.Fault{Message: fmt.Sprintf("pattern %s: %s is no phase of a breath", fault.Quote(s), fault.Quote(name)),
				Hint: "choose among " + strings.Join(namesOf(BreathKinds), ", ")})
			continue
		}
		length, hint := patternSeconds(number)
		if hint != "" {
			fs = append(fs, fault.Fault{Message: fmt.Sprintf("pattern %s: %s is not a number of seconds that will do", fault.Quote(s), fault.Quote(number)), Hint: hint})
			continue
		}
		p.Phases = append(p.Phases, BreathPhase{Kind: kind, For: length})
	}
	if len(fs) == 0 {
		fs = checkCycle(p.Phases)
	}
	if len(fs) > 0 {
		return nil, fs
	}
	p.ID = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' }), "-")
	return p, nil
}

// patternSeconds reads one number of a pattern; the hint says what would do
// instead.
func patternSeconds(s string) (d time.Duration, hint string) {
	if !plainNumber.MatchString(s) {
		return 0, patternHint
	}
	x, _ := strconv.ParseFloat(s, 64)
	d = time.Duration(x * float64(time.Second)).Round(time.Millisecond)
	switch {
	case d == 0:
		return 0, "a phase that is left out has no number: 4-6 has no holds, 4-7-8 none with empty lungs"
	case d > MaxBreathPhase:
		return 0, "a phase lasts at most " + formatTime(MaxBreathPhase)
	case d%tick != 0:
		return 0, "use tenths of a second"
	}
	return d, ""
}
