// Command unhunch plays voice-guided sessions for a stiff neck and upper back,
// and writes them to audio files.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"unhunch/internal/fault"

	"github.com/spf13/cobra"
)

// The exit statuses of the command.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// env is all that the command takes from its surroundings.
type env struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
	now    func() time.Time
}

func main() {
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as it is under nohup
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	e := &env{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, now: time.Now}
	code := run(ctx, e, os.Args[1:])
	stop()
	os.Exit(code)
}

// run does the work of the command and gives its exit status.
func run(ctx context.Context, e *env, args []string) int {
	root := newRoot(e)
	root.SetArgs(args)
	root.SetIn(e.stdin)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	err := root.ExecuteContext(ctx)
	return e.report(ctx, err)
}

func newRoot(e *env) *cobra.Command {
	root := &cobra.Command{
		Use:   "unhunch",
		Short: "voice-guided sessions for a stiff neck and upper back",
		Long: `unhunch guides you through a session for a stiff neck and upper back by voice,
countdown tones and breathing sounds, so that you can keep your eyes closed.
It plays the session live, or writes the same session to one audio file.`,
		Example: `  unhunch play                  today's session, about twelve minutes
  unhunch list                  everything there is
  unhunch show desk-break       what is said, and when
  unhunch export guide-a -o a.wav`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.AddCommand(newList(e), newShow(e), newCheck(e), newExport(e), newVoice(e), newMan(e),
		newPlay(e), newBreathe(e), newLog(e), newDoctor(e))
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError{err: err, command: c.CommandPath()}
	})
	return root
}

// usageError is a wrong use of the command line.
type usageError struct {
	err     error
	command string
}

func (u usageError) Error() string { return u.err.Error() }
func (u usageError) Unwrap() error { return u.err }

// report says on the terminal what went wrong, in one voice, and gives the
// exit status.
func (e *env) report(ctx context.Context, err error) int {
	if err == nil {
		return exitDone
	}
	var faults fault.List
	var hint fault.Hinted
	var usage usageError
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			e.complain(f.String(), f.Hint)
		}
		return exitFailed
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(e.stderr, "unhunch: interrupted")
		return exitInterrupted
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.As(err, &hint):
		e.complain(err.Error(), hint.Hint)
	case errors.As(err, &usage):
		e.complain(err.Error(), fmt.Sprintf("see %s --help", usage.command))
	default:
		e.complain(err.Error(), "")
	}
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// complain prints an error and, where there is one, a hint.
func (e *env) complain(message, hint string) {
	fmt.Fprintf(e.stderr, "unhunch: error: %s\n", harmless(message))
	if hint != "" {
		fmt.Fprintf(e.stderr, "unhunch: hint: %s\n", harmless(hint))
	}
}

// warn prints a warning.
func (e *env) warn(format string, args ...any) {
	fmt.Fprintf(e.stderr, "unhunch: warning: %s\n", harmless(fmt.Sprintf(format, args...)))
}
