package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/wholefile"
)

func newMan(e *env) *cobra.Command {
	return &cobra.Command{
		Use:     "man DIR",
		Short:   "write the man pages of all commands into a folder",
		Example: `  unhunch man ~/.local/share/man/man1`,
		Args:    takes(1, 1, "one folder to write into"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return fmt.Errorf("%s: %w", args[0], fault.Cause(err))
			}
			if err := writePages(c.Root(), args[0]); err != nil {
				return err
			}
			fmt.Fprintf(e.stdout, "man pages are in %s\n", args[0])
			return nil
		},
	}
}

// writePages writes the page of a command, and those of the commands under it.
func writePages(c *cobra.Command, dir string) error {
	c.InitDefaultHelpFlag()
	if err := wholefile.Write(filepath.Join(dir, pageName(c)+".1"), manPage(c), wholefile.Options{Replace: true}); err != nil {
		return err
	}
	for _, sub := range pagesUnder(c) {
		if err := writePages(sub, dir); err != nil {
			return err
		}
	}
	return nil
}

func pagesUnder(c *cobra.Command) []*cobra.Command {
	var under []*cobra.Command
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			under = append(under, sub)
		}
	}
	return under
}

func pageName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manPage is a page in the man macros of roff. It has no date: the same program
// writes the same page on every day.
func manPage(c *cobra.Command) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, ".TH %q 1 \"\" unhunch\n.nh\n.ad l\n", strings.ToUpper(pageName(c)))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(pageName(c)), roff(c.Short))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n\\fB%s\\fP\n", roff(c.UseLine()))
	fmt.Fprintf(&b, ".SH DESCRIPTION\n")
	for _, paragraph := range strings.Split(cmp.Or(c.Long, c.Short+"."), "\n\n") {
		if strings.HasPrefix(paragraph, " ") { // a table
			fmt.Fprintf(&b, ".PP\n.nf\n%s\n.fi\n", roff(paragraph))
			continue
		}
		fmt.Fprintf(&b, ".PP\n%s\n", roff(paragraph))
	}
	if c.HasAvailableFlags() {
		fmt.Fprintf(&b, ".SH OPTIONS\n")
		c.Flags().VisitAll(func(f *pflag.Flag) { manOption(&b, f) })
	}
	if c.Example != "" {
		fmt.Fprintf(&b, ".SH EXAMPLES\n.nf\n%s\n.fi\n", roff(c.Example))
	}
	fmt.Fprint(&b, ".SH EXIT STATUS\n")
	for _, status := range exitStatuses {
		fmt.Fprintf(&b, ".TP\n%s\n%s\n", roff(status.numbers), roff(status.meaning))
	}
	if also := seeAlso(c); also != "" {
		fmt.Fprintf(&b, ".SH SEE ALSO\n%s\n", also)
	}
	return b.Bytes()
}

func manOption(b *bytes.Buffer, f *pflag.Flag) {
	if f.Hidden {
		return
	}
	value, usage := pflag.UnquoteUsage(f)
	fmt.Fprint(b, ".TP\n")
	if f.Shorthand != "" {
		fmt.Fprintf(b, "\\fB%s\\fP, ", roff("-"+f.Shorthand))
	}
	fmt.Fprintf(b, "\\fB%s\\fP", roff("--"+f.Name))
	if value != "" {
		fmt.Fprintf(b, " \\fI%s\\fP", roff(value))
	}
	fmt.Fprintf(b, "\n%s\n", roff(usage))
}

// exitStatuses are told on every page, and in the README.
var exitStatuses = []struct{ numbers, meaning string }{
	{"0", "done; also a session that was stopped with a key"},
	{"1", "failed, or a name or a file was not found"},
	{"2", "wrong use of the command line"},
	{"129, 130, 131, 143", `ended: the terminal was closed, Ctrl-C, Ctrl-\, told to end`},
	{"141", "nobody read standard output any more"},
}

// seeAlso are the pages of the command above and of those under it.
func seeAlso(c *cobra.Command) string {
	var pages []string
	if c.HasParent() {
		pages = append(pages, pageName(c.Parent()))
	}
	for _, sub := range pagesUnder(c) {
		pages = append(pages, pageName(sub))
	}
	for i, page := range pages {
		pages[i] = "\\fB" + roff(page) + "\\fP(1)"
	}
	return strings.Join(pages, ",\n")
}

// roff is a text in which nothing is taken for a request: a line may not begin with
// a full stop or an apostrophe, a hyphen must stay one, and a backslash is written as \e.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
