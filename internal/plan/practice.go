package plan

// Practice is how often something was done, by the names of exercises and of
// breathing patterns.
type Practice struct {
	Exercises, Patterns map[string]int
}

// explainedTimes is how often an exercise is explained in full.
const explainedTimes = 3

// explains is how much is explained to one who has done something so often.
func (o Options) explains(done int) Explain {
	switch {
	case o.Explain != "":
		return o.Explain
	case done >= explainedTimes:
		return ExplainSome
	}
	return ExplainFull
}

// Passage is where in a session an exercise is done, or a pattern is breathed.
type Passage struct {
	At, Frames        Frame
	Exercise, Pattern string // one of them
}

// Passages are those of a session. There are as many, in the same order, whatever the
// listener asks for on the way.
func (p *Plan) Passages() []Passage { return p.passages }

// passed takes note of a passage that ends now.
func (t *track) passed(from instant, p Passage) {
	p.At = from.frame()
	p.Frames = t.now.frame() - p.At
	t.plan.passages = append(t.plan.passages, p)
}

// Practiced is what was done of a session of which so much was heard, for each of
// its passages: those of which it was at least half.
func (p *Plan) Practiced(heard []Frame) Practice {
	done := Practice{map[string]int{}, map[string]int{}}
	for i, passage := range p.passages {
		if i >= len(heard) || heard[i] <= 0 || 2*heard[i] < passage.Frames {
			continue
		}
		if passage.Exercise != "" {
			done.Exercises[passage.Exercise]++
		} else {
			done.Patterns[passage.Pattern]++
		}
	}
	return done
}
