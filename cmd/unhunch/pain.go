package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/fit"
	"unhunch/internal/history"
	"unhunch/internal/session"
)

// keepPain gives what hurt. Where an exercise was stopped for that, it is remembered
// for the next sessions.
func (x *playing) keepPain() *history.Pain {
	p := x.guide.Pain()
	if p == nil || p.Exercise == "" && p.Level < 0 {
		return nil
	}
	pain := history.Pain{At: x.env.now(), Exercise: p.Exercise, Title: p.Title, Side: string(p.Side), Rep: p.Rep, Level: p.Level}
	if p.Exercise == "" {
		return &pain
	}
	if err := x.store.MarkPain(pain); err != nil {
		x.env.warn("what hurt could not be remembered: %v", err)
	}
	return &pain
}

// hurts are how bad exercises hurt, as far as it was told.
func (e *env) hurts(store history.Store) map[string]int {
	pains, err := store.Pains()
	if err != nil {
		e.warn("what hurt before is not known: %v", err)
	}
	levels := map[string]int{}
	for id, p := range pains {
		if p.Level >= fit.Eased {
			levels[id] = p.Level
		}
	}
	return levels
}

// registerPain registers what a session that others may hear takes of what hurt: it
// minds it only if it is asked to.
func (f *fitFlags) registerPain(fs *pflag.FlagSet) {
	fs.BoolVar(&f.mindPain, "mind-pain", false, "spare what hurt before, as play does")
}

// newLogPain is the command that shows what hurt.
func newLogPain(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "pain",
		Short: "what hurt, and what comes of it",
		Long: `pain shows in which exercises a session was stopped with h because it hurt, and
how bad it was. From 4 on, play takes the easier form of the exercise; from 6 on it
leaves it out, until you forget it. See a doctor if pain stays.`,
		Example: `  unhunch log pain
  unhunch log forget superman       do it again
  unhunch play --ignore-pain        do it this once`,
		Args: takes(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			store, err := history.Open(e.getenv)
			if err != nil {
				return err
			}
			pains, err := store.Pains()
			if err != nil {
				return err
			}
			if len(pains) == 0 {
				fmt.Fprintln(e.stdout, "Nothing has hurt.")
			}
			for _, id := range slices.Sorted(maps.Keys(pains)) {
				fmt.Fprintln(e.stdout, harmless(painText(pains[id])))
			}
			return nil
		},
	}
}

// painText says what hurt in a line.
func painText(p history.Pain) string {
	text := fmt.Sprintf("%s  %s", p.At.Format("2006-01-02"), p.Exercise)
	if p.Side != "" {
		text += ", " + p.Side + " side"
	}
	switch {
	case p.Level < 0:
		return text + ": it was not told how bad"
	case p.Level >= fit.Spared:
		return fmt.Sprintf("%s: %d of 9, left out", text, p.Level)
	case p.Level >= fit.Eased:
		return fmt.Sprintf("%s: %d of 9, the easier form", text, p.Level)
	}
	return fmt.Sprintf("%s: %d of 9", text, p.Level)
}

// newLogForget is the command that forgets what hurt.
func newLogForget(e *env) *cobra.Command {
	return &cobra.Command{
		Use:     "forget EXERCISE",
		Short:   "forget that an exercise hurt, and do it again",
		Example: `  unhunch log forget superman`,
		Args:    takes(1, 1, "one exercise"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			store, err := history.Open(e.getenv)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			pains, _ := store.Pains() // what cannot be read completes nothing
			return slices.Sorted(maps.Keys(pains)), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			store, err := history.Open(e.getenv)
			if err != nil {
				return err
			}
			id := session.ID(args[0])
			known, err := store.ForgetPain(id)
			if err != nil {
				return err
			}
			if !known {
				return fault.WithHint(fmt.Errorf("nothing is known of pain in %s", fault.Quote(id)), "unhunch log pain shows what is")
			}
			fmt.Fprintf(e.stderr, "forgotten: %s comes again\n", harmless(id))
			return nil
		},
	}
}
