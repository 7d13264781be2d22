package export

import (
	"context"
	"runtime"
	"sync"
)

// pipeline has pieces of a session worked on by all cores at once, and collects
// them in the order in which they came. There are a few pieces, made beforehand,
// which go round: one goroutine takes, fills and sends them, and one collects
// them and gives them back.
type pipeline[T any] struct {
	ctx  context.Context
	stop context.CancelCauseFunc
	free chan T
	sent chan sent[T]
	end  chan error // of the collecting goroutine
	work sync.WaitGroup
}

// sent is a piece under work.
type sent[T any] struct {
	piece T
	done  chan error
}

// newPipeline makes the pieces: one for each core, one that is being filled, and one
// that is done and waits for the next.
func newPipeline[T any](ctx context.Context, piece func() (T, error)) (*pipeline[T], error) {
	n := runtime.GOMAXPROCS(0) + 2
	pl := &pipeline[T]{free: make(chan T, n), sent: make(chan sent[T], n), end: make(chan error, 1)}
	for range n {
		p, err := piece()
		if err != nil {
			return nil, err
		}
		pl.free <- p
	}
	pl.ctx, pl.stop = context.WithCancelCause(ctx)
	return pl, nil
}

// start begins to collect, in a goroutine: each takes a piece that is done, and
// last is called when there are no more.
func (pl *pipeline[T]) start(each func(T) error, last func() error) {
	go func() {
		err := pl.collect(each)
		if err == nil {
			err = last()
		}
		pl.stop(err)
		pl.end <- err
	}()
}

func (pl *pipeline[T]) collect(each func(T) error) error {
	for s := range pl.sent {
		if err := <-s.done; err != nil {
			return err
		}
		if err := each(s.piece); err != nil {
			return err
		}
	}
	return context.Cause(pl.ctx)
}

// take gives a piece to be filled, when there is one.
func (pl *pipeline[T]) take() (T, error) {
	select {
	case p := <-pl.free:
		return p, nil
	case <-pl.ctx.Done():
		var none T
		return none, context.Cause(pl.ctx)
	}
}

// give puts a piece back that is no longer needed.
func (pl *pipeline[T]) give(p T) { pl.free <- p }

// send has a piece worked on.
func (pl *pipeline[T]) send(p T, work func(context.Context) error) {
	s := sent[T]{p, make(chan error, 1)}
	pl.work.Go(func() { s.done <- work(pl.ctx) })
	pl.sent <- s
}

// finish waits until the last piece is collected.
func (pl *pipeline[T]) finish() error {
	close(pl.sent)
	err := <-pl.end
	pl.work.Wait()
	return err
}

// abort gives up.
func (pl *pipeline[T]) abort() {
	pl.stop(context.Canceled)
	pl.finish()
}
