package main

import (
	"fmt"
	"os"
	"strings"

	"unhunch/internal/tui"
)

// harmless makes text from files safe for a terminal.
func harmless(s string) string { return tui.Harmless(s) }

// harmlessLine is harmless for a text that must not begin another line.
func harmlessLine(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return s
	}
	return breaks.Replace(harmless(s))
}

var breaks = strings.NewReplacer("\n", `\u000a`, "\t", `\u0009`)

// count writes how many things there are.
func count(n int, thing string) string {
	if n == 1 {
		return "one " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// isFile says whether a path leads to a file.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}
