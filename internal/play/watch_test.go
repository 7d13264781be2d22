package play

import (
	"testing"
	"time"
)

// longDevice is one that has been heard, with a long buffer.
type longDevice struct{ Device }

func (longDevice) Heard() int64 { return Rate }
func (longDevice) Info() Info   { return Info{Buffer: time.Second} }

// A sound server that is given a second ahead asks for more only now and then:
// it is not lost for that.
func TestLongBufferIsNoLostDevice(t *testing.T) {
	p := newPulse(longDevice{}, 0)
	p.still(Rate)
	ticks := 1
	for ; !p.still(Rate); ticks++ {
	}
	if want := quietFor + int(time.Second/tick); ticks != want {
		t.Errorf("it is lost after %d ticks without a pull, want %d", ticks, want)
	}
}
