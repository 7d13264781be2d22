//go:build !windows

package tui

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// onSuspend calls do, on a goroutine of its own, whenever the program is asked
// to stop for a while: by Ctrl-Z or from elsewhere. It does nothing where no
// shell could let the program go on, as in a window that runs nothing else.
func onSuspend(do func()) (off func()) {
	if !suspendable() {
		return func() {}
	}
	asked, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(asked, syscall.SIGTSTP)
	go func() {
		defer signal.Stop(asked)
		for {
			select {
			case <-asked:
				do()
			case <-done:
				return
			}
		}
	}()
	return func() { close(done) }
}

// suspendable tells whether the program runs as a job of a shell.
func suspendable() bool {
	session, err := unix.Getsid(0)
	return err == nil && session != unix.Getpgrp()
}

// askToSuspend asks all of the job to stop, as Ctrl-Z does where the terminal
// turns it into a signal.
func askToSuspend() {
	if suspendable() {
		syscall.Kill(0, syscall.SIGTSTP)
	}
}

// suspend stops the program until it is continued. SIGTSTP would not stop it:
// a Go program that has asked for that signal once never gets its default
// action back.
func suspend() {
	again := make(chan os.Signal, 1)
	signal.Notify(again, syscall.SIGCONT)
	defer signal.Stop(again)
	syscall.Kill(syscall.Getpid(), syscall.SIGSTOP)
	<-again
}
