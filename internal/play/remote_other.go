//go:build !linux

package play

import "context"

// ServeRemote does nothing here: media keys work on Linux only.
func ServeRemote(context.Context, Remote) error { return nil }
