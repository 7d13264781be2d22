package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"unhunch/internal/fault"
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
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{err: errors.New("check needs a file"), command: c.CommandPath()}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			f := sessionFlags{voice: voiceName}
			var faults fault.List
			for _, path := range args {
				err := f.checkFile(e, path)
				var found fault.List
				if errors.As(err, &found) {
					faults = append(faults, found...)
				} else if err != nil {
					return err
				}
			}
			if len(faults) > 0 {
				return faults
			}
			return nil
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
