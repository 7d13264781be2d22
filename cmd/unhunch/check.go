package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"unhunch/internal/plan"
	"unhunch/internal/session"
)

func newCheck(e *env) *cobra.Command {
	var choices session.Choices
	c := &cobra.Command{
		Use:   "check FILE...",
		Short: "find every fault in routine, exercise and pattern files",
		Long: `check reads files of your own and reports every fault as file:line:col, with
what to do about it. It also tells how long a session takes, and names each text
that the voice has not recorded: these are no faults, but in a session they are a
tone and a caption, or are left out.

The exit status is 1 if there is any fault.`,
		Example: `  unhunch check evening.yaml
  unhunch check --voice ./my-voice *.yaml`,
		Args: takes(1, -1, "a file"),
		RunE: func(c *cobra.Command, args []string) error {
			var faults []error
			for _, path := range args {
				faults = append(faults, checkFile(e, path, choices))
			}
			return errors.Join(faults...)
		},
	}
	c.Flags().StringVar(&choices.Voice, "voice", session.DefaultVoice, "the voice whose recordings are looked for")
	return c
}

// checkFile reports the faults of a file, and on standard output what is in
// order and what has no recording.
func checkFile(e *env, path string, c session.Choices) error {
	file, err := session.OpenFile(path)
	if err != nil {
		return err
	}
	if err := file.Check(); err != nil {
		return err
	}
	r, err := file.Routine()
	if err != nil { // a breathing pattern, as it is breathed
		b := breathFlags{given: func(string) bool { return false }}
		if r, err = b.routine(path); err != nil {
			return err
		}
		c.Layout.NoNotice = true
	}
	s, err := session.New(r, c)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s: in order, %s\n", harmless(path), plan.Clock(s.Plan.Frames.Duration()))
	for _, text := range s.Plan.Missing() {
		fmt.Fprintf(e.stdout, "  no recording by %s: %s\n", s.Plan.Voice, harmless(text))
	}
	return nil
}
