package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"unhunch/internal/fault"
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
			c.Root().DisableAutoGenTag = true // the same pages on every day
			head := &doc.GenManHeader{Title: "UNHUNCH", Section: "1", Source: "unhunch"}
			if err := doc.GenManTree(c.Root(), head, args[0]); err != nil {
				return err
			}
			fmt.Fprintf(e.stdout, "man pages are in %s\n", args[0])
			return nil
		},
	}
}
