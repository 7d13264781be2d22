package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"unhunch/internal/bake"
	"unhunch/internal/fault"
	"unhunch/internal/session"
	"unhunch/internal/voice"
)

// bakeFlags are the flags of voice bake that are not taken as they are.
type bakeFlags struct{ engine, counts string }

func newVoiceBake(e *env) *cobra.Command {
	var flags bakeFlags
	var o bake.Options
	c := &cobra.Command{
		Use:   "bake DIR [FILE...]",
		Short: "record what a voice is missing",
		Long: `Records every text that the voice in DIR is missing, of everything built in or
of the routines that are named, and writes its pack.yaml. They are said by one of
the voices that are built in, with --speaker, or by an engine of your choice. The
engine is a command; {text} in it is replaced by the text, and {out} by the file to
write. Without {text} it reads the text from its standard input, and without {out}
it writes the sound to its standard output. It runs in DIR, without a shell.

What the engine says is trimmed, brought to the same loudness, with a limiter
for what peaks above -2 dBTP, and stored. Run it again at any time: what is
there is kept, unless the engine is another one. The command is noted in
pack.yaml, and is used from there when --engine is left out. Recordings that you
have put there yourself are measured and never touched: without an engine, that
is all.`,
		Example: `  unhunch voice bake ./robot --engine 'espeak-ng -w {out} {text}'
  unhunch voice bake ./amy --engine 'piper -m /voices/amy.onnx -f {out}'
  unhunch voice bake ./alex --engine 'say -o {out} --data-format=LEI16@22050 {text}'
  unhunch voice bake ./robot evening.yaml`,
		Args: takes(1, -1, "the folder of a voice"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := errors.Join(flags.split(c, &o), checkBake(o)); err != nil {
				return err
			}
			script, err := session.ScriptOf(args[1:]...)
			if err != nil {
				return err
			}
			o.Script, o.Correct = script.Lines, script.Corrections
			return runBake(c, e, args[0], o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.Speaker, "speaker", "", "a built-in voice that says the texts: "+fault.Listed(session.Voices()))
	f.StringVar(&flags.engine, "engine", "", "the command that says a text")
	f.StringVar(&flags.counts, "counts", "", "the command for counts of repetitions, which should be quick")
	f.StringVar(&o.Format, "format", "", "how recordings are stored: flac, wav, ogg by oggenc, or mp3 by lame (default flac)")
	_ = c.RegisterFlagCompletionFunc("format", words(voice.Formats...)) // the flag is there
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

func checkBake(o bake.Options) error {
	err := errors.Join(oneOf("format", o.Format, voice.Formats...), oneOf("speaker", o.Speaker, session.Voices()...))
	if o.Speaker != "" && len(o.Engine) > 0 {
		err = errors.Join(err, wrongUse("give one of them", "--speaker with --engine"))
	}
	if o.Jobs < 0 {
		err = errors.Join(err, wrongUse("leave --jobs out for one for each processor", "--jobs %d: out of range", o.Jobs))
	}
	return err
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
	var hopeless *bake.HopelessError
	if errors.As(err, &hopeless) {
		return fault.WithHint(err, "run the engine by hand with one of them, until it writes a sound")
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
	case len(r.Missing) > 0 && r.Kept+r.Measured == 0:
		return fault.WithHint(fmt.Errorf("no recording of %s, such as %q", count(len(r.Missing), "line"), r.Missing[0]),
			"give a command that records them with --engine, see unhunch voice bake --help")
	case len(r.Missing) > 0:
		fmt.Fprintf(e.stdout, "%s not recorded, such as %q: another voice says them\n", count(len(r.Missing), "line"), harmless(r.Missing[0]))
	}
	return nil
}
