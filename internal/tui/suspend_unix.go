//go:build !windows

package tui

import (
	"os"
	"os/signal"
	"syscall"
)

// onSuspend calls before when the program is asked to stop for a while, by
// Ctrl-Z or from elsewhere, and after when it was continued. Before gives the
// terminal back; it stops the program itself where it says so, and otherwise
// onSuspend does.
func onSuspend(before func() (stopsItself bool), after func()) (stop func()) {
	asked, again := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTSTP)
	done := make(chan struct{})
	go func() {
		defer signal.Stop(asked)
		for {
			select {
			case <-asked:
			case <-done:
				return
			}
			signal.Stop(asked) // so that the next one really stops the program
			signal.Notify(again, syscall.SIGCONT)
			if !before() {
				syscall.Kill(syscall.Getpid(), syscall.SIGTSTP)
			}
			select {
			case <-again:
			case <-done:
				return
			}
			signal.Stop(again)
			after()
			signal.Notify(asked, syscall.SIGTSTP)
		}
	}()
	return func() { close(done) }
}

// suspendSelf asks the program to stop, as Ctrl-Z does where the terminal
// turns it into a signal.
func suspendSelf() { syscall.Kill(syscall.Getpid(), syscall.SIGTSTP) }
