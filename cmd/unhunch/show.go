package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"unhunch/internal/fault"
	"unhunch/internal/plan"
	"unhunch/internal/printed"
	"unhunch/internal/render"
	"unhunch/internal/routine"
	"unhunch/internal/session"
	"unhunch/internal/wholefile"
)

func newShow(e *env) *cobra.Command {
	var f sessionFlags
	var b breathFlags
	var asJSON, tones, force bool
	var svg, sheet string
	paper := paperFlag(printed.Papers[0])
	c := &cobra.Command{
		Use:   "show [ROUTINE]...",
		Short: "print a session: when, what, and in which words",
		Long: `show prints what will be heard: every line, and the holds, movements and rests,
with their times. At the end it says what was shortened, left out, or has no
recording. ROUTINE is a built-in routine, exercise or breathing pattern, or the
path of a YAML file; without it, show prints "daily". A breathing pattern can be
chosen and changed as unhunch breathe does.

With --json it prints the plan for other programs: every sound and every span
of work, in frames at 48,000 a second. With --svg it draws the session, or two
cycles of a breathing pattern, instead. With --sheet it writes a PDF to print: what
to do in each exercise, how much, where it is felt, how it is easier and what to avoid.`,
		Example: `  unhunch show desk-break
  unhunch show guide-a --dose high
  unhunch show ./evening.yaml --json
  unhunch show box --for 5m
  unhunch show sigh --svg breath.svg
  unhunch show guide-b --sheet guide-b.pdf`,
		Args:              takes(0, -1, ""),
		ValidArgsFunction: completeShown,
		RunE: func(c *cobra.Command, args []string) error {
			if err := onlyOne(c, "json", "svg", "sheet"); err != nil {
				return err
			}
			b.length = f.fit.length
			s, draw, err := shown(c.Context(), e, &f, &b, session.Together(args))
			if err != nil {
				return err
			}
			switch {
			case sheet != "":
				return e.writeOut(sheet, wholefile.Options{Replace: force}, writing(sheetOf(e, s, f, printed.Paper(paper))))
			case svg != "":
				return e.writeOut(svg, wholefile.Options{Replace: force}, writing(draw()))
			case asJSON:
				return printJSON(e.stdout, s.Plan)
			}
			text := s.Plan.Listing(tones)
			if list := cautions(s.Routine.Steps); len(list) > 0 {
				text += "\nCaution with the breathing:\n  " + strings.Join(list, "\n  ") + "\n"
			}
			_, err = fmt.Fprint(e.stdout, harmless(text))
			return err
		},
	}
	f.register(c.Flags())
	f.fit.register(c.Flags())
	f.fit.registerPain(c.Flags())
	b.register(c.Flags())
	c.Flags().BoolVar(&asJSON, "json", false, "print the plan as JSON")
	c.Flags().BoolVar(&tones, "tones", false, "list the tones, too")
	c.Flags().StringVar(&svg, "svg", "", "draw a picture to this file; - for standard output")
	c.Flags().StringVar(&sheet, "sheet", "", "write a sheet to print, a PDF, to this file; - for standard output")
	c.Flags().Var(&paper, "paper", "what the sheet is printed on: a4 or letter")
	c.Flags().BoolVar(&force, "force", false, "replace a file that is there already")
	return c
}

// shown lays out what show is asked for, and gives what draws it.
func shown(ctx context.Context, e *env, f *sessionFlags, b *breathFlags, name string) (*session.Session, func() []byte, error) {
	if b.means(name) {
		s, err := b.session(ctx, e, *f, name)
		if err != nil {
			return nil, nil, err
		}
		p := s.Routine.Steps[0].(routine.Breathe).Pattern
		return s, func() []byte { return printed.BreathSVG(p, heardAs(s.Plan)) }, nil
	}
	s, err := f.open(ctx, e, name)
	if err != nil {
		return nil, nil, err
	}
	return s, func() []byte { return printed.SVG(s.Plan) }, nil
}

// writeOut writes what is shown to a file and says so, or, without a path or with -, to
// standard output.
func (e *env) writeOut(path string, o wholefile.Options, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		return write(e.stdout)
	}
	o.Through = true
	if _, err := wholefile.Create(path, o, func(w io.WriteSeeker) error { return write(w) }); err != nil {
		return hintWriting(err)
	}
	fmt.Fprintf(e.stderr, "wrote %s\n", harmlessLine(path))
	return nil
}

// writing writes what is there already.
func writing(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// sheetOf is the sheet of a session.
func sheetOf(e *env, s *session.Session, f sessionFlags, paper printed.Paper) []byte {
	data, missing := printed.Sheet(s.Routine, s.Plan, paper, printed.SheetOptions{
		Dose: routine.Dose(f.dose), First: routine.Side(f.first), SkipOptional: f.skipOptional})
	if len(missing) > 0 {
		e.warn("the sheet has the letters of western Europe only; it does not have: %s", string(missing))
	}
	return data
}

// paperFlag is the flag of what a sheet is printed on.
type paperFlag printed.Paper

func (p *paperFlag) String() string { return p.Name }
func (p *paperFlag) Type() string   { return "string" }

func (p *paperFlag) Set(name string) error {
	var names []string
	for _, known := range printed.Papers {
		if strings.EqualFold(known.Name, name) {
			*p = paperFlag(known)
			return nil
		}
		names = append(names, known.Name)
	}
	return fault.WithHint(fmt.Errorf("there is no such paper"), "--paper takes %s", fault.Listed(names))
}

// heardAs hears a breath in the sound that a plan has.
func heardAs(p *plan.Plan) func([]plan.TimedPhase) printed.BreathSound {
	return func(phases []plan.TimedPhase) printed.BreathSound {
		sound := ""
		for _, e := range p.Events {
			if e.Kind == plan.KindBreath {
				sound = e.Sound
			}
		}
		const step = plan.Rate / 10
		loud, hertz := render.HearBreath(phases, sound, step)
		return printed.BreathSound{Step: plan.Frame(step).Duration(), Loud: loud, Hertz: hertz}
	}
}

// cautions are those of all the breathing patterns within steps, each once.
func cautions(steps []routine.Step) []string {
	var all []string
	routine.Walk(steps, func(step routine.Step) bool {
		if step, ok := step.(routine.Breathe); ok {
			for _, c := range step.Pattern.Caution {
				if !slices.Contains(all, c) {
					all = append(all, c)
				}
			}
		}
		return true
	})
	return all
}
