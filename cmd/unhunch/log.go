package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"unhunch/internal/fault"
	"unhunch/internal/history"
	"unhunch/internal/printed"
	"unhunch/internal/tui"
	"unhunch/internal/wholefile"
)

// logging is a run of the command that shows what was practiced.
type logging struct {
	env                               *env
	store                             history.Store
	asJSON, asCSV, asSVG, del, forced bool
	out                               string
}

// newLog is the command that shows what was practiced.
func newLog(e *env) *cobra.Command {
	x := logging{env: e}
	c := &cobra.Command{
		Use:   "log",
		Short: "what you have practiced",
		Long: `log shows the sessions that were played, the minutes of each week, how often you
have exercised which part of the body, what hurt, and how many days in a row you have
practiced. Everything stays on this machine.

--json, --csv and --svg print it for other programs, for a spreadsheet and as a
picture; the README says what each field means. --delete deletes all that is
remembered of you: the sessions, what hurt, and the place in a session that was left.`,
		Example: `  unhunch log
  unhunch log --csv -o practice.csv
  unhunch log --svg -o practice.svg
  unhunch log pain                  what hurt`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := onlyOne(c, "json", "csv", "svg", "delete"); err != nil {
				return err
			}
			if err := onlyOne(c, "delete", "output"); err != nil {
				return err
			}
			return x.run()
		},
	}
	c.AddCommand(newLogPain(e), newLogForget(e))
	c.Flags().BoolVar(&x.asJSON, "json", false, "as JSON, with weeks and runs of days")
	c.Flags().BoolVar(&x.asCSV, "csv", false, "one line a session, for a spreadsheet")
	c.Flags().BoolVar(&x.asSVG, "svg", false, "as a picture of the last weeks")
	c.Flags().BoolVar(&x.del, "delete", false, "delete all that is remembered of you")
	c.Flags().StringVarP(&x.out, "output", "o", "", "the file to write; without it, or with -, standard output")
	c.Flags().BoolVar(&x.forced, "force", false, "replace a file that is there already, or delete without asking")
	return c
}

func (x *logging) run() (err error) {
	if x.store, err = history.Open(x.env.getenv); err != nil {
		return err
	}
	if err := x.store.Recover(); err != nil {
		x.env.warn("a session that was cut off could not be written to the log: %v", err)
	}
	if x.del {
		return x.delete()
	}
	return x.env.writeOut(x.out, wholefile.Options{Replace: x.forced, Private: true}, x.print)
}

// print writes the log in the form that was asked for.
func (x *logging) print(w io.Writer) error {
	switch {
	case x.asJSON:
		return logJSON(w, x.each, x.env.now())
	case x.asCSV:
		return logCSV(w, x.each)
	case x.asSVG:
		sum := newSummary(x.env.now())
		if err := x.each(func(s history.Entry, _ []byte) error { sum.Add(s); return nil }); err != nil {
			return err
		}
		return writing(printed.PracticeSVG(practice(sum)))(w)
	}
	return logTable(w, x.each, x.env.now(), !tui.Accessible(x.env.getenv))
}

// eachLogged gives the sessions of a log one by one, as history.Store.EachLine does:
// there may be more than fit into memory.
type eachLogged func(do func(s history.Entry, line []byte) error) error

// each reads the log, and names what is skipped.
func (x *logging) each(do func(history.Entry, []byte) error) error {
	var failed error
	skipped, err := x.store.EachLine(x.env.now(), func(s history.Entry, line []byte) error { failed = do(s, line); return failed })
	for _, b := range skipped.First {
		x.env.warn("%s:%d: %s, skipped", x.store.LogFile(), b.Line, b.Why)
	}
	if more := skipped.All - len(skipped.First); more > 0 {
		x.env.warn("%s: and %s more, skipped", x.store.LogFile(), count(more, "line"))
	}
	if failed != nil || err == nil {
		return failed
	}
	return fmt.Errorf("%s: %w", x.store.LogFile(), fault.Cause(err))
}

// onlyOne refuses more than one of some flags.
func onlyOne(c *cobra.Command, flags ...string) error {
	before := ""
	for _, name := range flags {
		switch {
		case !c.Flags().Changed(name):
		case before == "":
			before = name
		default:
			return wrongUse("keep one of them", "--%s does not go with --%s", before, name)
		}
	}
	return nil
}
