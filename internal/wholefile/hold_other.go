//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package wholefile

import "os"

// There is no telling whether a file is in use, so none is taken for one that was
// left.

func hold(*os.File) bool  { return true }
func seize(*os.File) bool { return false }

func closeHeld(f *os.File) (free func(), err error) { return func() {}, f.Close() }
