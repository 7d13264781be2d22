package play

import "time"

// Ticker gives a tick at an interval until it is stopped.
type Ticker func(every time.Duration) (ticks <-chan time.Time, stop func())

// Ticks is the Ticker of the time that goes by.
func Ticks(every time.Duration) (ticks <-chan time.Time, stop func()) {
	t := time.NewTicker(every)
	return t.C, t.Stop
}
