package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"unhunch/internal/fault"
	"unhunch/internal/wholefile"
)

// report says on the terminal what went wrong, in one voice, and gives the
// exit status.
func (e *env) report(ctx context.Context, err error) int {
	var usage usageError
	var end signalled
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &end):
		return exitSignal + int(end.Signal)
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(e.stderr, "unhunch: interrupted")
		return exitSignal + int(signalOf(ctx).Signal)
	}
	for _, one := range apart(err) {
		e.reportOne(one)
	}
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// signalOf is the signal that ended ctx. Where there is none it was Ctrl-C.
func signalOf(ctx context.Context) signalled {
	end := signalled{syscall.SIGINT}
	errors.As(context.Cause(ctx), &end)
	return end
}

func (e *env) reportOne(err error) {
	var faults fault.List
	var hint fault.Hinted
	switch {
	case errors.As(err, &hint):
		e.complain(err.Error(), hint.Hint)
	case errors.As(err, &faults):
		for _, f := range faults {
			e.complain(f.String(), f.Hint)
		}
	default:
		e.complain(err.Error(), refused(err))
	}
}

// refused is what to do where a disk refuses to be written to, or "".
func refused(err error) string {
	var file *wholefile.Error
	var path *fs.PathError
	writing := errors.As(err, &file) || errors.As(err, &path) && path.Op == "mkdir"
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "free some space on the disk"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "choose a shorter name"
	case writing && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)):
		return "choose a folder that you may write to"
	}
	return ""
}

// apart gives each of the errors that were joined.
func apart(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || errors.Join(joined.Unwrap()...).Error() != err.Error() { // which has words of its own
		return []error{err}
	}
	var all []error
	for _, one := range joined.Unwrap() {
		all = append(all, apart(one)...)
	}
	return all
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
