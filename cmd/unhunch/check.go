package main

import (
	"context"
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
what to do about it, also of words that cannot be spoken. It tells how long a
session takes, and which words are in no dictionary: listen to these with
"unhunch voice say", and correct them with pronounce: in the file.

With a voice of your own and --fallback none it names each text that the voice
has not recorded. That is no fault: in the session it is a tone, or left out.

The exit status is 1 if there is any fault.`,
		Example: `  unhunch check evening.yaml
  unhunch check --voice ./my-voice *.yaml`,
		ValidArgsFunction: completeYAML,
		Args:              takes(1, -1, "a file"),
		RunE: func(c *cobra.Command, args []string) error {
			var faults []error
			for _, path := range args {
				faults = append(faults, checkFile(c.Context(), e, path, choices))
			}
			return errors.Join(faults...)
		},
	}
	c.Flags().StringVar(&choices.Voice, "voice", session.DefaultVoice, "who speaks: "+voiceNames())
	c.Flags().StringVar(&choices.Fallback, "fallback", "", fallbackUse)
	return c
}

// checkFile reports the faults of a file, and on standard output what is in
// order and what has no recording.
func checkFile(ctx context.Context, e *env, path string, c session.Choices) error {
	file, err := session.OpenFile(path)
	if err != nil {
		return err
	}
	if err := file.Check(c); err != nil {
		return err
	}
	r, err := file.Routine()
	if err != nil { // a breathing pattern, as it is breathed
		b := breathFlags{given: func(string) bool { return false }}
		if r, err = b.routine(path); err != nil {
			return err
		}
	}
	s, err := e.rehearse("rehearsing "+path, c, func(c session.Choices) (*session.Session, error) { return session.New(ctx, r, c) })
	if err != nil {
		return err
	}
	if err := s.Unreadable(); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s: in order, %s\n", harmlessLine(path), plan.Clock(s.Plan.Frames.Duration()))
	for _, text := range s.Plan.Missing() {
		fmt.Fprintf(e.stdout, "  no recording by %s: %s\n", s.Plan.Voice, harmless(text))
	}
	for _, word := range s.Unheard() {
		fmt.Fprintf(e.stdout, "  nothing says what pronounce: corrects: %s\n", harmless(word))
	}
	for _, g := range s.Guesses() {
		fmt.Fprintf(e.stdout, "  said as it is spelled: %s, /%s/\n", harmless(g.Word), g.Phonemes)
	}
	return nil
}
