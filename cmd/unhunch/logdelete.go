package main

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"unhunch/internal/fault"
	"unhunch/internal/history"
)

// delete deletes all that is remembered of the listener, if that is wanted.
func (x *logging) delete() error {
	what, err := x.remembered()
	if err != nil {
		return err
	}
	if what == "" {
		fmt.Fprintln(x.env.stderr, "nothing is remembered, so nothing was deleted")
		return nil
	}
	if !x.forced {
		if f := terminal(x.env.stdin); f == nil || !term.IsTerminal(int(f.Fd())) {
			return wrongUse("--force deletes without asking", "log --delete asks first, and there is no terminal to ask at")
		}
		fmt.Fprintf(x.env.stderr, "Delete %s, for good? [y/N] ", harmless(what))
		answer, _ := bufio.NewReader(x.env.stdin).ReadString('\n') // without an answer it is a no
		if a := strings.ToLower(strings.TrimSpace(answer)); a != "y" && a != "yes" {
			fmt.Fprintln(x.env.stderr, "nothing was deleted")
			return nil
		}
	}
	if err := x.store.Delete(); err != nil {
		return err
	}
	fmt.Fprintf(x.env.stderr, "deleted %s\n", harmless(what))
	return nil
}

// remembered says all that is remembered of the listener, or "" where that is nothing.
func (x *logging) remembered() (string, error) {
	var first, last time.Time
	n := 0
	skipped, err := x.store.Each(time.Time{}, func(s history.Entry) error {
		if n++; first.IsZero() || s.Start.Before(first) {
			first = s.Start
		}
		if s.Start.After(last) {
			last = s.Start
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("%s: %w", x.store.LogFile(), fault.Cause(err))
	}
	var all []string
	day := func(t time.Time) string { return t.In(x.env.now().Location()).Format(time.DateOnly) }
	switch {
	case n == 1:
		all = append(all, "one session of "+day(first))
	case n > 1:
		all = append(all, fmt.Sprintf("%d sessions from %s to %s", n, day(first), day(last)))
	}
	if skipped.All > 0 {
		all = append(all, count(skipped.All, "line")+" of the log that can't be read")
	}
	switch pains, err := x.store.Pains(); {
	case err != nil:
		all = append(all, "what hurt, which can't be read")
	case len(pains) > 0:
		all = append(all, "what hurt in "+strings.Join(slices.Sorted(maps.Keys(pains)), ", "))
	}
	switch p, err := x.store.LoadPosition(); {
	case err == nil:
		all = append(all, "the place in "+fault.Quote(p.Title))
	case !errors.Is(err, history.ErrNoPosition):
		all = append(all, "the place in a session, which can't be read")
	}
	if x.store.NoticeHeard() {
		all = append(all, "that the safety notice was heard")
	}
	return strings.Join(all, "; "), nil
}
