package play

import "time"

// Ticker is a clock that ticks, until it is stopped. A nil one is that of the time
// that goes by.
type Ticker func(every time.Duration) (ticks <-chan time.Time, stop func())

// Every gives a tick at an interval.
func (t Ticker) Every(every time.Duration) (ticks <-chan time.Time, stop func()) {
	if t != nil {
		return t(every)
	}
	real := time.NewTicker(every)
	return real.C, real.Stop
}
