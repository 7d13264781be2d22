//go:build !unix

package neural

import "time"

var began = time.Now()

func processorTime() time.Duration { return time.Since(began) }
