package play

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Rate is the number of frames in a second of everything that is played.
const Rate = 48000

// Pull fills the whole of a block with the next sound: float32, left and
// right in turn. It never blocks and allocates nothing.
type Pull func(block []float32)

// Backend opens output devices.
type Backend interface {
	// Open connects to the device that the system prefers and begins to pull.
	// It returns when ctx is done, or within some ten seconds, and gives an error that
	// wraps ErrNoDevice where there is nothing to play on.
	Open(ctx context.Context, pull Pull) (Device, error)
}

// Device is an output that pulls sound until it is closed or lost.
type Device interface {
	// Heard counts the frames of what was pulled that have been heard. It
	// never goes back, and never beyond what was pulled.
	Heard() int64
	// Lost is closed when the device noticed that it can't go on.
	Lost() <-chan struct{}
	// Err tells why the device was lost.
	Err() error
	Info() Info
	// Close stops the pulling: after it no pull is under way.
	Close() error
}

// Info describes an open device to people.
type Info struct {
	Backend string        // "PulseAudio", "ALSA", ...
	Server  string        // the sound server's own name and version, or ""
	Sink    string        // the output, or ""
	Rate    int           // frames a second that the device was opened with
	Buffer  time.Duration // what is handed over ahead of being heard
	Latency time.Duration // measured from handing over to being heard; 0: not known
	Gaps    int           // how often the buffer ran dry, where the device tells
}

// ErrNoDevice is wrapped by the errors of a system without a usable output.
var ErrNoDevice = errors.New("no sound device")

// ErrLost is wrapped by the errors of a device that went away and did not
// come back in time.
var ErrLost = errors.New("the sound device is gone")

// noDevice says why there is nothing to play on.
func noDevice(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrNoDevice, fmt.Sprintf(format, args...))
}
