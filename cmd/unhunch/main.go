// Command unhunch plays voice-guided sessions for a stiff neck and upper back,
// and writes them to audio files.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"unhunch/internal/play"
)

// The exit statuses of the command. Of a signal it is that of a shell: 128 and the
// number of the signal.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitSignal = 128
)

// signalled is how a signal ends the command, or what is like one: Ctrl-C where it is
// read as a key, a terminal that is gone, and output that nobody reads.
type signalled struct{ syscall.Signal }

func (s signalled) Error() string { return s.Signal.String() }

// env is all that the command takes from its surroundings.
type env struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
	device func(buffer time.Duration) play.Backend // that sessions are played on
	now    func() time.Time
	ticks  play.Ticker // of the same clock; nil is that of the time that goes by

	// patience is how long what was told to end may take for it, as a
	// time.Duration, before it is left as it is.
	patience atomic.Int64
}

// surroundings are those of this process.
func surroundings() *env {
	e := &env{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv,
		device: play.System, now: time.Now}
	e.patience.Store(int64(patience))
	return e
}

func main() {
	log.SetOutput(io.Discard) // where a decoder would write about each frame of a file
	os.Exit(runIn(surroundings()))
}

// runIn runs the command with the arguments of this process until it ends or a
// signal ends it, and gives its exit status.
func runIn(e *env) int {
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT}
	if !signal.Ignored(syscall.SIGHUP) { // as it is under nohup
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, end := context.WithCancelCause(context.Background())
	defer end(nil)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, ends...)
	back := terminalAsItIs(e)
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, e, os.Args[1:]) }()
	select {
	case status := <-ended:
		return status
	case s := <-signals:
		end(signalled{s.(syscall.Signal)})
	}
	select {
	case status := <-ended:
		return status
	case <-signals:
	case <-time.After(time.Duration(e.patience.Load())):
	}
	return e.giveUp(ctx, back)
}

// run does the work of the command and gives its exit status.
func run(ctx context.Context, e *env, args []string) int {
	root := newRoot(e)
	root.SetArgs(args)
	root.SetIn(e.stdin)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	if slices.Equal(args, []string{cobra.ShellCompRequestCmd}) || slices.Equal(args, []string{cobra.ShellCompNoDescRequestCmd}) {
		return e.report(ctx, wrongUse("see unhunch completion --help", "%s needs the words that are to be completed", args[0]))
	}
	err := root.ExecuteContext(ctx)
	return e.report(ctx, err)
}

func newRoot(e *env) *cobra.Command {
	root := group(&cobra.Command{
		Use:   "unhunch",
		Short: "voice-guided sessions for a stiff neck and upper back",
		Long: `unhunch guides you through a session for a stiff neck and upper back by voice,
countdown tones and breathing sounds, so that you can keep your eyes closed.
It plays the session live, or writes the same session to one audio file.`,
		Example: `  unhunch play                  today's session, about fifteen minutes
  unhunch list                  everything there is
  unhunch show desk-break       what is said, and when
  unhunch export guide-a -o a.wav`,
		SilenceErrors: true,
		SilenceUsage:  true,
	})
	root.AddCommand(newList(e), newShow(e), newCheck(e), newExport(e), newVoice(e), newMan(e),
		newPlay(e), newBreathe(e), newLog(e), newConfig(e), newDoctor(e), newCompletion(e), newVersion(e))
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return e.useSettings(c) }
	root.Version = thisBuild().String()
	root.SetVersionTemplate("{{.Version}}")
	root.Flags().Bool("version", false, "print the version, the commit and the Go version")
	root.SetHelpCommand(newHelp())
	root.SetFlagErrorFunc(flagError)
	complete(root, completers())
	return root
}
