package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"unhunch/internal/fault"
)

// complaint runs the command and gives its exit status and what it says on
// standard error.
func complaint(args ...string) (status int, said string) {
	var out, errs bytes.Buffer
	e := &env{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }, now: time.Now}
	status = run(context.Background(), e, args)
	return status, errs.String()
}

// A script that calls the program tells a wrong call from a session that
// failed, whichever command it calls; and a person is told in one voice.
func TestEveryCommandRefusesWrongUse(t *testing.T) {
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		words := strings.Fields(c.CommandPath())[1:]
		status, said := complaint(append(words, "--nothing-like-it")...)
		want := "unhunch: error: unknown flag --nothing-like-it\nunhunch: hint: see " + c.CommandPath() + " --help\n"
		if status != exitUsage || said != want {
			t.Errorf("%s with an unknown flag: status %d, %q", c.CommandPath(), status, said)
		}
		if c.Args == nil {
			t.Errorf("%s does not say how many arguments it takes", c.CommandPath())
		}
		for _, below := range c.Commands() {
			walk(below)
		}
	}
	root := newRoot(&env{})
	root.InitDefaultHelpCmd()
	walk(root)
}

// Several faults at once: none loses its prefix, its place or its hint.
func TestJoinedErrorsAreToldApart(t *testing.T) {
	var errs bytes.Buffer
	e := &env{stderr: &errs}
	faults := fault.List{
		{Pos: fault.Pos{File: "a.yaml", Line: 2, Col: 3}, Message: "one", Hint: "mend it"},
		{Pos: fault.Pos{File: "a.yaml", Line: 4, Col: 3}, Message: "two"},
	}
	err := errors.Join(faults, nil, errors.Join(wrongUse("leave it out", "three"), errors.New("four")))
	if status := e.report(context.Background(), err); status != exitUsage {
		t.Errorf("exit status %d", status)
	}
	const want = `unhunch: error: a.yaml:2:3: one
unhunch: hint: mend it
unhunch: error: a.yaml:4:3: two
unhunch: error: three
unhunch: hint: leave it out
unhunch: error: four
`
	if errs.String() != want {
		t.Errorf("said\n%swant\n%s", errs.String(), want)
	}
}
