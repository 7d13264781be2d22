package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"unhunch/internal/export"
	"unhunch/internal/session"
)

// aheadOfAll is the memory for decoded sound of exports that run at the same
// time, in bytes.
const aheadOfAll = 16 << 20

// several exports routines into a folder, as many at once as there are cores.
func (x *exporter) several(ctx context.Context, ids []string) error {
	x.env.saveMemory()
	if x.all {
		var err error
		if ids, err = allRoutines(); err != nil {
			return err
		}
	}
	if len(ids) == 0 {
		ids = []string{session.DefaultRoutine}
	}
	if err := x.tellApart(ids); err != nil {
		return err
	}
	if x.dir != "" {
		if err := os.MkdirAll(x.dir, 0o777); err != nil {
			return hintWriting(err)
		}
	}
	results, failures := make([]export.Result, len(ids)), make([]error, len(ids))
	bar := newProgress(x.env, fmt.Sprintf("writing %d files", len(ids)))
	var wg sync.WaitGroup
	var finished atomic.Int64
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, id := range ids {
		turn <- struct{}{}
		wg.Go(func() {
			defer func() { <-turn }()
			if failures[i] = ctx.Err(); failures[i] != nil {
				return
			}
			results[i], failures[i] = x.one(ctx, id)
			if !x.quiet {
				bar.show(float64(finished.Add(1)) / float64(len(ids)))
			}
		})
	}
	wg.Wait()
	bar.done()
	return x.summary(ctx, ids, results, failures)
}

// one exports a routine into the folder, while others are exported.
func (x *exporter) one(ctx context.Context, name string) (export.Result, error) {
	flags := x.flags
	flags.quiet = true // one bar is enough
	flags.mix.Ahead = aheadOfAll / runtime.GOMAXPROCS(0)
	s, err := flags.open(ctx, x.env, name)
	if err != nil {
		return export.Result{}, err
	}
	return x.write(ctx, s, filepath.Join(x.dir, "."), false)
}

// tellApart makes sure that no two routines are written to one file.
func (x *exporter) tellApart(ids []string) error {
	named := map[string]string{}
	for _, id := range ids {
		r, err := session.Find(id)
		if err != nil {
			continue // which is told when it is its turn
		}
		if before, ok := named[r.ID]; ok {
			return wrongUse("export one of them into another folder", "%s and %s would both be %s",
				before, id, filepath.Join(x.dir, r.ID+"."+x.options.Format))
		}
		named[r.ID] = id
	}
	return nil
}

// summary reports on several exports, and gives an error if any has failed.
func (x *exporter) summary(ctx context.Context, ids []string, results []export.Result, failures []error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := sameFailure(failures); err != nil {
		return err
	}
	var bytes int64
	failed := 0
	for i, r := range results {
		if err := failures[i]; err != nil {
			failed++
			x.env.report(ctx, fmt.Errorf("%s: %w", ids[i], err))
			continue
		}
		bytes += r.Bytes
		x.tell("  ", r)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d routines were not written", failed, len(ids))
	}
	x.say("wrote %d files, %s", len(ids), size(bytes))
	return nil
}

// sameFailure is the error that all have failed with, if it is one, such as a
// missing encoder.
func sameFailure(failures []error) error {
	for _, err := range failures {
		if err == nil || err.Error() != failures[0].Error() {
			return nil
		}
	}
	return failures[0]
}

// allRoutines are the ids of the built-in routines.
func allRoutines() ([]string, error) {
	ids, _, _ := session.Builtin().IDs()
	if len(ids) == 0 {
		return nil, errors.New("there are no routines")
	}
	return ids, nil
}
