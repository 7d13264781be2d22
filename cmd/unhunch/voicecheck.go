package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"unhunch/internal/fault"
	"unhunch/internal/session"
	"unhunch/internal/voice"
)

func newVoiceCheck(e *env) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "check DIR [FILE...]",
		Short: "say what is wrong with a voice",
		Long: `Compares a voice with the texts of everything built in, or of the routines that
are named, and listens to every recording: what is missing, unused, unreadable,
clipped, too loud or too quiet, too long for a count, or of another length than
pack.yaml says. The exit status is 1 if there is more than unused recordings.`,
		Example: `  unhunch voice check ./my-voice
  unhunch voice check ./my-voice evening.yaml`,
		Args: takes(1, -1, "the folder of a voice"),
		RunE: func(_ *cobra.Command, args []string) error {
			pack, err := openVoice(args[0])
			if err != nil {
				return err
			}
			script, err := session.Texts(args[1:]...)
			if err != nil {
				return err
			}
			return reportFindings(e, pack, voice.Check(pack, script), asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON")
	return c
}

// openVoice opens a pack by its folder, or else by its built-in name.
func openVoice(name string) (*voice.Pack, error) {
	if info, err := os.Stat(name); err != nil || !info.IsDir() {
		return session.Voice(name)
	}
	return session.VoiceIn(name)
}

func reportFindings(e *env, pack *voice.Pack, found []voice.Finding, asJSON bool) error {
	harmful := 0
	for _, f := range found {
		if !f.Harmless() {
			harmful++
		}
	}
	if asJSON {
		if err := printJSON(e.stdout, append([]voice.Finding{}, found...)); err != nil {
			return err
		}
	} else {
		for _, f := range found {
			fmt.Fprintln(e.stdout, harmless(findingText(f)))
		}
		if len(found) == 0 {
			fmt.Fprintf(e.stdout, "%s: %s, all as they should be\n", harmless(pack.Name()), count(len(pack.Texts()), "line"))
		}
	}
	if harmful > 0 {
		return fault.WithHint(fmt.Errorf("%s has %s", pack.Name(), count(harmful, "fault")), "unhunch voice bake records what is missing")
	}
	return nil
}

func findingText(f voice.Finding) string {
	switch {
	case f.Text == "":
		return fmt.Sprintf("%s: %s %s", f.Kind, f.File, f.Message)
	case f.File == "":
		return fmt.Sprintf("%s: %q", f.Kind, f.Text)
	}
	return fmt.Sprintf("%s: %q (%s) %s", f.Kind, f.Text, f.File, f.Message)
}
