package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestManPages: each command has a page with all of its flags, in which no line of
// text can be taken for a request of roff.
func TestManPages(t *testing.T) {
	dir := t.TempDir()
	root := newRoot(&env{})
	if err := writePages(root, dir); err != nil {
		t.Fatal(err)
	}
	requests := map[string]bool{}
	for _, r := range strings.Fields(".TH .nh .ad .SH .PP .TP .nf .fi") {
		requests[r] = true
	}
	pages := 0
	var read func(c *cobra.Command)
	read = func(c *cobra.Command) {
		page, err := os.ReadFile(filepath.Join(dir, pageName(c)+".1"))
		if err != nil {
			t.Error(err)
			return
		}
		pages++
		for line := range strings.Lines(string(page)) {
			if first := strings.Fields(line + "x")[0]; strings.HasPrefix(line, ".") && !requests[first] || strings.HasPrefix(line, "'") {
				t.Errorf("%s: %q is taken for a request", c.CommandPath(), line)
			}
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && !bytes.Contains(page, []byte(`\fB`+roff("--"+f.Name)+`\fP`)) {
				t.Errorf("%s: the page lacks --%s", c.CommandPath(), f.Name)
			}
		})
		for _, sub := range pagesUnder(c) {
			read(sub)
		}
	}
	read(root)
	if entries, _ := os.ReadDir(dir); len(entries) != pages || pages < 20 {
		t.Errorf("%d files for %d commands", len(entries), pages)
	}
	for _, status := range exitStatuses {
		if row := "| " + status.numbers + " | " + status.meaning + " |"; !strings.Contains(readme(t, "| exit status |", "\n\n"), row) {
			t.Errorf("the README lacks %q", row)
		}
	}
	if got := roff(".a\n'b\nc-\\d"); got != "\\&.a\n\\&'b\nc\\-\\ed" {
		t.Errorf("roff escapes to %q", got)
	}
}
