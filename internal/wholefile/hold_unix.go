//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package wholefile

import (
	"errors"
	"os"
	"syscall"
)

// CanHold says whether files can be held.
const CanHold = true

// Hold marks a file as one that is in use until it is closed. It is false if somebody
// has seized it. Where a file system has no locks, nobody can seize anything.
func Hold(f *os.File) bool {
	return !errors.Is(syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB), syscall.EWOULDBLOCK)
}

// Seize says that nobody holds a file, and keeps it so until it is closed.
func Seize(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// closeHeld closes a file, which is held until free is called.
func closeHeld(f *os.File) (free func(), err error) {
	other, err := syscall.Dup(int(f.Fd()))
	if err != nil {
		return func() {}, f.Close()
	}
	syscall.CloseOnExec(other)
	return func() { syscall.Close(other) }, f.Close()
}
