package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"unhunch/internal/routine"
)

// readme is README.md from a text on, to the end of a table or of a listing.
func readme(t *testing.T, from, to string) string {
	t.Helper()
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(strings.ReplaceAll(string(data), "\r\n", "\n"), from)
	if !ok {
		t.Fatalf("README.md has no %q", from)
	}
	part, _, _ := strings.Cut(after, to)
	return part
}

// The first thing that one compares with the README is what the program prints.
func TestListingInTheReadme(t *testing.T) {
	var out, errs bytes.Buffer
	e := surroundings()
	e.stdout, e.stderr = &out, &errs
	if status := run(context.Background(), e, []string{"show", "desk-break"}); status != exitDone {
		t.Fatalf("exit status %d: %s", status, &errs)
	}
	rest := out.String()
	for i, extract := range strings.Split(readme(t, "(an extract):\n\n```\n", "```\n"), "...\n") {
		before, after, ok := strings.Cut(rest, extract)
		if !ok || i == 0 && before != "" {
			t.Errorf("show desk-break does not print\n%s\nbut\n%s", extract, rest)
		}
		rest = after
	}
}

// Scripts tell what went wrong by these numbers.
func TestExitStatusesInTheReadme(t *testing.T) {
	var got []string
	for _, row := range strings.Split(readme(t, "| exit status | |\n|---|---|\n", "\n\n"), "\n") {
		first, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " |")
		got = append(got, strings.Split(first, ", ")...)
	}
	var want []string
	for _, status := range []int{exitDone, exitFailed, exitUsage} {
		want = append(want, strconv.Itoa(status))
	}
	for _, s := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGPIPE} {
		want = append(want, strconv.Itoa(exitSignal+int(s)))
	}
	if !slices.Equal(got, want) {
		t.Errorf("README.md lists the exit statuses %v, and there are %v", got, want)
	}
}

// What the program takes from the environment is no secret.
func TestEnvironmentInTheReadme(t *testing.T) {
	var listed []string
	for _, row := range strings.Split(readme(t, "| environment variable | |\n|---|---|\n", "\n\n"), "\n") {
		for _, m := range regexp.MustCompile("`([A-Z_]+)`").FindAllStringSubmatch(row, -1) {
			listed = append(listed, m[1])
		}
	}
	asked := []string{"TMPDIR"} // by the standard library
	for _, dir := range []string{".", "../../internal"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "playtest") {
				return err
			}
			data, err := os.ReadFile(path)
			for _, m := range regexp.MustCompile(`[gG]etenv\("([A-Z_]+)"\)`).FindAllStringSubmatch(string(data), -1) {
				asked = append(asked, m[1])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, all := range []*[]string{&listed, &asked} {
		slices.Sort(*all)
		*all = slices.Compact(*all)
	}
	if !slices.Equal(listed, asked) {
		t.Errorf("README.md lists the variables\n%v, and the program asks for\n%v", listed, asked)
	}
}

// A listener chooses the sound of a breath from these.
func TestBreathSoundsInTheReadme(t *testing.T) {
	var got []string
	for _, row := range strings.Split(readme(t, "| sound of a breath | |\n|---|---|\n", "\n\n"), "\n") {
		first, _, _ := strings.Cut(strings.TrimPrefix(row, "| `"), "` |")
		got = append(got, first)
	}
	if !slices.Equal(got, routine.BreathSounds) {
		t.Errorf("README.md lists the sounds %v, and there are %v", got, routine.BreathSounds)
	}
}
