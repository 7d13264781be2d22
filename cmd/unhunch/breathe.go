package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/printed"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// defaultPattern is what is breathed when no pattern is named.
const defaultPattern = "calm"

// breathBed is the background of a breathing session: one without a rhythm of its
// own, that leaves room for the sound of the breath.
const breathBed = "drone"

// newBreathe is the command that plays a breathing pattern or writes it to a file.
func newBreathe(e *env) *cobra.Command {
	var f breathFlags
	var pf playFlags
	x := &exporter{env: e}
	c := &cobra.Command{
		Use:   "breathe [PATTERN]",
		Short: "a breathing session that you follow by ear",
		Long: `breathe plays a breathing pattern: the sound rises while you breathe in, falls
while you breathe out, and pulses softly while you hold. Words go with the first
breaths, and then there is one sentence a minute; with --words never there are none.
It ends with a whole breath.

PATTERN is one of those that unhunch list shows, or the path of a pattern file;
without it, breathe plays five minutes of "calm". With -o it writes the session
to a file instead.

Sit or lie down, and breathe gently. If you feel dizzy, breathe normally. Never
do this in or near water, while driving, or standing.`,
		Example: `  unhunch breathe                            five minutes, five seconds in, five out
  unhunch breathe box --for 10m --side 5s    box breathing with a longer side
  unhunch breathe --pattern 4-4-6-2 --cycles 12
  unhunch breathe --rate 5.5 --ratio 2:3     5.5 breaths a minute, longer out than in
  unhunch breathe sigh -o sigh.wav           to a file`,
		ValidArgsFunction: completePatterns,
		Args:              takes(0, 1, "one pattern"),
		RunE: func(c *cobra.Command, args []string) error {
			wrong := pf.check()
			if x.out != "" {
				wrong = x.parse(nil)
			} else {
				x.flags.mix.WakeTone = play.Keepalive(pf.keepalive) == play.KeepTone
			}
			if err := errors.Join(x.flags.check(), wrong); err != nil {
				return err
			}
			played := &playing{env: e, flags: pf} // no name finds it again
			if x.out == "" {
				played.openStore()
				played.today(c.Flags())
				x.flags.practice = played.practice
			}
			s, err := f.session(c.Context(), e, x.flags, first(args))
			if err != nil {
				return err
			}
			warnLong(e, s)
			if x.out != "" {
				return x.deliver(c.Context(), s)
			}
			return played.run(c.Context(), s)
		},
	}
	c.Flags().Var(&f.length, "for", "how long, such as 5m; it ends with the first whole breath at or after that")
	f.register(c.Flags())
	x.flags.register(c.Flags())
	for _, name := range []string{"dose", "first-side", "countdown", "skip-optional", "tip", "explain"} {
		c.Flags().Lookup(name).Hidden = true // without meaning for a breath
	}
	pf.register(c.Flags())
	x.registerFile(c.Flags())
	return c
}

// warnLong warns of more breaths in a row than the teachers of a pattern advise.
func warnLong(e *env, s *session.Session) {
	p := s.Routine.Steps[0].(routine.Breathe).Pattern
	for _, event := range slices.Backward(s.Plan.Events) {
		if event.Kind != plan.KindBreath {
			continue
		}
		if most := p.WarnCycles; most > 0 && event.Rep > most {
			e.warn("%d breaths in a row are more than the %d that are advised", event.Rep, most)
		}
		return
	}
}

// breathFlags choose a breathing pattern and how long it goes on.
type breathFlags struct {
	length  lengthFlag
	cycles  int
	pattern string
	rate    float64
	ratio   string
	side    time.Duration
	scale   float64
	given   func(name string) bool // says whether a flag was set
}

// breathFlagNames are the flags that mean a breathing pattern.
var breathFlagNames = []string{"cycles", "pattern", "rate", "ratio", "side", "scale"}

// means says whether a name, which may also be that of a routine or exercise,
// and the flags beside it mean a breathing pattern.
func (f *breathFlags) means(name string) bool {
	return slices.ContainsFunc(breathFlagNames, f.given) || isPattern(name)
}

// isPattern says whether a name is that of a breathing pattern and of nothing
// else, or the path of a file of one.
func isPattern(name string) bool {
	if session.IsPath(name) {
		file, err := session.OpenFile(name)
		if err != nil {
			return false
		}
		if _, err = file.Routine(); err == nil {
			return false
		}
		_, err = file.Pattern()
		return err == nil
	}
	routines, exercises, _ := session.Builtin().IDs()
	if slices.Contains(routines, name) || slices.Contains(exercises, name) {
		return false
	}
	p, err := patternNamed(name)
	return err == nil && p != nil
}

// patternNamed finds a breathing pattern by its id, in any case and with spaces
// for dashes; by its seconds, such as 4-7-8; or by a part of its id, where that is
// clear. It gives nil where there is none.
func patternNamed(name string) (*routine.Pattern, error) {
	lib, id := session.Builtin(), session.ID(name)
	_, _, patterns := lib.IDs()
	if slices.Contains(patterns, id) {
		return lib.Pattern(id)
	}
	if spot, err := routine.ParsePattern(name); err == nil {
		for _, known := range patterns {
			if p, err := lib.Pattern(known); err == nil && printed.PhasesText(p) == printed.PhasesText(spot) {
				return p, nil
			}
		}
		return onTheSpot(name)
	}
	near := slices.DeleteFunc(slices.Clone(patterns), func(known string) bool { return !strings.Contains(known, id) })
	switch len(near) {
	case 0:
		return nil, nil
	case 1:
		return lib.Pattern(near[0])
	}
	return nil, fault.WithHint(fmt.Errorf("%s may mean %s", fault.Quote(name), fault.Listed(near)), "write one of them in full")
}

// session lays out a session of nothing but a pattern.
func (f *breathFlags) session(ctx context.Context, e *env, flags sessionFlags, name string) (*session.Session, error) {
	r, err := f.routine(name)
	if err != nil {
		return nil, err
	}
	flags.fit = fitFlags{} // it is as long as the breaths are
	return flags.layOut(ctx, e, r)
}

func (f *breathFlags) register(fs *pflag.FlagSet) {
	f.given = fs.Changed
	fs.IntVar(&f.cycles, "cycles", 0, "how many breaths, instead of --for")
	fs.StringVar(&f.pattern, "pattern", "", "a pattern on the spot, in seconds: 4-6 (in-out), 4-7-8 (in-hold-out), 4-4-6-2 (in-hold-out-empty), or named: in 2, hold 1, in 2, out 6")
	fs.Float64Var(&f.rate, "rate", 0, "breaths a minute")
	fs.StringVar(&f.ratio, "ratio", "", "breathing in to breathing out, such as 2:3")
	fs.DurationVar(&f.side, "side", 0, "the length of every side of the box")
	fs.Float64Var(&f.scale, "scale", 0, "how much slower (1.25) or faster (0.8), with the same ratio")
}

// refused makes a wrong use of the flags of what the routine package refused.
func (f *breathFlags) refused(err error) error {
	var faults fault.List
	if !errors.As(err, &faults) {
		return err
	}
	var wrong []error
	for i, f := range faults {
		if i+1 < len(faults) && faults[i+1].Hint == f.Hint {
			f.Hint = "" // told once, with the last
		}
		wrong = append(wrong, wrongUse(f.Hint, "%s", f))
	}
	return errors.Join(wrong...)
}

// routine is a session of nothing but the pattern with a name or path; "" is
// that of --pattern, or the default one.
func (f *breathFlags) routine(name string) (*routine.Routine, error) {
	if err := f.check(name); err != nil {
		return nil, err
	}
	p, err := f.find(name)
	if err != nil {
		return nil, err
	}
	changed, err := f.change(p)
	if err != nil {
		return nil, f.refused(err)
	}
	step := routine.Breathe{Base: routine.Base{Pos: p.Pos}, Pattern: changed, Cycles: f.cycles}
	step.For = routine.Span{Min: f.length.d, Max: f.length.d, Default: f.length.d}
	r := &routine.Routine{Pos: p.Pos, ID: p.ID, Title: changed.Title, About: p.About, Steps: []routine.Step{step}}
	r.Bed.Sound = breathBed
	if changed != p {
		r.About = printed.PhasesText(changed) + ", " + printed.RateText(changed)
	}
	return r, nil
}

func (f *breathFlags) check(name string) error {
	switch {
	case f.given("cycles") && (f.cycles <= 0 || f.cycles > routine.MaxCycles):
		return wrongUse(fmt.Sprintf("choose 1 to %d", routine.MaxCycles), "--cycles %d: out of range", f.cycles)
	case f.given("for") && f.given("cycles"):
		return wrongUse("keep one of them", "--for does not go with --cycles")
	case name != "" && f.given("pattern"):
		return wrongUse("leave out either", "--pattern does not go with the name of a pattern")
	case f.given("side") && (f.given("scale") || f.given("rate") || f.given("ratio")):
		return wrongUse("it sets every phase", "--side does not go with --scale, --rate or --ratio")
	case f.given("rate") && f.given("scale"):
		return wrongUse("both set how fast it is; keep one", "--rate does not go with --scale")
	}
	return nil
}

// find gives the pattern before it is changed.
func (f *breathFlags) find(name string) (*routine.Pattern, error) {
	switch {
	case f.given("pattern"):
		p, err := onTheSpot(f.pattern)
		return p, f.refused(err)
	case name == "":
		return session.Builtin().Pattern(defaultPattern)
	case session.IsPath(name):
		file, err := session.OpenFile(name)
		if err != nil {
			return nil, err
		}
		return file.Pattern()
	}
	routines, exercises, patterns := session.Builtin().IDs()
	if !slices.Contains(patterns, name) && slices.Contains(append(routines, exercises...), name) {
		return nil, wrongUse("unhunch play "+name+" plays it", "%s is a session, not a breathing pattern", name)
	}
	if p, err := patternNamed(name); p != nil || err != nil {
		return p, err
	}
	if _, err := parseLength(name); err == nil {
		return nil, wrongUse("the length is --for "+name+"; seconds go with hyphens between them: 4-7-8", "%s is not a breathing pattern", name)
	}
	return session.Builtin().Pattern(name) // which says what may have been meant
}

// onTheSpot makes a pattern of seconds, with the words of the built-in pattern
// that is most like it before and after.
func onTheSpot(seconds string) (*routine.Pattern, error) {
	p, err := routine.ParsePattern(seconds)
	if err != nil {
		return nil, err
	}
	like := defaultPattern
	if p.HasHolds() {
		like = "box"
	}
	words, err := session.Builtin().Pattern(like)
	if err != nil {
		return nil, err
	}
	p.Title, p.About = phrases.English.Course.Breathing, printed.PhasesText(p)+", "+printed.RateText(p)
	p.Setup, p.Close, p.Caution = words.Setup, words.Close, words.Caution
	return p, nil
}

// change applies what the flags say about the times of a pattern. It gives p
// itself if they say nothing.
func (f *breathFlags) change(p *routine.Pattern) (*routine.Pattern, error) {
	var err error
	if f.given("side") {
		return f.withSide(p)
	}
	if f.given("rate") {
		if p, err = p.AtRate(f.rate); err != nil {
			return nil, err
		}
	}
	if f.given("ratio") {
		in, out, err := routine.ParseRatio(f.ratio)
		if err != nil {
			return nil, err
		}
		if p, err = p.WithRatio(in, out); err != nil {
			return nil, err
		}
	}
	if f.given("scale") {
		return p.Scaled(f.scale)
	}
	return p, nil
}

// withSide gives a box with sides of another length.
func (f *breathFlags) withSide(p *routine.Pattern) (*routine.Pattern, error) {
	box := len(p.Phases) == 4 && p.HasHolds()
	for _, ph := range p.Phases {
		box = box && ph.For == p.Phases[0].For
	}
	if !box {
		return nil, wrongUse("--scale makes any pattern slower or faster", "%s is not a box, and has no side", p.ID)
	}
	if f.side%(100*time.Millisecond) != 0 {
		return nil, wrongUse("use tenths of a second, such as 4.5s", "--side %v: too fine", f.side)
	}
	scaled, err := p.Scaled(f.side.Seconds() / p.Phases[0].For.Seconds())
	if err != nil {
		return nil, wrongUse("choose 1s to 16s", "--side %v: out of range", f.side)
	}
	return scaled, nil
}
