package bake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"unhunch/internal/fault"
	"unhunch/internal/master"
	"unhunch/internal/soundfile"
	"unhunch/internal/voice"
	"unhunch/internal/wholefile"
)

// indexEvery is after how many recordings pack.yaml is written while others go on.
const indexEvery = 25

// ready looks before the work begins for what would fail every line.
func (b *baking) ready(jobs []job) error {
	recording := slices.ContainsFunc(jobs, func(j job) bool { return j.record })
	if program := encoderOf(b.format); recording && program != "" {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("%s is not installed, which is needed to record to %s", program, b.format)
		}
	}
	return nil
}

// hopeless is after how many lines none of which was recorded the others are not tried.
const hopeless = 5

// HopelessError is an engine that failed on each of the first lines.
type HopelessError struct {
	Lines int
	Err   error // of the first
}

func (e *HopelessError) Error() string {
	return fmt.Sprintf("none of %d lines could be recorded, so the others were not tried: %v", e.Lines, e.Err)
}

func (e *HopelessError) Unwrap() error { return e.Err }

// work does the jobs, several at once, and takes in what comes of them.
func (b *baking) work(ctx context.Context, jobs []job) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue, results := make(chan job), make(chan done)
	workers := b.options.Jobs
	if workers <= 0 {
		workers = runtime.NumCPU()
	}
	var group sync.WaitGroup
	for range min(workers, len(jobs)) {
		group.Go(func() {
			for j := range queue {
				results <- b.do(ctx, j)
			}
		})
	}
	go func() {
		defer close(queue)
		for _, j := range jobs {
			select {
			case queue <- j:
			case <-ctx.Done():
				return
			}
		}
	}()
	go func() {
		group.Wait()
		close(results)
	}()
	return b.collect(ctx, stop, results, len(jobs))
}

// collect notes the results as they come in, and stops the work if there is no hope for it.
func (b *baking) collect(ctx context.Context, stop context.CancelCauseFunc, results <-chan done, total int) error {
	var failed []done
	var broken error
	n := 0
	for d := range results {
		if d.err != nil && ctx.Err() != nil {
			continue
		}
		var unwritten *wholefile.Error
		if errors.As(d.err, &unwritten) { // by a full disk, or for want of a folder: so would the others be
			stop(d.err)
			continue
		}
		n++
		if d.err != nil {
			failed = append(failed, d)
		} else {
			b.took(d)
		}
		if b.options.Noticed != nil {
			b.options.Noticed(Progress{n, total, d.text, d.err})
		}
		if n%indexEvery == 0 && broken == nil {
			broken = b.writeIndex()
		}
		if b.result.Recorded == 0 && len(failed) == hopeless {
			stop(&HopelessError{hopeless, failed[0].err})
		}
	}
	slices.SortFunc(failed, func(x, y done) int { return x.order - y.order })
	for _, d := range failed {
		b.result.Failures = append(b.result.Failures, Failure{d.text, d.err})
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return broken
}

// took counts and notes what has been recorded or measured.
func (b *baking) took(d done) {
	if d.record {
		b.result.Recorded++
	} else {
		b.result.Measured++
	}
	b.note(d)
}

// note puts a recording into the list of lines.
func (b *baking) note(d done) {
	l := voice.Line{Text: d.text, File: d.file, Frames: d.frames, Stress: d.stress}
	i, ok := b.byText[d.text]
	if !ok {
		b.byText[d.text] = len(b.index.Lines)
		b.index.Lines = append(b.index.Lines, l)
		return
	}
	if old := b.index.Lines[i].File; old != d.file {
		b.replaced = append(b.replaced, old)
	}
	b.index.Lines[i] = l
}

// do records or measures a line.
func (b *baking) do(ctx context.Context, j job) done {
	d := done{job: j}
	if j.record {
		if d.stress, d.err = b.record(ctx, j); d.err != nil {
			return d
		}
	}
	d.frames, d.err = b.measure(j.file)
	return d
}

// measure gives the length of a recording.
func (b *baking) measure(file string) (frames int64, err error) {
	data, err := voice.ReadRecording(os.DirFS(b.dir), filepath.ToSlash(file))
	if err != nil {
		return 0, err
	}
	clip, err := soundfile.Decode(file, data, voice.MaxLine)
	if err != nil {
		return 0, err
	}
	if clip.Frames() == 0 {
		return 0, fmt.Errorf("%s: %w", file, master.ErrSilent)
	}
	return int64(clip.Frames()), nil
}

func (b *baking) record(ctx context.Context, j job) (stress int64, err error) {
	tmp, remove, err := wholefile.TemporaryFolder(os.TempDir())
	if err != nil {
		return 0, &wholefile.Error{Path: os.TempDir(), Err: fault.Cause(err)}
	}
	defer remove()
	take, err := j.engine.say(ctx, j.text, tmp)
	if err != nil {
		return 0, err
	}
	data, err := encode(ctx, b.format, take, tmp)
	if err != nil {
		return 0, err
	}
	return take.stress, b.replace(j.file, data)
}
