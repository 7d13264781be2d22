package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"unhunch/internal/plan"
)

func newCheck(e *env) *cobra.Command {
	var voiceName string
	c := &cobra.Command{
		Use:   "check FILE...",
		Short: "find every fault in routine, exercise and pattern files",
		Long: `check reads files of your own and reports every fault as file:line:col, with
what to do about it. It also names the lines that the voice has not recorded:
these are no faults, but in a session they are a tone and a caption.

The exit status is 1 if there is any fault.`,
		Example: `  unhunch check evening.yaml
  unhunch check --voice ./my-voice *.yaml`,
		Args: takes(1, -1, "a file"),
		RunE: func(c *cobra.Command, args []string) error {
			f := sessionFlags{voice: voiceName}
			var faults []error
			for _, path := range args {
				faults = append(faults, f.checkFile(e, path))
			}
			return errors.Join(faults...)
		},
	}
	c.Flags().StringVar(&voiceName, "voice", defaultVoice, "the voice whose recordings are looked for")
	return c
}

// checkFile reports the faults of a file, and on standard output what is in
// order and what has no recording.
func (f *sessionFlags) checkFile(e *env, path string) error {
	lib, folder, base, err := openFolder(path)
	if err != nil {
		return err
	}
	if err := lib.Check(folder, base); err != nil {
		return err
	}
	r, err := lib.LoadFile(folder, base)
	if err != nil { // a breathing pattern, which is no session by itself
		fmt.Fprintf(e.stdout, "%s: in order\n", harmless(path))
		return nil
	}
	s, err := f.compile(r)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s: in order, %s\n", harmless(path), plan.Clock(s.plan.Frames.Duration()))
	for _, text := range s.warnings {
		fmt.Fprintf(e.stdout, "  no recording by %s: %s\n", s.plan.Voice, harmless(text))
	}
	return nil
}
