package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/history"
	"unhunch/internal/phrases"
	"unhunch/internal/plan"
	"unhunch/internal/render"
	"unhunch/internal/routine"
	"unhunch/internal/session"
)

// sessionFlags are the listener's choices that every command on a session takes.
type sessionFlags struct {
	voice, fallback string
	dose            string
	notice          string
	countdown       string
	first           string
	words, breath   string
	explain         string
	skipOptional    bool
	tip             int
	seed            int64
	practice        plan.Practice // what the listener knows; nothing where no one plays
	bed             string
	lead            time.Duration
	mix             render.Options // levels
	quiet           bool           // say nothing of what takes long
	fit             fitFlags
}

func (f *sessionFlags) register(fs *pflag.FlagSet) {
	f.voice = session.DefaultVoice
	f.registerLevels(fs)
	fs.StringVar(&f.fallback, "fallback", "", fallbackUse)
	fs.StringVar(&f.dose, "dose", "", "within the ranges of the guides: "+fault.Listed(routine.AllDoses))
	fs.StringVar(&f.notice, "notice", "once", "the safety notice and advice: once, always or never")
	fs.StringVar(&f.countdown, "countdown", "", "the last three seconds: "+listedUsual(routine.Countdowns))
	fs.StringVar(&f.first, "first-side", "", "the side that begins: "+fault.Listed(routine.BothSides))
	fs.StringVar(&f.words, "words", "", "words while breathing: "+listedUsual(routine.AllBreathWords))
	fs.StringVar(&f.explain, "explain", "", "how much of each exercise is explained: "+fault.Listed(plan.Explains)+" (default full; playing, some of what you have done three times)")
	fs.BoolVar(&f.skipOptional, "skip-optional", false, "leave out the steps that are marked optional")
	fs.Int64Var(&f.seed, "seed", 0, "a number that the remarks, wordings and closings are drawn by (default 0; playing, the date, such as 20261128)")
	fs.IntVar(&f.tip, "tip", 0, fmt.Sprintf("which of the closing tips to hear, 1 to %d; 0 leaves it to --seed", len(phrases.English.Closing.Tips)))
	fs.DurationVar(&f.lead, "lead", time.Second, "near-silence before the first sound, to wake a sleeping loudspeaker")
}

const fallbackUse = "who says what the voice has not recorded; none: a tone in its place (default the voice itself, or " + session.DefaultVoice + " for a pack of your own)"

// listedUsual lists choices of which the first is the usual one.
func listedUsual[S ~string](choices []S) string {
	return fault.Listed(append([]S{choices[0] + " (default)"}, choices[1:]...))
}

// oneOf says whether value is among the choices; an empty one always is.
func oneOf[S ~string](flag, value string, choices ...S) error {
	if value == "" || slices.Contains(choices, S(value)) {
		return nil
	}
	return wrongUse(fmt.Sprintf("--%s takes %s", flag, fault.Listed(choices)), "--%s %s: no such choice", flag, value)
}

func (f *sessionFlags) check() error {
	return errors.Join(
		oneOf("dose", f.dose, routine.AllDoses...),
		oneOf("notice", f.notice, "once", "always", "never"),
		oneOf("countdown", f.countdown, routine.Countdowns...),
		oneOf("first-side", f.first, routine.BothSides...),
		oneOf("explain", f.explain, plan.Explains...),
		oneOf("words", f.words, routine.AllBreathWords...),
		oneOf("breath", f.breath, routine.BreathSounds...),
		f.checkLead(),
		f.checkTip(),
		f.checkBed(),
		f.fit.check(),
	)
}

// maxLead is the longest near-silence before the first sound.
const maxLead = 10 * time.Second

func (f *sessionFlags) checkLead() error {
	if f.lead < 0 || f.lead > maxLead {
		return wrongUse(fmt.Sprintf("--lead takes 0s to %v", maxLead), "--lead %v: out of range", f.lead)
	}
	return nil
}

// checkTip refuses what is the number of no tip.
func (f *sessionFlags) checkTip() error {
	if n := len(phrases.English.Closing.Tips); f.tip < 0 || f.tip > n {
		return wrongUse(fmt.Sprintf("--tip takes 1 to %d, or 0 for any", n), "--tip %d: out of range", f.tip)
	}
	return nil
}

// checkBed refuses a background that is none of ours and does not look like a
// file.
func (f *sessionFlags) checkBed() error {
	if _, ours := routine.NameOfBed(f.bed); ours || f.bed == "" || f.bed == session.NoBed || strings.ContainsAny(f.bed, `./\`) {
		return nil
	}
	if _, err := os.Stat(f.bed); err == nil {
		return nil
	}
	return wrongUse("--bed takes "+bedNames(), "--bed %s: no such background", f.bed)
}

// choices are what the flags say, for a session.
func (f *sessionFlags) choices() session.Choices {
	return session.Choices{
		Voice: f.voice, Fallback: f.fallback, Bed: f.bed, Mix: f.mix, Wish: f.fit.wish(),
		Layout: plan.Options{
			Dose:         routine.Dose(f.dose),
			First:        routine.Side(f.first),
			NoNotice:     f.notice == "never",
			SkipOptional: f.skipOptional,
			Countdown:    f.countdown,
			Tip:          f.tip,
			Explain:      plan.Explain(f.explain),
			Practice:     f.practice,
			Seed:         f.seed,
			Words:        routine.BreathWords(f.words),
			Sound:        f.breath,
			Lead:         max(f.lead, time.Nanosecond), // 0 would be the usual lead
		},
	}
}

// open finds a routine by name or path and lays it out.
func (f *sessionFlags) open(ctx context.Context, e *env, name string) (*session.Session, error) {
	s, err := f.laidOut(e, func(c session.Choices) (*session.Session, error) { return session.Open(ctx, name, c) })
	if err != nil && isPattern(name) {
		if strings.ContainsRune(name, ' ') {
			name = strconv.Quote(name)
		}
		err = fault.WithHint(err, "%[1]s is a breathing pattern: unhunch breathe %[1]s", name)
	}
	return s, err
}

// layOut lays out a routine.
func (f *sessionFlags) layOut(ctx context.Context, e *env, r *routine.Routine) (*session.Session, error) {
	return f.laidOut(e, func(c session.Choices) (*session.Session, error) { return session.New(ctx, r, c) })
}

// laidOut checks the flags and lays a session out.
func (f *sessionFlags) laidOut(e *env, open func(session.Choices) (*session.Session, error)) (*session.Session, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	e.saveMemory()
	if f.fit.mindPain {
		store, err := history.Open(e.getenv)
		if err != nil {
			return nil, err
		}
		f.fit.hurts = e.hurts(store)
	}
	if f.quiet {
		return open(f.choices())
	}
	return e.rehearse("rehearsing", f.choices(), open)
}

// rehearse opens a session, and shows the progress of that if it takes long.
func (e *env) rehearse(what string, c session.Choices, open func(session.Choices) (*session.Session, error)) (*session.Session, error) {
	bar := newProgress(e, what)
	defer bar.done()
	c.Progress = bar.show
	return open(c)
}

// tellFitted says what was changed in a session to suit the listener.
func (e *env) tellFitted(s *session.Session) {
	for _, line := range s.Fitted {
		fmt.Fprintf(e.stderr, "unhunch: %s\n", harmless(line))
	}
}

// warnVoices says once what a session will be missing, and whose voice it is
// where that is not the chosen one.
func (e *env) warnVoices(p *plan.Plan) {
	if helper := p.Helper(); helper != "" {
		e.warn("%s has not recorded everything: %s says the rest", p.Voice, helper)
	}
	if missing := p.Missing(); len(missing) > 0 {
		e.warn("%s has no recording of %s, heard as a tone, in other words or not at all; the first: %s", p.Voice, count(len(missing), "line"), missing[0])
	}
}
