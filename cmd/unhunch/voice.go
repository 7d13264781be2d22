package main

import "github.com/spf13/cobra"

func newVoice(e *env) *cobra.Command {
	c := group(&cobra.Command{
		Use:   "voice",
		Short: "make a voice of your own, or look one over",
		Long: `A voice is a folder: one recording for each text that is said, and a pack.yaml
that says which is which. Take one with --voice ./my-voice.`,
	})
	c.AddCommand(newVoiceScript(e), newVoiceCheck(e), newVoiceBake(e))
	return c
}
