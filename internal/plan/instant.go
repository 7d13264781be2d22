package plan

import "time"

// instant is an exact time from the start of a session, in thirds of a
// nanosecond: the coarsest unit in which a nanosecond and a frame at 48 kHz
// are both whole. Times are added as instants and every absolute one is
// rounded to a frame once, so that no error builds up; 64 bits last 97 years.
type instant int64

const (
	oneFrame    instant = 62500
	millisecond instant = 3e6
	second      instant = 3e9
)

func fromDuration(d time.Duration) instant { return instant(d) * 3 }

func fromFrames(f Frame) instant { return instant(f) * oneFrame }

// frame is the frame nearest to i.
func (i instant) frame() Frame { return Frame((i + oneFrame/2) / oneFrame) }

func (i instant) duration() time.Duration { return time.Duration(i / 3) }
