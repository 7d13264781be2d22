package routine

import "slices"

// Transition says what may come after a phase of a breath. What may come after a hold
// depends on which way the breath was going.
type Transition struct {
	After BreathKind
	Going Direction // of a hold: Filling or Emptying; else Still
	May   []BreathKind
}

// Transitions is the order of phases that lungs allow. A breath is taken and given in
// as many parts as one likes, with holds between them.
var Transitions = []Transition{
	{BreathIn, Still, []BreathKind{BreathTopUp, BreathHold, BreathOut}},
	{BreathTopUp, Still, []BreathKind{BreathTopUp, BreathHold, BreathOut}},
	{BreathHold, Filling, []BreathKind{BreathIn, BreathTopUp, BreathOut}},
	{BreathOut, Still, []BreathKind{BreathIn, BreathHold, BreathEmpty}},
	{BreathHold, Emptying, []BreathKind{BreathOut}},
	{BreathEmpty, Still, []BreathKind{BreathIn}},
}

// after is what comes before a phase of a breath that is done again and again.
func after(phases []BreathPhase, i int) Transition {
	n := len(phases)
	t := Transition{After: phases[(i+n-1)%n].Kind}
	for back := 2; t.After == BreathHold && t.Going == Still && back <= n; back++ {
		t.Going = phases[(i+n-back)%n].Kind.Direction()
	}
	return t
}

// refused says why a phase cannot come there, and what to do; nothing if it can.
func refused(t Transition, next BreathKind) (message, hint string) {
	for _, allowed := range Transitions {
		if allowed.After == t.After && allowed.Going == t.Going && slices.Contains(allowed.May, next) {
			return "", ""
		}
	}
	message = string(next) + " cannot follow " + string(t.After)
	switch {
	case next == t.After:
		return message, "make one phase of the two" + map[BreathKind]string{
			BreathIn:  ", or put a hold between them; a second, short in-breath is a top-up",
			BreathOut: ", or put a hold between them",
		}[next]
	case t.After == BreathHold && t.Going == Emptying:
		return message + " in the middle of an out-breath", "breathe the rest out; a hold with empty lungs is called empty"
	case next == BreathTopUp:
		return message, "put it after an in-breath"
	case next == BreathEmpty:
		return message, "empty follows an out-breath; with air in the lungs it is called hold"
	case next == BreathHold:
		return message, "make one phase of the two: empty is a hold already"
	case next == BreathOut:
		return message, "breathe in first"
	}
	return message, "breathe out first; a second, short in-breath is a top-up"
}
