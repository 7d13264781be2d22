package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"unhunch/internal/session"
	"unhunch/internal/voice"
)

func newVoiceScript(e *env) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "script [FILE...]",
		Short: "print every text that a voice has to say",
		Long: `Prints the texts that a voice needs, one a line: those of everything built in,
or of the routines that are named. With --json it is told which are counts of
repetitions, which have to be said within a second, and which go with breathing
and imagery and are to be said calmly.`,
		Args: takes(0, -1, ""),
		RunE: func(_ *cobra.Command, files []string) error {
			script, err := session.Texts(files...)
			if err != nil {
				return err
			}
			return printScript(e, script, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the texts as JSON")
	return c
}

func printScript(e *env, script []voice.ScriptLine, asJSON bool) error {
	if asJSON {
		return printJSON(e.stdout, script)
	}
	for _, l := range script {
		if _, err := fmt.Fprintln(e.stdout, harmless(l.Text)); err != nil {
			return err
		}
	}
	return nil
}
