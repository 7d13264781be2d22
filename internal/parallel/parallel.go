// Package parallel spreads work that is made of many parts.
package parallel

import (
	"runtime"
	"sync"
)

// Each calls f with every number below n, on all processors, and returns when all
// calls have. The next free processor takes the next number.
func Each(n int, f func(i int)) {
	var group sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
}
