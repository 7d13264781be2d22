package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"unhunch/internal/history"
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

// Who reads the log by a program knows what each field means.
func TestLogInTheReadme(t *testing.T) {
	var fields, cells, ends []string
	for _, row := range strings.Split(readme(t, "| JSON, of each of `sessions` | CSV | |\n|---|---|---|\n", "\n\n"), "\n") {
		cell := strings.Split(row, "|")
		fields = append(fields, strings.Trim(cell[1], " `"))
		if name := strings.Trim(cell[2], " `"); name != "" {
			cells = append(cells, name)
		}
	}
	for _, row := range strings.Split(readme(t, "| JSON, of the whole | |\n|---|---|\n| `version` |", "\n\n"), "\n")[1:] {
		for _, name := range strings.Split(strings.Split(row, "|")[1], ",") {
			ends = append(ends, strings.Trim(name, " `"))
		}
	}
	var columnNames []string
	for _, c := range columns() {
		columnNames = append(columnNames, c.name)
	}
	for _, test := range []struct {
		what      string
		got, want []string
	}{
		{"fields of a session", fields, jsonNames("", reflect.TypeFor[history.Entry]())},
		{"columns", cells, columnNames},
		{"fields of the whole", ends, jsonNames("", reflect.TypeFor[logEnd]())},
	} {
		slices.Sort(test.got)
		slices.Sort(test.want)
		if !slices.Equal(test.got, test.want) {
			t.Errorf("README.md lists the %s\n%v, and there are\n%v", test.what, test.got, test.want)
		}
	}
}

// jsonNames are the names of the fields of a type and, with a point, of those within it.
func jsonNames(before string, of reflect.Type) (names []string) {
	for i := range of.NumField() {
		f := of.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		inner := f.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && inner != reflect.TypeFor[time.Time]() {
			names = append(names, jsonNames(before+name+".", inner)...)
			continue
		}
		names = append(names, before+name)
	}
	return names
}
