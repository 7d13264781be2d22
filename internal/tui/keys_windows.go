package tui

import (
	"os"

	"golang.org/x/term"
)

// singleKeys lets keys be read one by one. Ctrl-C then is a key.
func singleKeys(in *os.File) (restore func(), err error) {
	old, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return nil, err
	}
	return func() { term.Restore(int(in.Fd()), old) }, nil
}
