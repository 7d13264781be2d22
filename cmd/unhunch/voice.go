package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"unhunch/internal/bake"
	"unhunch/internal/fault"
	"unhunch/internal/session"
	"unhunch/internal/voice"
)

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

func newVoiceScript(e *env) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "script [FILE...]",
		Short: "print every text that a voice has to say",
		Long: `Prints the texts that a voice needs, one a line: those of everything built in,
or of the routines that are named. With --json it is told which are counts of
repetitions, which have to be said within a second.`,
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
		enc := json.NewEncoder(e.stdout)
		enc.SetIndent("", " ")
		enc.SetEscapeHTML(false)
		return enc.Encode(script)
	}
	for _, l := range script {
		if _, err := fmt.Fprintln(e.stdout, harmless(l.Text)); err != nil {
			return err
		}
	}
	return nil
}

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
		enc := json.NewEncoder(e.stdout)
		enc.SetIndent("", " ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(append([]voice.Finding{}, found...)); err != nil {
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

// bakeFlags are the flags of voice bake that are not taken as they are.
type bakeFlags struct{ engine, counts string }

func newVoiceBake(e *env) *cobra.Command {
	var flags bakeFlags
	var o bake.Options
	c := &cobra.Command{
		Use:   "bake DIR [FILE...]",
		Short: "record what a voice is missing",
		Long: `Records every text that the voice in DIR is missing, of everything built in or
of the routines that are named, with an engine of your choice, and writes its
pack.yaml. The engine is a command; {text} in it is replaced by the text, and
{out} by the file to write. Without {text} it reads the text from its standard
input, and without {out} it writes the sound to its standard output. It runs in
DIR, without a shell.

What the engine says is trimmed, brought to the same loudness, with a limiter
for what peaks above -2 dBTP, and stored. Run it again at any time: what is
there is kept, unless the engine is another one. The command is noted in
pack.yaml, and is used from there when --engine is left out. Recordings that you
have put there yourself are measured and never touched.`,
		Example: `  unhunch voice bake ./robot --engine 'espeak-ng -w {out} {text}'
  unhunch voice bake ./amy --engine 'piper -m /voices/amy.onnx -f {out}'
  unhunch voice bake ./alex --engine 'say -o {out} --data-format=LEI16@22050 {text}'
  unhunch voice bake ./robot evening.yaml`,
		Args: takes(1, -1, "the folder of a voice"),
		RunE: func(c *cobra.Command, args []string) error {
			script, err := session.Texts(args[1:]...)
			if err != nil {
				return err
			}
			o.Script = script
			if err := flags.split(c, &o); err != nil {
				return err
			}
			return runBake(c, e, args[0], o)
		},
	}
	f := c.Flags()
	f.StringVar(&flags.engine, "engine", "", "the command that says a text")
	f.StringVar(&flags.counts, "counts", "", "the command for counts of repetitions, which should be quick")
	f.StringVar(&o.Format, "format", "", "how recordings are stored: flac, wav, ogg by oggenc, or mp3 by lame (default flac)")
	f.StringVar(&o.Name, "name", "", "the name of the voice (default the name of the folder)")
	f.StringVar(&o.Lang, "language", "", "the language that it speaks (default en)")
	f.IntVarP(&o.Jobs, "jobs", "j", 0, "recordings made at once (default one for each processor)")
	f.BoolVar(&o.Again, "again", false, "record everything again")
	f.BoolVar(&o.Prune, "prune", false, "take out recordings of texts that are no longer said")
	return c
}

func (f bakeFlags) split(c *cobra.Command, o *bake.Options) error {
	for _, flag := range []struct {
		name, command string
		words         *[]string
	}{{"engine", f.engine, &o.Engine}, {"counts", f.counts, &o.Counts}} {
		if !c.Flags().Changed(flag.name) {
			continue
		}
		words, err := voice.SplitCommand(flag.command)
		if err != nil {
			return wrongUse("write it as in a shell, such as 'espeak-ng -w {out} {text}'", "--%s: %w", flag.name, err)
		}
		*flag.words = words
	}
	return nil
}

func runBake(c *cobra.Command, e *env, dir string, o bake.Options) error {
	bar := newProgress(e, "recording to "+dir)
	o.Noticed = func(p bake.Progress) {
		if p.Err != nil {
			bar.done()
			e.complain(fmt.Sprintf("%q: %v", p.Text, p.Err), "")
		}
		bar.show(float64(p.Done) / float64(p.Total))
	}
	r, err := bake.Pack(c.Context(), dir, o)
	bar.done()
	var noEngine *bake.EngineError
	if errors.As(err, &noEngine) {
		return fault.WithHint(err, "give its full path, or one from %s: the engine runs there", dir)
	}
	if err != nil && c.Context().Err() == nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%d recorded, %d measured, %d kept, %d taken out\n", r.Recorded, r.Measured, r.Kept, r.Pruned)
	switch {
	case err != nil:
		return err
	case len(r.Failures) > 0:
		return fault.WithHint(fmt.Errorf("%s could not be recorded", count(len(r.Failures), "line")), "run it again to try these; what is there is kept")
	case len(r.Missing) > 0:
		return fault.WithHint(fmt.Errorf("no recording of %s, such as %q", count(len(r.Missing), "line"), r.Missing[0]),
			"give a command that records them with --engine, see unhunch voice bake --help")
	}
	return nil
}
