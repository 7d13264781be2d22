package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"unhunch/internal/fault"
	"unhunch/internal/phonemes"
	"unhunch/internal/play"
	"unhunch/internal/session"
	"unhunch/internal/speech"
)

// saying is what the flags of unhunch voice say ask for.
type saying struct {
	exporter
	voice    string
	pace     float64
	phonemes bool
}

func newVoiceSay(e *env) *cobra.Command {
	x := &saying{exporter: exporter{env: e}}
	c := &cobra.Command{
		Use:   "say [TEXT]...",
		Short: "say any words",
		Long: `Says any English words, or writes them to a file with -o. Without words it reads
them from standard input, up to 10,000 characters.

--phonemes shows how the words are read, sentence by sentence, instead of saying
them; words that are in no dictionary are named. Between slashes, what it shows can be
put under pronounce: in a routine, changed to how the word should be.`,
		Example: `  unhunch voice say "Sit tall, and let your shoulders sink."
  unhunch voice say --voice man --pace 0.9 -o hello.mp3 Hello there
  unhunch voice say --phonemes "Mobilize your scapulae."
  unhunch voice say < letter.txt`,
		Args: takes(0, -1, ""),
		RunE: func(c *cobra.Command, args []string) error {
			text, err := x.text(args)
			if err != nil {
				return err
			}
			return x.run(c.Context(), text)
		},
	}
	f := c.Flags()
	f.StringVar(&x.voice, "voice", session.DefaultVoice, "who speaks: june, a woman, or otto, a man")
	f.Float64Var(&x.pace, "pace", 1, "how fast, from 0.5 to 2; 1 is the voice's own pace")
	f.BoolVar(&x.phonemes, "phonemes", false, "show how the words are read")
	x.registerFile(f)
	for _, name := range []string{"captions", "svg", "chapters", "labels", "transcript"} {
		if flag := f.Lookup(name); flag != nil {
			flag.Hidden = true // they go with sessions
		}
	}
	return c
}

// mostRead is how much standard input may hold, in bytes: a longer text than that
// is refused anyway.
const mostRead = 8 * phonemes.MaxText

// text is what is to be said.
func (x *saying) text(args []string) (string, error) {
	if len(args) > 0 {
		return strings.Join(args, " "), nil
	}
	if f := terminal(x.env.stdin); f != nil && term.IsTerminal(int(f.Fd())) {
		return "", wrongUse("write the words after it, or send them to its standard input", "voice say needs words")
	}
	data, err := io.ReadAll(io.LimitReader(x.env.stdin, mostRead))
	return strings.TrimSpace(string(data)), err
}

func (x *saying) run(ctx context.Context, text string) error {
	if !(x.pace >= 0.5 && x.pace <= 2) {
		return wrongUse("--pace takes 0.5 to 2", "--pace %g: out of range", x.pace)
	}
	if x.out != "" {
		if err := x.parse(nil); err != nil {
			return err
		}
	}
	live, err := session.Speaker(x.voice, speech.Options{Pace: x.pace})
	if err != nil {
		return err
	}
	if utf8.RuneCountInString(text) > phonemes.MaxText {
		return fault.New("say it in parts", "a text of more than %d characters is too long to be said at once", phonemes.MaxText)
	}
	s, read, err := session.Saying(live, text)
	if err != nil {
		return err
	}
	if x.phonemes {
		x.showReading(read)
	}
	switch {
	case x.out != "":
		return x.deliver(ctx, s)
	case x.phonemes:
		return nil
	}
	return explain(play.New(x.env.device(0), s.Live(s.Plan, session.Trim{}), play.Options{}).Run(ctx), "", false)
}

// showReading prints the sentences and how they are read.
func (x *saying) showReading(read phonemes.Reading) {
	for _, s := range read.Sentences {
		fmt.Fprintf(x.env.stdout, "%s\n  /%s/\n", harmless(s.Text), s.Phonemes)
	}
	for _, g := range read.Guesses {
		fmt.Fprintf(x.env.stdout, "said as it is spelled: %s, /%s/\n", harmless(g.Word), g.Phonemes)
	}
}
