package play

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// System is the backend of this machine: the sound server where one answers,
// and the sound card itself where none does. Buffer is how much the server is
// given ahead; 0: 80 ms, which answers keys quickly.
func System(buffer time.Duration) Backend {
	if buffer == 0 {
		buffer = 80 * time.Millisecond
	}
	return &linuxBackend{pulse: pulseBackend{buffer}, card: newCard()}
}

type linuxBackend struct {
	pulse pulseBackend
	card  Backend // nil: this build can't use cards
}

// Open implements Backend.
func (b *linuxBackend) Open(ctx context.Context, pull Pull) (Device, error) {
	d, err := b.pulse.Open(ctx, pull)
	if err == nil || !errors.Is(err, ErrNoDevice) || b.card == nil {
		return d, err
	}
	if _, missing := os.Stat("/dev/snd"); missing != nil {
		return nil, fmt.Errorf("%w, and there is no sound card", err)
	}
	d, cardErr := b.card.Open(ctx, pull)
	if cardErr != nil {
		return nil, fmt.Errorf("%w; %v", err, cardErr)
	}
	return d, nil
}

// silenceLibraries keeps what C libraries print on standard error from the
// user, until the returned function is called.
func silenceLibraries() (restore func()) {
	saved, err := unix.FcntlInt(2, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return func() {}
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		unix.Close(saved)
		return func() {}
	}
	unix.Dup3(int(null.Fd()), 2, 0)
	null.Close()
	return func() {
		unix.Dup3(saved, 2, 0)
		unix.Close(saved)
	}
}
