//go:build !linux

package play

import (
	"runtime"
	"time"
)

// System is the backend of this machine. The buffer is the system's choice.
func System(time.Duration) Backend {
	name := map[string]string{"darwin": "Core Audio", "windows": "WASAPI"}[runtime.GOOS]
	if name == "" {
		name = runtime.GOOS
	}
	return &otoBackend{name: name}
}

// silenceLibraries has nothing to do here: the system's own libraries are quiet.
func silenceLibraries() (restore func()) { return func() {} }
