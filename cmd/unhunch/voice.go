package main

import "github.com/spf13/cobra"

func newVoice(e *env) *cobra.Command {
	c := group(&cobra.Command{
		Use:   "voice",
		Short: "say any words, make a voice of your own, or look one over",
		Long: `The voices that are built in say any words. One of your own is a folder: one
recording for each text that is said, and a pack.yaml that says which is which.
Take one with --voice ./my-voice.`,
	})
	c.AddCommand(newVoiceSay(e), newVoiceScript(e), newVoiceCheck(e), newVoiceBake(e))
	return c
}
